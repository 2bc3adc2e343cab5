"""The ways through the pages of people who may have been written down twice, as a coordinator takes them."""

import re
import uuid
from typing import Any

from caseapp.accounts.models import User
from caseapp.cases.models import Case
from caseapp.dates import PartialDate, from_storage
from caseapp.db import db, write
from caseapp.people.actions import add_name, change_facts
from caseapp.people.models import NameKind
from caseapp.people.models import Person as Human
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.doorway import prepared
from tests.people.walking import client_of, id_of

LIST = "/duplicates/"


@prepared
def client_named(worker: Person, *names: str, born: str = "", **facts: str) -> str:
    """Start a case of ``worker`` for somebody with these names and facts; returns the id of the client."""
    case = start_case(worker, name=names[0], telephone="")
    client = client_of(worker, case)
    known: dict[str, str | PartialDate | None] = dict(facts)
    if born:
        known["born"] = from_storage(born)
    if not names[1:] and not known:
        return client
    worker_id = worker.id
    with worker.app.app_context(), write():
        actor, human = db.session.get_one(User, worker_id), db.session.get_one(Human, uuid.UUID(client))
        for name in names[1:]:
            add_name(actor, human, name, NameKind.LEGAL)
        if known:
            change_facts(actor, human, known)
    return client


@prepared
def case_of(worker: Person, client: str) -> str:
    """The address of the case of a client."""
    with worker.app.app_context():
        found = db.session.query(Case).filter(Case.client_id == uuid.UUID(client)).one()
        return f"/cases/{found.id}"


def pair(one: str, other: str) -> str:
    return f"/duplicates/{one}/{other}"


def proposed(reader: Person) -> set[frozenset[str]]:
    """The pairs on the page of a reader."""
    text = reader.get(LIST).text
    found = re.findall(r'href="/duplicates/([0-9a-f-]{36})/([0-9a-f-]{36})"', text)
    return {frozenset(each) for each in found}


@prepared
def join(reader: Person, one: str, other: str, **chosen: Any) -> None:
    """Answer that two are one; record 1 is the one that was written down first, and stays."""
    text = reader.get(pair(one, other)).text
    versions = re.search(r'name="versions"[^>]*value="([^"]*)"', text)
    assert versions
    taken = dict(re.findall(r'name="(take_[a-z_]+)"[^>]*value="(one|other|both)"[^>]*checked', text))
    fields = {"versions": versions.group(1), "stays": "one", **taken, **chosen}
    reader.post(f"{pair(one, other)}/same", fields)


__all__ = ["LIST", "case_of", "client_named", "id_of", "join", "pair", "proposed"]
