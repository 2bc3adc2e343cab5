"""An installation with one of everything in Amina's case, so that every route has a record to be asked for."""

import re
import shutil
import sqlite3
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Boolean, Date, DateTime, Integer, Uuid, select

from caseapp.accounts.actions import activate_user, create_team, disable_user, invite_user
from caseapp.accounts.models import Team, User
from caseapp.accounts.sessions import TOUCH_AFTER
from caseapp.application import create_app
from caseapp.audit import record
from caseapp.cases.actions import start_case
from caseapp.cases.models import Case
from caseapp.clock import now, today
from caseapp.db import ORGANISATION, Record, db, keyring, system_scope_id, write
from caseapp.db.encrypted import Ciphertext
from caseapp.db.engine import Base
from caseapp.db.unlocked import vault_of
from caseapp.demo.context import OF_EVERYTHING, DemoContext
from caseapp.demo.invented import invent
from caseapp.demo.making import add_records, in_language
from caseapp.features import FEATURES
from caseapp.setup.installing import adopt_root, keys_folder
from caseapp.vault import hash_password, open_file_root
from caseapp.web.roles import Role
from tests.accounts.second_factors import set_up_app
from tests.conftest import CHEAP, PASSPHRASE, Person, settings_for

LIVED_IN, COMPLETE = "lived in", "complete"
"""The house with what the features' demonstrations made, and with a row of every other table beside."""
ORGANISATION_WIDE = {
    "absence",
    "deputy",
    "authority",
    "office",
    "office_holder",
    "organisation",
    "row_export",
    "row_export_file",
    "team",
    "team_member",
    "term",
    "tie_keeper",
    "user",
}
"""Tables whose rows belong to no one's case."""
AS_KEPT = "%Y-%m-%d %H:%M:%S.%f"
"""Moments as the database keeps them."""
MADE_BY_THE_FRAME = {"scope_member", "scope_exclusion", "scope_link", *ORGANISATION_WIDE} - {
    "authority",
    "office",
    "office_holder",
    "row_export",
    "row_export_file",
    "term",
    "tie_keeper",
    "absence",
    "deputy",
}


@dataclass
class House:
    """The installation, its staff with a browser each, and a row of every table."""

    app: Flask
    database: Path
    case_id: uuid.UUID = field(default_factory=uuid.uuid4)
    real: set[str] = field(default_factory=set)
    """Tables whose rows were made by the features themselves, as their demonstration."""
    states: dict[str, sqlite3.Connection] = field(default_factory=dict)
    browsers: dict[str, tuple[FlaskClient, str]] = field(default_factory=dict)
    """Everybody's browser with the token of its pages; a stranger's and that of a closed account too."""
    cookies: dict[str, str] = field(default_factory=dict)
    first: dict[str, dict[str, Any]] = field(default_factory=dict)
    """A row of each table as it stands in the complete house."""
    personal: set[str] = field(default_factory=set)
    """Words that may stand on pages and in no title or address."""

    def keep(self, name: str) -> None:
        """Remember the database as it is now."""
        with self.app.app_context():
            db.session.remove()
        self.states[name] = sqlite3.connect(":memory:", check_same_thread=False)
        with closing(sqlite3.connect(self.database)) as source:
            source.backup(self.states[name])

    def restore(self, name: str) -> None:
        """Put the database back to what was kept, the keys in their place, and everybody in their session."""
        self._be_seen(self.states[name])
        with closing(sqlite3.connect(self.database)) as target:
            (before,) = target.execute("PRAGMA schema_version").fetchone()
            self.states[name].backup(target)
            # All states have the same tables: with the number it had, nobody who has them open reads them anew. SQLite
            # takes no parameters here; the number is its own.
            target.execute(f"PRAGMA schema_version = {before}")
        if vault_of(self.app).keys is None:
            with self.app.app_context():
                adopt_root(self.app, open_file_root(keys_folder(self.app)))
        for person, value in self.cookies.items():
            self.browsers[person][0].set_cookie("caseapp", value)

    def _be_seen(self, state: sqlite3.Connection) -> None:
        """Have everybody seen a moment ago: else the first page that each asks for writes down that they were."""
        with state:
            before, moment = (f"{now() - ago:{AS_KEPT}}" for ago in (TOUCH_AFTER / 2, timedelta(0)))
            state.execute("UPDATE web_session SET last_seen_at = ? WHERE last_seen_at < ?", (moment, before))

    def row(self, table: str) -> dict[str, Any] | None:
        """A row of this table that lies in Amina's case, or in the organisation's lists."""
        found = self.rows(table, most=1)
        return found[0] if found else None

    def firsts(self) -> dict[str, dict[str, Any]]:
        """The first row of each table as the house stands now."""
        return {table: row for table in Base.metadata.tables if (row := self.row(table)) is not None}

    def rows(self, table: str, most: int | None = None) -> list[dict[str, Any]]:
        """What is plain in the rows of this table."""
        with self.app.app_context():
            columns = Base.metadata.tables[table].columns
            plain = [column for column in columns if not isinstance(column.type, Ciphertext)]
            found = [dict(row) for row in db.session.execute(select(*plain).limit(most)).mappings()]
            db.session.remove()
            return found


