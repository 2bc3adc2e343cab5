"""The invented letters of a demonstration."""

import uuid
from types import SimpleNamespace

import pytest

from caseapp.accounts.models import User
from caseapp.cases import Case
from caseapp.db import db
from caseapp.db import write as writing
from caseapp.letters.demo import add_letter
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person


@pytest.mark.parametrize(("number", "shown"), [(1, "to be checked"), (3, "sent")], ids=["checked", "posted"])
@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_case_of_a_demonstration_gets_a_letter(
    amina: Person, clara: Person, number: int, shown: str, language: str
) -> None:
    case = start_case(amina, name="Bita Nemunei")
    with amina.app.app_context():
        context = SimpleNamespace(
            support=db.session.get(User, amina.id),
            coordinator=db.session.get(User, clara.id),
            case=db.session.get(Case, uuid.UUID(case.rpartition("/")[2])),
            language=language,
            number=number,
        )
        with writing():
            add_letter(context)
    assert shown in clara.page("/letters/").text
    assert "Letter L-" in clara.page(case).text
