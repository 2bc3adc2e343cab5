"""The history of a record: what it was before each change, one ciphertext for each former state."""

import base64
import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.clock import today
from caseapp.db.encrypted import Encrypted, encrypted_columns
from caseapp.db.engine import db
from caseapp.db.records import MAC_COLUMNS, Conflict, Record, Scoped
from caseapp.db.unlocked import Locked
from caseapp.vault import Tampered, fingerprint

_IN_BASE64 = "base64:"


class RecordVersion(Scoped):
    """A former state of a record, as one ciphertext in the record's own scope."""

    __tablename__ = "record_version"
    __kind__ = "record_version"
    __table_args__ = (Index("ix_record_version_record", "record_id", "row_version"),)

    record_kind: Mapped[str]
    record_id: Mapped[uuid.UUID]
    row_version: Mapped[int]
    act_id: Mapped[uuid.UUID] = mapped_column(index=True)
    """The act that replaced this state; an undo replays one act."""
    replaced_on: Mapped[date]
    state = Encrypted.json("record_version.state")

    @classmethod
    def of(
        cls,
        record: Record,
        version: int,
        fields: dict[str, Any],
        act_id: uuid.UUID,
        *,
        renewed: bool = False,
    ) -> "RecordVersion":
        """Make the row that keeps what ``record`` was as ``version``, until this act.

        ``renewed`` tells that the act changed nothing of it but the keys.
        """
        row = cls(
            scope_id=record.scope_id,
            record_kind=record.__kind__,
            record_id=record.id,
            row_version=version,
            act_id=act_id,
            replaced_on=today(),
        )
        row.state = {"fields": fields, "bound_to": row._binding(), **({"renewed": True} if renewed else {})}
        return row

    @property
    def was_only_renewed(self) -> bool:
        """Tell whether the act that ended this state changed nothing but the keys.

        Raises:
            Tampered: the row was edited outside the application.
        """
        self.fields()
        return bool((self.state or {}).get("renewed"))

    def fields(self) -> dict[str, Any]:
        """Return the fields as they stood; none where the key of the record's scope was erased.

        Raises:
            Tampered: the row was edited outside the application.
        """
        state = self.state
        if state is None:
            return {}
        if state.get("bound_to") != self._binding():
            raise Tampered("a former state of a record was edited outside the application")
        fields: dict[str, Any] = state["fields"]
        return fields

    @property
    def taken_out(self) -> frozenset[str]:
        """Return the fields that do not stand here as they stood, because somebody was named in them who is erased."""
        return frozenset((self.state or {}).get("taken_out", ()))

    def rewrite(self, fields: Mapping[str, Any]) -> None:
        """Let it hold these fields instead, because somebody was named in it who is erased."""
        former = (self.state or {}).get("fields", {})
        changed = {name for name, text in fields.items() if former.get(name) != text}
        self.state = {
            **(self.state or {}),
            "fields": dict(fields),
            "taken_out": sorted(changed | self.taken_out),
            "bound_to": self._binding(),
        }

    def empty(self) -> None:
        """Let it hold no field any more, because somebody was named in it who is erased."""
        self.rewrite({})

    def _binding(self) -> str:
        # The row has no code of its own: what it is a state of, and which act ended it, is sealed with it.
        return fingerprint(
            self.record_kind.encode(),
            self.record_id.bytes,
            str(self.row_version).encode(),
            self.act_id.bytes,
            self.replaced_on.isoformat().encode(),
        )


def check_version(record: Record, version: int | None) -> None:
    """Compare the version a form was opened with against the record as reloaded in the write transaction.

    Raises:
        Conflict: somebody saved in between. That the keys of the record were renewed is none.
    """
    if version is None or record.row_version == version:
        return
    between = select(RecordVersion.id).where(
        RecordVersion.record_kind == record.__kind__,
        RecordVersion.record_id == record.id,
        RecordVersion.row_version >= version,
        RecordVersion.row_version < record.row_version,
    )
    rows = [intact_version(version_id) for version_id in db.session.scalars(between).all()]
    if len(rows) != record.row_version - version or not all(row and row.was_only_renewed for row in rows):
        raise Conflict(record)


def history_of(record: Record) -> list[RecordVersion | None]:
    """Return every former state of ``record``, newest first.

    None stands for one that was edited outside the application, or taken out.
    """
    found = {row.row_version: row for row in intact_versions(record)}
    return [found.get(version) for version in range(record.row_version - 1, 0, -1)]


def intact_versions(record: Record) -> list[RecordVersion]:
    """Return the former states of ``record`` that were not edited outside the application, newest first."""
    query = select(RecordVersion.id).where(
        RecordVersion.record_kind == record.__kind__, RecordVersion.record_id == record.id
    )
    rows = [intact_version(version_id) for version_id in db.session.scalars(query).all()]
    return sorted((row for row in rows if row is not None), key=lambda row: -row.row_version)


def intact_version(version_id: uuid.UUID) -> RecordVersion | None:
    """Return a former state whose fields can be read, None where the row was edited outside the application."""
    try:
        row = db.session.get(RecordVersion, version_id)
        if row is not None:
            row.fields()
    except Locked:
        raise
    except Exception:  # an edited value fails wherever it is decoded, in ways without number
        return None
    return row


def former_state(record: Record) -> tuple[int, dict[str, Any]]:
    """Read the state of ``record`` that the database holds before this flush: its version and its fields.

    Encrypted fields are opened, so that the history stays readable when keys of the row are renewed.
    """
    model = type(record)
    table = model.__table__
    row = db.session.connection().execute(select(table).where(table.c.id == record.id)).mappings().one()
    state: dict[str, Any] = {}
    for column in encrypted_columns(model):
        value = column.open(model, record.id, row["scope_id"], row[column.name])
        state[column.name] = field_text(column, value)
    for name, value in row.items():
        if name not in state and name not in MAC_COLUMNS:
            state[name] = None if value is None else str(value)
    return row["row_version"], state


def field_text(column: Encrypted[Any], value: Any) -> str | None:
    """Return a value of an encrypted column as a former state holds it."""
    return _as_text(column.codec.encode(value)) if value else None


def field_value(column: Encrypted[Any], text: str | None) -> Any:
    """Return the value of an encrypted column that a former state holds as ``text``."""
    return column.codec.empty if text is None else column.codec.decode(_as_bytes(text))


def _as_text(encoded: bytes) -> str:
    # Key material and hashes are no text; everything else stays readable in the history.
    try:
        return encoded.decode()
    except UnicodeDecodeError:
        return _IN_BASE64 + base64.b64encode(encoded).decode()


def state_now(record: Record) -> dict[str, Any]:
    """Return the fields of ``record`` as the database holds them, in the words of a former state."""
    return former_state(record)[1]


def put_back(record: Record, fields: Mapping[str, str | None]) -> None:
    """Give a record the values of these fields of a former state again. The state before goes to the history."""
    sealed = {column.name: column for column in encrypted_columns(type(record))}
    for name, text in fields.items():
        column = sealed.get(name)
        if column is None:
            setattr(record, name, _plain(record, name, text))
        else:
            setattr(record, name, field_value(column, text))


def _plain(record: Record, name: str, text: str | None) -> Any:
    if text is None:
        return None
    kind = record.__table__.columns[name].type.python_type
    if kind is bool:
        return text == str(True)
    return date.fromisoformat(text) if kind is date else kind(text)


def _as_bytes(text: str) -> bytes:
    return base64.b64decode(text.removeprefix(_IN_BASE64)) if text.startswith(_IN_BASE64) else text.encode()