Stage = Callable[[dict[str, User], uuid.UUID], None]
"""Adds to the house before everybody signs in: the staff by their sign-in names, and Amina's case."""


@contextmanager
def inhabited(installed: Path, folder: Path, stage: Stage | None = None) -> Iterator[House]:
    """Build the house in ``folder``."""
    shutil.copytree(installed, folder)
    # What a test restores was last seen when the house was built, and many tests later they are still to be signed in.
    app = create_app(settings_for(folder, session_idle_minutes=6 * 60))
    house = House(app, folder / "caseapp.db")
    with app.app_context():
        adopt_root(app, open_file_root(keys_folder(app)))
        users = {user.sign_in_name: user for user in db.session.scalars(select(User))}
        _add_staff(users)
        house.case_id = _fill_case(users)
        if stage is not None:
            stage(users, house.case_id)
        db.session.remove()
    for name in sorted(users):  # Amina first: of what each has, hers is asked for
        person = Person(name, app, app.test_client()).sign_in()
        house.browsers[name] = (person.client, person.token())
        if name == "amina":
            set_up_app(person)
    stranger = app.test_client()
    house.browsers["stranger"] = (stranger, _sign_in_token(stranger))
    with app.app_context():
        users = {user.sign_in_name: user for user in db.session.scalars(select(User))}
        with write():
            disable_user(users["drita"], users["fatos"], "Left us.")
    house.real = {table for table in Base.metadata.tables if house.row(table)}
    house.keep(LIVED_IN)
    with app.app_context(), write():
        _add_what_is_missing(house.case_id)
    house.first = house.firsts()
    house.keep(COMPLETE)
    house.browsers["fatos"] = (house.browsers["fatos"][0], _sign_in_token(house.browsers["fatos"][0]))
    for name, (client, _token) in house.browsers.items():
        cookie = client.get_cookie("caseapp")
        assert cookie is not None
        house.cookies[name] = cookie.value
    yield house
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    for state in house.states.values():
        state.close()


def _sign_in_token(client: FlaskClient) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
    assert found
    return found.group(1)


def _add_staff(users: dict[str, User]) -> None:
    """Elira coordinates another team; Fatos worked on Amina's, and his account is closed later."""
    first = db.session.scalars(select(Team)).one()
    with write():
        other = create_team(users["drita"], "The other team")
    add_colleagues(users, {"elira": (Role.COORDINATOR, other), "fatos": (Role.SUPPORT, first)})


