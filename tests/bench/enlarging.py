"""Making many cases of a few: everything that hangs on the cases of a demonstration is written again, many times.

A demonstration tells each case day by day through the pages' own actions, which takes hours for thousands. Here the
rows that are there are opened once, and each copy is written with ids, keys, references and names of its own: sealed,
stamped and linked as the application would, so that every page opens it. The audit log, former states and the files
behind documents are not copied; lists, pages and searches do not read them. Nobody works on thousands of cases: the
copies belong to colleagues of their own. The support workers who can sign in keep the cases that they had, and the
coordinator sees them all.
"""

import re
import uuid
from collections.abc import Collection, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from sqlalchemy import insert, select, update

from caseapp.access.models import ScopeExclusion, ScopeLink, ScopeMember
from caseapp.accounts.actions import find_user, invite_user
from caseapp.accounts.models import Team
from caseapp.cases.models import Case
from caseapp.clock import today
from caseapp.db import Installation, Record, Scope, db, keyring, open_scopes, write
from caseapp.db.encrypted import Encrypted, encrypted_columns
from caseapp.db.engine import WRITE_OPTION, defer_references
from caseapp.db.references import LENGTH, LETTERS, Referenced, reference_tokens
from caseapp.db.scopes import ORGANISATION, ScopeKey, digest_of, system_scope_id
from caseapp.demo.invented import FAMILY
from caseapp.demo.making import LOGINS
from caseapp.people.models import Person, PersonName
from caseapp.vault import Binding, DataKey, lp, open_field, seal_field, wrap_data_key

