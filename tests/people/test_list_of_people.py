"""The list of people, and other lists in the order of names: everybody sees what they reach."""

import re

from flask import Flask
from sqlalchemy import select

from caseapp.accounts.models import User
from caseapp.audit import record
from caseapp.audit.models import AuditEvent
from caseapp.cases.actions import start_case
from caseapp.db import db, write
from caseapp.people.models import Person as Human
from tests.conftest import Person
from tests.frame.inhabited import add_everything
from tests.page_rules import Page

FACTS = {"safe_now": "yes", "tonight": "At a friend's.", "telephone": "", "may_ring": "no"}


def start(who: str, *names: str, everything: bool = False) -> None:
    users = {user.sign_in_name: user for user in db.session.scalars(select(User))}
    for seed, name in enumerate(names):
        with write():
            case = start_case(users[who], name=name, language="en", facts=FACTS)
            if everything:
                add_everything(users, case, seed=seed)


def cells(text: str, label: str) -> list[str]:
    """The cells of one column, from the first row to the last."""
    found = re.findall(rf'<t[dh][^>]* data-label="{label}"[^>]*>(.*?)</t[dh]>', text, re.DOTALL)
    found = found or re.findall(rf'<td data-label="{label}"[^>]*>(.*?)</td>', text, re.DOTALL)
    return [Page(cell).text for cell in found]


def test_people_stand_in_the_order_of_their_names(app: Flask, amina: Person, besnik: Person) -> None:
    with app.app_context():
        start("amina", "Zana", "Arta")
        start("besnik", "Mira")
    assert cells(amina.get("/people/").text, "Name") == ["Arta", "Zana"]
    assert cells(besnik.get("/people/").text, "Name") == ["Mira"]
    assert cells(amina.get("/people/?sort=changed").text, "Name") == ["Arta", "Zana"]
    assert cells(amina.get("/people/?sort=-name").text, "Name") == ["Zana", "Arta"]
    assert cells(amina.get("/people/?changed=week&sort=created").text, "Name") == ["Arta", "Zana"]


def test_somebody_found_to_be_the_same_stands_there_once(app: Flask, amina: Person) -> None:
    with app.app_context():
        start("amina", "Arta", "Arta")
        first, second = db.session.scalars(select(Human).order_by(Human.seq)).all()
        drita = db.session.scalars(select(User)).first()
        with write():
            second.merged_into = first.id
            record(drita, "person.merged", first, second, acts=[])
    assert cells(amina.get("/people/").text, "Name") == ["Arta"]


def test_administrators_and_auditors_have_no_list_of_people_or_statements(
    drita: Person, edon: Person
) -> None:
    for nobody in (drita, edon):
        for path in ("/people/", "/statements/", "/cases/", "/letters/"):
            nobody.get(path, 403)
        assert 'href="/people/"' not in nobody.get("/").text


def test_the_menu_leads_to_statements_and_people(amina: Person) -> None:
    text = amina.get("/").text
    assert re.findall(r'<li[^>]*><a href="(/[a-z-]+/)">', text)[:7] == [
        "/cases/", "/next-steps/", "/incoming/", "/requests/", "/statements/", "/letters/", "/people/",
    ]  # fmt: skip
    assert "will be listed here" in amina.page("/statements/").text


def test_what_a_list_showed_stands_in_the_audit_log(app: Flask, amina: Person) -> None:
    with app.app_context():
        start("amina", "Arta", everything=True)
    for path, code in (("/people/", "person.listed"), ("/statements/", "statement.listed")):
        amina.get(path)
        with app.app_context():
            query = select(AuditEvent).where(AuditEvent.code == code).order_by(AuditEvent.number.desc())
            event = db.session.scalars(query).first()
            assert event is not None
            assert event.detail["shown"]


def test_lists_by_name_show_what_somebody_reaches_and_nothing_else(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    with app.app_context():
        start("amina", "Zana", "Arta", everything=True)
    for path, column in (("/statements/?sort=name", "Case of"), ("/letters/?sort=name", "Person")):
        mine = cells(amina.get(path).text, column)
        first = [name.split()[0] for name in mine]
        assert len(set(first)) == 2
        assert first == sorted(first)
        assert mine == cells(clara.get(path).text, column)
        assert cells(besnik.get(path).text, column) == []
    callers = cells(amina.get("/incoming/?sort=caller").text, "Who they say they are")
    assert callers
    assert cells(besnik.get("/incoming/?sort=caller").text, "Who they say they are") == []


def test_filters_of_statements_go_by_phase_kind_and_colleague(app: Flask, amina: Person) -> None:
    with app.app_context():
        start("amina", "Zana", "Arta", everything=True)
    text = amina.get("/statements/").text
    kinds = set(cells(text, "Kind"))
    for code, label in re.findall(r'href="/statements/\?kind=([a-z]+)">([^<]+)</a>', text):
        shown = cells(amina.get(f"/statements/?kind={code}").text, "Kind")
        assert set(shown) == ({label} & kinds)
    assert amina.page("/statements/?phase=writing&mine=1&sort=kind").h1 == ["Statements"]
