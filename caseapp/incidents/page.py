"""The page of an incident, put together for its reader."""

import uuid
from dataclasses import dataclass

from flask import render_template, url_for

from caseapp.accounts import User
from caseapp.accounts.deputies import stands_for
from caseapp.db import db
from caseapp.i18n import LANGUAGES, OFFERED
from caseapp.i18n.messages import gettext as _
from caseapp.incidents import labels
from caseapp.incidents.counting_down import clock_of
from caseapp.incidents.export_queries import exports_of
from caseapp.incidents.holding import who_may_end
from caseapp.incidents.models import Incident, IncidentPerson, Warned
from caseapp.incidents.parts import hold_of, order_of
from caseapp.incidents.permissions import IncidentPermission
from caseapp.incidents.queries import items_seen, persons_seen
from caseapp.incidents.workflow import INCIDENT_WORKFLOW, OPEN, STATUS, TONES
from caseapp.people.labels import ROUTE_KINDS
from caseapp.people.models import ContactRoute
from caseapp.people.queries import ShownName, shown_names, visible_among
from caseapp.web.gate import can
from caseapp.web.installed import describe
from caseapp.web.records import moments, panels_for, step_entries
from caseapp.workflow import offered


@dataclass(frozen=True)
class PersonLine:
    """Somebody concerned as the page shows them; without a name where its reader does not see them."""

    row: IncidentPerson
    name: ShownName | None
    words: str
    tone: str
    way: str
    """By which way they were warned."""
    url: str | None


def incident_page(user: User, incident: Incident) -> str:
    """Return the page of an incident."""
    order, hold = order_of(incident), hold_of(incident)
    authority = describe(user, "authority", order.authority_id) if order and order.authority_id else None
    handles = can(user, IncidentPermission.HANDLE)
    return render_template(
        "incidents/show.html",
        incident=incident,
        kind=labels.SHORT_KINDS[incident.kind],
        status=STATUS[incident.status],
        tone=TONES[incident.status],
        is_open=incident.status in OPEN,
        offers=offered(INCIDENT_WORKFLOW, incident, user, lambda permission: can(user, permission)),
        urls={
            each.code: url_for("incidents.step", incident_id=incident.id, code=each.code)
            for each in INCIDENT_WORKFLOW.transitions
        },
        clock=clock_of(incident),
        order=order,
        authority=authority,
        items=items_seen(user, incident),
        hold=hold,
        may_end=handles and hold is not None and hold.status == "standing",
        nobody_may_end=handles
        and hold is not None
        and hold.stands
        and not who_may_end(incident, hold.asked_by or user.id),
        may_decide=handles
        and hold is not None
        and hold.status == "ending"
        and hold.asked_by not in stands_for(user),
        persons=person_lines(user, incident),
        exports=exports_of(user, incident) if incident.kind == "order" else [],
        moments=moments(list(step_entries(INCIDENT_WORKFLOW, incident, "alert"))[::-1]),
        panels=panels_for(user, "incident", incident),
        labels=labels,
        offered_languages=[(code, LANGUAGES[code]) for code in OFFERED],
        language=user.language,
    )


def person_lines(user: User, incident: Incident) -> list[PersonLine]:
    """Return those concerned, the undecided ones first; who of them ``user`` does not see stays without a name."""
    rows = persons_seen(user, incident)
    ids = [row.person_id for row in rows]
    names, seen = shown_names(user, ids), visible_among(user, ids)
    lines = [
        PersonLine(
            row,
            names.get(row.person_id) if row.person_id in seen else None,
            str(labels.WARNED[row.decided or Warned.OPEN.value]),
            labels.WARNED_TONES[row.decided or Warned.OPEN.value],
            route_in_words(row) if row.person_id in seen else "",
            url_for("people.show", person_id=row.person_id) if row.person_id in seen else None,
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: not line.row.is_open)


def route_in_words(row: IncidentPerson) -> str:
    """Return by which kind of way somebody was warned; never the number or address itself."""
    if row.decided != Warned.WARNED:
        return ""
    if not row.route:
        return _("by another way")
    route = db.session.get(ContactRoute, uuid.UUID(row.route))
    return str(ROUTE_KINDS.get(route.kind, route.kind)) if route is not None else _("by another way")
