"""Mentions: the rows elsewhere that name whom an erasure is about, and what may be decided about each.

Rows that name them by a reference are found by the tables themselves, so that a new table is found too; what stands
in words is found by looking through what somebody sees, see ``looking``.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from caseapp.access import list_visible, visible_to, within_reach
from caseapp.accounts import User
from caseapp.db import Record, db
from caseapp.db.engine import among_given, given_ids
from caseapp.db.erasing import mentioned
from caseapp.erasures.models import Decided, Erasure, How, Mention
from caseapp.erasures.queries import doomed_of
from caseapp.erasures.reach import Doomed, reached_only_through
from caseapp.web.fates import Fate
from caseapp.web.installed import all_kinds, model_of


@dataclass(frozen=True)
class Hit:
    """A row that mentions them, and how."""

    kind: str
    id: uuid.UUID
    how: How
    part: str

    @property
    def key(self) -> tuple[uuid.UUID, str]:
        """Return what tells mentions of one erasure apart."""
        return self.id, self.how.value


@dataclass(frozen=True)
class Undecided:
    """How many mentions are still undecided: those that the reader sees, and whether there are others."""

    seen: int
    hidden: bool


def links(doomed: Doomed) -> Iterator[Hit]:
    """Yield the rows elsewhere that name a row of what is doomed. Rows that were taken out count no more."""
    kinds = all_kinds()  # each called as its table is
    for table, column, ids in mentioned(doomed.scopes):
        kind = kinds.get(table.name)
        if kind is None or kind.erased.fate is not Fate.WITH_SCOPE:
            continue
        there = select(table.c.id).where(among_given(table.c.id), table.c.removed_on.is_(None))
        for row_id in db.session.scalars(there, given_ids(ids)):
            yield Hit(table.name, row_id, How.LINK, column.name)


def gone_with_an_end(doomed: Doomed) -> set[uuid.UUID]:
    """Return the rows elsewhere that go because an end of theirs does: nobody need decide about them."""
    kinds = all_kinds()
    return {
        row_id
        for table, _column, ids in mentioned(doomed.scopes)
        if table.name in kinds and kinds[table.name].erased.fate is Fate.EITHER_END
        for row_id in ids
    }


def undecided_by(user: User, erasure: Erasure) -> Undecided:
    """Return how much is undecided, as far as ``user`` may know."""
    doomed = doomed_of(erasure)
    if doomed is None:
        return Undecided(0, hidden=False)
    decided = {(each.mentioned_id, each.found_by): each.decided for each in _stored(erasure)}
    # What goes along is no mention elsewhere; one that was to go and is still elsewhere needs another decision.
    open_ones = (None, Decided.OPEN, Decided.ALONG)
    hits = [hit for hit in links(doomed) if decided.get(hit.key) in open_ones]
    hits += [
        hit_of(each)
        for each in _stored(erasure)
        if each.found_by != How.LINK and each.decided == Decided.OPEN
    ]
    seen = seen_among(user, hits)
    there = _there(hits)
    return Undecided(len(seen), hidden=bool(there - seen))


def seen_among(user: User, hits: Iterable[Hit]) -> set[Hit]:
    """Return those whose row ``user`` sees."""
    return {
        hit
        for (kind, standing), some in _by_kind(hits).items()
        for ids in [_seen(user, kind, {hit.id for hit in some}, standing=standing)]
        for hit in some
        if hit.id in ids
    }


def mentions_seen_by(user: User, erasure: Erasure) -> list[Mention]:
    """Return the mentions that were found in records which ``user`` sees, the undecided ones first."""
    query = select(Mention).where(Mention.erasure_id == erasure.id).order_by(Mention.seq)
    found = list_visible(user, query)
    seen = {hit.key for hit in seen_among(user, [hit_of(each) for each in found])}
    there = [each for each in found if (each.mentioned_id, each.found_by) in seen]
    return sorted(there, key=lambda each: each.decided != Decided.OPEN)


def is_open(mention: Mention, row: Any, doomed: Doomed) -> bool:
    """Tell whether a mention waits for a decision: the first one, or another because its ``row`` stays after all."""
    stays = row is not None and row.scope_id not in doomed.scopes
    return mention.decided == Decided.OPEN or (mention.decided == Decided.ALONG and stays)


def hit_of(mention: Mention) -> Hit:
    """Return what a mention says was found."""
    return Hit(mention.mentioned_kind, mention.mentioned_id, How(mention.found_by), mention.part)


def ways(erasure: Erasure, mention: Mention) -> list[Decided]:
    """Return what may be decided about a mention. It may always stay, for a reason."""
    found = [Decided.KEEP]
    if mention.found_by == How.FORMER:
        return [*found, *_ways_of_before(mention)]
    kind = all_kinds()[mention.mentioned_kind]
    if mention.found_by == How.WORDS:
        # A text is corrected on its own page; looked through again, it is no longer found. A note has no such page.
        return [*found, Decided.BLACKEN] if may_be_blackened(mention) else found
    column = kind.model.__table__.c[mention.part]
    if kind.erased.loose or (column.nullable and column.foreign_keys):
        found.append(Decided.TAKE_OUT)
    row, doomed = db.session.get(kind.model, mention.mentioned_id), doomed_of(erasure)
    if not kind.erased.with_last or row is None or doomed is None:
        return found
    if reached_only_through(row.scope_id, doomed.scopes):
        found.append(Decided.ALONG)
    return found


def may_be_blackened(mention: Mention) -> bool:
    """Tell whether words that stand in a row may be blackened there, because no page corrects them."""
    return mention.found_by == How.WORDS and all_kinds()[mention.mentioned_kind].erased.grow


def _ways_of_before(mention: Mention) -> list[Decided]:
    row = db.session.get(model_of(mention.mentioned_kind), mention.mentioned_id)
    return (
        [Decided.BLACKEN] if row is None or row.removed_on is not None else [Decided.BLACKEN, Decided.EMPTY]
    )


def _stored(erasure: Erasure) -> list[Mention]:
    return list(db.session.scalars(select(Mention).where(Mention.erasure_id == erasure.id)))


def _there(hits: Collection[Hit]) -> set[Hit]:
    found: set[Hit] = set()
    for (kind, standing), some in _by_kind(hits).items():
        model = model_of(kind)
        query = select(model.id).where(among_given(model.id))
        if standing:
            query = query.where(model.removed_on.is_(None))
        ids = set(db.session.scalars(query, given_ids({hit.id for hit in some})))
        found |= {hit for hit in some if hit.id in ids}
    return found


def _seen(user: User, kind: str, ids: set[uuid.UUID], *, standing: bool) -> set[uuid.UUID]:
    model: type[Record] = model_of(kind)
    there = visible_to(user, model, few=True) if standing else within_reach(user, model, few=True)
    return set(db.session.scalars(select(model.id).where(among_given(model.id), there), given_ids(ids)))


def _by_kind(hits: Iterable[Hit]) -> dict[tuple[str, bool], list[Hit]]:
    """Return them by kind, and by whether their row must stand: of words in one that was taken out somebody decides."""
    found: dict[tuple[str, bool], list[Hit]] = defaultdict(list)
    for hit in hits:
        found[hit.kind, hit.how is How.LINK].append(hit)
    return found
