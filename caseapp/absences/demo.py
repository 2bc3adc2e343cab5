"""Invented days away for a demonstration, with a cover and a deputy."""

from datetime import timedelta
from typing import Any

from caseapp.absences.actions import enter_absence
from caseapp.absences.queries import overlaps
from caseapp.accounts.deputies import name_deputy
from caseapp.web.gate import holds_by_role

AWAY_IN = 10
BEGINS_IN, DAYS = 3, 5
LENT = "letter:approve"


def add_absence(demo: Any) -> None:
    """Let the coordinator be away in some days: the support worker covers, and approves letters meanwhile."""
    days = (
        demo.present + timedelta(days=BEGINS_IN),
        demo.present + timedelta(days=BEGINS_IN + DAYS),
    )
    if demo.story != AWAY_IN or overlaps(demo.coordinator.id, *days):
        return
    enter_absence(demo.coordinator, demo.coordinator, demo.support, days)
    if holds_by_role(demo.coordinator, LENT) and not holds_by_role(demo.support, LENT):
        name_deputy(demo.coordinator, demo.coordinator, demo.support, [LENT], days)
