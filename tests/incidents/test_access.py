"""A coordinator lets a colleague in, keeps one out whom it is about, and the organisation's rule lets all read it."""

from flask import Flask
from sqlalchemy import select

from caseapp.accounts.models import User
from caseapp.accounts.rules import all_rules, set_rule
from caseapp.db import db, write
from tests.conftest import Person
from tests.incidents.reporting import WORDS, report


def change(clara: Person, incident: str, colleague: Person, act: str, status: int = 302) -> str:
    sent = {"colleague": str(colleague.id), "act": act, "reason": "It is about them."}
    return clara.post(f"{incident}/access", sent, status).text


def test_a_colleague_is_let_in_and_out_again(amina: Person, besnik: Person, clara: Person) -> None:
    incident = report(amina)
    amina.get(f"{incident}/access", 403)
    change(clara, incident, besnik, "add")
    assert WORDS in besnik.page(incident).text
    change(clara, incident, besnik, "remove")
    besnik.get(incident, 404)


def test_whoever_it_is_about_is_kept_out_be_it_a_coordinator(
    amina: Person, clara: Person, ilir: Person
) -> None:
    incident = report(amina)
    change(clara, incident, ilir, "keep_out")
    ilir.get(incident, 404)
    assert incident not in ilir.get("/").text
    change(clara, incident, ilir, "let_in")
    ilir.get(incident)


def test_nobody_who_handles_it_shuts_themselves_out(amina: Person, clara: Person) -> None:
    incident = report(amina)
    page = change(clara, incident, clara, "keep_out", 422)
    assert "A colleague who handles it keeps you out" in page


def test_by_the_rule_all_coordinators_read_what_is_reported(app: Flask, amina: Person, elira: Person) -> None:
    elira.get(report(amina), 404)
    with app.app_context():
        drita = next(user for user in db.session.scalars(select(User)) if user.sign_in_name == "drita")
        with write():
            set_rule(drita, next(rule for rule in all_rules() if rule.code == "incident.told"), "all")
        db.session.remove()
    assert WORDS in elira.page(report(amina)).text
