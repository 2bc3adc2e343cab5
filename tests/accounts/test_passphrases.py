"""Which passphrases are refused, and that nothing is asked of them but length and not being guessed."""

import re

import pytest
from flask import Flask

from caseapp.accounts.passphrases import LONGEST, common_passwords, weakness
from tests.conftest import PASSPHRASE, Page, Person, visible

NAMES = ("Amina Kurteshi", "amina.k", "Dera e Hapur", "در باز")


@pytest.fixture
def in_a_request(app: Flask) -> object:
    with app.test_request_context():
        yield


@pytest.mark.usefixtures("in_a_request")
@pytest.mark.parametrize(
    "passphrase",
    [
        "seven lanterns over the quiet harbour",
        "correct horse battery staple",
        "چهار پنجره سبز و یک چراغ",
        "katër dritare të gjelbra",
        "nur kleine buchstaben",
        "x9#Lq2!vTz8$wPm",
        "princess football chocolate elephant",
        " blanks at both ends ",
        "w" * 3 + "indow of the old mill" * 11,
        "😀 seven lanterns 😀",
    ],
)
def test_what_is_long_and_not_guessed_will_do(passphrase: str) -> None:
    assert weakness(passphrase, NAMES) is None


@pytest.mark.usefixtures("in_a_request")
@pytest.mark.parametrize(
    ("passphrase", "why"),
    [
        ("fourteen chars", "At least 15"),
        ("a b" * 100, "At most 256"),
        ("aaaaaaaaaaaaaaaaaaaa", "repeats"),
        ("harbour harbour harbour ", "repeats"),
        ("lantern7lantern7", "repeats"),
        ("password123456789", "tried first"),
        ("P4$$w0rd-P4$$w0rd-2026", "tried first"),
        ("princess football!", "tried first"),
        ("Princess1Computer1", "tried first"),
        ("abcdefghijklmnopqrst", "tried first"),
        ("zyxwvutsrqponmlkji", "tried first"),
        ("qwertyuiopasdfghjkl", "tried first"),
        ("1234567890987654321", "tried first"),
        ("Amina Kurteshi 1984", "tried first"),
        ("kurteshi-amina-caseapp", "tried first"),
        ("DERA E HAPUR dera!", "tried first"),
        ("رمز عبور 1234567890", "tried first"),
        ("گذرواژه گذرواژه ۱۲۳۴", "tried first"),
        ("ضصثقفغعهخح ۱۲۳۴۵۶۷", "tried first"),
        ("p a s s w o r d 2 0 2 6 !", "tried first"),
        ("ＰＡＳＳＷＯＲＤｐａｓｓｗｏｒｄ１", "tried first"),
    ],
)
def test_what_is_short_or_tried_first_is_refused_with_the_reason(passphrase: str, why: str) -> None:
    assert why in (weakness(passphrase, NAMES) or "")


def test_the_list_has_thousands_of_common_ones() -> None:
    common = common_passwords()
    assert len(common) > 8_000
    assert {"iloveyou1", "football", "qwertyuiop", "1q2w3e4r5t"} <= common


@pytest.mark.usefixtures("in_a_request")
def test_every_common_one_is_refused_alone_doubled_and_with_a_year() -> None:
    common = sorted(word for word in common_passwords() if word.isascii())
    for word in common[::97]:
        for written in (f"{word} {word}!", f"{word}2026202620262026", f"2026-{word.title()}-1234567"):
            if 15 <= len(written) <= LONGEST:
                assert weakness(written, ()) is not None, written


@pytest.mark.usefixtures("in_a_request")
def test_the_longest_that_is_allowed_is_looked_at_quickly_enough() -> None:
    assert weakness("princess" * 32, ()) is not None
    assert weakness("".join(chr(97 + (n * n) % 26) for n in range(LONGEST)), ()) is None


def test_ones_own_name_and_that_of_the_organisation_are_refused(amina: Person) -> None:
    for chosen in ("amina amina test amina!", "Open Door Open Door 1"):
        sent = {"present": PASSPHRASE, "passphrase": chosen, "repeated": chosen}
        assert "tried first" in visible(amina.post("/me/passphrase", sent, 422)), chosen


def test_whoever_is_invited_is_refused_their_name(drita: Person) -> None:
    invited = {
        "name": "Farid Sample",
        "sign_in_name": "farid.s",
        "roles": "support",
        "team": "",
        "language": "en",
    }
    path = drita.post("/staff/invite", invited, status=200).text.split("/activate/")[1].split("<")[0]
    visitor = drita.app.test_client()
    token = Page(visitor.get(f"/activate/{path}").text).forms[-1]["fields"]["csrf_token"]
    sent = {"csrf_token": token, "passphrase": "farid-sample-20262026", "repeated": "farid-sample-20262026"}
    assert "tried first" in visible(visitor.post(f"/activate/{path}", data=sent))


def test_exactly_the_characters_typed_count(app: Flask, amina: Person) -> None:
    """Neither trimmed nor normalised: what a password manager has typed is what it types again."""
    chosen = "  seven lanterns over thé harbour "
    amina.post("/me/passphrase", {"present": PASSPHRASE, "passphrase": chosen, "repeated": chosen})
    for typed, status in (
        (chosen.strip(), 422),
        (chosen.replace("é", "e\N{COMBINING ACUTE ACCENT}"), 422),
        (chosen, 302),
    ):
        client = app.test_client()
        token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
        assert token
        sent = {"csrf_token": token.group(1), "sign_in_name": "amina", "passphrase": typed}
        assert client.post("/sign-in", data=sent).status_code == status, typed


def test_passphrase_boxes_let_paste_and_name_themselves_to_password_managers(amina: Person) -> None:
    page = amina.get("/me/passphrase").text
    assert page.count('autocomplete="new-password"') == 2
    assert page.count('autocomplete="current-password"') == 1
    assert "maxlength" not in page
