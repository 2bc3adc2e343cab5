"""Every route, every method, eight people: what the table says is what the application answers."""

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from caseapp.accounts import step_up
from caseapp.application import create_app
from caseapp.documents.views import SANDBOX
from caseapp.web.gate import OPEN_AT, PUBLIC, SIGNED_IN
from caseapp.web.headers import ALWAYS
from caseapp.web.permissions import holds, marked_routes, names_a_record, permission_matrix
from caseapp.web.roles import Role
from tests.conftest import check_page, settings_for
from tests.frame.inhabited import COMPLETE, LIVED_IN, ORGANISATION_WIDE, House, inhabited

TABLE = Path(__file__).with_name("permission_matrix.txt")
PUBLIC_VIEWS = {
    "static": "style sheets, scripts and icons",
    "home.health": "says that the process lives, nothing else",
    "accounts.sign_in": "the door",
    "accounts.activate": "opens an account with its code",
    "accounts.factor_link": "lets somebody set up another second factor, with its code and their passphrase",
    "accounts.set_language": "so that the door can be read",
    "accounts.set_theme": "the same",
    "setup.begin": "needs the link of the terminal, once",
    "setup.recovery": "the same",
    "setup.unlock": "needs an unlock passphrase",
}
PRINCIPALS: dict[str, Role | None] = {
    "stranger": None,
    "fatos": None,  # worked in this team; his account is closed
    "amina": Role.SUPPORT,  # holds the case
    "besnik": Role.SUPPORT,  # of the same team, not in the case
    "clara": Role.COORDINATOR,  # of the team
    "elira": Role.COORDINATOR,  # of another team
    "drita": Role.ADMINISTRATOR,
    "edon": Role.AUDITOR,
}
REACH_THE_CASE = {"amina", "clara"}
TABLE_OF_ARGUMENT = {
    "access_id": "emergency_access",
    "authority_id": "authority",
    "case_id": "case",
    "clearance_id": "statement_clearance",
    "comment_id": "letter_comment",
    "consent_id": "consent",
    "contact_id": "incoming_contact",
    "dispatch_id": "dispatch",
    "document_id": "document",
    "enclosure_id": "enclosure",
    "entry_id": "disclosure_entry",
    "factor_id": "authenticator",
    "erasure_id": "erasure",
    "export_id": "row_export",
    "ground_id": "legal_ground",
    "holder_id": "office_holder",
    "incident_id": "incident",
    "item_id": "incident_item",
    "letter_id": "letter",
    "mention_id": "erasure_mention",
    "name_id": "person_name",
    "note_id": "note",
    "office_id": "office",
    "other_id": "person",
    "passed_on_id": "passed_on",
    "person_id": "person",
    "person_row_id": "incident_person",
    "persons_export_id": "incident_export",
    "point_id": "letter_point",
    "proposal_id": "proposal",
    "record_id": "case",
    "relation_id": "relation",
    "request_id": "contact_request",
    "review_id": "disclosure_review",
    "route_id": "contact_route",
    "search_id": "search",
    "session_id": "web_session",
    "statement_id": "statement",
    "step_id": "workflow_step",
    "team_id": "team",
    "tie_id": "tie",
    "connection_id": "tie_connection",
    "user_id": "user",
    "view_id": "saved_view",
}
"""The record that an argument of an address names."""
OTHER_TABLES = {("tasks", "step_id"): "next_step"}
OF_ONE_PERSON = {
    "authenticator": {"amina"},
    "saved_view": {"amina"},
    "tie": {"amina"},
    "tie_connection": {"amina"},
    "web_session": {"amina"},
}
"""Tables whose rows show to whoever made them and to nobody else."""
WORDS = {
    "kind": "case",
    "code": "take_up",
    "table": "cases",
    "aim": "client",
    "form": "cases/new",
    "token": "no-such-link",
}
"""What stands for the arguments that name no record."""

OF_A_FILE = {"Content-Security-Policy": SANDBOX}
"""What stands over a file that somebody filed, instead of what stands over our own pages."""

