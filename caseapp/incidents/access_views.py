"""The page of who reaches an incident: letting a colleague in, and keeping one out whom it is about."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select
from wtforms.validators import ValidationError

from caseapp.access import (
    ScopeExclusion,
    add_member,
    keep_out,
    let_in_again,
    people_who_reach,
    remove_member,
)
from caseapp.accounts import User
from caseapp.audit import seen
from caseapp.db import Scope, db, write
from caseapp.i18n import in_alphabet
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.incidents.blueprint import blueprint
from caseapp.incidents.permissions import IncidentPermission
from caseapp.incidents.queries import get_incident
from caseapp.web.forms import ChoiceField, LineField, PageForm, RadioChoiceField, Required
from caseapp.web.gate import proven_to_send, requires

ACTS = {
    "add": _l("May open it"),
    "remove": _l("No longer a member"),
    "keep_out": _l("Kept out, whatever else would let them in"),
    "let_in": _l("No longer kept out"),
}
_WAYS = {"add": add_member, "remove": remove_member, "keep_out": keep_out, "let_in": let_in_again}


class AccessForm(PageForm):
    """One colleague and what changes for them."""

    colleague = ChoiceField(_l("Colleague"))
    act = RadioChoiceField(_l("What changes?"), choices=ACTS.items(), default="add")
    reason = LineField(_l("Reason"), [Required()])

    def validate_colleague(self, field: Any) -> None:
        """Ask for somebody else: whoever shuts themselves out may leave an incident that nobody handles."""
        if not field.data:
            raise ValidationError(_("Please choose a colleague."))
        if field.data == str(current_user.id) and self.act.data in {"remove", "keep_out"}:
            raise ValidationError(
                _("A colleague who handles it keeps you out, so that somebody goes on with it.")
            )


@blueprint.route("/<uuid:incident_id>/access", methods=["GET", "POST"])
@requires(IncidentPermission.HANDLE)
@proven_to_send
def access(incident_id: uuid.UUID) -> ResponseReturnValue:
    """Show who reaches an incident, and change it for one colleague."""
    incident = get_incident(current_user, incident_id)
    scope = db.session.get_one(Scope, incident.scope_id)
    form = AccessForm()
    form.colleague.offer([("", _("choose …")), *((user.id, user.name) for user in _colleagues())])
    if form.validate_on_submit():
        user = db.session.get_one(User, uuid.UUID(form.colleague.data))
        with write():
            _WAYS[form.act.data](current_user, scope, user, form.reason.data or "")
        flash(_("Saved."))
        return redirect(request.path)
    seen(current_user, "incident.access_viewed", incident)
    kept_out = select(ScopeExclusion).where(
        ScopeExclusion.of_scope_id == scope.id, ScopeExclusion.removed_on.is_(None)
    )
    body = render_template(
        "incidents/access.html",
        incident=incident,
        form=form,
        reach=people_who_reach(scope.id),
        kept_out=db.session.scalars(kept_out.order_by(ScopeExclusion.seq)).all(),
    )
    return body, 422 if form.is_submitted() else 200


def _colleagues() -> list[User]:
    users = db.session.scalars(select(User).where(User.status == "active", User.removed_on.is_(None)))
    return sorted((user for user in users if user.reads_cases), key=lambda user: in_alphabet(user.name))
