"""Looking through everything that somebody sees for the names, numbers and references of whom is to be erased.

What a record was before it was changed, and what was taken out, is looked through as well: who reads a history reads
it there. Nothing is kept of what was read: a row that mentions them is noted by kind, id and column, in their scope.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator

from sqlalchemy import LargeBinary, cast, func, select

from caseapp.access import within_reach
from caseapp.accounts import User
from caseapp.audit import record
from caseapp.clock import today
from caseapp.db import RecordVersion, db, field_value, write
from caseapp.db.scopes import forget_scope_keys
from caseapp.erasures.former import opened_states
from caseapp.erasures.mentions import Hit, gone_with_an_end, hit_of, links, seen_among
from caseapp.erasures.models import Decided, Erasure, How, Mention
from caseapp.erasures.needles import Asked, called, needles_for, texts_in
from caseapp.erasures.queries import doomed_of, target_scope
from caseapp.erasures.reach import Doomed
from caseapp.erasures.reading import columns_read
from caseapp.erasures.workflow import OPEN
from caseapp.web.installed import model_of

A_FEW = 500
_SEALED = cast(getattr(RecordVersion, RecordVersion.state.attribute), LargeBinary)
"""The ciphertext as it is, even where somebody put something else there: one of many must not end the look."""
Advance = Callable[[int, int], object]


def look_through(user: User, erasure: Erasure, advance: Advance = lambda _done, _of: None) -> None:
    """Note every mention that ``user`` sees or that a reference tells, and which are no longer found.

    It reads for as long as it takes, and then writes once. Where the erasure was carried out or stopped meanwhile, it
    notes nothing.
    """
    doomed = doomed_of(erasure)
    if doomed is None:
        return
    erasure_id = erasure.id
    going = gone_with_an_end(doomed)
    words = (hit for hit in _in_words(user, doomed, advance) if hit.id not in going)
    found = {hit.key: hit for hit in (*links(doomed), *words)}
    forget_scope_keys()
    with write(quiet=True):
        note_mentions(user, db.session.get_one(Erasure, erasure_id), found.values())


def note_mentions(user: User, erasure: Erasure, hits: Iterable[Hit]) -> None:
    """Note what ``user`` found today, and that what they see is no longer found where it is not among it.

    Nothing is noted about an erasure that is over: whom a mention would lie with is not there any more.
    """
    scope_id = target_scope(erasure)
    if scope_id is None or erasure.status not in OPEN:
        return
    found = {hit.key: hit for hit in hits}
    known = {(each.mentioned_id, each.found_by): each for each in _known(erasure)}
    for key in found.keys() - known.keys():
        hit = found[key]
        known[key] = Mention(
            scope_id=scope_id,
            erasure_id=erasure.id,
            mentioned_kind=hit.kind,
            mentioned_id=hit.id,
            found_by=hit.how.value,
            part=hit.part,
            decided=Decided.OPEN.value,
        )
        db.session.add(known[key])
    seen = {hit.key for hit in seen_among(user, [hit_of(each) for each in known.values()])}
    for key, mention in known.items():
        if key in found and mention.decided == Decided.GONE:
            mention.decided = Decided.OPEN.value
        elif key not in found and key in seen and mention.decided == Decided.OPEN:
            mention.decided, mention.decided_by = Decided.GONE.value, user.id
    doomed = doomed_of(erasure)
    since = called(doomed).seq if doomed is not None else 0
    for mention in known.values():
        if mention.decided == Decided.BLACKEN and mention.seq < since:
            mention.decided = Decided.OPEN.value  # it was decided about fewer words
        if _was_corrected(mention, known):
            mention.decided, mention.decided_by = Decided.EMPTY.value, user.id
    erasure.looked_on = today()
    record(user, "erasure.looked_through", erasure)


def _was_corrected(mention: Mention, known: dict[tuple[uuid.UUID, str], Mention]) -> bool:
    """Tell whether a former state waits for a decision though somebody has corrected the record for this erasure."""
    if mention.found_by != How.FORMER or mention.decided != Decided.OPEN:
        return False
    now = known.get((mention.mentioned_id, How.WORDS.value))
    row = db.session.get(model_of(mention.mentioned_kind), mention.mentioned_id)
    return now is not None and now.decided == Decided.GONE and row is not None and row.removed_on is None


def _in_words(user: User, doomed: Doomed, advance: Advance) -> Iterator[Hit]:
    columns = list(columns_read())
    totals = [db.session.scalar(select(func.count()).select_from(model)) or 0 for model, _ in columns]
    former = db.session.scalar(select(func.count()).select_from(RecordVersion)) or 0
    done, total, asked = 0, sum(totals) + former, Asked(needles := needles_for(doomed))
    named = Asked(needles.without_ids())
    for (model, sealed), number in zip(columns, totals, strict=True):
        cells = [getattr(model, each.attribute) for each in sealed]
        query = select(model.id, model.scope_id, model.removed_on, *cells).where(within_reach(user, model))
        for rows in db.session.execute(query.execution_options(yield_per=A_FEW)).partitions():
            forget_scope_keys()  # a few scopes at a time: their keys would stay in memory until the end
            elsewhere = [row for row in rows if row[1] not in doomed.scopes]
            for place, column in enumerate(sealed, 3):
                values = column.open_each(model, [(row[0], row[1], row[place]) for row in elsewhere])
                for row, value in zip(elsewhere, values, strict=True):
                    there = asked if row[2] is None else named
                    if any(there.stand_in(text) for text in texts_in(value)):
                        how = How.WORDS if row[2] is None else How.FORMER
                        yield Hit(model.__kind__, row[0], how, column.name)
        done += number
        advance(done, total)
    yield from _in_former_states(user, doomed, named, lambda read: advance(done + read, total))


def _in_former_states(
    user: User, doomed: Doomed, named: Asked, advance: Callable[[int], object]
) -> Iterator[Hit]:
    """Yield the records of which a former state names them, once each."""
    columns = {model.__kind__: sealed for model, sealed in columns_read()}
    query = (
        select(
            RecordVersion.id,
            RecordVersion.scope_id,
            RecordVersion.record_kind,
            RecordVersion.record_id,
            _SEALED.label("state_sealed"),
        )
        .where(within_reach(user, RecordVersion))
        .order_by(RecordVersion.scope_id)
    )
    found: set[uuid.UUID] = set()
    read = 0
    for rows in db.session.execute(query.execution_options(yield_per=A_FEW)).partitions():
        forget_scope_keys()
        some = [
            row
            for row in rows
            if row.record_kind in columns and row.scope_id not in doomed.scopes and row.record_id not in found
        ]
        for row, fields in zip(some, opened_states(some), strict=True):
            for column in columns[row.record_kind]:
                value = field_value(column, fields.get(column.name))
                if row.record_id not in found and any(named.stand_in(text) for text in texts_in(value)):
                    found.add(row.record_id)
                    yield Hit(row.record_kind, row.record_id, How.FORMER, column.name)
        read += len(rows)
        advance(read)


def _known(erasure: Erasure) -> list[Mention]:
    return list(db.session.scalars(select(Mention).where(Mention.erasure_id == erasure.id)))
