"""Finding a record of any feature by its reference, however it was typed."""

from collections.abc import Iterator

from caseapp.access import get_by_kind
from caseapp.accounts import User
from caseapp.db.references import Referenced, find_by_reference, find_by_signs
from caseapp.web.errors import NotFound
from caseapp.web.feature import Found
from caseapp.web.installed import features


def referenced(user: User, text: str) -> Iterator[Found]:
    """Yield the records that this reference may mean and ``user`` may see; somebody else's is the same as none.

    Signs without a prefix that have no digit may be a name, so they lead nowhere by themselves.
    """
    has_digit = any(sign.isdecimal() for sign in text)
    for kind, model in _referenced_kinds():
        whole = find_by_reference(model, text)
        for found in find_by_signs(model, text) if whole is None else [whole]:
            try:
                record, named = get_by_kind(user, kind, found.id)
            except NotFound:
                continue
            exact = whole is not None or has_digit
            yield Found(record.id, named.label, "", "", named.url or "", exact=exact)


def _referenced_kinds() -> Iterator[tuple[str, type[Referenced]]]:
    for feature in features():
        for kind, model in feature.records.items():
            if isinstance(model, type) and issubclass(model, Referenced):
                yield kind, model
