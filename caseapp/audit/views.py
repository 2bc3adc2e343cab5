"""The log to read: who did and saw what, and when. It shows acts, never a case's content."""

import uuid
from typing import Any

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.audit.forms import WantedForm
from caseapp.audit.models import AuditEvent, AuditTouch
from caseapp.audit.nightly import last_verification
from caseapp.audit.permissions import AuditPermission
from caseapp.audit.reading import Events, known_actors, read_events
from caseapp.audit.recording import seen
from caseapp.audit.wanted import Wanted
from caseapp.audit.wording import details_for
from caseapp.i18n import in_alphabet
from caseapp.i18n.messages import gettext as _
from caseapp.web.gate import can, requires
from caseapp.web.installed import all_events, describe, event_label, features, kind_label
from caseapp.web.values import colleague, isolated

blueprint = Blueprint("audit", __name__, url_prefix="/audit")
PLACE = ("before", "after")
"""Arguments of an address that say which page of the log is meant; all others say which events."""
EXPORT_PAGE = "reports.export_log"
"""The page of a feature above that takes the log out, where it is installed."""
MOST_SHOWN = 3
"""More records than these are folded under their number."""


@blueprint.get("/")
@requires(AuditPermission.READ)
def index() -> ResponseReturnValue:
    """Show the log, a page at a time."""
    form, valid = asked_form()
    record_id, before, after = (_uuid(request.args.get(name, "")) for name in ("record", *PLACE))
    events = read_events(current_user, form.wanted(record_id), before=before, after=after)
    found = events.found
    seen(
        current_user,
        "audit.read",
        first=found[-1].number if found else 0,
        last=found[0].number if found else 0,
    )
    page = render_template(
        "audit/index.html",
        form=form,
        events=found,
        last=last_verification(),
        touched=events.touched,
        record_id=record_id,
        person_url=_person_url(form),
        export_url=_export_url(),
        chosen=[(str(event_label(code)), _without(code)) for code in form.chosen],
        filtered=any(value for name, value in request.args.items() if name not in PLACE),
        newer_url=_address(after=events.newer) if events.newer is not None else None,
        older_url=_address(before=events.older) if events.older is not None else None,
        details=details_for(current_user, found).of,
        label=lambda code: event_label(code) or code,
        kind=record_in_words,
        who=actor_in_words,
        sign=sign_of,
        one_record=_one_record(events, record_id),
        most_shown=MOST_SHOWN,
    )
    return page, 200 if valid else 422


def asked_form() -> tuple[WantedForm, bool]:
    """Return the form with what the address asks the log for, and whether all of it can be read."""
    form = WantedForm(formdata=request.args)
    form.offer(_codes(), _actors(), request.args.getlist("code"))
    return form, form.validate()


def asked_events() -> Wanted:
    """Return what the address asks the log for."""
    return asked_form()[0].wanted(_uuid(request.args.get("record", "")))


def record_in_words(touch: AuditTouch) -> str:
    """Return what an event touched: a colleague by name, anything else by its kind."""
    if touch.record_kind == "user":
        described = describe(current_user, touch.record_kind, touch.record_id)
        if described is not None:
            return described.label
    return str(kind_label(touch.record_kind) or touch.record_kind)


def actor_in_words(event: AuditEvent) -> str:
    """Return whose act it was; what nobody did is the application's own act or that of somebody unknown."""
    if event.actor_id is not None:
        return colleague(event.actor_id)
    if any(each.code == event.code and each.by_itself for each in all_events()):
        return _("the application itself")
    return _("somebody unknown")


def _one_record(events: Events, record_id: uuid.UUID | None) -> str | None:
    """Return the words for the record that the list is narrowed to, None when no event shown tells its kind."""
    told = (touch for found in events.touched.values() for touch in found)
    found = next((touch for touch in told if touch.record_id == record_id), None)
    return f"{isolated(record_in_words(found))} {isolated(sign_of(found.record_id))}" if found else None


def sign_of(record_id: uuid.UUID) -> str:
    """Return the beginning of an id, by which a record is told apart from others in the log."""
    return str(record_id)[:8]


def _address(**place: uuid.UUID) -> str:
    kept: dict[str, Any] = {
        name: [value for value in values if value]
        for name, values in request.args.lists()
        if name not in PLACE
    }
    kept |= place
    return url_for("audit.index", **kept)


def _person_url(form: WantedForm) -> str | None:
    """Return the address of the days of the colleague that the list is narrowed to, None where it is to nobody."""
    actor_id = _uuid(form.wanted(None).actor)
    return url_for("audit.person.show", user_id=actor_id) if actor_id is not None else None


def _export_url() -> str | None:
    """Return the address under which these events are taken out as a file, None for whoever may not."""
    if not can(current_user, AuditPermission.EXPORT) or EXPORT_PAGE not in current_app.view_functions:
        return None
    kept: dict[str, Any] = {name: values for name, values in request.args.lists() if name not in PLACE}
    return url_for(EXPORT_PAGE, **kept)


def _without(code: str) -> str:
    """Return the address of the same question without one of its kinds of events."""
    kept: dict[str, Any] = {name: values for name, values in request.args.lists() if name not in PLACE}
    kept["code"] = [each for each in kept["code"] if each != code]
    return url_for("audit.index", **kept)


def _codes() -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for feature in features():
        if feature.events:
            found = groups.setdefault(str(feature.events_head), [])
            found += [(event.code, str(event.label)) for event in feature.events]
    return [
        (head, sorted(groups[head], key=lambda pair: in_alphabet(pair[1])))
        for head in sorted(groups, key=in_alphabet)
    ]


def _actors() -> list[tuple[uuid.UUID, str]]:
    found = ((each, colleague(each)) for each in known_actors(current_user))
    return sorted(found, key=lambda pair: in_alphabet(pair[1]))


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
