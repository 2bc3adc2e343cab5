"""What is looked for when somebody is to be erased: names, numbers and references, and whether they stand in a text.

Nothing of it is kept: it is read from their own records each time.
"""

import re
import uuid
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from sqlalchemy import LargeBinary, cast, select

from caseapp.cases.models import Case
from caseapp.db import Encrypted, db
from caseapp.db.engine import among_given, given_ids
from caseapp.db.references import Referenced
from caseapp.erasures.reach import Doomed
from caseapp.names.normalise import fold
from caseapp.people.models import ContactRoute, PersonName
from caseapp.vault import VaultError
from caseapp.web.installed import all_kinds

SHORTEST = 6
"""A name of fewer letters counts only where it stands as a word of its own: it would be part of many."""
SHORT, MOST = 40, 10_000
"""Texts so short are asked about once, so many of them."""
WINDOW = 24
"""Words that are shown around a mention."""
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Needles:
    """What is looked for, as it is compared: letters and digits alone, and short names as words."""

    joined: frozenset[str]
    words: frozenset[str]
    ids: frozenset[str] = frozenset()

    @classmethod
    def of(cls, texts: set[str], ids: Iterable[uuid.UUID] = ()) -> "Needles":
        """Make them from names, numbers and references as they are written, and from ids of records."""
        joined = {each for text in texts for each in _joined_ways(text)}
        return cls(
            frozenset(each for each in joined if len(each) >= SHORTEST),
            frozenset(f" {' '.join(_words(text))} " for text in texts if 1 < len(_joined(text)) < SHORTEST),
            frozenset(each.hex for each in ids),
        )

    def without_ids(self) -> "Needles":
        """Return what to look for in what was before: a random id tells nothing once nothing bears it."""
        return Needles(self.joined, self.words)

    def are_in(self, text: str) -> bool:
        """Tell whether one of them stands in ``text``."""
        if not text:
            return False
        words = _words(text)
        joined = "".join(words)
        apart = f" {' '.join(words)} "
        return any(each in joined for each in self.joined | self.ids) or any(
            each in apart for each in self.words
        )

    def places_in(self, pieces: Iterable[str]) -> set[int]:
        """Return which of the ``pieces`` of a text, one after the other, hold one of them or a part of one."""
        words = [(word, place) for place, piece in enumerate(pieces) for word in _words(piece)]
        places = [place for _word, place in words]
        ends = list(accumulate(len(word) for word, _place in words))
        found = {
            places[each]
            for start, end in _spans("".join(word for word, _place in words), self.joined | self.ids)
            for each in range(bisect_right(ends, start), bisect_right(ends, end - 1) + 1)
        }
        apart = list(accumulate(len(word) + 1 for word, _place in words))
        text = f" {' '.join(word for word, _place in words)} "
        for start, end in _spans(text, self.words):  # with the blank before and the one behind
            found |= {
                places[each] for each in range(bisect_right(apart, start), bisect_right(apart, end - 2) + 1)
            }
        return found


@dataclass(frozen=True)
class Called:
    """The rows that say what is looked for and may be changed: names, ways to reach somebody, telephones of cases."""

    ids: frozenset[uuid.UUID]
    seq: int
    """Where the counter of changes stood when the last of them was written."""


def called(doomed: Doomed) -> Called:
    """Return the rows from which what is looked for is read."""
    ids: set[uuid.UUID] = set()
    last = 0
    for model in (PersonName, ContactRoute, Case):
        query = select(model.id, model.seq).where(among_given(model.scope_id))
        for row_id, seq in db.session.execute(query, given_ids(doomed.scopes)):
            ids.add(row_id)
            last = max(last, seq)
    return Called(frozenset(ids), last)


class Asked:
    """Whether they stand in a text, asked once for the codes and short words that thousands of rows hold."""

    def __init__(self, needles: Needles) -> None:
        self._needles = needles
        self._known: dict[str, bool] = {}

    def stand_in(self, text: str) -> bool:
        """Tell whether one of them stands in ``text``."""
        if len(text) > SHORT:
            return self._needles.are_in(text)
        found = self._known.get(text)
        if found is None:
            if len(self._known) >= MOST:
                self._known.clear()
            found = self._known[text] = self._needles.are_in(text)
        return found


def needles_for(doomed: Doomed, *, readable: bool = False) -> Needles:
    """Return what to look for: every name of the persons, every way to reach them, the references of their work.

    The ids of their records are among it, because what points to them is sealed in a few places. ``readable`` passes
    over what was damaged: of a backup that is restored all the same, the other names are still looked for.

    Raises:
        Tampered: one of them was edited outside the application, and not only what is readable was asked for.
    """
    texts: set[str] = set()
    for model, column in ((PersonName, PersonName.name), (ContactRoute, ContactRoute.value)):
        texts |= _opened(model, column, doomed, readable=readable)
    for kind in all_kinds().values():
        if issubclass(kind.model, Referenced):
            texts |= _opened(kind.model, kind.model.reference, doomed, readable=readable)
    texts |= _opened(Case, Case.telephone, doomed, readable=readable)
    return Needles.of({text for text in texts if text}, (each.id for each in doomed.records))


def excerpt(value: Any, needles: Needles) -> str:
    """Return the few words of a value in which they are mentioned, empty where none are."""
    for text in texts_in(value):
        words = text.split()
        for start in range(0, len(words), WINDOW // 2):
            some = " ".join(words[start : start + WINDOW])
            if needles.are_in(some):
                return some
    return ""


def texts_in(value: Any) -> Iterator[str]:
    """Yield every text in a value of plain JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts_in(each)


def _opened(model: Any, column: Encrypted[Any], doomed: Doomed, *, readable: bool) -> set[str]:
    as_it_is = cast(getattr(model, column.attribute), LargeBinary)  # even where it is no ciphertext
    query = select(model.id, model.scope_id, as_it_is).where(among_given(model.scope_id))
    cells = [tuple(row) for row in db.session.execute(query, given_ids(doomed.scopes))]
    if not readable:
        return set(column.open_each(model, cells))
    found: set[str] = set()
    for cell in cells:
        with suppress(VaultError):
            found.add(column.open(model, *cell))
    return found


def _spans(text: str, wanted: Collection[str]) -> Iterator[tuple[int, int]]:
    for each in wanted:
        start = text.find(each)
        while start >= 0:
            yield start, start + len(each)
            start = text.find(each, start + 1)


def _words(text: str) -> list[str]:
    return [word for word in _SIGNS.split(fold(text)) if word]


def _joined(text: str) -> str:
    return "".join(_words(text))


def _joined_ways(text: str) -> set[str]:
    """Return a text as it is compared, and turned round: family name first."""
    words = _words(text)
    return {"".join(words), "".join([*words[-1:], *words[:-1]])}
