"""Words for an incoming contact and its codes."""

from caseapp.db import is_locked
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.incoming_contacts.models import IncomingContact, IncomingStatus
from caseapp.workflow import Tone

STATUS = {
    IncomingStatus.NEW.value: _l("not filed yet"),
    IncomingStatus.FILED.value: _l("filed"),
    IncomingStatus.PUT_ASIDE.value: _l("put aside"),
}
TONE = {
    IncomingStatus.NEW.value: Tone.WAITING,
    IncomingStatus.FILED.value: Tone.DONE,
    IncomingStatus.PUT_ASIDE.value: Tone.STOPPED,
}


def caller_named(contact: IncomingContact) -> str:
    """Return who called, as lists name them: in their own words, or that they named nobody."""
    caller = contact.caller
    return caller if caller or is_locked(caller) else _("nobody named")
