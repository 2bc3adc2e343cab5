"""Incidents: theft, loss, a wrong recipient, a break-in, an order or an informal demand of an authority.

Who reaches an incident. Its words may name clients, so each has a scope of its own, which hangs on no case: whoever
sees a case does not see by that what a thief took or what an officer wanted, and whoever sees the incident sees by it
nobody's case. It is reached by whoever reported it, if they work on cases, and by the coordinators of their team; by
all coordinators where that team has none, so that no report is read by nobody, or where the organisation's rule says
so. A coordinator lets a colleague in, or keeps one out whom it is about. Whoever is kept out of a person concerned is
kept out of the incident with it, and of those concerned a reader learns the names of those alone whom they see by
their cases.

Everybody on the staff may report one, administrators and auditors too: whoever finds the door broken open writes it
down. They read no cases, so afterwards they see of it what the register shows of all incidents: kind, days, state, the
clock, whether the hold stands, and numbers; no word of what happened and nobody's data. That is what they need to ask
why nobody has told the authority; a look at the words themselves they have to be given as somebody who works on cases.
"""

from caseapp.access import named_by_reference
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.incidents import (  # noqa: F401 - they put their pages on the blueprint
    access_views,
    concerned_views,
    export_views,
    hold_views,
    part_views,
    report_views,
    views,
)
from caseapp.incidents.blueprint import blueprint
from caseapp.incidents.concerned import CONCERNED, keeping_out_changed, repoint
from caseapp.incidents.demo import add_incidents
from caseapp.incidents.export_models import ExportedPerson, PersonsExport
from caseapp.incidents.forms import ChangeIncidentForm
from caseapp.incidents.holding import BEGAN, stops_erasing
from caseapp.incidents.listing import INCIDENTS
from caseapp.incidents.models import ErasureHold, Incident, IncidentOrder, IncidentPerson, TakenItem
from caseapp.incidents.part_forms import ItemForm, OrderForm, WarnForm
from caseapp.incidents.permissions import GRANTS, IncidentPermission
from caseapp.incidents.telling import TOLD
from caseapp.incidents.tiles import register_tile, tile, timeline
from caseapp.incidents.topics import TOPICS
from caseapp.incidents.workflow import INCIDENT_WORKFLOW
from caseapp.web.consequences import Consequences
from caseapp.web.erasing import Erasing
from caseapp.web.event import Detail, Event, Keeps
from caseapp.web.fates import lying_in
from caseapp.web.feature import Create, Feature, HomeTile, Invention, MenuItem, TextSource
from caseapp.web.kind import Kind
from caseapp.web.rules import always_two
from caseapp.web.values import digits

