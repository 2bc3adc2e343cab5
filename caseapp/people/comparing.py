"""What speaks for two descriptions being of one human being, and what against. Pure: who may see what comes before."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from caseapp.dates import PartialDate
from caseapp.names import NameIndex, fold, normalise
from caseapp.people.number_book import folded, is_route, same_route

_SAME, _ALIKE = 0.9, 0.6
"""From these likenesses on a name sounds the same, and is worth to be named as a reason."""
_NEAR_YEARS = 1
_FAR_YEARS = 3
_DAYS_IN_A_YEAR = 366


class Ground(StrEnum):
    """What two descriptions have in common, or in which they differ."""

    SAME_NAME = "same_name"
    OTHER_SCRIPT = "other_script"
    OTHER_SPELLING = "other_spelling"
    LIKE_NAME = "like_name"
    SAME_DAY = "same_day"
    MAY_BE_SAME_DATE = "may_be_same_date"
    TURNED_DATE = "turned_date"
    NEAR_DATE = "near_date"
    OTHER_DATE = "other_date"
    FAR_DATE = "far_date"
    SAME_PLACE = "same_place"
    OTHER_PLACE = "other_place"
    SAME_SEX = "same_sex"
    OTHER_SEX = "other_sex"
    SAME_NATIONALITY = "same_nationality"
    OTHER_NATIONALITY = "other_nationality"
    SAME_ROUTE = "same_route"
    SAME_RELATIVE = "same_relative"


OF_NAMES = frozenset({Ground.SAME_NAME, Ground.OTHER_SCRIPT, Ground.OTHER_SPELLING, Ground.LIKE_NAME})
POINTS: Mapping[Ground, float] = {
    Ground.SAME_DAY: 3.0,
    Ground.MAY_BE_SAME_DATE: 1.4,
    Ground.TURNED_DATE: 1.2,
    Ground.NEAR_DATE: 0.2,
    Ground.OTHER_DATE: -1.0,
    Ground.FAR_DATE: -3.0,
    Ground.SAME_PLACE: 0.8,
    Ground.OTHER_PLACE: -0.6,
    Ground.SAME_SEX: 0.1,
    Ground.OTHER_SEX: -3.0,
    Ground.SAME_NATIONALITY: 0.1,
    Ground.OTHER_NATIONALITY: -0.4,
    Ground.SAME_ROUTE: 2.5,
    Ground.SAME_RELATIVE: 1.5,
}
"""How much each ground speaks for the two being one, in powers of ten of how often it meets by chance; names speak by
how rare they are."""
AGAINST = frozenset(ground for ground, points in POINTS.items() if points < 0)


@dataclass(frozen=True)
class Reason:
    """One ground, with what it rests on: what stands with the one and with the other, where that can be told."""

    ground: Ground
    ours: str = ""
    theirs: str = ""

    @property
    def speaks_for(self) -> bool:
        """Tell whether it speaks for the two being one."""
        return self.ground not in AGAINST


@dataclass(frozen=True)
class Known:
    """What is known of somebody, or was typed of them so far, as far as it can be compared."""

    names: tuple[str, ...] = ()
    born: PartialDate | None = None
    born_where: str = ""
    sex: str = ""
    nationality: str = ""
    routes: tuple[str, ...] = ()
    """Numbers and addresses as ``folded_route`` makes them."""
    relatives: frozenset[uuid.UUID] = frozenset()


@dataclass(frozen=True)
class NamesMet:
    """The two names of two persons that are most alike, and how much, from 0 to 1."""

    ours: str = ""
    theirs: str = ""
    likeness: float = 0.0


def names_met(
    one: Sequence[str], other: Sequence[str], worth: Callable[[NamesMet], float] = lambda met: met.likeness
) -> NamesMet:
    """Return which names of two persons are most alike, looked at from both sides, or are ``worth`` most."""
    forth, back = _answers(one, other), _answers(other, one)
    every = (
        NamesMet(ours, theirs, (score + back.get((theirs, ours), 0.0)) / 2)
        for (ours, theirs), score in forth.items()
    )
    return max(every, key=worth, default=NamesMet())


def names_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether some name of the one is so like a name of the other that it may be the same."""
    return names_met(one, other).likeness >= _ALIKE


