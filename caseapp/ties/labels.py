"""The words for what a tie is about and of which kind it is."""

from collections.abc import Mapping

from flask_babel.speaklater import LazyString

from caseapp.i18n.messages import lazy_gettext as _l

ABOUT: Mapping[str, LazyString] = {
    "person": _l("A person"),
    "place": _l("A place or unit of the group"),
    "colleague": _l("A colleague"),
}
KINDS: Mapping[str, LazyString] = {
    "family": _l("Family"),
    "partner": _l("Partner, or once partners"),
    "friend": _l("Close friends"),
    "work": _l("Lived, worked or served together"),
    "dispute": _l("Debt, dispute or harm"),
    "other": _l("Something else"),
}
