"""What cannot be true of a case and its client at once."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from caseapp.access import list_visible
from caseapp.accounts import User
from caseapp.cases.models import Case
from caseapp.dates import PartialDate
from caseapp.i18n.messages import gettext as _
from caseapp.people.models import Person
from caseapp.web.values import day


def birth_after_departure(user: User, person: Person, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the objection to a birth date that lies after the client left, in a case that ``user`` may see."""
    born = values.get("born")
    if born is None:
        return
    for case in list_visible(user, select(Case).where(Case.client_id == person.id)):
        if case.left_on is not None and case.left_on.surely_before(born):
            yield "born", _sentence(born, case.left_on, case.reference)


def departure_before_birth(client: Person, case: Case, left_on: PartialDate | None) -> str | None:
    """Return the objection to a departure that lies before the client was born; None when there is none."""
    if left_on is None or client.born is None or not left_on.surely_before(client.born):
        return None
    return _sentence(client.born, left_on, case.reference)


def _sentence(born: PartialDate, left_on: PartialDate, reference: str) -> str:
    return _(
        "By this they were born on %(born)s, after they left on %(left)s (case %(reference)s). "
        "One of the two dates cannot be right.",
        born=day(born),
        left=day(left_on),
        reference=reference,
    )
