"""What statistics ask of a person: sex and age, in bands. Both are sealed, so they are opened many at a time."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from flask_babel.speaklater import LazyString
from sqlalchemy import select

from caseapp.dates import PartialDate
from caseapp.db import Prepared, in_blocks, open_rows
from caseapp.db.engine import among_given, given_ids
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
    """Sex as a code of ``STATED_SEXES``, and the birth date as stated; empty where not known or locked."""

    sex: str = NOT_KNOWN
    born: PartialDate | None = None

    def age_band(self, on: date) -> str:
        """Return the code of the age on a day; of a birth date that is only roughly known, its middle counts."""
        return age_band(self.born, on)


UNKNOWN = Traits()


def traits_of(person_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Traits]:
    """Return sex and birth date of many persons in one pass over these two columns and no other.

    It asks nothing about who may see whom: it is for numbers, in which no person can be recognised. Whoever lists
    persons asks ``visible_to`` first.
    """
    return {
        person_id: Traits(sex if sex in STATED_SEXES else NOT_KNOWN, born)
        for block in in_blocks(dict.fromkeys(person_ids))
        for person_id, (sex, born) in open_rows(
            Person, (Person.sex, Person.born), _TRAITS.rows(given_ids(block))
        )
    }


_TRAITS = Prepared(
    select(
        Person.id,
        Person.scope_id,
        Person.sex_sealed,  # type: ignore[attr-defined]  # the ciphertext
        Person.born_sealed,  # type: ignore[attr-defined]
    ).where(among_given(Person.id))
)


def age_band(born: PartialDate | None, on: date) -> str:
    """Return the code of ``AGE_BANDS`` for somebody on a day; ``NOT_KNOWN`` without a birth date or before it."""
    if born is None:
        return NOT_KNOWN
    first, last = born.interval()
    middle = first + (last - first) / 2
    age = on.year - middle.year - ((on.month, on.day) < (middle.month, middle.day))
    if age < 0:
        return NOT_KNOWN
    return next((code for code, highest in _LAST_AGES if age <= highest), NOT_KNOWN)
