"""The pages of what belongs to an order: what they wanted, each thing taken, and the hold on all erasure."""

import uuid
from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.authorities.queries import list_authorities
from caseapp.db import Conflict, check_version, db, write
from caseapp.i18n import locale_tag
from caseapp.i18n.messages import gettext as _
from caseapp.incidents import holding, ordering
from caseapp.incidents.blueprint import blueprint
from caseapp.incidents.models import HoldStatus, Incident, IncidentOrder, TakenItem, TakenSaid, clock_time
from caseapp.incidents.part_forms import WRITTEN, DecideHoldForm, EndHoldForm, ItemForm, OrderForm
from caseapp.incidents.parts import hold_of, order_of
from caseapp.incidents.permissions import IncidentPermission
from caseapp.incidents.queries import get_incident, get_part
from caseapp.web.conflicts import already_saved, conflict_page
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.errors import NotFound
from caseapp.web.forms import PageForm
from caseapp.web.gate import proven_to_send, requires

NEW = uuid.UUID(int=0)
"""Stands in an address for a thing that is not written down yet."""


@blueprint.route("/<uuid:incident_id>/order", methods=["GET", "POST"])
@requires(IncidentPermission.WRITE)
def order(incident_id: uuid.UUID) -> ResponseReturnValue:
    """Write what an authority wants and what was said to it, while they stand at the door or afterwards."""
    incident = get_incident(current_user, incident_id)
    if not incident.is_demand:
        raise NotFound
    page = url_for("incidents.show", incident_id=incident_id, _anchor="order")
    known = order_of(incident)
    form = open_form(OrderForm, _values(known))
    authorities = {str(each.id): each for each in list_authorities(current_user, locale_tag())}
    form.authority.offer(
        [("", _("none of these")), *((key, each.name_in(locale_tag())) for key, each in authorities.items())]
    )
    if form.validate_on_submit():
        chosen = authorities.get(form.authority.data)
        try:
            with write():
                current = order_of(incident)  # somebody may have written it for the first time meanwhile
                if current is not None:
                    check_version(current, form.version)
                demanded = form.demanded(chosen.id if chosen is not None else None)
                ordering.write_order(current_user, incident, current, demanded)
                discard_draft(current_user, request.path)
        except Conflict as conflict:
            title = _("Incident %(reference)s", reference=incident.reference)
            return conflict_page(conflict, form, _values(order_of(incident)), title, page)
        return redirect(page)
    body = render_template("incidents/order.html", form=form, incident=incident, back=page)
    return body, 422 if form.is_submitted() else 200


@blueprint.route("/<uuid:incident_id>/items/<uuid:item_id>", methods=["GET", "POST"])
@requires(IncidentPermission.WRITE)
def item(incident_id: uuid.UUID, item_id: uuid.UUID) -> ResponseReturnValue:
    """Write down one thing that was seen, given or taken, or correct it."""
    incident = get_incident(current_user, incident_id)
    known = get_part(current_user, TakenItem, incident, item_id) if item_id != NEW else None
    page = url_for("incidents.show", incident_id=incident_id, _anchor="items")
    names = ("item", "how", "by_whom", "receipt")
    values: dict[str, Any] = {"new_id": str(uuid.uuid4())}
    if known is not None:
        values = {**{name: getattr(known, name) for name in names}, "row_version": str(known.row_version)}
    form = open_form(ItemForm, values)
    if form.validate_on_submit():
        if known is None and db.session.get(TakenItem, form.record_id) is not None:
            flash(already_saved())
            return redirect(page)
        try:
            with write():
                if known is not None:
                    check_version(known, form.version)
                texts = {name: form[name].data or "" for name in names}
                ordering.write_item(current_user, incident, known, form.record_id, **texts)
                discard_draft(current_user, request.path)
        except Conflict as conflict:
            stored = {name: getattr(conflict.record, name) for name in names}
            title = _("Incident %(reference)s", reference=incident.reference)
            return conflict_page(conflict, form, stored, title, page)
        return redirect(page)
    body = render_template(
        "incidents/item.html", form=form, incident=incident, is_new=known is None, back=page
    )
    return body, 422 if form.is_submitted() else 200


@blueprint.post("/<uuid:incident_id>/hold")
@requires(IncidentPermission.HANDLE)
def hold(incident_id: uuid.UUID) -> ResponseReturnValue:
    """Let nothing be erased from here on, for any incident."""
    incident = get_incident(current_user, incident_id)
    try:
        with write():
            holding.begin_hold_again(current_user, incident, hold_of(incident))
        flash(_("From now on nothing at all is erased."))
    except holding.NotStanding:
        flash(_("The hold stands already."))
    return redirect(url_for("incidents.show", incident_id=incident_id, _anchor="hold"))


@blueprint.route("/<uuid:incident_id>/hold/end", methods=["GET", "POST"])
@requires(IncidentPermission.HANDLE)
@proven_to_send
def end_hold(incident_id: uuid.UUID) -> ResponseReturnValue:
    """Ask a second person to end the hold."""
    incident = get_incident(current_user, incident_id)

    def act(form: Any) -> None:
        holding.ask_to_end(current_user, incident, _hold(incident), form.why.data or "")

    return _hold_page(
        incident,
        HoldStatus.STANDING,
        EndHoldForm,
        act,
        "incidents/end_hold.html",
        nobody_may_end=not holding.who_may_end(incident, current_user.id),
    )


@blueprint.route("/<uuid:incident_id>/hold/decide", methods=["GET", "POST"])
@requires(IncidentPermission.HANDLE)
@proven_to_send
def decide_hold(incident_id: uuid.UUID) -> ResponseReturnValue:
    """Decide as the second person whether things may be erased again."""
    incident = get_incident(current_user, incident_id)

    def act(form: Any) -> None:
        agree = form.answer.data == "yes"
        holding.decide_end(current_user, incident, _hold(incident), agree=agree, words=form.words.data or "")

    why_not = holding.why_not_decide(current_user, _hold(incident))
    return _hold_page(
        incident, HoldStatus.ENDING, DecideHoldForm, act, "incidents/decide_hold.html", why_not=why_not
    )


def _hold(incident: Incident) -> Any:
    found = hold_of(incident)
    if found is None:
        raise NotFound
    return found


def _hold_page(
    incident: Incident,
    standing_at: HoldStatus,
    kind: type[PageForm],
    act: Callable[[Any], None],
    template: str,
    **context: Any,
) -> ResponseReturnValue:
    found = _hold(incident)
    page = url_for("incidents.show", incident_id=incident.id, _anchor="hold")
    if found.status != standing_at:
        flash(_("Somebody has decided this in the meantime."))
        return redirect(page)
    form = open_form(kind, {"row_version": str(found.row_version)})
    if form.validate_on_submit():
        try:
            with write():
                check_version(found, form.version)
                act(form)
                discard_draft(current_user, request.path)
            return redirect(page)
        except (Conflict, holding.NotStanding):
            form.form_errors.append(_("Somebody has decided this in the meantime."))
        except holding.SamePerson:
            form.form_errors.append(holding.why_not_decide(current_user, found))
    body = render_template(template, form=form, incident=incident, hold=found, back=page, **context)
    return body, 422 if form.is_submitted() else 200


def _values(known: IncidentOrder | None) -> dict[str, Any]:
    if known is None:
        return {}
    return {
        **{name: getattr(known, name) for name in (*WRITTEN, "dated", "lawyer_on")},
        "authority": str(known.authority_id or ""),
        "taken_said": known.taken_said or TakenSaid.OPEN.value,
        "lawyer_time": clock_time(known.lawyer_time),
        "row_version": str(known.row_version),
    }