feature = Feature(
    name="incidents",
    blueprint=blueprint,
    grants=GRANTS,
    rules=(
        TOLD,
        always_two("incident.hold_end", _l("End a hold on all erasure")),
        always_two("incident.export", _l("Export persons whom an order names")),
    ),
    menu=(
        MenuItem("incidents.index", _l("Incidents"), "alert", IncidentPermission.READ),
        MenuItem(
            "incidents.register",
            _l("Register of incidents"),
            "alert",
            IncidentPermission.REGISTER,
            short=_l("Incidents"),
        ),
    ),
    create=(Create("incidents.new", _l("Report an incident"), "alert", IncidentPermission.REPORT),),
    lists=(INCIDENTS,),
    home=(
        HomeTile("incidents", 6, IncidentPermission.HANDLE, tile),
        HomeTile("incidents-register", 6, IncidentPermission.REGISTER, register_tile),
    ),
    timeline=timeline,
    topics=TOPICS,
    demo=Invention(140, add_incidents),
    workflows=(INCIDENT_WORKFLOW,),
    kinds=(
        Kind(
            Incident,
            _l("Incident"),
            lying_in("incident"),
            describe=named_by_reference(Incident, "incidents.show", "incident_id"),
            form=ChangeIncidentForm,
        ),
        Kind(IncidentOrder, _l("Order or demand of an authority"), lying_in("incident"), form=OrderForm),
        Kind(TakenItem, _l("Thing that was seen, given or taken"), lying_in("incident"), form=ItemForm),
        Kind(
            IncidentPerson,
            _l("Somebody whose data are concerned"),
            lying_in("incident", loose=True),
            form=WarnForm,
        ),
        Kind(ErasureHold, _l("Hold on all erasure"), lying_in("incident", grow=True)),
        Kind(PersonsExport, _l("Export of persons whom an order names"), lying_in("incident", grow=True)),
        Kind(ExportedPerson, _l("Somebody in such an export"), lying_in("incident", loose=True)),
    ),
    texts=(
        TextSource(Incident, ("words", "where", "nobody_why", "notice_words"), IncidentPermission.READ),
        TextSource(
            IncidentOrder,
            (
                "officers",
                "scope_words",
                "lawyer_words",
                "objections",
                "shown",
                "outcome",
            ),
            IncidentPermission.READ,
            of=("incident", "incident_id"),
        ),
        TextSource(TakenItem, ("item", "receipt"), IncidentPermission.READ, of=("incident", "incident_id")),
        TextSource(IncidentPerson, ("words",), IncidentPermission.READ, of=("incident", "incident_id")),
        TextSource(ErasureHold, ("why", "decision"), IncidentPermission.READ, of=("incident", "incident_id")),
        TextSource(
            PersonsExport, ("reason", "decision"), IncidentPermission.EXPORT, of=("incident", "incident_id")
        ),
    ),
    erasing=Erasing(stops=stops_erasing),
    consequences=Consequences(merged=repoint, keeping_out_changed=keeping_out_changed),
    sentences={CONCERNED: _l("Kept out of somebody whose data are concerned")},
    details={
        "days": Detail(_l("Days looked back"), lambda value: digits(value)),
        "incident.report_printed/named": Detail(
            _l("With names"), lambda value: _("yes") if value else _("no")
        ),
    },
    events=(
        Event("incident.listed", _l("Saw a list of incidents"), keeps=Keeps("shown")),
        Event("incident.viewed", _l("Opened an incident")),
        Event("incident.register_viewed", _l("Saw the register of incidents"), keeps=Keeps("shown")),
        Event("incident.reported", _l("Reported an incident")),
        Event("incident.changed", _l("Corrected an incident")),
        Event("incident.taken_up", _l("Took an incident up")),
        Event("incident.contained", _l("Wrote down that an incident is contained")),
        Event("incident.closed", _l("Closed an incident")),
        Event("incident.reopened", _l("Opened an incident again")),
        Event("incident.notice_written", _l("Wrote down what the data-protection authority was told")),
        Event("incident.order_written", _l("Wrote down an order or a demand")),
        Event("incident.item_written", _l("Wrote down what was seen, given or taken")),
        Event(
            "incident.people_looked_up",
            _l("Looked up whose data an incident concerns"),
            keeps=Keeps("query", "shown"),
        ),
        Event("incident.opened_viewed", _l("Saw what an account had opened"), keeps=Keeps("days", "shown")),
        Event("incident.persons_added", _l("Wrote down whose data an incident concerns")),
        Event("incident.person_viewed", _l("Opened somebody concerned by an incident")),
        Event("incident.person_decided", _l("Wrote down whether somebody was warned")),
        Event("incident.person_removed", _l("Took somebody out of an incident")),
        Event("incident.nobody_said", _l("Wrote down that an incident concerns nobody")),
        Event(BEGAN, _l("Began a hold on all erasure")),
        Event("incident.hold_viewed", _l("Looked at a hold on all erasure")),
        Event("incident.hold_end_asked", _l("Asked to end a hold on all erasure")),
        Event("incident.hold_ended", _l("Ended a hold on all erasure")),
        Event("incident.hold_kept", _l("Let a hold on all erasure stand")),
        Event("incident.export_asked", _l("Asked for an export of persons whom an order names")),
        Event("incident.export_viewed", _l("Opened an export of persons whom an order names")),
        Event("incident.export_agreed", _l("Agreed to an export of persons whom an order names")),
        Event("incident.export_refused", _l("Refused an export of persons whom an order names")),
        Event("incident.export_voided", _l("Voided an export of persons by changing the order")),
        Event(
            "incident.export_fetched", _l("Fetched an export of persons whom an order names"), taking_out=True
        ),
        Event("incident.report_printed", _l("Printed the report on an incident"), keeps=Keeps("named")),
        Event("incident.access_viewed", _l("Saw who can open an incident")),
    ),
)

__all__ = ["Incident", "IncidentPermission", "feature"]
