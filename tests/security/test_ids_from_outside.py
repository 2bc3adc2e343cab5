"""Nobody makes a record under the id of another one, whatever they send: log and history would keep two as one."""

import re
import sqlite3
import uuid
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from caseapp.accounts.models import Team
from caseapp.audit import AuditEvent, record, verify
from caseapp.backup.restoring import UNFINISHED
from caseapp.cases.models import Case
from caseapp.db import WriteError, create_scope, db, write
from tests.backup.conftest import cheap
from tests.backup.test_restoring import backed_up, opened, run
from tests.cases.test_starting_a_case import NIGHT, start_case
from tests.conftest import Person
from tests.letters import preparing as letters
from tests.statements import writing as statements

__all__ = ["cheap"]


def problems(app: Flask) -> list[str]:
    with app.app_context():
        db.session.remove()
        return [f"{problem.where}: {problem.sentence}" for problem in verify()]


def id_in(address: str) -> str:
    return address.rpartition("/")[2]


def saved_under(person: Person, number: str) -> None:
    """Save a view with the number of another record in the form, and rename it."""
    person.post("/saved-views/new/cases?status=open&sort=-name", {"new_id": number, "name": "Mine"})
    found = re.search(r'href="(/saved-views/[0-9a-f-]{36})"', person.get("/saved-views/").text)
    assert found
    person.post(found.group(1), {"row_version": "1", "name": "Mine too"})


def test_a_view_or_a_team_under_the_id_of_a_case_leaves_log_and_records_whole(
    amina: Person, besnik: Person, drita: Person
) -> None:
    case_id = id_in(start_case(amina))
    saved_under(besnik, case_id)
    drita.post("/staff/teams", {"new_id": case_id, "name": "The other team"})
    assert "The other team" in drita.page("/staff/teams").text
    assert problems(amina.app) == []


def test_nobody_writes_into_the_history_of_a_colleagues_case(amina: Person, besnik: Person) -> None:
    case = start_case(amina)
    amina.post(f"{case}/edit", {**NIGHT, "tonight": "In our flat.", "row_version": "1"})
    saved_under(besnik, id_in(case))
    text = amina.page(f"/history/case/{id_in(case)}").text
    assert "Besnik" not in text
    assert text.count("by \u2068Amina Test\u2069") == 1


def test_nobody_writes_into_the_history_of_a_letter_with_a_statement_of_its_id(
    amina: Person, besnik: Person
) -> None:
    letter = letters.prepare(amina, start_case(amina))
    own = start_case(besnik, name="Somebody else")
    statement = statements.write_statement(besnik, own, new_id=id_in(letter))
    for place in ("A forged place", "Another one"):
        besnik.post(f"{statement}/edit", {**letters.fields_of(besnik, f"{statement}/edit"), "place": place})
    assert "forged" not in amina.page(f"/history/letter/{id_in(letter)}").text
    assert problems(amina.app) == []


def test_the_same_number_sent_by_two_colleagues_makes_two_records(amina: Person, besnik: Person) -> None:
    number = str(uuid.uuid4())
    mine = start_case(amina, new_id=number)
    theirs = start_case(besnik, new_id=number, name="Somebody else")
    assert mine != theirs
    besnik.get(theirs)


def test_a_form_with_a_number_that_is_none_is_saved_all_the_same(amina: Person) -> None:
    amina.get(start_case(amina, new_id="not a number"))


def add_team(team_id: uuid.UUID | None = None) -> None:
    """Write a team; without an id it takes that of the scope made for it."""
    with write():
        scope = create_scope("case")
        db.session.add(Team(id=team_id or scope.id, scope_id=scope.id, name="Another"))
        record(None, "account.team_created")


def test_an_id_that_the_log_knows_is_refused_whatever_asks_for_it(app: Flask, amina: Person) -> None:
    case_id = uuid.UUID(id_in(start_case(amina)))
    with app.app_context():
        for taken in (case_id, db.session.get_one(Case, case_id).scope_id, None):
            with pytest.raises(WriteError):
                add_team(taken)
    assert problems(app) == []


def test_a_backup_that_does_not_fit_together_is_restored_when_there_is_no_better_one(
    amina: Person, instance: Path, tmp_path: Path
) -> None:
    case = start_case(amina)
    raw = sqlite3.connect(instance / "caseapp.db", isolation_level=None)
    raw.execute("UPDATE \"case\" SET status = 'closed'")
    raw.close()
    found = problems(amina.app)
    assert found
    path = backed_up(amina.app, tmp_path / "disk")
    refused = run(tmp_path / "clean", path, "--keys", instance / "keys")
    assert refused.exit_code == 1
    assert "--force" in refused.output
    assert not (tmp_path / "clean" / UNFINISHED).exists()
    done = run(tmp_path / "clean", path, "--keys", instance / "keys", "--force")
    assert done.exit_code == 0, done.output
    assert found[0] in done.output
    restored = opened(tmp_path / "clean")
    with restored.app_context():
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.code == "backup.restored")).one()
        assert event.detail is not None
        assert event.detail["where"] == found
    assert problems(restored) == found
    assert id_in(case) in found[0]
