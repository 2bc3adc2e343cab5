"""Incoming contacts: anyone who rings, comes or writes, logged in seconds without a case."""

from collections.abc import Iterator

from flask import url_for
from markupsafe import Markup

from caseapp.access import named_by_reference
from caseapp.accounts import User
from caseapp.audit import seen
from caseapp.db import Record
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.incoming_contacts.demo import add_contacts
from caseapp.incoming_contacts.duties import DUTIES
from caseapp.incoming_contacts.finding import contacts_found
from caseapp.incoming_contacts.forms import ChangeContactForm
from caseapp.incoming_contacts.labels import caller_named
from caseapp.incoming_contacts.listing import CONTACTS
from caseapp.incoming_contacts.models import ContactFiling, IncomingContact, IncomingStatus
from caseapp.incoming_contacts.permissions import GRANTS, IncomingPermission
from caseapp.incoming_contacts.queries import (
    contacts_not_filed,
    contacts_of,
    count_not_filed,
)
from caseapp.incoming_contacts.shielding import withheld
from caseapp.incoming_contacts.topics import TOPICS
from caseapp.incoming_contacts.views import blueprint
from caseapp.web.answers import Answers
from caseapp.web.event import Event, Keeps
from caseapp.web.fates import lying_in
from caseapp.web.feature import (
    Create,
    Feature,
    Finder,
    HomeTile,
    Invention,
    MenuItem,
    Panel,
    TextSource,
    TimelineEntry,
)
from caseapp.web.kind import Kind
from caseapp.web.listing import ON_HOME
from caseapp.web.masked import Masked
from caseapp.web.templating import part


def _timeline(user: User, case: Record) -> Iterator[TimelineEntry]:
    for contact in contacts_of(user, case):
        yield TimelineEntry(
            contact.happened_on or contact.created_on,
            contact.created_on,
            "incoming_contact",
            "inbox",
            _("Incoming contact: %(caller)s", caller=caller_named(contact)),
            contact.wanted,
            url_for("incoming_contacts.show", contact_id=contact.id),
            contact.taken_by,
            contact.seq,
        )


def _tile(user: User) -> Markup:
    shown = contacts_not_filed(user, ON_HOME)
    if not shown:
        return Markup()
    seen(user, "incoming_contact.listed", shown=[str(contact.id) for contact in shown])
    return part(
        "incoming_contacts/tile.html", contacts=shown, total=count_not_filed(user), caller_named=caller_named
    )


def _way_in(_user: User) -> Markup:
    return part("incoming_contacts/way_in.html")


def _request_panel(user: User, request: Record) -> Markup:
    contacts = contacts_of(user, request)
    if not contacts:
        return Markup()
    return part("incoming_contacts/panel.html", contacts=contacts, caller_named=caller_named)


feature = Feature(
    name="incoming_contacts",
    topics=TOPICS,
    blueprint=blueprint,
    grants=GRANTS,
    lists=(CONTACTS,),
    menu=(MenuItem("incoming_contacts.index", _l("Incoming contacts"), "inbox", IncomingPermission.READ),),
    create=(Create("incoming_contacts.new", _l("Incoming contact"), "inbox", IncomingPermission.WRITE, "I"),),
    masked=(
        Masked(
            IncomingContact,
            _l("the number or address of a caller"),
            IncomingPermission.READ,
            columns=("number",),
        ),
    ),
    texts=(
        TextSource(
            IncomingContact,
            ("caller", "about", "wanted", "answered", "put_aside_why"),
            IncomingPermission.READ,
        ),
    ),
    kinds=(
        Kind(
            IncomingContact,
            _l("Incoming contact"),
            lying_in("incoming_contact"),
            describe=named_by_reference(IncomingContact, "incoming_contacts.show", "contact_id"),
            form=ChangeContactForm,
        ),
        Kind(
            ContactFiling,
            _l("Filing of an incoming contact"),
            lying_in("incoming_contact", loose=True, with_last=True),
        ),
    ),
    finders=(Finder("incoming_contacts", 40, _l("Incoming contacts"), contacts_found),),
    timeline=_timeline,
    duties=DUTIES,
    home=(
        HomeTile("log-a-contact", 4, IncomingPermission.WRITE, _way_in),
        HomeTile("incoming-contacts", 50, IncomingPermission.READ, _tile),
    ),
    panels=(Panel("contact_request", "incoming_contacts", 70, IncomingPermission.READ, _request_panel),),
    answers=Answers(withheld=withheld),
    demo=Invention(90, add_contacts),
    events=(
        Event("incoming_contact.taken", _l("Logged an incoming contact")),
        Event("incoming_contact.viewed", _l("Opened an incoming contact")),
        Event("incoming_contact.listed", _l("Saw a list of incoming contacts"), keeps=Keeps("shown")),
        Event("incoming_contact.changed", _l("Corrected an incoming contact")),
        Event(
            "incoming_contact.caller_looked_up",
            _l("Looked up who a caller may be"),
            keeps=Keeps("shown", may=("query",)),
        ),
        Event("incoming_contact.filed", _l("Filed an incoming contact with a case or a request")),
        Event("incoming_contact.taken_out", _l("Took an incoming contact out of a record")),
        Event("incoming_contact.put_aside", _l("Put an incoming contact aside"), looked_at_again=True),
    ),
)

__all__ = ["ContactFiling", "IncomingContact", "IncomingPermission", "IncomingStatus", "feature"]
