"""What statistics ask of a person: sex and age, in bands. Both are sealed, so they are opened many at a time."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy import select

from caseapp.dates import PartialDate
from caseapp.db import db, is_locked, open_scopes
from caseapp.people.labels import SEXES
from caseapp.people.models import Person

NOT_KNOWN = ""
AT_ONCE = 500
"""How many persons one query names: databases bound the number of values in a query."""
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


@dataclass(frozen=True)
class Traits:
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
    wanted = list(dict.fromkeys(person_ids))
    found: dict[uuid.UUID, Traits] = {}
    for start in range(0, len(wanted), AT_ONCE):
        query = select(
            Person.id,
            Person.scope_id,
            Person.sex_sealed,  # type: ignore[attr-defined]  # the ciphertext
            Person.born_sealed,  # type: ignore[attr-defined]
        ).where(Person.id.in_(wanted[start : start + AT_ONCE]))
        rows = db.session.execute(query).all()
        open_scopes({row[1] for row in rows})
        for person_id, scope_id, sex, born in rows:
            stated = Person.sex.open(Person, person_id, scope_id, sex)
            known = stated if stated in STATED_SEXES and not is_locked(stated) else NOT_KNOWN
            found[person_id] = Traits(known, Person.born.open(Person, person_id, scope_id, born))
    return found


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
