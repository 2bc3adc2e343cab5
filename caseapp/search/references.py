"""Finding a record of any feature by its reference, however it was typed."""

from collections.abc import Iterator

from caseapp.access import get_by_kind
from caseapp.accounts import User
from caseapp.db.references import Referenced, find_by_reference
from caseapp.web.errors import NotFound
from caseapp.web.feature import Found, features


def referenced(user: User, text: str) -> Iterator[Found]:
    """Yield the record that bears this reference, if ``user`` may see it; somebody else's is the same as none."""
    for kind, model in _referenced_kinds():
        found = find_by_reference(model, text)
        if found is None:
            continue
        try:
            record, named = get_by_kind(user, kind, found.id)
        except NotFound:
            continue
        yield Found(record.id, named.label, "", "", named.url or "", exact=True)


def _referenced_kinds() -> Iterator[tuple[str, type[Referenced]]]:
    for feature in features():
        for kind, model in feature.records.items():
            if isinstance(model, type) and issubclass(model, Referenced):
                yield kind, model
