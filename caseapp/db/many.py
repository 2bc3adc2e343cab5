"""Columns of many rows, opened in one pass: for numbers and files, which go through everything there is.

The key of each row comes with it and is forgotten behind it, so that a hundred thousand rows take no more memory than a
thousand.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Select

from caseapp.db.encrypted import Encrypted
from caseapp.db.engine import db, id_bytes, stored
from caseapp.db.scopes import ScopeKeys, keys_for_now, with_newest_key
from caseapp.db.unlocked import keyring
from caseapp.vault import DataKey, FieldOpener, UnknownKey, Unwrapper

BLOCK = 1_000
"""So many rows at once."""
_VALUE = b"\x01"


def stored_blocks(question: Any) -> Iterator[list[tuple[Any, ...]]]:
    """Yield the rows that a question finds, in lists of ``BLOCK``, with their values as the database keeps them.

    Ids are hexadecimal digits and days ISO 8601: making objects of a hundred thousand that nobody looks at takes longer
    than the question. It is asked past the session; what waits to be written is not found.
    """
    result = db.session.connection().execute(question)
    cursor: Any = result.cursor  # past SQLAlchemy's rows, which are made one by one
    try:
        while rows := cursor.fetchmany(BLOCK):
            yield rows
    finally:
        result.close()


def with_sealed(question: Select[Any], model: Any, columns: Sequence[Encrypted[Any]]) -> Select[Any]:
    """Return a question with what ``open_stored`` needs of the row of ``model`` that each of its rows leads to.

    It stands behind the question's own columns; the question joins ``model``, or selects from it.
    """
    sealed = (getattr(model, column.attribute) for column in columns)
    return with_newest_key(
        question.add_columns(stored(model.id), stored(model.scope_id), *sealed), model.scope_id
    )


def open_stored(
    model: Any, columns: Sequence[Encrypted[Any]], rows: Sequence[Sequence[Any]]
) -> Iterator[Sequence[bytes | None]]:
    """Open ``columns`` of the ``stored_blocks`` rows of a question ``with_sealed``, each row with its own key.

    Yields the bytes of each row's values, in order: what is made of those that come again is made once by whoever
    asks. There are none where there is no value; where there is no key to be had, None stands for each.

    Raises:
        Tampered: a ciphertext is not the one sealed for this column of its row.
        ScopeLocked: a scope has keys, but never had one of the generation that the ciphertext names.
    """
    ring, kind = keyring(), model.__kind__
    unwrap = Unwrapper(ring)
    openers = [FieldOpener(ring.instance_id, column.label_for(model)) for column in columns]
    first = -len(openers) - _ABOUT_ROW
    locked = [None] * len(openers)
    for row in rows:
        id_text, scope_text, *sealed, generation, wrap = row[first:]
        if wrap is None:
            yield locked
            continue
        row_id, scope_id = id_bytes(id_text), id_bytes(scope_text)
        key: DataKey | ScopeKeys = unwrap(kind, scope_id, generation, wrap)
        try:
            plain = [
                opened(key, row_id, scope_id, each) for opened, each in zip(openers, sealed, strict=True)
            ]
        except UnknownKey:  # sealed by a former key of its scope
            key = keys_for_now([scope_text])[scope_text]
            plain = [
                opened(key, row_id, scope_id, each) for opened, each in zip(openers, sealed, strict=True)
            ]
        yield [value[1:] if value[:1] == _VALUE else b"" for value in plain]


_ABOUT_ROW = 4
"""Its id, its scope, and generation and wrap of its key."""
