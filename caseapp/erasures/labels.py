"""The words of erasures."""

from caseapp.erasures.models import Basis, Decided, WishedBy
from caseapp.i18n.messages import lazy_gettext as _l

BASES = {
    Basis.WISH: _l("The person wishes it"),
    Basis.WITHDRAWN: _l("The consent to keep it was taken back"),
    Basis.NO_LONGER_NEEDED: _l("It is no longer needed for our work"),
    Basis.WRONGLY_KEPT: _l("It should never have been kept"),
    Basis.ORDERED: _l("A court or an authority orders it"),
}
WISHED_BY = {
    WishedBy.SELF: _l("The person themselves"),
    WishedBy.GUARDIAN: _l("A parent or guardian"),
    WishedBy.PROXY: _l("Somebody whom the person has authorised"),
    WishedBy.AUTHORITY: _l("A court or an authority"),
    WishedBy.OURSELVES: _l("The organisation itself"),
}
DECISIONS = {
    Decided.OPEN: _l("not decided yet"),
    Decided.KEEP: _l("It stays, for a reason"),
    Decided.TAKE_OUT: _l("The link is taken out"),
    Decided.ALONG: _l("The whole record is erased along"),
    Decided.BLACKEN: _l("The names are blackened there, and the rest stays"),
    Decided.EMPTY: _l("Everything that stood there before is emptied"),
    Decided.GONE: _l("Corrected: no longer found"),
}
TARGETS = {"person": _l("A person"), "case": _l("A case")}
