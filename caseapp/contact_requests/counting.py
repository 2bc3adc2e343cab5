"""What searches contribute to the numbers: where they stand and for how long, and how they ended."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import or_, select

from caseapp.access import Counted
from caseapp.access.ages import AGES, age_since
from caseapp.contact_requests.labels import OUTCOMES
from caseapp.contact_requests.models import Search
from caseapp.contact_requests.overview import shown_phase_of
from caseapp.contact_requests.states import ENDED, PHASES
from caseapp.db import db
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.reported import CountChart

RESPECTED_NO = "no_contact"
DECLINED = "declined"
"""Counted among the endings, and so not among what is under way: each search is counted once."""
_ENDED_WITHOUT = {
    "rejected": _l("Not accepted"),
    "withdrawn": _l("Withdrawn by the enquirer or the person sought"),
    "not_said": _l("Ended, and nobody wrote down how"),
}
ENDINGS = {**OUTCOMES, **_ENDED_WITHOUT}
COUNTED = "searches"


def _by_phase_and_age(counted: Counted) -> Iterator[tuple[str, str, int]]:
    query = select(Search.status, Search.held_from, Search.created_on).where(
        counted(Search), Search.status.not_in((*ENDED, DECLINED))
    )
    found: Counter[tuple[str, str]] = Counter()
    for status, held_from, created_on in db.session.execute(query):
        found[shown_phase_of(status, held_from).code, age_since(created_on)] += 1
    for (phase, age), number in found.items():
        yield phase, age, number


def _endings(counted: Counted) -> Iterator[tuple[str, str, int]]:
    """Count how searches ended. Somebody who wants no contact has answered, whether or not the search is closed yet."""
    ended = or_(Search.status.in_(ENDED), Search.status == DECLINED)
    found: Counter[str] = Counter()
    for status, outcome in db.session.execute(
        select(Search.status, Search.outcome).where(counted(Search), ended)
    ):
        found[_ending(status, outcome)] += 1
    for ending, number in found.items():
        yield ending, COUNTED, number


def _ending(status: str, outcome: str | None) -> str:
    if status == DECLINED:
        return RESPECTED_NO
    if status in _ENDED_WITHOUT:
        return status
    return outcome if outcome in OUTCOMES else "not_said"


CHARTS = (
    CountChart(
        "search_ages",
        _l("Searches under way, by phase and age"),
        _l("Phase"),
        {phase.code: phase.label for phase in PHASES},
        AGES,
        _by_phase_and_age,
    ),
    CountChart(
        "search_endings",
        _l("How searches ended"),
        _l("Outcome"),
        ENDINGS,
        {COUNTED: _l("Searches")},
        _endings,
    ),
)
