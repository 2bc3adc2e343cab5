"""Reading saved views: everybody has their own and no others."""

import uuid

from sqlalchemy import bindparam, select

from caseapp.access import list_visible
from caseapp.accounts import User
from caseapp.db import db, while_unchanged
from caseapp.saved_views.models import SavedView
from caseapp.web.errors import NotFound


def views_of(user: User, listing: str = "") -> list[SavedView]:
    """Return the views that ``user`` saved, of one list or of all, the oldest first."""
    if listing:
        return list_visible(user, _OF_ONE_LIST, {"user_id": user.id, "listing": listing})
    return list_visible(user, _OF_ALL_LISTS, {"user_id": user.id})


def has_views(user: User, listing: str) -> bool:
    """Tell whether ``user`` saved a view of a list; asked once for as long as nothing changes."""
    return while_unchanged(("views", user.id, listing), lambda: bool(views_of(user, listing)))


_OF_ALL_LISTS = (
    select(SavedView)
    .where(SavedView.user_id == bindparam("user_id"))
    .order_by(SavedView.created_on, SavedView.id)
)
_OF_ONE_LIST = _OF_ALL_LISTS.where(SavedView.kind == bindparam("listing"))


def get_view(user: User, view_id: uuid.UUID) -> SavedView:
    """Return a view that ``user`` saved.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    found = next((view for view in views_of(user) if view.id == view_id), None)
    if found is None:
        raise NotFound
    return found


def removed_view(user: User, view_id: str) -> SavedView | None:
    """Return a view that ``user`` took away, by its id as a page sends it; None when it stands or is none of theirs."""
    try:
        view = db.session.get(SavedView, uuid.UUID(view_id))
    except ValueError:
        return None
    return view if view is not None and view.user_id == user.id and view.removed_on else None
