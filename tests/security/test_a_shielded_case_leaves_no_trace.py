"""A case that is kept from a colleague might as well not be there: every page reads the same with it and without it.

One installation is read twice by two colleagues, a support worker and a coordinator of the very team: once before a
case exists that they are kept out of, and once after. It has something of everything, is about a person of the same
name, and shares another person with a case that they see.
"""

import difflib
import re
import uuid
from collections.abc import Iterator
from random import Random
from unittest.mock import patch

import time_machine
from flask import Flask
from sqlalchemy import select

from caseapp.access import add_member, keep_out, set_level
from caseapp.accounts.models import User
from caseapp.audit import record
from caseapp.cases import Case
from caseapp.cases.actions import start_case
from caseapp.clock import now, today
from caseapp.db import Scope, db, write
from caseapp.demo import making
from caseapp.demo.context import OF_EVERYTHING, DemoContext
from caseapp.demo.invented import invent
from caseapp.demo.making import add_records, in_language
from caseapp.features import FEATURES
from caseapp.incidents.models import ErasureHold, HoldStatus
from caseapp.incoming_contacts import IncomingContact
from caseapp.incoming_contacts.filing import file_contact
from caseapp.passed_on.actions import pass_on_what_was_entered
from caseapp.people.actions import add_relation, bring_into
from caseapp.people.models import Person as Human
from caseapp.ties.actions import connect_tie, declare_tie
from caseapp.web.roles import Role
from tests.conftest import Person
from tests.frame.inhabited import House
from tests.frame.routes import ROUTES, address, ids_for
from tests.incoming_contacts.test_incoming_contacts import log_contact
from tests.security.test_the_log_itself import colleague

NAME = "Arash Farzi"
NUMBER = "+355 69 000 1111"
ENDS_THE_SESSION = {"accounts.sign_in", "accounts.sign_out"}
TELLS_OF_THE_MACHINE = {"static", "home.health"}


def everything(case: Case, worker: User, coordinator: User, seed: int) -> None:
    """Something of everything in a case. Inside a write."""
    dice, day = Random(seed), today()
    context = DemoContext(worker, coordinator, dice, case, "en", OF_EVERYTHING, invent(dice), day, day)
    # That a colleague is away is told to everybody, whatever cases they have.
    of_cases = patch.object(
        making, "features", lambda: [each for each in FEATURES if each.name != "absences"]
    )
    with in_language("en"), of_cases:
        for _share in add_records(context):
            pass


def begin(worker: User, coordinator: User, seed: int) -> Case:
    facts = {"safe_now": "unsure", "tonight": "At a friend's.", "telephone": NUMBER, "may_ring": "no"}
    case = start_case(worker, name=NAME, language="fa", facts=facts)
    everything(case, worker, coordinator, seed)
    return case


class Office:
    """Besnik's case and its people; and what is done to hide another one from him and from Clara."""

    def __init__(self, app: Flask, amina: Person, besnik: Person, clara: Person) -> None:
        self.app = app
        zef = colleague(app, "zef", Role.COORDINATOR)
        self.ids = {each.name: each.id for each in (amina, besnik, clara, zef)}
        with app.app_context(), write():
            users = self.users()
            self.case_id = begin(users["besnik"], users["clara"], 1).id

    def users(self) -> dict[str, User]:
        return {name: db.session.get_one(User, user_id) for name, user_id in self.ids.items()}

    def add_shielded(self) -> None:
        """A case that Besnik and Clara are kept out of, which shares the client of Besnik's."""
        with self.app.app_context():
            with write():
                users = self.users()
                amina, zef = users["amina"], users["zef"]
                holds = set(db.session.scalars(select(ErasureHold.id)))
                case = begin(amina, zef, 2)
                for hold in db.session.scalars(select(ErasureHold).where(ErasureHold.id.not_in(holds))):
                    hold.status = (
                        HoldStatus.ENDED.value
                    )  # one that stands stops every erasure, and is told of
                scope = db.session.get_one(Scope, case.scope_id)
                for name in ("besnik", "clara"):
                    keep_out(zef, scope, users[name], "Related to the client")
                add_member(zef, scope, zef, "Keeps it")
                set_level(zef, scope, "members")
                seen = db.session.get_one(Case, self.case_id)
                shared, client = (db.session.get_one(Human, each.client_id) for each in (seen, case))
                bring_into(amina, shared, case.scope_id)
                for contact in db.session.scalars(
                    select(IncomingContact).where(IncomingContact.status == "new")
                ):
                    if contact.taken_by == amina.id:  # what lies with no case is the team's
                        file_contact(amina, contact, case)
                add_relation(amina, case.scope_id, shared, client, "brother", said_by="The client")
                record(amina, "case.changed", case, fields=[])
            with write():
                users = self.users()
                tie = declare_tie(
                    users["besnik"], uuid.uuid4(), about="person", who=NAME, kind="family", words=""
                )
                connect_tie(users["zef"], tie, db.session.get_one(Human, client.id))
                tie.removed_on, tie.removed_by = today(), users["besnik"].id  # it is his own to see


