"""The printed report on an incident, for the board or the data-protection authority.

Whoever is concerned stands in it by a number, and is blackened in what people wrote, unless names were chosen: the
report goes to people who read no case.
"""

import uuid
from collections.abc import Callable, Collection

from sqlalchemy import select

from caseapp.accounts import User
from caseapp.accounts.organisation import organisation
from caseapp.clock import today
from caseapp.dates import localise_digits
from caseapp.db import db
from caseapp.erasures.blackening import BLACK, blackened
from caseapp.erasures.needles import Needles
from caseapp.i18n import direction, in_a_row
from caseapp.i18n.messages import gettext as _
from caseapp.incidents import labels
from caseapp.incidents.counting_down import clock_of
from caseapp.incidents.export_files import authority_in_words
from caseapp.incidents.models import Incident, IncidentPerson, Notified, TakenSaid, Warned
from caseapp.incidents.page import route_in_words
from caseapp.incidents.parts import hold_of, order_of
from caseapp.incidents.queries import items_seen, persons_seen
from caseapp.incidents.workflow import INCIDENT_WORKFLOW, STATUS
from caseapp.people.models import ContactRoute, PersonName
from caseapp.people.queries import ShownName, shown_names
from caseapp.printing.certificate import CertificateSheet, CertifiedTable, print_certificate
from caseapp.printing.direction import POP_ISOLATE, dominant_direction, isolate, isolate_opener
from caseapp.web.values import colleague, day, moment
from caseapp.workflow import Step, steps_of

Told = Callable[[str], str]
"""What stands of a text in the report."""
LEFT_OUT = "[…]"
"""What stands on paper where a name was: the fonts of paper have no black bar."""


def report_pdf(user: User, incident: Incident, language: str, *, named: bool) -> bytes:
    """Print the report in the language in which words are looked up just now.

    Raises:
        PrintingError: a text has a sign without a shape in the bundled fonts.
    """
    rows = persons_seen(user, incident)
    needles = _needles([row.person_id for row in rows])

    def told(text: str) -> str:
        words = text if named else str(blackened(text, needles)).replace(BLACK, LEFT_OUT)
        return "\n".join(_as_written(line) for line in words.splitlines() if line.strip())

    clock = clock_of(incident)
    tables = [
        CertifiedTable(_("The incident"), _facts(incident, told, language)),
        *([CertifiedTable(_("The clock"), list(clock.lines))] if clock is not None else []),
        *_authority(incident, told),
        *_order(user, incident, told),
        *_concerned(user, rows, told, language, named=named),
        CertifiedTable(_("Who did what, and when"), [_done(step, told) for step in steps_of(incident)]),
    ]
    sheet = CertificateSheet(
        language=language,
        reference=incident.reference,
        organisation=organisation().name_in(language),
        title=_("Report on an incident"),
        lead=str(labels.KINDS[incident.kind]) + ".",
        texts=((_("What happened"), told(incident.words)),),
        tables=[table for table in tables if table.lines],
        notes=[_note(named)],
        says_more=True,
        day=today(),
    )
    return print_certificate(sheet).pdf


def _as_written(line: str) -> str:
    """Keep the direction of most words of a line, whatever the language of the sheet, and numbers in it whole."""
    way = dominant_direction(line, "rtl" if direction() == "rtl" else "ltr")
    opener = isolate_opener("rtl" if way == "ltr" else "ltr")
    return f"{opener}{isolate(line, way)}{POP_ISOLATE}"


def _facts(incident: Incident, told: Told, language: str) -> list[tuple[str, str]]:
    happened = day(incident.happened_on)
    if incident.happened_time:
        happened = _(
            "%(day)s, %(time)s", day=happened, time=localise_digits(incident.happened_time, language)
        )
    facts = [
        (_("Happened on"), happened),
        (_("Where?"), told(incident.where)),
        (_("We became aware"), moment(incident.aware_at) if incident.aware_at else ""),
        (_("Reported by"), colleague(incident.reported_by)),
        (_("State"), str(STATUS[incident.status])),
    ]
    return [(label, value) for label, value in facts if value]


