"""Finding a record of any feature by its reference, however it was typed."""

from collections.abc import Iterator
from typing import Any

from caseapp.access import get_by_kind, get_visible, list_visible
from caseapp.accounts import User
from caseapp.cases import Case
from caseapp.db.references import Referenced, bearing, bearing_signs
from caseapp.people.queries import NOBODY, ShownName, shown_names
from caseapp.web.errors import NotFound
from caseapp.web.feature import Found
from caseapp.web.installed import features


def referenced(user: User, text: str) -> Iterator[Found]:
    """Yield the records that this reference may mean and ``user`` may see; somebody else's is the same as none.

    Signs without a prefix that have no digit may be a name, so they lead nowhere by themselves. What is not visible is
    not looked for in the first place: how long the answer takes tells nothing of it either.
    """
    has_digit = any(sign.isdecimal() for sign in text)
    for kind, model in _referenced_kinds():
        whole = list_visible(user, bearing(model, text))
        signs = bearing_signs(model, text)
        for found in whole or (list_visible(user, signs) if signs is not None else ()):
            try:
                record, named = get_by_kind(user, kind, found.id)
            except NotFound:
                continue
            exact = bool(whole) or has_digit
            name = _client_of(user, record)
            yield Found(
                record.id,
                named.label,
                name.name,
                "",
                named.url or "",
                exact=exact,
                other_lang=name.name_lang,
            )


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
    for feature in features():
        for kind, model in feature.records.items():
            if isinstance(model, type) and issubclass(model, Referenced):
                yield kind, model
