"""What erasures contribute to other pages: a line on the page of whom they are about, a block on the home page."""

from typing import Any

from markupsafe import Markup

from caseapp.accounts import User
from caseapp.accounts.deputies import stands_for
from caseapp.audit import seen
from caseapp.erasures.models import Erasure
from caseapp.erasures.permissions import ErasurePermission
from caseapp.erasures.queries import list_erasures, open_erasure_of, ready
from caseapp.erasures.showing import status_of, targets_in_words
from caseapp.erasures.workflow import HELD, OPEN, UNFINISHED
from caseapp.web.gate import can
from caseapp.web.templating import part

NAMED = 5
"""So many are named on the home page."""


def panel(_user: User, record: Any) -> Markup:
    """Say that an erasure is under way, or lead to asking for one."""
    if getattr(record, "merged_into", None) is not None:
        return Markup()
    return part("erasures/panel.html", record=record, erasure_id=open_erasure_of(record, OPEN))


def tile(user: User) -> Markup:
    """Show what waits: for a second person, for somebody to carry it out, or until its hold is over."""
    found = list_erasures(user, (*OPEN, UNFINISHED))
    due = ready([each for each in found if each.status == HELD])
    shown = sorted(found, key=lambda each: not _waits_for_them(user, each, due))[:NAMED]
    targets = targets_in_words(user, shown)
    lines = [(each, targets[each.id], *status_of(each), _waits_for_them(user, each, due)) for each in shown]
    if not lines:
        return Markup()
    seen(user, "erasure.listed", shown=[str(line[0].id) for line in lines])
    return part("erasures/tile.html", lines=lines, total=len(found))


def _waits_for_them(user: User, erasure: Erasure, due: list[Erasure]) -> bool:
    if erasure.status == "asked":
        return can(user, ErasurePermission.APPROVE) and erasure.asked_by not in stands_for(user)
    return erasure in due and can(user, ErasurePermission.CARRY_OUT)
