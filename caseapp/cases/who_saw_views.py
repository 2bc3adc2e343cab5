"""The pages of who saw a case: for those who share it, and for those who read the log and know its reference."""

import uuid
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms.validators import ValidationError

from caseapp.audit import seen
from caseapp.audit.addresses import log_of_record
from caseapp.audit.permissions import AuditPermission
from caseapp.cases.models import Case
from caseapp.cases.permissions import CasePermission
from caseapp.cases.queries import get_case
from caseapp.cases.who_saw import MOST_ACTS, MOST_LISTS, case_bearing, case_for_log, who_saw
from caseapp.clock import today
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.errors import NotFound
from caseapp.web.forms import DayField, LineField, PageForm, Required
from caseapp.web.gate import requires
from caseapp.web.installed import event_label
from caseapp.web.values import know_colleagues

blueprint = Blueprint("who_saw", __name__)
AT_FIRST = timedelta(days=30)
"""How far back the page looks until somebody asks for other days."""


class DaysForm(PageForm):
    """From which day to which one. It changes nothing, so it travels in the address, and without a token."""

    class Meta:
        """How WTForms treats this form."""

        csrf = False

    first = DayField(_l("From the day"))
    last = DayField(_l("To the day"))

    def validate_last(self, field: Any) -> None:
        """Refuse an end before the beginning."""
        if field.day_value and self.first.day_value and field.day_value < self.first.day_value:
            raise ValidationError(_("This day is before the first one."))

    def days(self) -> tuple[date, date]:
        """Return the days that are asked for; a box that holds nonsense asks for nothing."""
        last = (None if self.last.errors else self.last.day_value) or today()
        first = (None if self.first.errors else self.first.day_value) or last - AT_FIRST
        return min(first, last), last


class ReferenceForm(PageForm):
    """The reference of the case, which does not travel in an address."""

    reference = LineField(_l("Reference of the case"), [Required()])


@blueprint.get("/<uuid:case_id>/seen-by")
@requires(CasePermission.SHARE)
def show(case_id: uuid.UUID) -> ResponseReturnValue:
    """Show who saw a case, to somebody who may share it."""
    case = get_case(current_user, case_id)
    trail = [(_("Cases"), url_for("cases.index")), (case.reference, url_for("cases.show", case_id=case.id))]
    return _page(case, case.reference, trail)


@blueprint.route("/seen-by", methods=["GET", "POST"])
@requires(AuditPermission.READ)
def ask() -> ResponseReturnValue:
    """Ask for the reference of a case, and show who saw the one that the address names, as the log does."""
    if "case" in request.args:
        return _in_log(request.args["case"])
    form = ReferenceForm()
    if form.validate_on_submit():
        found = case_bearing(current_user, form.reference.data or "")
        if found is not None:
            return redirect(url_for("cases.who_saw.ask", case=found))
        form.reference.errors = [_("No case has this reference.")]
    body = render_template("cases/ask_who_saw.html", form=form)
    return body, 422 if form.is_submitted() else 200


def _in_log(text: str) -> ResponseReturnValue:
    # Whoever reads the log reaches no case: its id narrows the log down, like that of any record.
    try:
        case = case_for_log(current_user, uuid.UUID(text))
    except ValueError:
        case = None
    if case is None:
        raise NotFound
    trail = [(_("Audit log"), url_for("audit.index")), (_("Who saw a case"), url_for("cases.who_saw.ask"))]
    return _page(case, None, trail)


def _page(case: Case, reference: str | None, trail: list[tuple[str, str]]) -> ResponseReturnValue:
    form = DaysForm(formdata=request.args)
    valid = form.validate()
    first, last = form.days()
    found = who_saw(current_user, case, first, last)
    know_colleagues(seer.actor_id for seer in found.seers if seer.actor_id is not None)
    seen(current_user, "case.who_saw_viewed", case, from_day=first.isoformat(), to_day=last.isoformat())
    page = render_template(
        "cases/who_saw.html",
        form=form,
        case_reference=reference,
        log_url=None if reference else log_of_record(case.id),
        trail=trail,
        first=first,
        last=last,
        found=found,
        most_lists=MOST_LISTS,
        most_acts=MOST_ACTS,
        label=lambda code: event_label(code) or code,
    )
    return page, 200 if valid else 422
