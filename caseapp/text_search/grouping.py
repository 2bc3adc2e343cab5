"""Hits by the page on which one reads them, as the reader knows that page."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from caseapp.accounts import User
from caseapp.cases.models import Case
from caseapp.cases.queries import client_names
from caseapp.people.queries import NOBODY, ShownName
from caseapp.text_search.looking import Hit
from caseapp.web.installed import features, kind_label
from caseapp.web.kind import Description, Named

OF_ONE_CASE = ("letter", "statement")
"""Kinds of record that stand beside the name of whose case they belong to."""


@dataclass(frozen=True)
class Line:
    """A hit with what its text is called and its own page; neither where the text is that of the group's record."""

    hit: Hit
    kind: str
    url: str | None


@dataclass(frozen=True)
class Group:
    """Hits on one page: how its record is named, what it is, and in whose case."""

    of: Description
    kind: str
    client: ShownName
    lines: tuple[Line, ...]


def grouped(user: User, hits: Sequence[Hit], named: Mapping[Named, Description]) -> list[Group]:
    """Return hits by page, in the order in which they were found; ``named`` has at least the records of the pages."""
    by_page: dict[Named, list[Hit]] = {}
    for hit in hits:
        by_page.setdefault(hit.of, []).append(hit)
    cases = {page: case_id for page in by_page if (case_id := _case_of(user, page)) is not None}
    names = client_names(user, cases.values()) if cases else {}
    return [
        Group(
            named[page],
            _kind(page),
            names.get(cases[page], NOBODY) if page in cases else NOBODY,
            tuple(_line(hit, named) for hit in found),
        )
        for page, found in by_page.items()
    ]


def _line(hit: Hit, named: Mapping[Named, Description]) -> Line:
    if hit.record == hit.of:
        return Line(hit, "", None)
    own = named.get(hit.record)
    return Line(hit, _kind(hit.record), own.url if own is not None else None)


def _case_of(user: User, page: Named) -> uuid.UUID | None:
    kind, record_id = page
    if kind == Case.__kind__:
        return record_id
    owners = (ask for each in features() if (ask := each.answers.belongs_to.get(kind)) is not None)
    owner = next(owners, None) if kind in OF_ONE_CASE else None
    found = owner(user, record_id) if owner is not None else None
    return found[1] if found is not None else None


def _kind(named: Named) -> str:
    return str(kind_label(named[0]) or "")
