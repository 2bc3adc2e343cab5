"""The page of a record's history."""

import uuid
from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import get_visible, is_hidden
from caseapp.audit import seen
from caseapp.dates import PartialDate
from caseapp.history.permissions import HistoryPermission
from caseapp.history.queries import changes_of
from caseapp.web.errors import NotFound
from caseapp.web.gate import requires
from caseapp.web.installed import describe, edited_fields, event_label, mask_of, model_of
from caseapp.web.values import day


def shown_value(value: object) -> object:
    """Return a former value as the page shows it: days in the reader's calendar, a dash for nothing."""
    return day(value) if isinstance(value, PartialDate | date) else (value or "–")


blueprint = Blueprint("history", __name__, url_prefix="/history")


@blueprint.get("/<kind>/<uuid:record_id>")
@requires(HistoryPermission.READ)
def show(kind: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """Show what changed in a record, when, by whom, and what stood there before."""
    try:
        model = model_of(kind)
    except KeyError:
        raise NotFound from None
    if not edited_fields(kind):
        raise NotFound
    record = get_visible(current_user, model, record_id)
    seen(current_user, "history.viewed", record)
    mask = mask_of(model)
    return render_template(
        "history/show.html",
        record=record,
        described=describe(current_user, kind, record_id),
        changes=changes_of(current_user, record),
        can_show=mask is not None and mask.columns and is_hidden(current_user, record, ever=True),
        what_is_hidden=mask.what if mask is not None else "",
        event_label=event_label,
        shown=shown_value,
    )
