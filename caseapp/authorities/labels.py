"""Words for the codes of authorities."""

from caseapp.i18n.messages import lazy_gettext as _l

KINDS = {
    "ministry": _l("Ministry or government office"),
    "police": _l("Police"),
    "court": _l("Court or prosecution"),
    "parliament": _l("Parliament or ombudsman"),
    "international": _l("International body"),
    "other": _l("Other"),
}
COUNTED_IN = {
    "days": _l("calendar days"),
    "working_days": _l("working days, Monday to Friday"),
}
COUNTED_FROM = {
    "dispatched": _l("the day we sent it"),
    "delivered": _l("the day it arrived"),
    "acknowledged": _l("the day they registered it"),
}
