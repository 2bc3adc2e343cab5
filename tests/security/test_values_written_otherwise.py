"""A value written otherwise (an id in capitals, a yes as 2) has the same code, and no question finds it.

Nobody gets in by writing one so, and nothing stays hidden.
"""

import pytest
from flask import Flask

from caseapp.web.roles import Role
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.frame.conftest import RawSql, raw_sql
from tests.letters.preparing import prepare
from tests.reviews.test_reviews import guarded_step
from tests.security.test_the_log_itself import colleague, problems

__all__ = ["raw_sql"]


def test_whoever_is_kept_out_stays_out_when_their_id_is_written_otherwise(
    app: Flask, amina: Person, besnik: Person, clara: Person, raw_sql: RawSql
) -> None:
    case = start_case(amina)
    change(clara, case, besnik, "add")
    change(clara, case, besnik, "keep_out")
    besnik.get(case, 404)
    raw_sql("UPDATE scope_exclusion SET user_id = upper(user_id)")
    answer = besnik.client.get(case)
    assert answer.status_code == 500
    assert "Reza" not in answer.text
    assert "Reza" not in besnik.client.get("/cases/").text
    assert problems(app)


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE scope_link SET through_scope_id = upper(through_scope_id)",
        "UPDATE scope_link SET through_scope_id = through_scope_id || ' '",
        "UPDATE scope SET id = upper(id) WHERE kind = 'case'",
        "DELETE FROM scope WHERE kind = 'case'",
    ],
)
def test_what_belongs_to_a_case_stays_among_its_members_when_what_leads_to_it_is_written_otherwise(
    app: Flask, amina: Person, clara: Person, raw_sql: RawSql, edit: str
) -> None:
    case = start_case(amina)
    letter = prepare(amina, case)
    clara.post(f"{case}/access/level", {"level": "members"})
    other = colleague(app, "coleen", Role.COORDINATOR)
    other.get(letter, 404)
    raw_sql(edit)
    assert "Reza" not in other.client.get("/people/").text
    assert other.client.get(letter).status_code == 500
    assert problems(app)


def test_one_who_reaches_a_case_twice_is_found_out(
    app: Flask, amina: Person, clara: Person, raw_sql: RawSql
) -> None:
    case = start_case(amina)
    amina.get(case)
    raw_sql("ALTER TABLE scope_member RENAME TO former")
    raw_sql("CREATE TABLE scope_member AS SELECT * FROM former")
    raw_sql("UPDATE former SET id = lower(hex(randomblob(16)))")
    raw_sql("INSERT INTO scope_member SELECT * FROM former")
    raw_sql("DROP TABLE former")
    assert amina.client.get(case).status_code == 500


def test_a_review_that_is_hidden_by_writing_its_yes_otherwise_is_found_out(
    app: Flask, amina: Person, clara: Person, raw_sql: RawSql
) -> None:
    guarded_step(app, amina, start_case(amina))
    assert "Close" in clara.page("/reviews/").text
    raw_sql("UPDATE workflow_step SET guard_would_refuse = 2 WHERE guard_would_refuse = 1")
    assert problems(app)
