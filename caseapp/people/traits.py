"""What statistics ask of a person: sex and age, in bands. Both are sealed, so they are opened many at a time."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from flask_babel.speaklater import LazyString
from sqlalchemy import Select

from caseapp.db import open_stored, with_sealed
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.people.labels import SEXES
from caseapp.people.models import Person

NOT_KNOWN = ""
_LAST_AGES = (("under_18", 17), ("18_29", 29), ("30_39", 39), ("40_49", 49), ("50_59", 59), ("60_up", 150))
AGE_BANDS: Mapping[str, LazyString] = {
    "under_18": _l("under 18"),
    "18_29": _l("18 to 29"),
    "30_39": _l("30 to 39"),
    "40_49": _l("40 to 49"),
    "50_59": _l("50 to 59"),
    "60_up": _l("60 and over"),
    NOT_KNOWN: _l("not known"),
}
"""Years of age; the order is the one in which tables show them."""
STATED_SEXES: Mapping[str, LazyString] = {
    "female": SEXES["female"],
    "male": SEXES["male"],
    "other": SEXES["other"],
    NOT_KNOWN: _l("not known"),
}


class Traits(NamedTuple):
    """Sex as a code of ``STATED_SEXES``, and the birth date; not known where it is not stated, or locked."""

    sex: str = NOT_KNOWN
    born: date | None = None
    """Of a birth date that is only roughly known, its middle."""

    def age_band(self, on: date) -> str:
        """Return the code of ``AGE_BANDS`` on a day; ``NOT_KNOWN`` without a birth date or before it."""
        born = self.born
        if born is None:
            return NOT_KNOWN
        return _BANDS.get(on.year - born.year - ((on.month, on.day) < (born.month, born.day)), NOT_KNOWN)


_BANDS = {
    age: code
    for (code, highest), lowest in zip(
        _LAST_AGES, (0, *(last + 1 for _code, last in _LAST_AGES)), strict=False
    )
    for age in range(lowest, highest + 1)
}
UNKNOWN = Traits()


def with_traits(question: Select[Any], person_id: Any) -> Select[Any]:
    """Return a question that finds, behind its own columns, what ``TraitsReader`` reads of the person it names.

    It asks nothing about who may see whom: it is for numbers, in which no person can be recognised. Whoever lists
    persons asks ``visible_to`` first.
    """
    return with_sealed(question.outerjoin(Person, Person.id == person_id), Person, _SEALED)


_SEALED = (Person.sex, Person.born)


class TraitsReader:
    """Opens sex and birth date of many persons, these two columns of each and no other.

    A birth date that was read before is not read again: whoever makes a reader drops it with what it read.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[bytes | None, bytes | None], Traits] = {}

    def read(self, rows: Sequence[Sequence[Any]]) -> Iterator[Traits]:
        """Yield what each of the ``stored_blocks`` rows of a question ``with_traits`` tells of its person."""
        known = self._known
        for sex, born in open_stored(Person, _SEALED, rows):
            traits = known.get((sex, born))
            if traits is None:
                traits = known[sex, born] = _traits(sex, born)
            yield traits


def _traits(sex: bytes | None, born: bytes | None) -> Traits:
    stated = Person.sex.codec.decode(sex) if sex else NOT_KNOWN
    stated = stated if stated in STATED_SEXES else NOT_KNOWN
    date_stated = Person.born.codec.decode(born) if born else None
    if date_stated is None:
        return Traits(stated)
    first, last = date_stated.interval()
    return Traits(stated, first + (last - first) / 2)