def add_colleagues(users: dict[str, User], wanted: Mapping[str, tuple[Role, Team]]) -> None:
    """Open an account for each of these, with a role in a team, and put it among ``users``."""
    ids = {name: uuid.uuid4() for name in wanted}
    hashes = {name: hash_password(keyring(), PASSPHRASE, ids[name], cost=CHEAP) for name in wanted}
    with write():
        for name, (role, team) in wanted.items():
            user, _code = invite_user(
                users["drita"],
                name=f"{name.title()} Test",
                sign_in_name=name,
                roles=[role],
                team=team,
                language="en",
                user_id=ids[name],
            )
            activate_user(user, hashes[name])
            users[name] = user


def _fill_case(users: dict[str, User]) -> uuid.UUID:
    facts = {
        "safe_now": "unsure",
        "tonight": "At a friend's.",
        "telephone": "+355 69 000 1111",
        "may_ring": "no",
    }
    with write():
        case = start_case(users["amina"], name="Arash Farzi", language="fa", facts=facts)
        add_everything(users, case, seed=1)
    return case.id


def add_everything(users: dict[str, User], case: Case, seed: int) -> None:
    """Add to a case of Amina's what the features' demonstrations make: something of everything. Inside a write."""
    dice, day = Random(seed), today()
    context = DemoContext(
        users["amina"], users["clara"], dice, case, "en", OF_EVERYTHING, invent(dice), day, day
    )
    with in_language("en"):
        for _share in add_records(context):
            pass


def _add_what_is_missing(case_id: uuid.UUID) -> None:
    """Rows of the tables that no demonstration fills: enough to be asked for, with nothing written in them."""
    case = db.session.get(Case, case_id)
    assert case is not None
    amina = db.session.get(User, case.responsible_id)
    assert amina is not None
    models = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
    first: dict[str, uuid.UUID] = {}
    for table in Base.metadata.sorted_tables:
        model = models.get(table.name)
        if model is None or not issubclass(model, Record):
            continue
        found = db.session.scalar(select(table.c.id).limit(1))
        if found is None and table.name not in MADE_BY_THE_FRAME:
            scope = system_scope_id(ORGANISATION) if table.name in ORGANISATION_WIDE else case.scope_id
            row = model(scope_id=scope, **_plain_values(model, case, amina, first))
            db.session.add(row)
            db.session.flush()
            found = row.id
        if found is not None:
            first[table.name] = found
    record(amina, "case.changed", case, fields=[])


def _plain_values(model: Any, case: Case, amina: User, first: dict[str, uuid.UUID]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column in model.__table__.columns:
        skipped = {
            "id",
            "scope_id",
            "row_version",
            "seq",
            "created_on",
            "changed_on",
            "access_mac",
            "row_mac",
        }
        if column.name in skipped or isinstance(column.type, Ciphertext):
            continue
        if column.foreign_keys:
            target = next(iter(column.foreign_keys)).column.table.name
            known = (
                amina.id if target == "user" else case.scope_id if target == "scope" else first.get(target)
            )
            if not column.nullable or target not in {"user"}:
                values[column.name] = known
        elif not column.nullable:
            values[column.name] = _value(model, column, case, amina, first)
    return values


def _value(model: Any, column: Any, case: Case, amina: User, first: dict[str, uuid.UUID]) -> Any:
    known = {
        "record_kind": "case",
        "record_id": case.id,
        "client_id": case.client_id,
        "status": _start(model),
        "transition": "close",
    }
    if column.name in known:
        return known[column.name]
    if isinstance(column.type, Uuid):
        return first.get(column.name.removesuffix("_id"), amina.id)
    if isinstance(column.type, Boolean):
        return False
    if isinstance(column.type, Integer):
        return 1
    if isinstance(column.type, DateTime):
        return datetime(2026, 3, 2, 8)
    if isinstance(column.type, Date):
        return date(2026, 3, 2)
    return uuid.uuid4().bytes if column.type.python_type is bytes else "open"


def _start(model: Any) -> str:
    starts = {flow.kind: flow.start for feature in FEATURES for flow in feature.workflows}
    return starts.get(model.__kind__, "open")
