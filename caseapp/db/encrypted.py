"""Encrypted columns: declared by type, sealed before the flush, opened when touched.

``name = Encrypted("person.name")`` declares a column that holds ciphertext and an attribute that reads and takes
plain values. The label is a constant of the code and never changes, whatever SQL calls the column: it is part of
what each ciphertext is bound to. Nobody encrypts by hand.
"""

import json
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Self, TypeVar, overload

from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, object_session
from sqlalchemy.types import TypeDecorator

from caseapp.dates import PartialDate, from_storage
from caseapp.db.scopes import ORGANISATION, key_of, keys_if_any, open_scopes, system_scope_id
from caseapp.db.unlocked import keyring
from caseapp.vault import Binding, DataKey, FieldOpener, NotACiphertext, Padding, Tampered, seal_field

T = TypeVar("T")
CIPHERTEXT_MARK = 0xC1
PENDING = b""
_OPENED = "_opened"
_NULL, _VALUE = b"\x00", b"\x01"


class LockedText(str):
    """What a field of a scope without key reads as: empty, and shown as "locked" by the templates."""

    __slots__ = ()


LOCKED = LockedText("")


def is_locked(value: object) -> bool:
    """Tell whether ``value`` was read from a scope whose key is not to be had."""
    return isinstance(value, LockedText)


