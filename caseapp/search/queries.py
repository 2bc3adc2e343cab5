"""Asking every feature what it finds. Each answers only with records that the user may see."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel.speaklater import LazyString

from caseapp.accounts import User
from caseapp.web.feature import Found
from caseapp.web.installed import features


@dataclass(frozen=True)
class Group:
    """The results of one finder."""

    label: LazyString
    found: tuple[Found, ...]


def search(user: User, text: str) -> list[Group]:
    """Return what was found, by kind of record; kinds without a result are left out."""
    finders = sorted(
        (finder for feature in features() for finder in feature.finders), key=lambda finder: finder.order
    )
    groups = [Group(finder.label, tuple(finder.find(user, text))) for finder in finders]
    return [group for group in groups if group.found]


def first_of(groups: Iterable[Group], most: int) -> list[tuple[LazyString, Found]]:
    """Return the first ``most`` results with the label of their group, each record once.

    Groups take turns, so that many people of a name do not push its cases out.
    """
    taken: dict[uuid.UUID, tuple[LazyString, Found]] = {}
    waiting = [(group.label, list(group.found)) for group in groups]
    for turn in range(most):
        for label, found in waiting:
            if turn < len(found) and len(taken) < most:
                taken.setdefault(found[turn].record_id, (label, found[turn]))
    labels = [label for label, _found in waiting]
    return sorted(taken.values(), key=lambda each: labels.index(each[0]))
