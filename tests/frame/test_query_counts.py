"""A page asks the database as often for many rows as for few: nothing is looked up row by row."""

import re
from collections import Counter

from flask import Flask, current_app
from sqlalchemy import select

from caseapp.accounts.models import User
from caseapp.cases.actions import start_case
from caseapp.cases.models import Case
from caseapp.db import db, write
from tests.conftest import Person
from tests.doorway import once
from tests.frame.counted import questions
from tests.frame.inhabited import add_everything

FEW, MANY = 3, 6
FACTS = {"safe_now": "unsure", "tonight": "At a friend's.", "telephone": "", "may_ring": "no"}
PAGES = (
    "/",
    "/cases/",
    "/letters/",
    "/requests/",
    "/next-steps/",
    "/incoming/",
    "/incoming/?sort=caller",
    "/statements/",
    "/statements/?sort=name",
    "/people/",
    "/people/?sort=changed",
    "/cases/?sort=name",
    "/cases/?sort=responsible",
    "/letters/?sort=name",
    "/requests/?view=table",
    "/authorities/",
    "/reviews/",
    "/erasures/",
)


def add_cases(number: int) -> None:
    """Cases of Amina's with everything that the features' demonstrations make for each."""

    def added() -> str:
        users = {user.sign_in_name: user for user in db.session.scalars(select(User))}
        for index in range(number):
            with write():
                case = start_case(users["amina"], name=f"Guest {index}", language="fa", facts=FACTS)
                add_everything(users, case, seed=index)
        return ""

    once(current_app, f"{number} cases with everything", added)


def asked(reader: Person, path: str) -> list[str]:
    """What the database is asked for a page, by somebody who has opened it before.

    Opened twice: now and then an event of the audit log becomes an anchor, whatever the page.
    """
    reader.get(path)
    opened = []
    for _time in range(2):
        with questions(reader.app) as sent:
            reader.get(path)
        opened.append(sent)
    return min(opened, key=len)


def test_a_page_of_six_asks_no_more_than_a_page_of_three(app: Flask, clara: Person) -> None:
    with app.app_context():
        add_cases(FEW)
        case_id, person_id = db.session.execute(select(Case.id, Case.client_id)).first() or ("", "")
    pages = (*PAGES, f"/cases/{case_id}", f"/people/{person_id}")
    few = {path: asked(clara, path) for path in pages}
    with app.app_context():
        add_cases(MANY - FEW)
    many = {path: asked(clara, path) for path in pages}
    assert {path: found for path in pages if (found := _more_often(few[path], many[path]))} == {}


def _more_often(few: list[str], many: list[str]) -> list[str]:
    """The statements that many rows ask more often than few, however many values stand in their lists."""
    first, second = (Counter(re.sub(r"\(\?[?, ]*\)", "(…)", each) for each in sent) for sent in (few, many))
    return [f"{number} more: {statement}" for statement, number in (second - first).items()]
