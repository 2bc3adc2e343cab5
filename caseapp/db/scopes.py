"""Scopes: who may reach a set of rows hangs on one, and each has a data key of its own.

This module holds the keys' side. Members, exclusions and links stand in ``caseapp.access``; a digest of them is
kept in the scope's row, under its MAC, so that editing them with a database tool shows.
"""

import hashlib
import uuid
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import ForeignKey, Index, Select, and_, func, literal_column, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from caseapp.clock import today
from caseapp.db.engine import Model, among_given, db, given, id_bytes, stored
from caseapp.db.installation import Installation
from caseapp.db.prepared import Prepared
from caseapp.db.unlocked import Locked, Unlocked, keyring, vault_of
from caseapp.vault import DataKey, Unwrapper, VaultError, check_row_mac, lp, row_mac, wrap_data_key

ORGANISATION = "organisation"
AUDIT = "audit"
NO_MEMBERS = hashlib.sha256(b"").digest()
_KEYS = "scope-keys"


class ScopeLocked(VaultError):
    """The key of this scope is not to be had: it was erased, or it is sealed for somebody else."""


UNSHARED = literal_column("level") != literal_column("'team'")
"""The condition on a scope that its team does not share it."""


class Scope(Model):
    """A set of rows that share one data key and one answer to "who may see this?"."""

    __tablename__ = "scope"
    __kind__ = "scope"
    __table_args__ = (
        # Those that are not shared in their team are few.
        Index("ix_scope_unshared", "id", sqlite_where=UNSHARED, postgresql_where=UNSHARED),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(index=True)
    team_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("team.id", use_alter=True), index=True)
    level: Mapped[str]
    row_version: Mapped[int] = mapped_column(default=1)
    members_digest: Mapped[bytes] = mapped_column(default=NO_MEMBERS)
    mac: Mapped[bytes]

    def stamp(self) -> None:
        """Compute the MAC anew; the transaction does so before every flush of a scope."""
        self.mac = row_mac(keyring(), "scope", self._mac_parts())

    def check(self) -> None:
        """Refuse a row that was edited outside the application.

        Raises:
            Tampered: the MAC does not fit the row.
        """
        check_row_mac(keyring(), "scope", self._mac_parts(), self.mac)

    def _mac_parts(self) -> list[bytes]:
        return _mac_parts(self, self.id.bytes, self.team_id.bytes if self.team_id else b"")


class GuardedScope(NamedTuple):
    """The row of a scope as the database keeps it, with what its MAC covers and the MAC."""

    id: str
    kind: str
    team_id: str | None
    level: str
    row_version: int
    members_digest: bytes
    mac: bytes

    def check(self) -> None:
        """Refuse a row that was edited outside the application.

        Raises:
            Tampered: the MAC does not fit the row.
        """
        team_id = id_bytes(self.team_id) if self.team_id else b""
        check_row_mac(keyring(), "scope", _mac_parts(self, id_bytes(self.id), team_id), self.mac)


GUARDED = (
    stored(Scope.id),
    Scope.kind,
    stored(Scope.team_id),
    Scope.level,
    Scope.row_version,
    Scope.members_digest,
    Scope.mac,
)
"""The columns of a ``GuardedScope``, to select them without loading the scope."""


def _mac_parts(row: Scope | GuardedScope, scope_id: bytes, team_id: bytes) -> list[bytes]:
    return [
        scope_id,
        row.kind.encode(),
        team_id,
        row.level.encode(),
        b"%d" % row.row_version,
        row.members_digest,
    ]


class ScopeKey(Model):
    """One generation of a scope's data key, wrapped by the keyring. Erasing a scope deletes these rows."""

    __tablename__ = "scope_key"

    scope_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("scope.id"), primary_key=True)
    generation: Mapped[int] = mapped_column(primary_key=True)
    wrap: Mapped[bytes]
    created_on: Mapped[date]


_WRAPS = Prepared(
    select(stored(ScopeKey.scope_id), ScopeKey.generation, ScopeKey.wrap, Scope.kind)
    .join(Scope, Scope.id == ScopeKey.scope_id)
    .where(among_given(ScopeKey.scope_id))
)


class ScopeKeys:
    """The opened generations of one scope's key."""

    def __init__(self, scope_id: str, generations: dict[int, DataKey], vault: Unlocked) -> None:
        self._scope_id, self._generations, self._vault = scope_id, generations, vault

    @property
    def instance_id(self) -> uuid.UUID:
        """Return the installation that what they seal is bound to.

        Raises:
            Locked: somebody has locked the system since they were opened: they open nothing any more.
        """
        ring = self._vault.keys
        if ring is None:
            raise Locked("the system is locked")
        return ring.instance_id

    def __call__(self, generation: int) -> DataKey:
        """Return the key of ``generation``, as ``open_field`` asks for it.

        Raises:
            ScopeLocked: that generation is not to be had.
        """
        if generation not in self._generations:  # it may have been renewed since this was opened
            self._generations.update(_generations([self._scope_id]).get(self._scope_id, {}))
        try:
            return self._generations[generation]
        except KeyError:
            raise ScopeLocked("no key for this generation") from None

    @property
    def active(self) -> DataKey:
        """Return the newest generation, which seals."""
        return self._generations[max(self._generations)]


