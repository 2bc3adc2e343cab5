"""Looking through texts piece by piece: whose they are is asked anew for each piece, and keys are dropped behind it."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, repeat
from typing import Any

from sqlalchemy import select

from caseapp.access import check_reach, hidden_among, visible_scopes
from caseapp.access.models import ScopeLink
from caseapp.accounts import User
from caseapp.db import Scope, check_access_macs, end_read, open_scopes, rows_found
from caseapp.db.engine import among_given, given, stored
from caseapp.text_search.excerpts import Excerpt, excerpts
from caseapp.text_search.matching import Sought
from caseapp.text_search.sources import Source, sources_for
from caseapp.web.kind import Named

STEPS = (100, 300, 1_000)
"""So many texts are looked through at once: few at the beginning, so that something is soon to be seen, then more, so
that less is asked in between. A thousand of two kilobytes take about a tenth of a second."""
MOST_BYTES = 4 * 1024 * 1024
"""No more than that at once, however few texts it is: a whole book is a text, too."""
_ASKED_AT_ONCE = 1_000


@dataclass(frozen=True)
class Hit:
    """A text that has what is sought: of which record it is, on whose page one reads it, and its words."""

    record: Named
    of: Named
    scope_id: str
    changed_on: date
    lang: str
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True)
class Looked:
    """What one piece gave: how many texts were looked at, how many could not be opened, and where there is a hit."""

    texts: int
    locked: int
    hits: list[Hit]


@dataclass(frozen=True)
class Piece:
    """Texts to look at together: all in some scopes, or of one source those of some ids, where a scope has many."""

    scopes: tuple[str, ...]
    source: Source | None = None
    ids: tuple[str, ...] = ()


class Looking:
    """A search through the texts in some scopes and in those that are reached through them."""

    def __init__(self, user: User, sought: Sought, scopes: Sequence[str]) -> None:
        """Find out which texts there are for ``user``, who reaches ``scopes``. Nothing is opened yet."""
        self._user, self._sought = user, sought
        self._sources = sources_for(user)
        self._counts: list[dict[str, int]] = [{} for _source in self._sources]
        """How many texts of each source a scope has; scopes without any are left out."""
        self._texts: dict[str, tuple[int, int]] = {}
        """How many texts a scope has, and their size in bytes."""
        known: set[str] = set()
        for start in range(0, len(scopes), _ASKED_AT_ONCE):
            near = _visible_near(user, scopes[start : start + _ASKED_AT_ONCE])
            self._count([scope_id for scope_id in near if scope_id not in known])
            known.update(near)
        self.total = sum(number for number, _size in self._texts.values())

    def _count(self, scopes: Sequence[str]) -> None:
        here = dict.fromkeys(scopes, (0, 0))
        for counts, source in zip(self._counts, self._sources, strict=True):
            rows: Sequence[Any] = rows_found(source.counted, given(scopes))
            for scope_id, number, size in rows:
                counts[scope_id] = number
                before, size_before = here[scope_id]
                here[scope_id] = before + number, size_before + size
        self._texts.update((scope_id, texts) for scope_id, texts in here.items() if texts[0])

    def pieces(self) -> Iterator[Piece]:
        """Yield the texts in pieces of about so many as ``STEPS`` say, in the order of the scopes."""
        scopes = ((scope_id, number, size) for scope_id, (number, size) in self._texts.items())
        for together in _pieces(scopes, chain(STEPS, repeat(STEPS[-1]))):
            number, size = self._texts[together[0]]
            if number > STEPS[-1] or size > MOST_BYTES:
                yield from self._pieces_of(together[0])
            else:
                yield Piece(tuple(together))

    def _pieces_of(self, scope_id: str) -> Iterator[Piece]:
        for counts, source in zip(self._counts, self._sources, strict=True):
            if scope_id in counts:
                rows: Sequence[Any] = rows_found(source.ids, given([scope_id]))
                ids = ((row_id, 1, size) for row_id, size in rows)
                for together in _pieces(ids, repeat(STEPS[-1])):
                    yield Piece((scope_id,), source, tuple(together))

    def look_at(self, piece: Piece) -> Looked:
        """Look through one piece, of which ``user`` may see at this moment what they may see.

        Raises:
            Tampered: a row, or who may reach it, was edited outside the application.
            Locked: the system was locked meanwhile.
        """
        end_read()
        reached = still_reached(self._user, piece.scopes)
        ids = [uuid.UUID(scope_id) for scope_id in reached]
        check_reach(ids)
        opened = open_scopes(ids)
        texts = locked = 0
        hits: list[Hit] = []
        for source, rows in self._rows(piece, reached):
            check_access_macs(source.model, rows, once=True)
            open_rows = [row for row in rows if row.scope_id in opened]
            texts += len(rows)
            locked += len(rows) - len(open_rows)
            hits += self._hits(source, open_rows)
        end_read()
        return Looked(texts, locked, hits)

    def _rows(self, piece: Piece, reached: Sequence[str]) -> Iterator[tuple[Source, Sequence[Any]]]:
        if piece.source is not None:
            among = set(reached)
            rows: Sequence[Any] = rows_found(piece.source.by_ids, given(piece.ids))
            yield piece.source, [row for row in rows if row.scope_id.hex in among]
            return
        for counts, source in zip(self._counts, self._sources, strict=True):
            if here := [scope_id for scope_id in reached if scope_id in counts]:
                yield source, rows_found(source.in_scopes, given(here))

    def _having(
        self, rows: Sequence[Any], texts_of_rows: list[list[str]]
    ) -> list[tuple[Any, list[str], Any]]:
        """Return the rows that have what is sought, each with its texts and where it stands in them."""
        looked = (
            (row, texts, self._sought.in_texts(texts) if texts else None)
            for row, texts in zip(rows, texts_of_rows, strict=True)
        )
        return [(row, texts, spans) for row, texts, spans in looked if spans is not None]

    def _hits(self, source: Source, rows: Sequence[Any]) -> Iterator[Hit]:
        found: dict[uuid.UUID, tuple[Any, tuple[Excerpt, ...]]] = {}
        having = self._having(rows, source.texts(rows))
        if source.masked and having:
            hidden = hidden_among(self._user, [row for row, _texts, _spans in having])
            seen = [each for each in having if each[0].id not in hidden]
            others = [row for row, _texts, _spans in having if row.id in hidden]
            having = [*seen, *self._having(others, source.texts(others, masked=False))]
        for row, texts, spans in having:
            cut = (excerpts(text, here) for text, here in zip(texts, spans, strict=True))
            found[row.id] = row, tuple(chain.from_iterable(cut))
        told = source.told_of(found)
        for record_id, (row, pieces) in found.items():
            lang = getattr(told[record_id], "language", None) or ""
            record = (source.model.__kind__, record_id)
            yield Hit(record, source.of(row), row.scope_id.hex, told[record_id].changed_on, lang, pieces)


def _pieces(sized: Iterable[tuple[str, int, int]], steps: Iterator[int]) -> Iterator[list[str]]:
    """Yield ids together that are neither more texts nor more bytes than one piece has; each of ``sized`` is an id,
    its texts and their size. One that is too large for a piece comes alone.
    """
    together: list[str] = []
    texts = bytes_ = 0
    step = next(steps)
    for each, number, size in sized:
        if together and (texts + number > step or bytes_ + size > MOST_BYTES):
            yield together
            together, texts, bytes_, step = [], 0, 0, next(steps)
        together.append(each)
        texts, bytes_ = texts + number, bytes_ + size
    if together:
        yield together


def still_reached(user: User, scopes: Iterable[str]) -> list[str]:
    """Return those of ``scopes`` that ``user`` reaches at this moment, in their order."""
    wanted = list(dict.fromkeys(scopes))
    query = visible_scopes(user).with_only_columns(stored(Scope.id)).where(among_given(stored(Scope.id)))
    found = {scope_id for (scope_id,) in rows_found(query, given(wanted))}
    return [scope_id for scope_id in wanted if scope_id in found]


def _visible_near(user: User, scopes: Sequence[str]) -> list[str]:
    """Return scopes that ``user`` reaches and what they reach through them in two steps, each behind what leads to it.

    A step goes only through what they reach: what hangs on a record that is kept from them is not told to hang here.
    """
    below = _reached_through(user, scopes)
    further = _reached_through(user, list(chain.from_iterable(below.values())))
    ordered: dict[str, None] = {}
    for scope_id in scopes:
        ordered[scope_id] = None
        for each in below.get(scope_id, ()):
            ordered[each] = None
            ordered.update(dict.fromkeys(further.get(each, ())))
    return list(ordered)


def _reached_through(user: User, scopes: Sequence[str]) -> dict[str, list[str]]:
    rows: Sequence[Any] = rows_found(_THROUGH, given(scopes))
    reached = set(still_reached(user, (scope_id for _through, scope_id in rows)))
    found: dict[str, list[str]] = {}
    for through, scope_id in rows:
        if scope_id in reached:
            found.setdefault(through, []).append(scope_id)
    return found


_THROUGH = select(stored(ScopeLink.through_scope_id), stored(ScopeLink.of_scope_id)).where(
    among_given(stored(ScopeLink.through_scope_id)), ScopeLink.removed_on.is_(None)
)
