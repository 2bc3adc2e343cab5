"""The pages of saved views, and the chips above every list."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from caseapp.db import Conflict, check_version, db, write
from caseapp.i18n.messages import gettext as _
from caseapp.saved_views import actions
from caseapp.saved_views.forms import ViewForm
from caseapp.saved_views.models import SavedView
from caseapp.saved_views.queries import get_view, has_views, removed_view, views_of
from caseapp.web.conflicts import already_saved
from caseapp.web.errors import NotFound
from caseapp.web.gate import can, signed_in
from caseapp.web.installed import find_listing
from caseapp.web.listing import Listing, ListState
from caseapp.web.templating import part
from caseapp.web.values import digits, isolated

blueprint = Blueprint("saved_views", __name__, url_prefix="/saved-views")


def views_above(user: Any, state: ListState) -> Markup:
    """Return the chips of the views that ``user`` saved of a list, and the way to save the present one."""
    present = state.arguments
    if not present and not has_views(user, state.listing.name):
        return Markup()
    views = [(view, state.listing.read(view.arguments or {})) for view in views_of(user, state.listing.name)]
    return part(
        "saved_views/above.html",
        views=[(view, saved.url, saved.arguments == present) for view, saved in views],
        save_url=_address_to_save(state)
        if present and len(views) < actions.MOST and all(saved.arguments != present for _view, saved in views)
        else None,
    )


def _address_to_save(state: ListState) -> str:
    return url_for("saved_views.new", name=state.listing.name, **state.arguments)  # type: ignore[arg-type]  # codes of the query


@blueprint.get("/")
@signed_in
def index() -> ResponseReturnValue:
    """List one's own views."""
    found = [(view, _listing_for(view.kind)) for view in views_of(current_user)]
    rows = [(view, listing) for view, listing in found if listing is not None]
    removed = removed_view(current_user, request.args.get("removed", ""))
    return render_template("saved_views/index.html", rows=rows, removed=removed)


@blueprint.route("/new/<name>", methods=["GET", "POST"])
@signed_in
def new(name: str) -> ResponseReturnValue:
    """Save the filters and the order that the address carries."""
    listing = _listing_for(name)
    if listing is None:
        raise NotFound
    state = listing.read(request.args)
    form = ViewForm(data={"new_id": str(uuid.uuid4())})
    if form.validate_on_submit():
        if db.session.get(SavedView, form.record_id) is not None:
            flash(already_saved())
            return redirect(state.url)
        try:
            with write():
                actions.save_view(current_user, name, form.name.data or "", state.arguments, form.record_id)
            flash(_("The view “%(name)s” is saved.", name=isolated(form.name.data or "")), "success")
            return redirect(state.url)
        except actions.TooMany:
            form.name.errors = [_too_many()]
        except actions.NameTaken:
            form.name.errors = [_taken()]
    page = render_template("saved_views/new.html", form=form, state=state)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/<uuid:view_id>", methods=["GET", "POST"])
@signed_in
def rename(view_id: uuid.UUID) -> ResponseReturnValue:
    """Give a view another name."""
    view = get_view(current_user, view_id)
    form = ViewForm(data={"row_version": str(view.row_version), "name": view.name})
    if form.validate_on_submit():
        try:
            with write():
                check_version(view, form.version)
                actions.rename_view(current_user, view, form.name.data or "")
            flash(_("Saved."))
            return redirect(url_for("saved_views.index"))
        except actions.NameTaken:
            form.name.errors = [_taken()]
        except Conflict:
            form.name.errors = [
                _("You have renamed this view in another window. Look at it, then save again.")
            ]
            form.row_version.data = str(view.row_version)
            return render_template("saved_views/rename.html", form=form, view=view), 409
    return render_template(
        "saved_views/rename.html", form=form, view=view
    ), 422 if form.is_submitted() else 200


@blueprint.post("/<uuid:view_id>/remove")
@signed_in
def remove(view_id: uuid.UUID) -> ResponseReturnValue:
    """Take a view away; nothing but the view goes."""
    view = get_view(current_user, view_id)
    with write():
        actions.remove_view(current_user, view)
    return redirect(url_for("saved_views.index", removed=view_id))


@blueprint.post("/<uuid:view_id>/put-back")
@signed_in
def put_back(view_id: uuid.UUID) -> ResponseReturnValue:
    """Put back a view that was taken away by mistake."""
    view = removed_view(current_user, str(view_id))
    if view is None:
        # Pressed twice, or come back to: it stands already, or never was theirs.
        get_view(current_user, view_id)
        return redirect(url_for("saved_views.index"))
    try:
        with write():
            actions.put_view_back(current_user, view)
        flash(_("The view “%(name)s” is back.", name=isolated(view.name or "")), "success")
    except actions.TooMany:
        flash(_too_many(), "warning")
    except actions.NameTaken:
        flash(_taken(), "warning")
    return redirect(url_for("saved_views.index"))


def _listing_for(name: str) -> Listing | None:
    listing = find_listing(name)
    return listing if listing is not None and can(current_user, listing.permission) else None


def _taken() -> str:
    return _("Another view of this list bears this name. Please choose another.")


def _too_many() -> str:
    return _(
        "You keep %(most)s views of this list already. Remove one before you save another.",
        most=digits(actions.MOST),
    )