NEEDS_MORE = {
    "accounts.end_factors": "a colleague who has a second factor",
    "cases.sharing.before": "a colleague who is kept out of the case",
    "consents.conditions": "a consent with conditions",
    "contact_requests.end_withdrawal": "a withdrawn search",
    "contact_requests.remove_point": "a point of this search",
    "letters.confirm": "an approval by telephone",
    "statements.concern": "a person who is named in the statement",
    "statements.voluntariness": "a person who makes the statement",
    "erasures.certificate": "an erasure that was carried out",
    "duplicates.show": "two persons, not one and the same",
    "duplicates.join": "the same",
    "duplicates.tell_apart": "the same",
    "duplicates.leave_open": "the same",
    "duplicates.look_again": "the same",
    "duplicates.undo": "a person who was found to be the same as another",
    "incidents.ask_export": "an order, while the demonstration has a demand without one",
    "incidents.download_export": "an export that this person has fetched just now",
    "disclosures.alert": "somebody who was alerted without seeing the case",
    "reports.download_rows": "an export that this person has fetched just now",
    "ties.show": "a colleague's tie, and one of the two who read them",
    "ties.find": "the same",
    "ties.connect": "the same",
    "ties.disconnect": "the same",
    "ties.shield": "the same",
    "passed_on.file": "an incoming contact that was passed on",
    "reviews.show": "a step that a guard would have refused",
}
"""Routes that say "nothing here" unless the record is in a state that the case of this test has not reached."""


def routes() -> list[tuple[Rule, str, str]]:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        return list(marked_routes(create_app(settings_for(Path(folder)))))


ROUTES = routes()
UNSAFE = [(rule, method, mark) for rule, method, mark in ROUTES if method != "GET"]


def named(value: Any) -> str | None:
    return (
        value.rule
        if isinstance(value, Rule)
        else None
        if isinstance(value, str) and ":" in value
        else str(value)
    )


