"""The routes of the application, and the address that each has for records of the inhabited house."""

import re
import tempfile
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from caseapp.application import create_app
from caseapp.web.permissions import marked_routes
from tests.conftest import settings_for

TABLE_OF_ARGUMENT = {
    "absence_id": "absence",
    "access_id": "emergency_access",
    "authority_id": "authority",
    "case_id": "case",
    "clearance_id": "statement_clearance",
    "comment_id": "letter_comment",
    "consent_id": "consent",
    "contact_id": "incoming_contact",
    "deputy_id": "deputy",
    "dispatch_id": "dispatch",
    "document_id": "document",
    "enclosure_id": "enclosure",
    "entry_id": "disclosure_entry",
    "erasure_id": "erasure",
    "factor_id": "authenticator",
    "export_id": "row_export",
    "ground_id": "legal_ground",
    "handover_id": "handover",
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
OF_A_FEW = {
    "authenticator": {"amina"},
    "emergency_access": {"amina", "clara", "ema"},  # responsible, was told, opened it
    "handover": {"amina"},
    "incident_export": {"amina", "clara"},
    "incident_person": {"amina", "clara"},  # the incident is shown to them, and the person's case
    "saved_view": {"amina"},
    "tie": {"amina"},
    "tie_connection": {"amina"},
    "web_session": {"amina"},
}
"""Tables whose rows show to these people, and not to all who reach the case."""
OUTSIDE_THE_CASE = {table: {"amina", "clara"} for table in ("incident", "incident_item")}
"""Tables whose rows lie in no case, so that those who see them go on seeing them while the case is restricted."""
FOR_THE_LOG = {"cases.who_saw.show_in_log": {"drita", "edon"}, "incidents.decide_hold_unread": {"drita"}}
"""Routes that tell those who read no case something about each of them."""
OF_THE_RESPONSIBLE = {"handovers.give_one": {"amina", "clara"}}
"""Routes of a case that are for its responsible worker and for those who coordinate it."""
OF_A_TEAM = {"absences.of": {"clara", "hana", "drita"}}
"""Routes about a colleague, asked for the responsible worker of the case: for those who coordinate their team, and for
administrators.
"""
WORDS = {
    "kind": "case",
    "code": "take_up",
    "table": "cases",
    "aim": "client",
    "form": "cases/new",
    "token": "no-such-link",
}
"""What stands for the arguments that name no record."""

NEEDS_MORE = {
    "absences.end": "days of their own, unless they enter them for others",
    "accounts.end_deputies": "a deputy of their own, unless they look after accounts",
    "accounts.end_factors": "a colleague who has a second factor",
    "cases.sharing.before": "a colleague who is kept out of the case",
    "consents.conditions": "a consent with conditions",
    "contact_requests.end_withdrawal": "a withdrawn search",
    "contact_requests.remove_point": "a point of this search",
    "incidents.ask_export": "an order, while the demonstration has a demand without one",
    "incidents.download_export": "an export that this person has fetched just now",
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
    """Every route with each of its methods and the mark of its view."""
    with tempfile.TemporaryDirectory() as folder:
        return list(marked_routes(create_app(settings_for(Path(folder)))))


ROUTES = routes()
UNSAFE = [(rule, method, mark) for rule, method, mark in ROUTES if method != "GET"]


def named(value: Any) -> str | None:
    """What a test of one route is called."""
    return (
        value.rule
        if isinstance(value, Rule)
        else None
        if isinstance(value, str) and ":" in value
        else str(value)
    )


def table_of(rule: Rule, argument: str) -> str:
    """The table of the record that an argument of a route names."""
    blueprint = rule.endpoint.partition(".")[0]
    found = OTHER_TABLES.get((blueprint, argument)) or TABLE_OF_ARGUMENT.get(argument)
    assert found, f"{rule.rule}: tell TABLE_OF_ARGUMENT which record {argument} names"
    return found


def ids_for(rule: Rule, rows: Mapping[str, dict[str, Any]], case_id: uuid.UUID) -> dict[str, uuid.UUID]:
    """Records of one case for a route, fitting together: the last one named says to whom it belongs.

    ``rows`` has a row of each table; the test fails for a table that is not among them.
    """
    if rule.endpoint in OF_A_TEAM:
        return {"user_id": rows["case"]["responsible_id"]}
    known: dict[str, uuid.UUID] = {}
    order = re.findall(r"<uuid:(\w+)>", rule.rule)
    for argument in reversed(order):
        if argument in known:
            continue
        row = rows.get(table_of(rule, argument))
        assert row is not None, f"nobody made a row of {table_of(rule, argument)}"
        known[argument] = row["id"]
        for other in order:
            if other != argument and row.get(other) is not None:
                known[other] = row[other]
    if "case_id" in order:
        known.setdefault("case_id", case_id)
    return known


def address(rule: Rule, ids: dict[str, uuid.UUID]) -> str:
    """The address of a route for these records."""

    def fill(match: re.Match[str]) -> str:
        converter, name = (match.group(1) or "string:")[:-1], match.group(2)
        if converter == "uuid":
            return str(ids[name])
        return (
            "1" if converter == "int" else WORDS.get(name, "css/app.css" if name == "filename" else "unknown")
        )

    return re.sub(r"<(\w+:)?(\w+)>", fill, rule.rule)


def ask(client: FlaskClient, method: str, path: str, token: str) -> TestResponse:
    """What a browser with this token is answered."""
    data = {"csrf_token": token} if method != "GET" else None
    return client.open(path, method=method, data=data, buffered=True)


def bare(response: TestResponse) -> str:
    """A page without what differs by address and browser."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=\")[\w.-]{40,}(?=\")", "*", response.text)