LEAN = (Case, Person, PersonName, ScopeMember, ScopeLink)
KINDS = ("case", "contact_request", "incoming_contact", "letter", "person", "statement")
"""The scopes that are copied with all that is in them."""
WHOLE = 100
"""So many copies are of everything."""
COLLEAGUES = ("support", "support2", "coordinator")
COPIES_OF_THEIRS = 5
"""So many copies belong to the same three colleagues, who then have some hundreds of cases."""
NAMES = ("person_name.name", "person.list_pack")
SYLLABLES = (
    ("ba", "با"), ("da", "دا"), ("fa", "فا"), ("go", "گو"), ("ja", "جا"), ("ku", "کو"), ("la", "لا"), ("mi", "می"),
    ("na", "نا"), ("pa", "پا"), ("ro", "رو"), ("sha", "شا"), ("ta", "تا"), ("vi", "وی"), ("za", "زا"), ("khu", "خو"),
)  # fmt: skip
_ID = re.compile(rb"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_FILE = "blob_ref"


@dataclass(frozen=True)
class _Row:
    """A row to copy: its plain columns, and what its encrypted ones say."""

    model: type[Record]
    values: Mapping[str, Any]
    opened: Mapping[str, bytes]


class Originals:
    """What is copied, opened once."""

    def __init__(self) -> None:
        """Read everything in the scopes of cases, persons, requests, letters, statements and contacts."""
        self.scopes = list(db.session.scalars(select(Scope).where(Scope.kind.in_(KINDS))))
        self._ids = {scope.id for scope in self.scopes}
        open_scopes([*self._ids, system_scope_id(ORGANISATION)])
        self.rows = [row for model in _models() for row in self._rows_of(model)]
        self.last_seq: int = db.session.scalars(select(Installation.change_seq)).one()
        self._dice = Random(1)
        self._references = {
            row.opened["reference"].decode() for row in self.rows if issubclass(row.model, Referenced)
        }

    def cases_and_clients(self) -> "Originals":
        """Return of all this the cases and their clients alone, with who may reach them."""
        fewer = copy(self)
        clients = {row.values["client_id"] for row in self.rows if row.model is Case}
        rows = [row for row in self.rows if row.model is Case or row.values["id"] in clients]
        kept = {row.values["scope_id"] for row in rows}
        fewer.scopes = [scope for scope in self.scopes if scope.id in kept]
        fewer.rows = [row for row in self.rows if row.model in LEAN and _stands_in(row, kept)]
        return fewer

    def copy(self, number: int, colleagues: Mapping[uuid.UUID, uuid.UUID]) -> None:
        """Write the copy of this number, in one transaction; ``colleagues`` says in whose place who stands there."""
        ids = dict(colleagues)
        ids |= {scope.id: uuid.uuid4() for scope in self.scopes}
        ids |= {row.values["id"]: uuid.uuid4() for row in self.rows}
        keys = {ids[scope.id]: DataKey.new() for scope in self.scopes}
        copies = [self._copied(row, ids, keys, number) for row in self.rows]
        db.session.rollback()
        connection = db.session.connection(execution_options={WRITE_OPTION: True})
        defer_references(connection)
        for table, rows in self._scope_rows(ids, keys, copies).items():
            connection.execute(insert(table), rows)
        of_model: dict[type[Record], list[dict[str, Any]]] = {}
        for record in copies:
            of_model.setdefault(type(record), []).append(_as_written(record))
        for model, rows in of_model.items():
            connection.execute(insert(model.__table__), rows)  # type: ignore[arg-type]  # every model has a table
        connection.execute(update(Installation).values(change_seq=self.last_seq * (number + 1)))
        db.session.commit()

    def _rows_of(self, model: type[Record]) -> Iterator[_Row]:
        of_scope = "of_scope_id" if hasattr(model, "of_scope_id") else "scope_id"
        table = model.__table__
        for row in db.session.execute(select(table).where(table.c[of_scope].in_(self._ids))).mappings():
            opened = {column.name: _opened(column, model, row) for column in encrypted_columns(model)}
            yield _Row(model, {name: value for name, value in row.items() if name not in opened}, opened)

    def _copied(
        self,
        row: _Row,
        ids: Mapping[uuid.UUID, uuid.UUID],
        keys: Mapping[uuid.UUID, DataKey],
        number: int,
    ) -> Record:
        values = {name: ids.get(value, value) for name, value in row.values.items()}
        values["seq"] += self.last_seq * number
        opened = {name: _ID.sub(lambda found: _other(found, ids), text) for name, text in row.opened.items()}
        if _FILE in values:
            values[_FILE] = uuid.uuid4()
        if issubclass(row.model, Referenced):
            opened["reference"] = self._other_reference(row.opened["reference"])
            values["reference_token"] = reference_tokens(opened["reference"][1:].decode())[0]
        record = row.model(**values)
        for column in _encrypted(row.model):
            label, text = column.label_for(row.model), opened[column.name]
            if label in NAMES:
                text = other_names(text.decode(), number).encode()
            scope_id = _scope_of(column, record.scope_id)
            key = keys.get(scope_id) or open_scopes([scope_id])[scope_id].active
            binding = Binding(keyring().instance_id, label, record.id, scope_id)
            setattr(record, column.attribute, seal_field(key, binding, text, column.padding))
        record.stamp()
        return record

    def _other_reference(self, opened: bytes) -> bytes:
        while (found := self._drawn(opened)) in self._references:
            pass
        self._references.add(found)
        return found.encode()

    def _drawn(self, opened: bytes) -> str:
        return opened.decode()[:-LENGTH] + "".join(self._dice.choices(LETTERS, k=LENGTH))

    def _scope_rows(
        self,
        ids: Mapping[uuid.UUID, uuid.UUID],
        keys: Mapping[uuid.UUID, DataKey],
        copies: Collection[Record],
    ) -> dict[type[Any], list[dict[str, Any]]]:
        digests = _digests(copies)
        scopes, wraps = [], []
        for original in self.scopes:
            made = Scope(
                id=ids[original.id],
                kind=original.kind,
                team_id=original.team_id,
                level=original.level,
                row_version=original.row_version,
                members_digest=digest_of(digests.get(ids[original.id], ())),
            )
            made.stamp()
            scopes.append(_as_written(made))
            wrap = wrap_data_key(keyring(), made.kind, made.id, keys[made.id])
            wraps.append({"scope_id": made.id, "generation": 1, "wrap": wrap, "created_on": today()})
        return {Scope: scopes, ScopeKey: wraps}


def _stands_in(row: _Row, scope_ids: Collection[uuid.UUID]) -> bool:
    named = [row.values[name] for name in ("of_scope_id", "through_scope_id") if name in row.values]
    return all(scope_id in scope_ids for scope_id in named or [row.values["scope_id"]])


def enlarge(times: int) -> None:
    """Write so many copies of all cases of an unlocked demonstration, and of whatever hangs on them.

    Beyond ``WHOLE`` copies are of the cases and their clients alone: lists, references and numbers go through as many
    as there are, and all that hangs on a hundred thousand cases would fill some disks.
    """
    originals = Originals()
    colleagues: dict[uuid.UUID, uuid.UUID] = {}
    for number in range(1, times):
        if number == WHOLE:
            originals = originals.cases_and_clients()
        if (number - 1) % COPIES_OF_THEIRS == 0:
            colleagues = _more_colleagues(number)
        originals.copy(number, colleagues)


def _more_colleagues(number: int) -> dict[uuid.UUID, uuid.UUID]:
    with write():
        found = {}
        for name in COLLEAGUES:
            colleague = find_user(name)
            assert colleague is not None, "this is no demonstration"
            more, _code = invite_user(
                find_user("administrator"),
                name=f"{colleague.name} {number}",
                sign_in_name=f"{name}-{number}",
                roles=[LOGINS[name][0]],
                team=db.session.scalars(select(Team)).one(),
                language=colleague.language,
            )
            found[colleague.id] = more.id
        return found


def other_names(text: str, number: int) -> str:
    """Return a text with the family names of demonstrations replaced by those of the copy of this number."""
    for latin, persian in FAMILY:
        dice = Random(f"{number}/{latin}")
        parts = [dice.choice(SYLLABLES) for _syllable in range(3)]
        text = text.replace(latin, "".join(part[0] for part in parts).capitalize() + "i")
        text = text.replace(persian, "".join(part[1] for part in parts) + "ی")
    return text


def _models() -> list[type[Record]]:
    found = [mapper.class_ for mapper in db.Model.registry.mappers if issubclass(mapper.class_, Record)]
    return sorted(found, key=lambda model: model.__kind__)


def _scope_of(column: "Encrypted[Any]", scope_id: uuid.UUID) -> uuid.UUID:
    return system_scope_id(ORGANISATION) if column.in_scope == ORGANISATION else scope_id


def _opened(column: "Encrypted[Any]", model: type[Record], row: Mapping[str, Any]) -> bytes:
    scope_id = _scope_of(column, row["scope_id"])
    binding = Binding(keyring().instance_id, column.label_for(model), row["id"], scope_id)
    return open_field(open_scopes([scope_id])[scope_id], binding, row[column.name])


def _other(found: "re.Match[bytes]", ids: Mapping[uuid.UUID, uuid.UUID]) -> bytes:
    named = uuid.UUID(found.group().decode())
    return str(ids.get(named, named)).encode()


def _digests(copies: Collection[Record]) -> dict[uuid.UUID, list[bytes]]:
    found: dict[uuid.UUID, list[bytes]] = {}
    for record in copies:
        if record.removed_on is not None:
            continue
        match record:
            case ScopeMember():
                until = record.until.isoformat().encode() if record.until else b""
                found.setdefault(record.of_scope_id, []).append(lp(b"member", record.user_id.bytes, until))
            case ScopeExclusion():
                found.setdefault(record.of_scope_id, []).append(lp(b"kept out", record.user_id.bytes))
            case ScopeLink():
                found.setdefault(record.of_scope_id, []).append(lp(b"through", record.through_scope_id.bytes))
    return found


def _as_written(row: Any) -> dict[str, Any]:
    return {column: getattr(row, attribute) for column, attribute in _attributes(type(row)).items()}


@cache
def _encrypted(model: type[Record]) -> list["Encrypted[Any]"]:
    return encrypted_columns(model)


@cache
def _attributes(model: Any) -> dict[str, str]:
    mapper = model.__mapper__
    return {column.key: mapper.get_property_by_column(column).key for column in mapper.columns}
