"""Every form of every page, sent with fields and bytes that nobody would type: an answer in words, never a failure."""

import random
from collections.abc import Iterator

import pytest
from werkzeug.routing import Rule

from tests.deep.forms import FormsAndLinks
from tests.frame.inhabited import COMPLETE, House, inhabited
from tests.frame.routes import UNSAFE, address, ids_for, named, table_of
from tests.fuzzing import often
from tests.page_rules import check_page

LEFT_OUT = {"accounts.sign_out", "accounts.lock", "setup.lock"}
PEOPLE = ("amina", "clara", "drita")
EXPECTED = {200, 204, 302, 400, 403, 404, 405, 409, 413, 422, 429}
ODD = [
    b"",
    b"\x00",
    b"\xff\xfe\xfd",
    b"\xed\xa0\x80",
    "\u202e\u2066".encode(),
    "\u0600\u200c۱۴۰۲".encode(),
    b"-1",
    b"1e309",
    b"99999999999999999999999999",
    b"nan",
    b"../../etc/passwd",
    b"00000000-0000-0000-0000-000000000000",
    b"\r\n\r\n",
    b"' OR 1=1 --",
    b"{{7*7}}{%",
    b"A" * 5000,
    "𐍈🙂".encode() * 40,
]
"""What breaks programs: no text at all, halves of characters, numbers out of every range, and others' markup."""


@pytest.fixture(scope="module")
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    installed = request.getfixturevalue("installed")
    with inhabited(installed, tmp_path_factory.mktemp("fuzzed") / "instance") as house:
        yield house


def quoted(data: bytes) -> bytes:
    return b"".join(b"%%%02X" % byte for byte in data)


def body(dice: random.Random, known: dict[str, str], token: str) -> bytes:
    """A form with the page's token; most fields are the page's own, and most of what is in them is odd."""
    pairs = [(b"csrf_token", token.encode())]
    for name, value in known.items():
        draw = dice.random()
        if draw < 0.15:
            continue
        odd = dice.choice(ODD) if draw < 0.6 else dice.randbytes(dice.randint(1, 40))
        pairs.append((name.encode(), value.encode() if draw > 0.85 else odd))
        if dice.random() < 0.1:
            pairs.append((name.encode(), dice.choice(ODD)))
    pairs += [(dice.randbytes(6), dice.choice(ODD)) for _ in range(dice.randint(0, 2))]
    return b"&".join(quoted(name) + b"=" + quoted(value) for name, value in pairs if name)


@pytest.mark.hypothesis
@pytest.mark.parametrize(("rule", "method", "mark"), UNSAFE, ids=named)
def test_odd_bytes_in_a_form_are_answered_in_words(house: House, rule: Rule, method: str, mark: str) -> None:
    if rule.endpoint in LEFT_OUT:
        pytest.skip("it ends the session that the next try needs")
    house.restore(COMPLETE)
    ids = ids_for(rule, house.first, house.case_id)
    path = address(rule, ids)
    # A record that this test made itself may be too empty for its page.
    made_here = not {table_of(rule, argument) for argument in ids} <= house.real
    dice = random.Random(f"{method} {rule.rule}")  # not of the path, whose ids are others at every run
    for _ in range(often(2)):
        name = dice.choice(PEOPLE)
        client, token = house.browsers[name]
        page = client.get(path)
        forms = FormsAndLinks(page.text).forms if page.mimetype == "text/html" else []
        known = {
            field: one.value for form in forms for field, one in form.fields.items() if field != "csrf_token"
        }
        sent = body(dice, known or {"reason": "", "kind": "", "row_version": "", "new_id": ""}, token)
        response = client.open(
            path, method=method, data=sent, content_type="application/x-www-form-urlencoded", buffered=True
        )
        if made_here and response.status_code == 500:
            continue
        assert response.status_code in EXPECTED, f"{name} {path}: {response.status_code} for {sent!r}"
        if response.status_code != 204:
            check_page(response)
        if response.status_code < 400:
            house.restore(COMPLETE)