@pytest.fixture(scope="module")
def house(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(step_up, "PROOF_HOLDS", timedelta(days=1))  # however long the whole table takes
        with inhabited(installed, tmp_path_factory.mktemp("inhabited") / "instance") as house:
            yield house


def forged(token: str) -> str:
    """The token under another signature."""
    body, _, signature = token.rpartition(".")
    return f"{body}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}"


def table_of(rule: Rule, argument: str) -> str:
    blueprint = rule.endpoint.partition(".")[0]
    found = OTHER_TABLES.get((blueprint, argument)) or TABLE_OF_ARGUMENT.get(argument)
    assert found, f"{rule.rule}: tell TABLE_OF_ARGUMENT which record {argument} names"
    return found


def ids_for(house: House, rule: Rule) -> dict[str, uuid.UUID]:
    """Records of Amina's case for a route, fitting together: the last one named says to whom it belongs."""
    known: dict[str, uuid.UUID] = {}
    order = re.findall(r"<uuid:(\w+)>", rule.rule)
    for argument in reversed(order):
        if argument in known:
            continue
        row = house.row(table_of(rule, argument))
        assert row is not None, f"nobody made a row of {table_of(rule, argument)}"
        known[argument] = row["id"]
        for other in order:
            if other != argument and row.get(other) is not None:
                known[other] = row[other]
    if "case_id" in order:
        known.setdefault("case_id", house.case_id)
    return known


def address(rule: Rule, ids: dict[str, uuid.UUID]) -> str:
    def fill(match: re.Match[str]) -> str:
        converter, name = (match.group(1) or "string:")[:-1], match.group(2)
        if converter == "uuid":
            return str(ids[name])
        return (
            "1" if converter == "int" else WORDS.get(name, "css/app.css" if name == "filename" else "unknown")
        )

    return re.sub(r"<(\w+:)?(\w+)>", fill, rule.rule)


def ask(client: FlaskClient, method: str, path: str, token: str) -> TestResponse:
    data = {"csrf_token": token} if method != "GET" else None
    return client.open(path, method=method, data=data, buffered=True)


def bare(response: TestResponse) -> str:
    """A page without what differs by address and browser."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=\")[\w.-]{40,}(?=\")", "*", response.text)


def test_the_table_of_permissions_is_up_to_date(app: Flask) -> None:
    """After a change: `caseapp permissions > tests/frame/permission_matrix.txt`, and read what has changed."""
    assert TABLE.read_text("utf-8").splitlines() == permission_matrix(app).splitlines()


def test_every_route_is_marked_and_the_public_ones_are_listed_with_a_reason() -> None:
    assert all(mark for _rule, _method, mark in ROUTES)
    assert {rule.endpoint for rule, _method, mark in ROUTES if mark == PUBLIC} == set(PUBLIC_VIEWS)


def test_every_permission_is_granted_to_somebody_and_asked_for_somewhere(app: Flask) -> None:
    asked = {mark for _rule, _method, mark in ROUTES} - {PUBLIC, SIGNED_IN, *OPEN_AT}
    for mark in asked:
        assert any(holds(app, role, mark) for role in Role), f"nobody holds {mark}"


@pytest.mark.parametrize(("rule", "method", "mark"), ROUTES, ids=named)
def test_a_route_answers_each_person_as_the_table_says(
    house: House, rule: Rule, method: str, mark: str
) -> None:
    house.restore(COMPLETE)
    ids = ids_for(house, rule)
    path = address(rule, ids)
    tables = [table_of(rule, argument) for argument in ids]
    state = LIVED_IN if set(tables) <= house.real else COMPLETE
    house.restore(state)
    of_a_case = bool(ids) and not set(tables) <= ORGANISATION_WIDE
    for name, role in PRINCIPALS.items():
        client, token = house.browsers[name]
        response = ask(client, method, path, token)
        told = f"{name} {method} {path}: {response.status_code}"
        is_file = rule.endpoint == "documents.download" and response.status_code == 200
        for header, value in {**ALWAYS, **(OF_A_FILE if is_file else {})}.items():
            assert response.headers[header] == value, told
        if mark == PUBLIC:
            assert response.status_code < 500, told
        elif role is None:
            assert response.status_code == 302, told
            assert response.headers["Location"].startswith("/sign-in"), told
        elif not holds(house.app, role, mark):
            assert response.status_code == 403, told
        elif of_a_case and name not in OF_ONE_PERSON.get(tables[0], REACH_THE_CASE):
            assert response.status_code == 404, told
            unknown = address(rule, dict.fromkeys(ids, uuid.uuid4()))
            missing = ask(client, method, unknown, token)
            assert missing.status_code == 404, told
            assert bare(missing) == bare(response), f"{told}: foreign and missing differ"
        else:
            _is_served(house, rule, response, tables, told)
        if method != "GET" and response.status_code < 400:
            house.restore(state)


def _is_served(house: House, rule: Rule, response: TestResponse, tables: list[str], told: str) -> None:
    assert response.status_code not in {400, 405}, told
    if response.status_code == 302:
        assert not response.headers["Location"].startswith("/sign-in") or rule.endpoint in {
            "accounts.sign_out",
            "accounts.roles",
        }, told
    words = set(rule.arguments) - {name for name in rule.arguments if name.endswith("_id")}
    if not words and names_a_record(rule) and rule.endpoint not in NEEDS_MORE:
        assert response.status_code not in {403, 404}, told
    # A record that a demonstration made is complete; one that this test made may be too empty for its page.
    if set(tables) <= house.real:
        assert response.status_code < 500, told
    if response.status_code == 200 and response.mimetype == "text/html":
        check_page(response)


@pytest.mark.parametrize(("rule", "method", "mark"), UNSAFE, ids=named)
def test_a_form_from_elsewhere_is_refused_and_changes_nothing(
    house: House, rule: Rule, method: str, mark: str
) -> None:
    house.restore(COMPLETE)
    path = address(rule, ids_for(house, rule))
    holder = next(
        name
        for name in ("amina", "clara", "drita", "edon")
        if holds(house.app, PRINCIPALS[name] or Role.AUDITOR, mark)
    )
    (client, token), (_, other) = house.browsers[holder], house.browsers["besnik"]
    before = _changes(house)
    forms: list[tuple[str, dict[str, str], dict[str, str]]] = [
        ("no token", {}, {}),
        ("a wrong token", {"csrf_token": forged(token)}, {}),
        ("another session's token", {"csrf_token": other}, {}),
        ("another site's page", {"csrf_token": token}, {"Sec-Fetch-Site": "cross-site"}),
        ("a sibling site's page", {"csrf_token": token}, {"Sec-Fetch-Site": "same-site"}),
    ]
    for what, data, headers in forms:
        response = client.open(path, method=method, data=data, headers=headers)
        assert response.status_code == 400, f"{what}: {response.status_code}"
        assert _changes(house) == before, what


def _changes(house: House) -> list[Any]:
    from tests.frame.conftest import behind

    with behind(house.database) as raw:
        return raw.execute(
            "SELECT (SELECT max(number) FROM audit_event), (SELECT change_seq FROM installation), "
            "(SELECT count(*) FROM draft)"
        ).fetchall()
