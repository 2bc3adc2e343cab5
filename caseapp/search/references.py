"""Finding a record of any feature by its reference, however it was typed."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from caseapp.access import get_visible, list_visible
from caseapp.accounts import User
from caseapp.cases import Case
from caseapp.db.references import Referenced, bearing, bearing_signs, may_bear
from caseapp.people.queries import NOBODY, ShownName, shown_names
from caseapp.web.errors import NotFound
from caseapp.web.feature import Found
from caseapp.web.installed import all_kinds, describe
from caseapp.web.kind import Description


def referenced(user: User, text: str) -> Iterator[Found]:
    """Yield the records that this reference may mean and ``user`` may see; somebody else's is the same as none.

    Signs without a prefix that have no digit may be a name, so they lead nowhere by themselves. What is not visible is
    not looked for in the first place: how long the answer takes tells nothing of it either.
    """
    for meant in _meant(user, text):
        name = _client_of(user, meant.record)
        yield Found(
            meant.record.id,
            meant.named.label,
            name.name,
            "",
            meant.named.url or "",
            exact=meant.exact,
            other_lang=name.name_lang,
        )


def exactly_referenced(user: User, text: str) -> tuple[uuid.UUID, str] | None:
    """Return id and address of the one record that is meant when its own reference was typed."""
    found = [meant for meant in _meant(user, text) if meant.exact]
    return (found[0].record.id, found[0].named.url or "") if len(found) == 1 else None


@dataclass(frozen=True)
class _Meant:
    """A record that was found by its reference."""

    record: Referenced
    named: Description
    exact: bool


def _meant(user: User, text: str) -> Iterator[_Meant]:
    has_digit = any(sign.isdecimal() for sign in text)
    for kind, model in _referenced_kinds():
        # What cannot be there is not asked for; that follows from what was typed alone.
        whole = list_visible(user, bearing(model, text)) if may_bear(model, text) else []
        signs = bearing_signs(model, text)
        for record in whole or (list_visible(user, signs) if signs is not None else ()):
            named = describe(user, kind, record.id)
            if named is not None and named.url is not None:
                yield _Meant(record, named, exact=bool(whole) or has_digit)


def _client_of(user: User, record: Any) -> ShownName:
    """Return the name of whose case it is, as ``user`` may see it; a bare reference is nobody's face."""
    case_id = record.id if isinstance(record, Case) else getattr(record, "case_id", None)
    if case_id is None:
        return NOBODY
    try:
        case = get_visible(user, Case, case_id)
    except NotFound:
        return NOBODY
    return shown_names(user, [case.client_id]).get(case.client_id, NOBODY)


def _referenced_kinds() -> Iterator[tuple[str, type[Referenced]]]:
    for name, kind in all_kinds().items():
        if issubclass(kind.model, Referenced):
            yield name, kind.model
