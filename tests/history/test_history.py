"""What was changed stays readable, with who changed it."""

import re
import uuid

import pytest

from caseapp.accounts import User
from caseapp.audit import record
from caseapp.cases.models import Case
from caseapp.db import db, write
from caseapp.history import queries
from caseapp.people import models
from tests.cases.test_starting_a_case import NIGHT, start_case
from tests.conftest import Person


def test_the_history_shows_what_stood_there_before(amina: Person, besnik: Person, drita: Person) -> None:
    address = start_case(amina)
    case_id = address.rpartition("/")[2]
    changes = {
        "tonight": "In our flat.",
        "safe_now": "yes",
        "left_on-day": "22",
        "left_on-month": "مرداد",
        "left_on-year": "۱۴۰۲",
    }
    amina.post(f"{address}/edit", {**NIGHT, **changes, "left_on-calendar": "jalali", "row_version": "1"})
    text = amina.page(f"/history/case/{case_id}").text
    assert "Changed a case, by \u2068Amina Test\u2069" in text
    assert "At a friend's, one night only." in text
    assert "In our flat." in text
    assert "not sure" in text
    assert "22 Mordad 1402" in text
    assert "May we ring it?" not in text
    besnik.get(f"/history/case/{case_id}", 404)
    drita.get(f"/history/case/{case_id}", 403)
    amina.get(f"/history/nothing/{case_id}", 404)


def test_a_step_tells_from_which_state_to_which_and_when(amina: Person) -> None:
    address = start_case(amina)
    amina.post(f"{address}/step/take_up", {"manner": "done_here", "reason": ""})
    text = amina.page(f"/history/case/{address.rpartition('/')[2]}").text
    assert "Status new open" in text
    assert re.search(r"\d{4}, \d\d:\d\d", text)


def test_a_change_that_the_log_does_not_tell_of_stands_without_who_and_when(
    monkeypatch: pytest.MonkeyPatch, amina: Person
) -> None:
    address = start_case(amina)
    amina.post(f"{address}/edit", {**NIGHT, "tonight": "In our flat.", "row_version": "1"})
    monkeypatch.setattr(queries, "untold_acts", lambda _reader, act_ids: act_ids)
    page = amina.page(f"/history/case/{address.rpartition('/')[2]}").text.partition("Printed by")[0]
    assert "Changed" in page
    assert "In our flat." in page
    assert "by \u2068" not in page
    assert not re.search(r"\d{4}, \d\d:\d\d", page)


def test_each_record_of_an_act_is_told_by_the_event_that_names_it(clara: Person) -> None:
    address = start_case(clara)
    case_id = uuid.UUID(address.rpartition("/")[2])
    with clara.app.app_context():
        case = db.session.get(Case, case_id)
        user = db.session.get(User, clara.id)
        assert case is not None
        with write():
            client = db.session.get(models.Person, case.client_id)
            assert client is not None
            case.language, client.languages = "ar", "ar"
            record(user, "case.changed", case, fields=[])
            record(user, "person.changed", client, fields=[])
        client_id = case.client_id
    assert "Changed a case, by" in clara.page(f"/history/case/{case_id}").text
    assert "Changed what is known about a person, by" in clara.page(f"/history/person/{client_id}").text
