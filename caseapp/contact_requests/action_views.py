"""What was done for a search, and the points compared."""

import uuid

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.clock import today
from caseapp.contact_requests import actions
from caseapp.contact_requests.blueprint import blueprint
from caseapp.contact_requests.choices import audience_choices
from caseapp.contact_requests.forms import ActionForm, PointForm, ReasonForm
from caseapp.contact_requests.models import MatchPoint, Search, SearchAction
from caseapp.contact_requests.parts import points_of, request_of
from caseapp.contact_requests.permissions import RequestPermission
from caseapp.contact_requests.queries import get_search
from caseapp.contact_requests.search_views import frame_of, page_of
from caseapp.db import db, write
from caseapp.disclosures import Disclosure, Missing, Purpose, Refused, decide
from caseapp.disclosures.audiences import audience_of
from caseapp.i18n.messages import gettext as _
from caseapp.web.conflicts import already_saved
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.errors import NotFound
from caseapp.web.gate import requires

POINT_FACTS = ("fact", "claimed", "found", "source", "asked_blind", "agrees")


@blueprint.route("/searches/<uuid:search_id>/actions/new", methods=["GET", "POST"])
@requires(RequestPermission.WRITE)
def add_action(search_id: uuid.UUID) -> ResponseReturnValue:
    """Log what was done; what somebody outside is about to learn has to be covered by a consent."""
    search = get_search(current_user, search_id)
    form = open_form(ActionForm, {"new_id": str(uuid.uuid4())})
    form.audience.offer(audience_choices(current_user))
    missing: tuple[Missing, ...] = ()
    if form.validate_on_submit():
        if db.session.get(SearchAction, form.record_id) is not None:
            flash(already_saved())
            return redirect(page_of(search))
        told = _told(search, form)
        has_happened = form.outside.data == "happened"
        uncovered = told is not None and not decide(current_user, told).allowed
        try:
            with write():
                actions.log_action(current_user, search, _facts(form), told, has_happened=has_happened)
                discard_draft(current_user, request.path)
        except Refused as refused:
            missing = refused.decision.missing
        else:
            if uncovered:
                flash(_("Saved. Nothing on file covers what was told, so a colleague will look at it."))
            return redirect(page_of(search))
    page = render_template(
        "contact_requests/action.html",
        form=form,
        **frame_of(search),
        missing=missing,
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/searches/<uuid:search_id>/points/new", methods=["GET", "POST"])
@requires(RequestPermission.WRITE)
def add_point(search_id: uuid.UUID) -> ResponseReturnValue:
    """Compare one point of what the enquirer says with what is known of the person found."""
    search = get_search(current_user, search_id)
    form = open_form(PointForm, {"new_id": str(uuid.uuid4())})
    if form.validate_on_submit():
        if db.session.get(MatchPoint, form.record_id) is not None:
            flash(already_saved())
            return redirect(page_of(search))
        with write():
            facts = {name: form[name].data or "" for name in POINT_FACTS}
            actions.add_point(current_user, search, {"id": form.record_id, **facts})
            discard_draft(current_user, request.path)
        return redirect(page_of(search))
    page = render_template(
        "contact_requests/point.html",
        form=form,
        **frame_of(search),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/searches/<uuid:search_id>/points/<uuid:point_id>/remove", methods=["GET", "POST"])
@requires(RequestPermission.WRITE)
def remove_point(search_id: uuid.UUID, point_id: uuid.UUID) -> ResponseReturnValue:
    """Take a point out of the comparison."""
    search = get_search(current_user, search_id)
    point = next((each for each in points_of(search) if each.id == point_id), None)
    if point is None:
        raise NotFound
    form = ReasonForm()
    if form.validate_on_submit():
        with write():
            actions.remove_point(current_user, search, point, form.reason.data or "")
        return redirect(page_of(search))
    page = render_template(
        "contact_requests/remove_point.html",
        form=form,
        point=point,
        **frame_of(search),
    )
    return page, 422 if form.is_submitted() else 200


def _facts(form: ActionForm) -> dict[str, object]:
    outside = form.outside.data != "no"
    return {
        "id": form.record_id,
        "happened_on": form.happened_on.day_value,
        "means": form.means.data,
        "outcome": form.outcome.data or "",
        "recipient": (form.recipient.data or "") if outside else "",
        "told": (form.told.data or "") if outside else "",
    }


def _told(search: Search, form: ActionForm) -> Disclosure | None:
    if form.outside.data == "no":
        return None
    ids = {"enquirer": request_of(search).enquirer_id, "sought": search.sought_id}
    subjects = tuple(ids[code] for code in form.subjects.data or ())
    day = form.happened_on.day_value if form.outside.data == "happened" else None
    return Disclosure(
        subjects,
        Purpose.TRACE,
        audience_of(form.audience.data),
        (("search", search.id),),
        "named",
        day or today(),
    )
