"""Looking through everything that somebody sees for the names, numbers and references of whom is to be erased.

Nothing is kept of what was read: a row that mentions them is noted by kind, id and column, in their own scope.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from caseapp.access import visible_to
from caseapp.accounts import User
from caseapp.audit import record
from caseapp.cases.models import Case
from caseapp.clock import today
from caseapp.db import Encrypted, Record, db, write
from caseapp.db.encrypted import JSON, TEXT, encrypted_columns
from caseapp.db.engine import among_given, given_ids
from caseapp.db.references import Referenced
from caseapp.db.scopes import forget_scope_keys
from caseapp.erasures.mentions import Hit, answers, gone_with_an_end, hit_of, links, seen_among
from caseapp.erasures.models import Decided, Erasure, How, Mention
from caseapp.erasures.queries import doomed_of, target_scope
from caseapp.erasures.reach import Doomed
from caseapp.names.normalise import fold
from caseapp.people.models import ContactRoute, PersonName
from caseapp.web.feature import Fate
from caseapp.web.installed import features
from caseapp.web.sentences import TYPED_OR_WORDED

A_FEW = 500
SHORTEST = 6
"""A name of fewer letters counts only where it stands as a word of its own: it would be part of many."""
OF_THEMSELVES = frozenset({"person.list_pack", "person_name.name", "contact_route.value"})
"""What others are called and how they are reached: a namesake, or a family's telephone, is no mention."""
SHORT, MOST = 40, 10_000
"""Texts so short are asked about once, so many of them."""
WINDOW = 24
"""Words that are shown around a mention."""
_SIGNS = re.compile(r"[\W_]+")
Advance = Callable[[int, int], object]


@dataclass(frozen=True)
class Needles:
    """What is looked for, as it is compared: letters and digits alone, and short names as words."""

    joined: frozenset[str]
    words: frozenset[str]

    @classmethod
    def of(cls, texts: set[str]) -> "Needles":
        """Make them from names, numbers and references as they are written."""
        joined = {each for text in texts for each in _joined_ways(text)}
        return cls(
            frozenset(each for each in joined if len(each) >= SHORTEST),
            frozenset(f" {' '.join(_words(text))} " for text in texts if 1 < len(_joined(text)) < SHORTEST),
        )

    def are_in(self, text: str) -> bool:
        """Tell whether one of them stands in ``text``."""
        if not text:
            return False
        words = _words(text)
        joined = "".join(words)
        apart = f" {' '.join(words)} "
        return any(each in joined for each in self.joined) or any(each in apart for each in self.words)


class _Asked:
    """Whether they stand in a text, asked once for the codes and short words that thousands of rows hold."""

    def __init__(self, needles: Needles) -> None:
        self._needles = needles
        self._known: dict[str, bool] = {}

    def stand_in(self, text: str) -> bool:
        if len(text) > SHORT:
            return self._needles.are_in(text)
        found = self._known.get(text)
        if found is None:
            if len(self._known) >= MOST:
                self._known.clear()
            found = self._known[text] = self._needles.are_in(text)
        return found


def look_through(user: User, erasure: Erasure, advance: Advance = lambda _done, _of: None) -> None:
    """Note every mention that ``user`` sees or that a reference tells, and which are no longer found.

    It reads for as long as it takes, and then writes once.
    """
    doomed = doomed_of(erasure)
    if doomed is None:
        return
    erasure_id = erasure.id
    going = gone_with_an_end(doomed)
    words = (hit for hit in _in_words(user, doomed, needles_for(doomed), advance) if hit.id not in going)
    found = {hit.key: hit for hit in (*links(doomed), *words)}
    forget_scope_keys()
    with write():
        note_mentions(user, db.session.get_one(Erasure, erasure_id), found.values())


def note_mentions(user: User, erasure: Erasure, hits: Iterable[Hit]) -> None:
    """Note what ``user`` found today, and that what they see is no longer found where it is not among it."""
    found, scope_id = {hit.key: hit for hit in hits}, target_scope(erasure)
    known = {(each.mentioned_id, each.found_by): each for each in _known(erasure)}
    for key in found.keys() - known.keys():
        hit = found[key]
        db.session.add(
            Mention(
                scope_id=scope_id,
                erasure_id=erasure.id,
                mentioned_kind=hit.kind,
                mentioned_id=hit.id,
                found_by=hit.how.value,
                part=hit.part,
                decided=Decided.OPEN.value,
            )
        )
    seen = {hit.key for hit in seen_among(user, [hit_of(each) for each in known.values()])}
    for key, mention in known.items():
        if key in found and mention.decided == Decided.GONE:
            mention.decided = Decided.OPEN.value
        elif key not in found and key in seen and mention.decided == Decided.OPEN:
            mention.decided, mention.decided_by = Decided.GONE.value, user.id
    erasure.looked_on = today()
    record(user, "erasure.looked_through", erasure)


