"""The trail above a page: from the list in the menu to the record that the page is about."""

import uuid
from typing import Any

from flask import url_for

from caseapp.web.gate import can
from caseapp.web.installed import describe, features
from caseapp.web.kind import Named

Trail = list[tuple[str, str]]
"""Labels and addresses, from the outermost page in."""


def trail_to(user: Any, kind: str, record_id: uuid.UUID) -> Trail:
    """Return the way to a record, itself the last, from its list or what it belongs to; only what ``user`` may see."""
    owner = _owner(user, kind, record_id)
    way = trail_to(user, *owner) if owner is not None else _list_of(user, kind)
    named = describe(user, kind, record_id)
    return [*way, (named.label, named.url)] if named is not None and named.url else way


def _owner(user: Any, kind: str, record_id: uuid.UUID) -> Named | None:
    return next(
        (
            owner
            for feature in features()
            if (ask := feature.answers.belongs_to.get(kind)) is not None
            if (owner := ask(user, record_id)) is not None
        ),
        None,
    )


def _list_of(user: Any, kind: str) -> Trail:
    return [
        (str(item.label), url_for(item.endpoint))
        for feature in features()
        if any(each.model.__kind__ == kind for each in feature.kinds)
        for item in feature.menu[:1]
        if can(user, item.permission)
    ]