def reasons_of(one: Known, other: Known, met: NamesMet | None = None) -> list[Reason]:
    """Return what speaks for and against ``one`` and ``other`` being the same; what is not known says nothing."""
    met = names_met(one.names, other.names) if met is None else met
    return [
        *_of_names(met),
        *_of_births(one.born, other.born),
        *_of_words(one.born_where, other.born_where, Ground.SAME_PLACE, Ground.OTHER_PLACE),
        *_of_codes(one.sex, other.sex),
        *_of_words(one.nationality, other.nationality, Ground.SAME_NATIONALITY, Ground.OTHER_NATIONALITY),
        *_of_routes(one.routes, other.routes),
        *([Reason(Ground.SAME_RELATIVE)] if one.relatives & other.relatives else []),
    ]


def folded_route(text: str) -> str:
    """Return a telephone number, an address of e-mail or of a house so that another way to write it is the same."""
    return folded(text) if is_route(text) else " ".join(fold(text).split())


def points_of(reasons: Sequence[Reason]) -> float:
    """Return how much these reasons say together, names apart; negative where they speak against."""
    return sum(POINTS.get(reason.ground, 0.0) for reason in reasons)


def _answers(asking: Sequence[str], names: Sequence[str]) -> dict[tuple[str, str], float]:
    index: NameIndex[str] = NameIndex()
    for name in dict.fromkeys(names):
        index.add(name, name)
    return {(each, name): score for each in asking for name, score in index.search(each, len(names))}


def _of_names(met: NamesMet) -> Iterator[Reason]:
    if met.likeness < _ALIKE:
        return
    ours, theirs = _folded(met.ours), _folded(met.theirs)
    if ours == theirs:
        ground = Ground.SAME_NAME
    elif _is_arabic(met.ours) != _is_arabic(met.theirs):
        ground = Ground.OTHER_SCRIPT
    else:
        ground = Ground.OTHER_SPELLING if met.likeness >= _SAME else Ground.LIKE_NAME
    yield Reason(ground, met.ours, met.theirs)


def _of_births(one: PartialDate | None, other: PartialDate | None) -> Iterator[Reason]:
    if one is None or other is None:
        return
    if one.may_equal(other):
        exact = one.interval()[0] == one.interval()[1] and other.interval()[0] == other.interval()[1]
        yield Reason(Ground.SAME_DAY if exact else Ground.MAY_BE_SAME_DATE)
        return
    (first, last), (other_first, other_last) = one.interval(), other.interval()
    years = max((other_first - last).days, (first - other_last).days) / _DAYS_IN_A_YEAR
    if _is_turned(one, other):
        yield Reason(Ground.TURNED_DATE)
    elif years < _NEAR_YEARS:
        yield Reason(Ground.NEAR_DATE)
    else:
        yield Reason(Ground.OTHER_DATE if years < _FAR_YEARS else Ground.FAR_DATE)


def _is_turned(one: PartialDate, other: PartialDate) -> bool:
    return (
        one.day is not None
        and (one.calendar, one.year) == (other.calendar, other.year)
        and (one.day, one.month) == (other.month, other.day)
    )


def _of_words(one: str, other: str, same: Ground, differs: Ground) -> Iterator[Reason]:
    if one and other:
        alike = fold(one) == fold(other) or names_alike([one], [other])
        yield Reason(same if alike else differs, one, other)


def _of_codes(one: str, other: str) -> Iterator[Reason]:
    if one and other:
        yield Reason(Ground.SAME_SEX if one == other else Ground.OTHER_SEX)


def _of_routes(one: Sequence[str], other: Sequence[str]) -> Iterator[Reason]:
    if any(_same_way(ours, theirs) for ours in one for theirs in other if ours and theirs):
        yield Reason(Ground.SAME_ROUTE)


def _same_way(one: str, other: str) -> bool:
    return same_route(one, other) if one.isdecimal() and other.isdecimal() else one == other


def _folded(name: str) -> tuple[str, ...]:
    return tuple(part.text for part in normalise(name))


def _is_arabic(name: str) -> bool:
    return any("\u0600" <= sign <= "\u06ff" for sign in name)
