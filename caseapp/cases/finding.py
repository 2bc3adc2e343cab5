"""What the search box finds among cases: by telephone number, by the client's name."""

import uuid
from collections.abc import Iterator

from flask import url_for

from caseapp.accounts import User
from caseapp.cases.models import Case
from caseapp.cases.queries import CaseRow, cases_among
from caseapp.cases.workflow import CASE_WORKFLOW
from caseapp.people.finding import people_ids
from caseapp.people.number_book import KeptNumberBook, NumberBook, is_number
from caseapp.web.feature import Found

_NUMBERS = KeptNumberBook("cases-by-number", lambda: NumberBook(Case, Case.telephone, "id"))


def cases_found(user: User, text: str) -> Iterator[Found]:
    """Yield the cases that ``text`` may mean and that ``user`` may see, the likeliest first."""
    for case in _by_number(user, text) if is_number(text) else _by_client(user, text):
        yield Found(
            case.id,
            case.reference,
            case.name.name,
            str(CASE_WORKFLOW.state(case.status).label),
            url_for("cases.show", case_id=case.id),
            other_lang=case.name.name_lang,
        )


def cases_by_number(text: str) -> set[uuid.UUID]:
    """Return the cases that hold this telephone number, whoever sees them: the caller filters."""
    return _NUMBERS.owners(text) if is_number(text) else set()


def _by_number(user: User, text: str) -> list[CaseRow]:
    return cases_among(user, [*_NUMBERS.owners(text), *people_ids(user, text)])


def _by_client(user: User, text: str) -> list[CaseRow]:
    likely = people_ids(user, text)
    return sorted(cases_among(user, likely), key=lambda case: likely.index(case.client_id))
