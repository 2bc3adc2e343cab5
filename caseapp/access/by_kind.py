"""Records by (kind, id): what notes, next steps and documents hang on."""

import uuid

from caseapp.access.loading import get_visible
from caseapp.accounts.models import User
from caseapp.db import Record
from caseapp.web.errors import NotFound
from caseapp.web.installed import describe, model_of
from caseapp.web.kind import Description


def get_by_kind(user: User, kind: str, record_id: uuid.UUID) -> tuple[Record, Description]:
    """Load a record of any feature for ``user``, with how it is named. Only records with a page of their own count.

    Raises:
        NotFound: no such kind, no such record, no page of its own, or not visible to ``user``; all are the same.
    """
    try:
        model = model_of(kind)
    except KeyError:
        raise NotFound from None
    record: Record = get_visible(user, model, record_id)
    named = describe(user, kind, record_id)
    if named is None or named.url is None:
        raise NotFound
    return record, named
