"""Calls that a colleague took and nobody has filed."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.incoming_contacts.models import IncomingContact, IncomingStatus
from caseapp.web.duties import Duty

DUTIES = (
    Duty(
        "incoming-contacts",
        _l("Incoming contacts that are not filed"),
        IncomingContact,
        lambda user_id: (
            (IncomingContact.taken_by == user_id) & (IncomingContact.status == IncomingStatus.NEW.value)
        ),
        asked=True,
        opens=True,
    ),
)
"""Who took a call stays who took it: whoever files it is asked to."""
