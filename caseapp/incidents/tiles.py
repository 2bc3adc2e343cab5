"""What incidents contribute to other pages: the home page, the timeline of a case."""

from collections.abc import Iterator

from flask import url_for
from markupsafe import Markup

from caseapp.accounts import User
from caseapp.audit import seen
from caseapp.db import Record
from caseapp.i18n.messages import gettext as _
from caseapp.incidents.counting_down import clock_of, urgency
from caseapp.incidents.labels import SHORT_KINDS
from caseapp.incidents.queries import incidents_with, open_incidents
from caseapp.incidents.register import register_lines
from caseapp.incidents.workflow import STATUS, TONES
from caseapp.people.reached import people_through
from caseapp.web.feature import TimelineEntry
from caseapp.web.listing import ON_HOME
from caseapp.web.templating import part

NAMED = ON_HOME
"""So many are named on the home page, those first whose clock runs out first."""


def tile(user: User) -> Markup:
    """Show the incidents that are not closed, each with its clock."""
    found = open_incidents(user)
    if not found:
        return Markup()
    shown = sorted(found, key=urgency)[:NAMED]
    seen(user, "incident.listed", shown=[str(each.id) for each in shown])
    lines = [
        (each, SHORT_KINDS[each.kind], STATUS[each.status], TONES[each.status], clock_of(each))
        for each in shown
    ]
    return part("incidents/tile.html", lines=lines, more=len(found) - len(shown))


def register_tile(user: User) -> Markup:
    """Show the same to those who read no case, without a word of what happened."""
    lines = register_lines(user, only_open=True)
    if not lines:
        return Markup()
    seen(user, "incident.register_viewed", shown=[str(line.incident_id) for line in lines])
    return part("incidents/register_tile.html", lines=lines)


def timeline(user: User, case: Record) -> Iterator[TimelineEntry]:
    """Yield the incidents in which somebody of this case is concerned, as far as ``user`` reaches them."""
    persons = [person.id for person in people_through(user, case.scope_id)]
    for incident in incidents_with(user, persons):
        happened = incident.happened_on.interval()[0] if incident.happened_on else incident.created_on
        yield TimelineEntry(
            happened,
            incident.created_on,
            "incident",
            "alert",
            _("Incident: %(kind)s", kind=SHORT_KINDS[incident.kind]),
            incident.words,
            url_for("incidents.show", incident_id=incident.id),
            incident.reported_by,
            incident.seq,
        )
