"""Which columns are read for mentions: words about somebody's case, in every table that may outlive whom it names."""

from collections.abc import Iterator
from typing import Any

from caseapp.db import Encrypted, Record
from caseapp.db.encrypted import JSON, TEXT, encrypted_columns
from caseapp.web.fates import Fate
from caseapp.web.installed import all_kinds
from caseapp.web.sentences import TYPED_OR_WORDED

OF_THEMSELVES = frozenset({"person.list_pack", "person_name.name", "contact_route.value"})
"""What others are called and how they are reached: a namesake, or a family's telephone, is no mention."""


def columns_read() -> Iterator[tuple[type[Record], list[Encrypted[Any]]]]:
    """Yield the models whose rows tell of somebody's case, with their columns of words."""
    for kind in all_kinds().values():
        if kind.erased.fate in {Fate.WITH_SCOPE, Fate.EITHER_END}:
            words = columns_of(kind.model)
            if words:
                yield kind.model, words


def columns_of(model: type[Record]) -> list[Encrypted[Any]]:
    """Return the columns of words of a model."""
    return [each for each in encrypted_columns(model) if _is_read(model, each)]


def _is_read(model: type[Record], column: Encrypted[Any]) -> bool:
    is_words = column.codec is TEXT or column.codec is JSON or column.codec is TYPED_OR_WORDED
    return is_words and column.label_for(model) not in OF_THEMSELVES
