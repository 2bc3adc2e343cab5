"""What is done to an account is seen by others, and told to whom it is done."""

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from caseapp.accounts import staff_views
from caseapp.accounts.actions import activate_user, find_user
from caseapp.clock import set_zone
from caseapp.db import keyring, write
from caseapp.vault import hash_password
from tests.conftest import CHEAP, PASSPHRASE, Page, Person

BLOCK = 'id="account-changes"'
START = datetime(2027, 3, 2, 22, 30, tzinfo=UTC)


def block_of(person: Person) -> str:
    """The block of changes on somebody's home page, empty when there is none."""
    found = re.search(rf"<section[^>]*{BLOCK}.*?</section>", person.get("/").text, re.DOTALL)
    return re.sub("[\u2068\u2069]", "", found.group()) if found else ""


def change_roles(by: Person, of: Person, *roles: str) -> None:
    by.post(f"/staff/{of.id}/roles", {"roles": list(roles), "row_version": version_of(by, of)})


def version_of(by: Person, of: Person) -> str:
    forms = Page(by.get(f"/staff/{of.id}").text).forms
    return next(str(form["fields"]["row_version"]) for form in forms if "row_version" in form["fields"])


def let_in_again(app: Flask, person: Person) -> Person:
    """Their owner chooses a passphrase after a reset; returns their browser, not signed in yet."""
    with app.app_context():
        hashed = hash_password(keyring(), PASSPHRASE, person.id, cost=CHEAP)
        with write():
            user = find_user(person.name)
            assert user is not None
            activate_user(user, hashed)
    return Person(person.name, app, app.test_client())


def test_coordinators_administrators_and_auditors_see_who_was_given_which_roles(
    amina: Person, besnik: Person, clara: Person, drita: Person, edon: Person
) -> None:
    change_roles(drita, besnik, "coordinator", "support")
    for watcher in (clara, drita, edon):
        assert (
            "Drita Test changed the roles of Besnik Test. Before: Support worker. "
            "Now: Support worker, Coordinator." in block_of(watcher)
        )
    assert block_of(amina) == ""


def test_every_act_on_an_account_is_there(besnik: Person, clara: Person, drita: Person) -> None:
    account = f"/staff/{besnik.id}"
    drita.post(f"{account}/teams", {})
    drita.post(f"{account}/reset", status=200)
    drita.post(f"{account}/disable", {"reason": "Left the office"})
    drita.post(f"{account}/reset", status=200)
    text = block_of(clara)
    for sentence in (
        "Drita Test invited Besnik Test. Roles: Support worker.",
        "Drita Test changed the teams of Besnik Test. Before: Open Door. Now: no team.",
        "Drita Test had Besnik Test choose a new passphrase.",
        "Drita Test closed the account of Besnik Test.",
        "Drita Test opened the account of Besnik Test again, with a new passphrase.",
    ):
        assert text.count(sentence) == 1, sentence


def test_each_reader_marks_what_they_have_seen_for_themselves(clara: Person, edon: Person) -> None:
    shown = re.search(r'name="last" value="([0-9a-f-]{36})"', block_of(clara))
    assert shown
    clara.post("/staff/changes/seen", {"last": shown.group(1)})
    assert block_of(clara) == ""
    assert block_of(edon)
    assert "Noted that they saw what was done to accounts" in edon.page("/audit/").text


def test_what_happened_after_the_page_was_shown_is_not_marked_with_it(
    besnik: Person, clara: Person, drita: Person
) -> None:
    shown = re.search(r'name="last" value="([0-9a-f-]{36})"', block_of(clara))
    assert shown
    change_roles(drita, besnik, "auditor")
    clara.post("/staff/changes/seen", {"last": shown.group(1)})
    assert "Now: Auditor." in block_of(clara)
    assert "invited" not in block_of(clara)


def test_nobody_marks_what_has_not_happened_yet(besnik: Person, clara: Person, drita: Person) -> None:
    for nonsense in ("999999", str(uuid.uuid4()), "all", ""):
        clara.post("/staff/changes/seen", {"last": nonsense})
    change_roles(drita, besnik, "auditor")
    assert "Now: Auditor." in block_of(clara)


def test_after_two_weeks_the_log_alone_tells(app: Flask, clara: Person) -> None:
    assert block_of(clara)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=15), tick=False):
        assert block_of(Person("clara", app, app.test_client()).sign_in()) == ""


def test_a_colleague_whose_roles_changed_is_told_at_their_next_sign_in(
    app: Flask, besnik: Person, drita: Person
) -> None:
    change_roles(drita, besnik, "coordinator")
    told = re.sub("[\u2068\u2069]", "", besnik.sign_in().page("/").text)
    assert "Drita Test changed your roles (" in told
    assert "Before: Support worker. Now: Coordinator." in told
    assert "changed your roles" not in Person("besnik", app, app.test_client()).sign_in().page("/").text, (
        "once"
    )


def test_a_colleague_who_was_reset_is_told_by_whom_and_when(app: Flask, besnik: Person) -> None:
    try:
        set_zone("Europe/Tirane")
        with time_machine.travel(START, tick=True):
            drita = Person("drita", app, app.test_client()).sign_in()
            drita.post(f"/staff/{besnik.id}/reset", status=200)
            told = let_in_again(app, besnik).sign_in().page("/").text
        told = re.sub("[\u2068\u2069]", "", told)
        assert "Drita Test had you choose a new passphrase (2 March 2027, 23:30)" in told
        assert "had you choose" not in Person("amina", app, app.test_client()).sign_in().page("/").text
    finally:
        set_zone("UTC")


def test_a_reset_that_somebody_else_made_use_of_is_told_all_the_same(app: Flask, besnik: Person) -> None:
    with time_machine.travel(START, tick=True) as clock:
        drita = Person("drita", app, app.test_client()).sign_in()
        drita.post(f"/staff/{besnik.id}/reset", status=200)
        let_in_again(app, besnik).sign_in()  # not by Besnik
        clock.shift(3600)
        drita.sign_in().post(f"/staff/{besnik.id}/reset", status=200)
        told = let_in_again(app, besnik).sign_in().page("/").text
    assert told.count("had you choose a new passphrase") == 2


def test_whoever_reads_persian_is_told_in_persian_days(app: Flask, besnik: Person) -> None:
    besnik.post("/me", {"language": "fa", "calendar": "jalali", "theme": "auto"})
    with time_machine.travel(START, tick=True):
        drita = Person("drita", app, app.test_client()).sign_in()
        drita.post(f"/staff/{besnik.id}/reset", status=200)
        assert "۱۱ اسفند ۱۴۰۵" in let_in_again(app, besnik).sign_in().page("/").text


def test_of_many_changes_the_newest_are_shown_and_only_the_whole_can_be_marked(
    besnik: Person, clara: Person, drita: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff_views, "CHANGES_ON_HOME", 2)
    change_roles(drita, besnik, "auditor")
    block = block_of(clara)
    assert "Now: Auditor." in block
    assert block.count("<li>") == 2
    assert "I have seen these" not in block
    whole = re.search(r'href="(/\?whole=account-changes#account-changes)">\d+ more', block)
    assert whole
    text = clara.get(whole.group(1)).text
    assert "Drita Test invited Clara Test" in re.sub("[\u2068\u2069]", "", text)
    assert "I have seen these" in text