def create_scope(kind: str, *, level: str = "team", team_id: uuid.UUID | None = None) -> Scope:
    """Add a scope with a fresh data key to the session. Call it inside the write transaction."""
    scope = Scope(
        id=uuid.uuid4(), kind=kind, team_id=team_id, level=level, row_version=1, members_digest=NO_MEMBERS
    )
    key = DataKey.new()
    wrap = wrap_data_key(keyring(), kind, scope.id, key)
    db.session.add(scope)
    db.session.flush()
    db.session.add(ScopeKey(scope_id=scope.id, generation=key.generation, wrap=wrap, created_on=today()))
    _opened()[scope.id] = ScopeKeys(scope.id.hex, {key.generation: key}, vault_of(current_app))
    return scope


def add_generation(scope: Scope) -> None:
    """Give a scope a fresh data key beside those that it has; it seals from now on. Inside the write transaction."""
    key = DataKey.new(key_of(scope.id).active.generation + 1)
    wrap = wrap_data_key(keyring(), scope.kind, scope.id, key)
    db.session.add(ScopeKey(scope_id=scope.id, generation=key.generation, wrap=wrap, created_on=today()))
    db.session.flush()
    forget_scope_keys()


def open_scopes(scope_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, ScopeKeys]:
    """Open the keys of many scopes in one query. A scope whose key is not to be had is left out.

    This is the only way to a data key. Opened keys live as long as the database session, that is one request.
    """
    opened = _opened()
    wanted = set(scope_ids)
    missing = {
        scope_id for scope_id in wanted if scope_id not in opened
    }  # a set less keys would walk all of them
    if missing:
        opened.update(_unwrap(missing))
    return {scope_id: opened[scope_id] for scope_id in wanted if scope_id in opened}


def with_newest_key(question: Select[Any], scope_id: Any) -> Select[Any]:
    """Return a question with generation and wrap of the newest key of the scope that each of its rows names.

    For whoever goes through everything; where no key is to be had, both are None. They stand behind the question's own
    columns.
    """
    other = aliased(ScopeKey)
    newest = select(func.max(other.generation)).where(other.scope_id == scope_id).scalar_subquery()
    keys = and_(ScopeKey.scope_id == scope_id, ScopeKey.generation == newest)
    return question.add_columns(ScopeKey.generation, ScopeKey.wrap).outerjoin(ScopeKey, keys)


def keys_for_now(scope_ids: Collection[str]) -> dict[str, ScopeKeys]:
    """Open the keys of many scopes, whose ids are as they are stored, and keep none of them.

    For whoever goes through everything, block by block. A scope whose key is not to be had is left out.
    """
    vault = vault_of(current_app)
    return {scope_id: ScopeKeys(scope_id, keys, vault) for scope_id, keys in _generations(scope_ids).items()}


def keys_if_any(scope_id: uuid.UUID) -> ScopeKeys | None:
    """Return the opened key of one scope, None where it is not to be had."""
    return _opened().get(scope_id) or open_scopes([scope_id]).get(scope_id)


def key_of(scope_id: uuid.UUID) -> ScopeKeys:
    """Return the opened key of one scope.

    Raises:
        ScopeLocked: it is not to be had.
    """
    keys = keys_if_any(scope_id)
    if keys is None:
        raise ScopeLocked("the key of this record is not to be had")
    return keys


def forget_scope_keys() -> None:
    """Drop the opened keys of this session (after a roll-back, or when a scope was erased)."""
    db.session.info.pop(_KEYS, None)


def system_scope_id(kind: str) -> uuid.UUID:
    """Return the id of the organisation's own scope, or of the audit log's."""
    cache = current_app.extensions.setdefault("caseapp-system-scopes", {})
    if kind not in cache:
        row = db.session.execute(
            select(Installation.organisation_scope_id, Installation.audit_scope_id)
        ).one()
        cache.update({ORGANISATION: row[0], AUDIT: row[1]})
    found = cache[kind]
    assert isinstance(found, uuid.UUID)
    return found


def digest_of(entries: Iterable[bytes]) -> bytes:
    """Return the digest of members, exclusions and links, in whatever order they come."""
    ordered = sorted(entries)
    return hashlib.sha256(lp(*ordered)).digest() if ordered else NO_MEMBERS


def _opened() -> dict[uuid.UUID, ScopeKeys]:
    found: dict[uuid.UUID, ScopeKeys] = db.session.info.setdefault(_KEYS, {})
    return found


def _unwrap(scope_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, ScopeKeys]:
    by_text = {scope_id.hex: scope_id for scope_id in scope_ids}
    return {by_text[text]: keys for text, keys in keys_for_now(by_text).items()}


def _generations(scope_ids: Iterable[str]) -> dict[str, dict[int, DataKey]]:
    unwrap = Unwrapper(keyring())
    generations: dict[str, dict[int, DataKey]] = {}
    for scope_id, generation, wrap, kind in _WRAPS.rows_past_session(given(scope_ids)):
        generations.setdefault(scope_id, {})[generation] = unwrap(kind, id_bytes(scope_id), generation, wrap)
    return generations