def addresses(house: House) -> list[str]:
    """Every page that somebody may open, about the records that were there before."""
    found: dict[str, None] = {}
    rows = house.firsts()
    for rule, method, _mark in ROUTES:
        if method == "GET" and rule.endpoint not in ENDS_THE_SESSION | TELLS_OF_THE_MACHINE:
            try:
                found[address(rule, ids_for(rule, rows, house.case_id))] = None
            except AssertionError:  # of which no demonstration makes any
                continue
    for feature in FEATURES:
        for listing in feature.lists:
            for order in listing.orders:
                found[listing.read({"sort": order.code}).url] = None
    return list(found)


ASKED = (
    ("/search/find", {"query": NAME}, "/search/"),
    ("/search/find", {"query": NUMBER}, "/search/"),
    ("/search/find", {"query": "Farzi"}, "/search/"),
    ("/search/as-typed", {"query": "Aras"}, ""),
    ("/incoming/known", {"caller": NAME, "number": NUMBER}, ""),
    ("/text-search/", {"text": "friend", "words": "friend", "place": ""}, ""),
)
"""What somebody asks for, and the page that shows the answer."""


def bare(text: str) -> str:
    """A page without what is another one each time: tokens, sealed marks, numbers of forms."""
    text = re.sub(r'(name="(?:csrf_token|new_id|csrf-token)"[^>]*(?:value|content)=")[^"]*', r"\1*", text)
    text = re.sub(r'content="[^"]*"(?=[^>]*csrf)', "*", text)
    text = re.sub(r'data-passkey="[^"]*"', "*", text)
    return re.sub(r"(?<=[\"=])[\w-]{60,}(?=[\"&])|(?<=\")[\w.-]{70,}(?=\")", "*", text)


def read_all(person: Person, pages: list[str]) -> Iterator[tuple[str, str]]:
    for path in pages:
        response = person.client.get(path, buffered=True)
        is_text = response.mimetype.startswith("text/")
        yield path, f"{response.status_code} {bare(response.text) if is_text else len(response.data) // 64}"
    for path, data, shown_on in ASKED:
        response = person.client.post(path, data={"csrf_token": person.token(), **data}, buffered=True)
        told = f"{response.status_code} {bare(response.text)}"
        if shown_on:
            told += bare(person.client.get(shown_on).text)
        yield f"{path} {data}", told


def test_every_page_reads_the_same_with_a_shielded_case_and_without(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    with time_machine.travel(now(), tick=False):
        office = Office(app, amina, besnik, clara)
        house = House(app, app.config["SETTINGS"].instance_path / "caseapp.db", case_id=office.case_id)
        with app.test_request_context():
            pages = addresses(house)
        log_contact(besnik, caller=NAME)
        for reader in (besnik, clara):
            for _path, _told in read_all(
                reader, []
            ):  # what was looked for stands in the session from then on
                pass
        pages = [page for page in pages if not page.endswith("/seen-by")]  # it tells of this reading itself
        orders = [page for page in pages if "sort=" in page]  # of Besnik's few rows there is hardly one
        wanted = [(besnik, [page for page in pages if page not in orders]), (clara, pages)]
        before = {reader.name: dict(read_all(reader, theirs)) for reader, theirs in wanted}
        office.add_shielded()
        with app.app_context():
            assert pass_on_what_was_entered() > 0
        after = {reader.name: dict(read_all(reader, theirs)) for reader, theirs in wanted}
    differing = {}
    for name, told in before.items():
        assert sum(page.startswith("200") for page in told.values()) > 80, "hardly a page was opened"
        differing[name] = {
            path: _difference(page, after[name][path])
            for path, page in told.items()
            if page != after[name][path]
        }
    assert differing == {"besnik": {}, "clara": {}}


def _difference(one: str, other: str) -> str:
    lines = difflib.unified_diff(one.splitlines(), other.splitlines(), lineterm="", n=0)
    return "\n".join(list(lines)[:12])
