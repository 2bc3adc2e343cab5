"""The log to read: who did and saw what, and when. It shows acts, never a case's content."""

import uuid
from functools import cache, partial
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel.speaklater import LazyString
from flask_login import current_user

from caseapp.audit.forms import WantedForm
from caseapp.audit.models import AuditTouch
from caseapp.audit.nightly import last_verification
from caseapp.audit.permissions import AuditPermission
from caseapp.audit.reading import known_actors, read_events
from caseapp.audit.recording import seen
from caseapp.audit.wording import detail_lines
from caseapp.web.gate import requires
from caseapp.web.installed import describe, edited_fields, event_label, features, kind_label
from caseapp.web.templating import colleague

blueprint = Blueprint("audit", __name__, url_prefix="/audit")
PLACE = ("before", "after")
"""Arguments of an address that say which page of the log is meant; all others say which events."""


@blueprint.get("/")
@requires(AuditPermission.READ)
def index() -> ResponseReturnValue:
    """Show the log, a page at a time."""
    form = WantedForm(formdata=request.args)
    form.offer(_codes(), _actors())
    valid = form.validate()
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
        filtered=any(value for name, value in request.args.items() if name not in PLACE),
        newer_url=_address(after=events.newer) if events.newer is not None else None,
        older_url=_address(before=events.older) if events.older is not None else None,
        details=partial(detail_lines, fields=cache(edited_fields)),
        label=lambda code: event_label(code) or code,
        kind=record_in_words,
    )
    return page, 200 if valid else 422


def record_in_words(touch: AuditTouch) -> str:
    """Return what an event touched: a colleague by name, anything else by its kind."""
    if touch.record_kind == "user":
        described = describe(current_user, touch.record_kind, touch.record_id)
        if described is not None:
            return described.label
    return str(kind_label(touch.record_kind) or touch.record_kind)


def _address(**place: uuid.UUID) -> str:
    kept: dict[str, Any] = {
        name: value for name, value in request.args.items() if value and name not in PLACE
    }
    kept |= place
    return url_for("audit.index", **kept)


def _codes() -> list[tuple[str, LazyString]]:
    found = [(code, label) for feature in features() for code, label in feature.events.items()]
    return sorted(found, key=lambda pair: str(pair[1]))


def _actors() -> list[tuple[uuid.UUID, str]]:
    return sorted(
        ((each, colleague(each)) for each in known_actors(current_user)), key=lambda pair: pair[1].casefold()
    )


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
