"""What one colleague did: their days as a picture, the hours of one of them, and the way to each event."""

import uuid
from datetime import date, timedelta
from types import SimpleNamespace

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.audit.acts import Acts, acts_of
from caseapp.audit.addresses import log_of
from caseapp.audit.calendar import DAYS, cells_of, first_day_of, lanes_of, nights, on_day, weekdays_from
from caseapp.audit.permissions import AuditPermission
from caseapp.audit.recording import seen
from caseapp.audit.wanted import Wanted
from caseapp.clock import at_home, today
from caseapp.web.errors import NotFound
from caseapp.web.gate import requires
from caseapp.web.installed import describe, event_label, features
from caseapp.web.values import digits

blueprint = Blueprint("person", __name__, url_prefix="/person")
MOST_OPENED = 10_000
"""So many acts of five weeks are opened for their times: about three hundred each day."""
MOST_LISTED = 300
"""So many acts of one day are listed below it; the log has them all."""


@blueprint.get("/<uuid:user_id>")
@requires(AuditPermission.READ)
def show(user_id: uuid.UUID) -> ResponseReturnValue:
    """Show five weeks of a colleague, and the hours of the day that is asked for."""
    named = describe(current_user, "user", user_id)
    if named is None:
        raise NotFound
    shown = _day(request.args.get("day", ""))
    until = _day(request.args.get("until", "")) or shown or today()
    first = first_day_of(until)
    last = first + timedelta(days=DAYS - 1)
    acts = acts_of(current_user, Wanted(actor=str(user_id), first=first, last=last), most=MOST_OPENED)
    if shown is None or not first <= shown <= last:
        shown = _newest_day(acts)
    colleague = SimpleNamespace(__kind__="user", id=user_id)
    seen(current_user, "audit.person_viewed", colleague, from_day=first.isoformat(), to_day=last.isoformat())
    of_day = on_day(acts.found, shown) if shown is not None else []
    heads = {code: str(feature.events_head) for feature in features() for code in feature.event_by_code}
    return render_template(
        "audit/person.html",
        user_id=user_id,
        name=named.label,
        acts=acts,
        first=first,
        last=last,
        cells=cells_of(acts.found, first, shown),
        weekdays=weekdays_from(first),
        shown=shown,
        lanes=lanes_of(of_day, shown, heads) if shown is not None else [],
        nights=nights(),
        of_day=of_day[:MOST_LISTED],
        time_of=lambda act: digits(f"{at_home(act.at):%H:%M}"),
        label=lambda code: event_label(code) or code,
        day_url=lambda day: url_for(".show", user_id=user_id, until=last.isoformat(), day=day.isoformat()),
        earlier_url=url_for(".show", user_id=user_id, until=(first - timedelta(days=1)).isoformat()),
        later_url=url_for(".show", user_id=user_id, until=(last + timedelta(days=DAYS)).isoformat())
        if last < today()
        else None,
        log_url=log_of(shown, shown, actor_id=user_id) if shown is not None else None,
    )


def _newest_day(acts: Acts) -> date | None:
    return at_home(acts.found[-1].at).date() if acts.found else None


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year >= 2000 and found <= today() + timedelta(days=DAYS) else None
