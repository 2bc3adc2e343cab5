"""The organisation's rules: what holds, who changes it, and what becomes of a choice that somebody edits."""

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from caseapp.accounts.models import User
from caseapp.accounts.rules import rule_in_force, rules_in_force, set_rule
from caseapp.db import db, write
from caseapp.web.installed import all_rules
from caseapp.web.rules import Rule
from tests.conftest import Person
from tests.security.test_former_rows import keep
from tests.security.test_the_log_itself import raw

PAGE = "/settings/rules/"


def open_rules(app: Flask) -> list[Rule]:
    with app.test_request_context():
        return [rule for rule in all_rules() if not rule.is_fixed]


def sent(page: object, app: Flask, **changed: str) -> dict[str, str]:
    with app.app_context():
        found = dict(rules_in_force())
    return {
        **found,
        "shown": re.search(r'name="shown"[^>]*value="([^"]+)"', page.text).group(1),
        "reason": "",
        **changed,
    }  # type: ignore[attr-defined]


@pytest.fixture
def rule(app: Flask) -> Rule:
    return next(rule for rule in open_rules(app) if len(rule.choices) > 1)


NOTICE = "UPDATE installation SET change_seq = change_seq + 1"
"""What a running application would otherwise only ask again after the next change."""


def choose(app: Flask, rule: Rule, *values: str) -> None:
    with app.test_request_context():
        actor = db.session.scalars(select(User)).first()
        for value in values:
            with write():
                set_rule(actor, rule, value)


def looser(rule: Rule) -> str:
    return list(rule.choices)[-1]


def test_every_rule_stands_on_the_page_with_what_holds(app: Flask, drita: Person) -> None:
    page = drita.get(PAGE).text
    with app.test_request_context():
        for rule in all_rules():
            assert str(rule.label) in page, rule.code


def test_nobody_but_administrators_sees_it(amina: Person, clara: Person, edon: Person) -> None:
    for person in (amina, clara, edon):
        person.get(PAGE, 403)
        person.post(PAGE, {}, status=403)


def test_a_rule_becomes_looser_for_a_reason_alone_and_stricter_without(
    app: Flask, drita: Person, rule: Rule
) -> None:
    choose(app, rule, rule.strictest)
    page = drita.get(PAGE)
    page = drita.post(PAGE, sent(page, app, **{rule.code: looser(rule)}), status=422)
    assert "say why these rules become looser" in page.text
    drita.post(PAGE, sent(page, app, **{rule.code: looser(rule)}, reason="Two of us only"))
    with app.app_context():
        assert rule_in_force(rule.code) == looser(rule)
    drita.post(PAGE, sent(drita.get(PAGE), app, **{rule.code: rule.strictest}))
    with app.app_context():
        assert rule_in_force(rule.code) == rule.strictest


def test_whoever_saves_has_seen_what_holds(app: Flask, drita: Person, rule: Rule) -> None:
    old = sent(drita.get(PAGE), app)
    choose(app, rule, rule.strictest)
    page = drita.post(PAGE, {**old, "reason": "none"}, status=422)
    assert "Somebody else changed the rules meanwhile" in page.text
    with app.app_context():
        assert rule_in_force(rule.code) == rule.strictest


@pytest.mark.parametrize(
    "edit",
    [
        "DELETE FROM rule_in_force",
        "UPDATE rule_in_force SET code = code || ' other'",
        "UPDATE rule_in_force SET value = x'00'",
        "UPDATE rule_in_force SET row_mac = x'00'",
    ],
)
def test_once_a_rule_is_edited_outside_all_hold_at_their_strictest(
    app: Flask, instance: Path, rule: Rule, edit: str
) -> None:
    choose(app, rule, rule.strictest, looser(rule))
    with app.app_context():
        assert rule_in_force(rule.code) == looser(rule)
        db.session.remove()
        with raw(instance) as database:
            database.execute(edit)
            database.execute(NOTICE)
        assert rules_in_force() == {each.code: each.strictest for each in all_rules()}


def test_a_former_choice_that_is_put_back_does_not_hold(app: Flask, instance: Path, rule: Rule) -> None:
    choose(app, rule, rule.strictest, looser(rule))
    put_back = keep(instance, "rule_in_force")
    choose(app, rule, rule.strictest)
    put_back()
    with raw(instance) as database:
        database.execute(NOTICE)
    with app.app_context():
        assert rule_in_force(rule.code) == rule.strictest


def test_those_who_watch_over_accounts_hear_of_a_changed_rule(
    app: Flask, clara: Person, edon: Person, drita: Person, rule: Rule
) -> None:
    choose(app, rule, rule.strictest, looser(rule))
    with app.test_request_context():
        said = f"changed the rule “{rule.label}”. Now: {rule.choices[looser(rule)]}."
    for person in (clara, edon, drita):
        assert said in person.page("/").text, person.name
