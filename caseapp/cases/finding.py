"""What the search box finds among cases: by telephone number, by the client's name."""

from collections.abc import Iterator

from flask import url_for
from sqlalchemy import or_, select

from caseapp.access import list_visible
from caseapp.accounts import User
from caseapp.cases.models import Case
from caseapp.cases.workflow import CASE_WORKFLOW
from caseapp.db import memory
from caseapp.people.finding import people_ids
from caseapp.people.number_book import NumberBook, is_number
from caseapp.people.queries import NOBODY, shown_names
from caseapp.web.feature import Found

_MEMORY = "cases-by-number"


def cases_found(user: User, text: str) -> Iterator[Found]:
    """Yield the cases that ``text`` may mean and that ``user`` may see, the likeliest first."""
    cases = _by_number(user, text) if is_number(text) else _by_client(user, text)
    names = shown_names(user, (case.client_id for case in cases))
    for case in cases:
        name = names.get(case.client_id, NOBODY)
        yield Found(
            case.id,
            case.reference,
            name.name,
            str(CASE_WORKFLOW.state(case.status).label),
            url_for("cases.show", case_id=case.id),
            other_lang=name.name_lang,
        )


def _by_number(user: User, text: str) -> list[Case]:
    book = memory().setdefault(_MEMORY, NumberBook(Case, Case.telephone, "id"))
    assert isinstance(book, NumberBook)
    theirs = or_(Case.id.in_(book.owners(text)), Case.client_id.in_(people_ids(user, text)))
    return list_visible(user, select(Case).where(theirs).order_by(Case.seq.desc()))


def _by_client(user: User, text: str) -> list[Case]:
    likely = people_ids(user, text)
    found = list_visible(user, select(Case).where(Case.client_id.in_(likely)).order_by(Case.seq.desc()))
    return sorted(found, key=lambda case: likely.index(case.client_id))
