"""Saving, renaming and removing views of lists. Never commits."""

import uuid
from collections.abc import Mapping

from caseapp.accounts import User
from caseapp.audit import record
from caseapp.clock import today
from caseapp.db import db
from caseapp.saved_views.models import SavedView
from caseapp.saved_views.queries import views_of

MOST = 20
"""Views of one list that one colleague may keep."""


class TooMany(Exception):
    """There are as many views of this list as may be kept."""


class NameTaken(Exception):
    """Another view of this list bears the name."""


def save_view(
    actor: User, listing: str, name: str, arguments: Mapping[str, str], view_id: uuid.UUID
) -> SavedView:
    """Keep filters and order of a list under a name.

    Raises:
        TooMany: there are as many as may be kept.
        NameTaken: another view of the list bears the name.
    """
    if len(views_of(actor, listing)) >= MOST:
        raise TooMany
    _refuse_taken(actor, listing, name)
    view = SavedView(
        id=view_id,
        scope_id=actor.scope_id,
        user_id=actor.id,
        kind=listing,
        name=name,
        arguments=dict(arguments),
    )
    db.session.add(view)
    record(actor, "saved_view.saved", view)
    return view


def rename_view(actor: User, view: SavedView, name: str) -> None:
    """Give a view another name.

    Raises:
        NameTaken: another view of the list bears the name.
    """
    _refuse_taken(actor, view.kind, name, view)
    view.name = name
    record(actor, "saved_view.renamed", view)


def remove_view(actor: User, view: SavedView) -> None:
    """Take a view away."""
    view.removed_on, view.removed_by = today(), actor.id
    record(actor, "saved_view.removed", view)


def put_view_back(actor: User, view: SavedView) -> None:
    """Put a view that was taken away by mistake back under its name.

    Raises:
        TooMany: there are as many as may be kept meanwhile.
        NameTaken: another view of the list bears its name meanwhile.
    """
    if len(views_of(actor, view.kind)) >= MOST:
        raise TooMany
    _refuse_taken(actor, view.kind, view.name)
    view.removed_on, view.removed_by = None, None
    record(actor, "saved_view.put_back", view)


def _refuse_taken(actor: User, listing: str, name: str, itself: SavedView | None = None) -> None:
    folded = name.casefold()
    if any(view.name.casefold() == folded for view in views_of(actor, listing) if view is not itself):
        raise NameTaken
