"""Words for the codes of an incoming contact."""

from flask_babel import lazy_gettext as _l

from caseapp.incoming_contacts.models import IncomingStatus
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