class Ciphertext(TypeDecorator[bytes]):
    """A column that takes and returns nothing but ciphertexts: plain text raises in both directions."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Refuse to write anything that is not a ciphertext."""
        return _ciphertext_or_raise(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Refuse to read anything that is not a ciphertext."""
        return _ciphertext_or_raise(value)


def _ciphertext_or_raise(value: bytes | None) -> bytes | None:
    if value is None or not isinstance(value, bytes) or not value or value[0] != CIPHERTEXT_MARK:
        raise NotACiphertext("an encrypted column holds something that is not a ciphertext")
    return value


Raw = bytes | memoryview
"""The bytes of a value: of one that was just opened a view, which is not copied before something is made of it."""


@dataclass(frozen=True)
class Codec(Generic[T]):
    """How a value becomes bytes and comes back; ``empty`` is what an absent value reads as."""

    encode: Callable[[T], bytes]
    decode: Callable[[Raw], T]
    empty: T
    locked: T


def _json_bytes(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _as_text(raw: Raw) -> str:
    return str(raw, "utf-8")


TEXT: Codec[str] = Codec(str.encode, _as_text, "", LOCKED)
BYTES: Codec[bytes] = Codec(bytes, bytes, b"", b"")
JSON: Codec[Any] = Codec(_json_bytes, lambda raw: json.loads(bytes(raw)), None, None)
PARTIAL_DATE: Codec[PartialDate | None] = Codec(
    lambda value: value.storage().encode() if value else b"",
    lambda raw: from_storage(_as_text(raw)),
    None,
    None,
)
DAY: Codec[date | None] = Codec(
    lambda value: value.isoformat().encode() if value else b"",
    lambda raw: date.fromisoformat(_as_text(raw)),
    None,
    None,
)


class Encrypted(Generic[T]):
    """An encrypted attribute of a scoped model. See the module's text; ``INVENTORY`` lists every one."""

    INVENTORY: dict[str, "Encrypted[Any]"] = {}

    def __init__(
        self,
        label: str,
        codec: Codec[T] = TEXT,  # type: ignore[assignment]  # text is the default; others name their codec
        padding: Padding = Padding.TEXT,
        in_scope: str = "",
    ) -> None:
        """Declare the column.

        Args:
            label: "noun.field"; a leading dot takes the noun from the model's ``__kind__``.
            codec: how values become bytes.
            padding: the buckets that hide the value's length.
            in_scope: seal under the organisation's own scope instead of the row's (references, which stay
                readable when the row's own key is not to be had).
        """
        self.label = label
        self.codec = codec
        self.padding = padding
        self.in_scope = in_scope
        self.name = ""
        self.attribute = ""
        self._openers: dict[type, FieldOpener] = {}

    @classmethod
    def text(cls, label: str, *, in_scope: str = "") -> "Encrypted[str]":
        """Declare free text: padded to 512 bytes and more."""
        return Encrypted(label, TEXT, Padding.TEXT, in_scope)

    @classmethod
    def short(cls, label: str, *, in_scope: str = "") -> "Encrypted[str]":
        """Declare a name, number, code or choice: padded to multiples of 32 bytes."""
        return Encrypted(label, TEXT, Padding.NAME, in_scope)

    @classmethod
    def json(cls, label: str, *, in_scope: str = "") -> "Encrypted[Any]":
        """Declare a structure of plain JSON. Assign a new value to change it; changing it in place is not seen."""
        return Encrypted(label, JSON, Padding.TEXT, in_scope)

    @classmethod
    def partial_date(cls, label: str) -> "Encrypted[PartialDate | None]":
        """Declare a date as stated, in its own calendar, perhaps without day or month."""
        return Encrypted(label, PARTIAL_DATE, Padding.SHORT)

    @classmethod
    def day(cls, label: str) -> "Encrypted[date | None]":
        """Declare an exact Gregorian day."""
        return Encrypted(label, DAY, Padding.SHORT)

    @classmethod
    def raw(cls, label: str) -> "Encrypted[bytes]":
        """Declare bytes: keys of files, password hashes."""
        return Encrypted(label, BYTES, Padding.NAME)

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        self.attribute = f"{name}_sealed"
        column: Mapped[bytes] = mapped_column(name, Ciphertext, nullable=False)
        setattr(owner, self.attribute, column)
        if not self.label.startswith("."):
            if self.label in self.INVENTORY:
                raise TypeError(f"two encrypted columns are labelled {self.label}")
            self.INVENTORY[self.label] = self

    @overload
    def __get__(self, row: None, owner: type) -> Self: ...
    @overload
    def __get__(self, row: object, owner: type) -> T: ...
    def __get__(self, row: Any, owner: type) -> Self | T:
        if row is None:
            return self
        opened = row.__dict__.setdefault(_OPENED, {})
        if self.name not in opened:
            sealed = getattr(row, self.attribute)
            opened = row.__dict__.setdefault(_OPENED, {})  # reading it may have refreshed the row
            if sealed is None:
                return self.codec.empty
            opened[self.name] = self.open(type(row), row.id, row.scope_id, sealed)
        value: T = opened[self.name]
        return value

    def __set__(self, row: Any, value: T) -> None:
        if object_session(row) is not None and getattr(row, self.attribute) is not None:
            if self.__get__(row, type(row)) == value and not is_locked(value):
                return
            key_of(self._scope_id(row.scope_id))  # a row that cannot be read cannot be overwritten
        row.__dict__.setdefault(_OPENED, {})[self.name] = value
        setattr(row, self.attribute, PENDING)

    def open(self, model: type, row_id: uuid.UUID, scope_id: uuid.UUID, sealed: bytes) -> T:
        """Open one ciphertext; lists call this with the columns they selected.

        Raises:
            Tampered: the ciphertext is not the one sealed for this column of this row.
            ScopeLocked: the scope has keys, but never had one of the generation that the ciphertext names.
        """
        scope_id = self._scope_id(scope_id)
        keys = keys_if_any(scope_id)
        if keys is None:
            return self.codec.locked
        opener = self._opener(model, keys.instance_id)
        return self._value(opener.view(keys, row_id.bytes, scope_id.bytes, sealed))

    def open_with(
        self,
        model: type,
        keys: Callable[[int], DataKey],
        row_id: uuid.UUID,
        scope_id: uuid.UUID,
        sealed: bytes,
    ) -> T:
        """Open one ciphertext by keys that were kept beside it, where the database has none any more.

        Raises:
            Tampered: the ciphertext is not the one sealed for this column of this row.
        """
        opener = self._opener(model, keyring().instance_id)
        return self._value(opener.view(keys, row_id.bytes, scope_id.bytes, sealed))

    def _value(self, plain: memoryview) -> T:
        return self.codec.decode(plain[1:]) if plain[:1] == _VALUE else self.codec.empty

    def open_each(self, model: type, cells: Sequence[tuple[uuid.UUID, uuid.UUID, bytes]]) -> list[T]:
        """Open this column of many rows, each with its id, scope and ciphertext: their keys are looked up at once.

        Raises:
            Tampered: a ciphertext is not the one sealed for this column of its row.
            ScopeLocked: a scope has keys, but never had one of the generation that the ciphertext names.
        """
        if self.in_scope == ORGANISATION:
            sealed_in = [system_scope_id(ORGANISATION)] * len(cells)
        else:
            sealed_in = [scope_id for _row_id, scope_id, _sealed in cells]
        opened, opener = open_scopes(sealed_in), self._opener(model, keyring().instance_id)
        found: list[T] = []
        for (row_id, _scope_id, sealed), scope_id in zip(cells, sealed_in, strict=True):
            keys = opened.get(scope_id)
            if keys is None:
                found.append(self.codec.locked)
                continue
            plain = opener.view(keys, row_id.bytes, scope_id.bytes, sealed)
            found.append(self.codec.decode(plain[1:]) if plain[:1] == _VALUE else self.codec.empty)
        return found

    def authenticate_each(
        self, model: type, scope_id: uuid.UUID, cells: Iterable[tuple[bytes, bytes]]
    ) -> None:
        """Open this column of many rows of one scope, each with the bytes of its id and its ciphertext; keep nothing.

        Raises:
            Tampered: a ciphertext is not the one sealed for this column of its row, or its scope has no keys.
            ScopeLocked: the scope never had a key of the generation that the ciphertext names.
        """
        keys = keys_if_any(scope_id)
        if keys is None:
            raise Tampered("the keys are not there by which a column was sealed")
        view, scope = self._opener(model, keys.instance_id).view, scope_id.bytes
        for row_id, sealed in cells:
            view(keys, row_id, scope, sealed)

    def seal(self, row: Any) -> None:
        """Put the ciphertext of a pending value in its column; called before the flush."""
        value = row.__dict__.get(_OPENED, {}).get(self.name)
        setattr(row, self.attribute, self.sealed(type(row), row.id, row.scope_id, value))

    def sealed(self, model: type, row_id: uuid.UUID, scope_id: uuid.UUID, value: T | None) -> bytes:
        """Return the ciphertext of a value in this column of a row."""
        scope_id = self._scope_id(scope_id)
        plain = _NULL if value is None or value == self.codec.empty else _VALUE + self.codec.encode(value)
        binding = self._binding(model, row_id, scope_id)
        return seal_field(key_of(scope_id).active, binding, plain, self.padding)

    def reseal(self, row: Any) -> None:
        """Let the value of a row be sealed anew before the next flush, by its scope's newest key.

        Raises:
            ScopeLocked: the scope has no key; what cannot be read is not written over.
            Tampered: the value was edited outside the application.
        """
        key_of(self._scope_id(row.scope_id))
        self.__get__(row, type(row))
        setattr(row, self.attribute, PENDING)

    def label_for(self, model: type) -> str:
        """Return the full label for ``model``."""
        return f"{model.__kind__}{self.label}" if self.label.startswith(".") else self.label  # type: ignore[attr-defined]  # every scoped model has a kind

    def _scope_id(self, scope_id: uuid.UUID) -> uuid.UUID:
        return system_scope_id(ORGANISATION) if self.in_scope == ORGANISATION else scope_id

    def _opener(self, model: type, instance_id: uuid.UUID) -> FieldOpener:
        opener = self._openers.get(model)
        if opener is None or opener.instance_id != instance_id:
            opener = self._openers[model] = FieldOpener(instance_id, self.label_for(model))
        return opener

    def _binding(self, model: type, row_id: uuid.UUID, scope_id: uuid.UUID) -> Binding:
        return Binding(keyring().instance_id, self.label_for(model), row_id, scope_id)


def encrypted_columns(model: type) -> list[Encrypted[Any]]:
    """Return the encrypted attributes of ``model``, in the order of their declaration, inherited ones last."""
    found = _COLUMNS.get(model)
    if found is None:
        by_name: dict[str, Encrypted[Any]] = {}
        for base in model.__mro__:
            for name, value in vars(base).items():
                if isinstance(value, Encrypted):
                    by_name.setdefault(name, value)
        found = _COLUMNS[model] = list(by_name.values())
    return found


_COLUMNS: dict[type, list[Encrypted[Any]]] = {}


def drop_opened(row: Any) -> None:
    """Forget the plain values of ``row``; called when SQLAlchemy expires it."""
    row.__dict__.pop(_OPENED, None)


def seal_pending(row: Any) -> None:
    """Seal every value of ``row`` that waits for it, and the absent ones of a new row."""
    for column in encrypted_columns(type(row)):
        sealed = getattr(row, column.attribute)
        if sealed is None or sealed == PENDING:
            column.seal(row)