def needles_for(doomed: Doomed) -> Needles:
    """Return what to look for: every name of the persons, every way to reach them, the references of their work."""
    texts: set[str] = set()
    for model, column in ((PersonName, PersonName.name), (ContactRoute, ContactRoute.value)):
        texts |= _opened(model, column, doomed)
    for feature in features():
        for model in feature.records.values():
            if issubclass(model, Referenced):
                texts |= _opened(model, model.reference, doomed)
    texts |= _opened(Case, Case.telephone, doomed)
    texts |= {str(each.id) for each in doomed.records}  # what points to them is sealed in a few places
    return Needles.of({text for text in texts if text})


def excerpt(value: Any, needles: Needles) -> str:
    """Return the few words of a value in which they are mentioned, empty where none are."""
    for text in _texts(value):
        words = text.split()
        for start in range(0, len(words), WINDOW // 2):
            some = " ".join(words[start : start + WINDOW])
            if needles.are_in(some):
                return some
    return ""


def _in_words(user: User, doomed: Doomed, needles: Needles, advance: Advance) -> Iterator[Hit]:
    columns, asked = list(_read_through()), _Asked(needles)
    totals = [db.session.scalar(select(func.count()).select_from(model)) or 0 for model, _ in columns]
    done, total = 0, sum(totals)
    for (model, sealed), number in zip(columns, totals, strict=True):
        cells = [getattr(model, each.attribute) for each in sealed]
        query = select(model.id, model.scope_id, *cells).where(visible_to(user, model))
        for rows in db.session.execute(query.execution_options(yield_per=A_FEW)).partitions():
            forget_scope_keys()  # a few scopes at a time: their keys would stay in memory until the end
            elsewhere = [row for row in rows if row[1] not in doomed.scopes]
            for place, column in enumerate(sealed, 2):
                values = column.open_each(model, [(row[0], row[1], row[place]) for row in elsewhere])
                for row, value in zip(elsewhere, values, strict=True):
                    if any(asked.stand_in(text) for text in _texts(value)):
                        yield Hit(model.__kind__, row[0], How.WORDS, column.name)
        done += number
        advance(done, total)


def _read_through() -> Iterator[tuple[type[Record], list[Encrypted[Any]]]]:
    """Yield the models whose rows tell of somebody's case, with their columns of words."""
    known = answers()
    for feature in features():
        for model in feature.records.values():
            answer = known.get(model.__tablename__)
            if answer is None or answer.fate in {Fate.WITH_SCOPE, Fate.EITHER_END}:
                words = [each for each in encrypted_columns(model) if _is_read(model, each)]
                if words:
                    yield model, words


def _is_read(model: type[Record], column: Encrypted[Any]) -> bool:
    is_words = column.codec is TEXT or column.codec is JSON or column.codec is TYPED_OR_WORDED
    return is_words and column.label_for(model) not in OF_THEMSELVES


def _opened(model: Any, column: Encrypted[Any], doomed: Doomed) -> set[str]:
    query = select(model.id, model.scope_id, getattr(model, column.attribute)).where(
        among_given(model.scope_id)
    )
    rows = db.session.execute(query, given_ids(doomed.scopes)).all()
    return set(column.open_each(model, [(row[0], row[1], row[2]) for row in rows]))


def _known(erasure: Erasure) -> list[Mention]:
    return list(db.session.scalars(select(Mention).where(Mention.erasure_id == erasure.id)))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _words(text: str) -> list[str]:
    return [word for word in _SIGNS.split(fold(text)) if word]


def _joined(text: str) -> str:
    return "".join(_words(text))


def _joined_ways(text: str) -> set[str]:
    """Return a text as it is compared, and turned round: family name first."""
    words = _words(text)
    return {"".join(words), "".join([*words[-1:], *words[:-1]])}