def _authority(incident: Incident, told: Told) -> list[CertifiedTable]:
    if not incident.is_breach:
        return []
    lines = [
        (
            _("Was the data-protection authority told?"),
            str(labels.NOTIFIED[incident.notified or Notified.OPEN]),
        )
    ]
    if incident.notified_at is not None:
        lines.append((_("Told on"), moment(incident.notified_at)))
    lines += [
        (_("Which authority, and who there?"), told(incident.notified_whom)),
        (_("Who of us told it?"), told(incident.notified_by)),
        (_("Their number for it"), incident.notice_number),
        (_("What it was told, or why not"), told(incident.notice_words)),
    ]
    return [CertifiedTable(_("The data-protection authority"), [line for line in lines if line[1]])]


def _order(user: User, incident: Incident, told: Told) -> list[CertifiedTable]:
    if not incident.is_demand:
        return []
    order, hold = order_of(incident), hold_of(incident)
    lines: list[tuple[str, str]] = []
    if order is not None:
        lines = [
            (_("Which authority?"), authority_in_words(user, order)),
            (_("Who came?"), in_a_row(told(order.officers).splitlines())),
            (_("Number of the order"), order.number),
            (_("Court"), order.court),
            (_("Dated"), day(order.dated)),
            (_("Was there an order in writing?"), str(labels.IN_WRITING.get(order.in_writing, ""))),
            (_("What does it cover?"), told(order.scope_words)),
            (_("Which lawyer was called, and by whom?"), told(order.lawyer)),
            (_("What the lawyer said, or why none was called"), told(order.lawyer_words)),
            (_("What did we object?"), told(order.objections)),
            (_("Consent"), str(labels.CONSENT_REFUSED.get(order.consent_refused, ""))),
            (_("What were they shown or told?"), told(order.shown)),
            (_("Was anything taken or copied?"), str(labels.TAKEN_SAID[order.taken_said or TakenSaid.OPEN])),
            (_("What came of it?"), told(order.outcome)),
        ]
    if hold is not None:
        lines.append((_("Hold on all erasure"), str(labels.HOLDS[hold.status])))
    items = [
        (
            told(item.item),
            in_a_row(filter(None, (str(labels.HOW_TAKEN[item.how]), told(item.by_whom), told(item.receipt)))),
        )
        for item in items_seen(user, incident)
    ]
    return [
        CertifiedTable(_("The order or demand"), [line for line in lines if line[1]]),
        CertifiedTable(_("What was seen, given or taken"), items),
    ]


def _concerned(
    user: User, rows: list[IncidentPerson], told: Told, language: str, *, named: bool
) -> list[CertifiedTable]:
    names = shown_names(user, [row.person_id for row in rows]) if named else {}
    lines = []
    for number, row in enumerate(rows, 1):
        label = _called(names.get(row.person_id), number, language)
        words = [str(labels.WARNED[row.decided or Warned.OPEN.value])]
        if row.decided == Warned.WARNED:
            words += [day(row.warned_on), route_in_words(row), row.warned_by]
        words.append(told(row.words))
        lines.append((label, in_a_row(word for word in words if word)))
    return [CertifiedTable(_("Whose data are concerned"), lines)]


def _called(name: ShownName | None, number: int, language: str) -> str:
    if name is not None:
        return name.name
    return _("Person %(number)s", number=localise_digits(str(number), language))


def _done(step: Step, told: Told) -> tuple[str, str]:
    labelled = {each.code: str(each.as_happened) for each in INCIDENT_WORKFLOW.transitions}
    words = [day(step.happened_on or step.created_on), colleague(step.actor_id), told(step.reason)]
    return labelled.get(step.transition, _("Reported")), " · ".join(word for word in words if word)


def _note(named: bool) -> str:
    if named:
        return _("This report names people whose safety may depend on it. It goes to nobody but its reader.")
    return _("Those concerned are numbered. Their names and numbers are blackened in what people wrote.")


def _needles(person_ids: Collection[uuid.UUID]) -> Needles:
    """Return the names and numbers of those concerned, also of those whom the reader does not see."""
    names = db.session.scalars(select(PersonName).where(PersonName.person_id.in_(person_ids)))
    routes = db.session.scalars(select(ContactRoute).where(ContactRoute.person_id.in_(person_ids)))
    texts = {*(each.name for each in names), *(each.value for each in routes)}
    return Needles.of({text for text in texts if text})
