"""Words for the codes of a case."""

from caseapp.i18n.messages import lazy_gettext as _l

SAFE_NOW = {
    "yes": _l("yes"),
    "no": _l("no"),
    "unsure": _l("not sure"),
    "not_asked": _l("not asked yet"),
}
MAY_RING = {
    "yes": _l("yes"),
    "no": _l("no, never"),
    "as_agreed": _l("only as agreed"),
    "not_asked": _l("not asked yet"),
}
