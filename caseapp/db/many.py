"""Columns of many rows, opened in one pass: for numbers and files, which go through everything there is.

What opens them is forgotten with each block of rows, so that a hundred thousand take no more memory than a thousand.
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from caseapp.db.encrypted import Encrypted
from caseapp.db.scopes import keys_for_now
from caseapp.db.unlocked import keyring
from caseapp.vault import Binding, open_field

T = TypeVar("T")
BLOCK = 1_000
"""So many rows at once: their keys are looked up together, and forgotten together."""
_VALUE = b"\x01"


def in_blocks(values: Iterable[T]) -> Iterator[list[T]]:
    """Yield values in lists of ``BLOCK``."""
    rest = iter(values)
    while block := list(islice(rest, BLOCK)):
        yield block


def open_rows(
    model: type, columns: Sequence[Encrypted[Any]], rows: Sequence[Sequence[Any]]
) -> Iterator[tuple[uuid.UUID, list[Any]]]:
    """Open several columns of many rows, each with its id, its scope and the ciphertexts in the order of ``columns``.

    Yields id and values of each row, in order. As everywhere, what has no key to be had reads as locked.

    Raises:
        Tampered: a ciphertext is not the one sealed for this column of its row.
        ScopeLocked: a scope has keys, but never had one of the generation that the ciphertext names.
    """
    keys = keys_for_now({row[1] for row in rows})
    instance_id = keyring().instance_id
    ways = [(column.label_for(model), column.codec) for column in columns]
    for row in rows:
        row_id, scope_id = row[0], row[1]
        of_scope = keys.get(scope_id)
        if of_scope is None:
            yield row_id, [codec.locked for _label, codec in ways]
            continue
        values = []
        for place, (label, codec) in enumerate(ways, 2):
            plain = open_field(of_scope, Binding(instance_id, label, row_id, scope_id), row[place])
            values.append(codec.decode(plain[1:]) if plain[:1] == _VALUE else codec.empty)
        yield row_id, values
