"""Words for the codes of consents."""

from flask_babel.speaklater import LazyString

from caseapp.consents.models import Answer, GivenBy, How
from caseapp.i18n.messages import lazy_gettext as _l

NOT_ASKED = "not_asked"
EXPIRED = "expired"
LOCKED = "locked"
ANSWERS: dict[str, LazyString] = {
    Answer.YES: _l("yes"),
    Answer.NO: _l("no"),
    Answer.CONDITIONS: _l("with conditions"),
    NOT_ASKED: _l("not asked yet"),
}
STATES: dict[str, LazyString] = {
    **ANSWERS,
    Answer.WITHDRAWN: _l("withdrawn"),
    EXPIRED: _l("has run out"),
    LOCKED: _l("locked"),
}
TONES = {
    Answer.YES: "done",
    Answer.NO: "stopped",
    Answer.CONDITIONS: "waiting",
    Answer.WITHDRAWN: "stopped",
    NOT_ASKED: "neutral",
    EXPIRED: "attention",
    LOCKED: "neutral",
}
GIVEN_BY: dict[str, LazyString] = {
    GivenBy.SELF: _l("themselves"),
    GivenBy.PARENT: _l("a parent"),
    GivenBy.GUARDIAN: _l("a guardian"),
    GivenBy.PROXY: _l("somebody they authorised"),
}
HOW: dict[str, LazyString] = {
    How.IN_PERSON: _l("in person"),
    How.TELEPHONE: _l("by telephone"),
    How.VIDEO: _l("by video call"),
    How.WRITTEN: _l("in writing, signed"),
    How.MESSAGE: _l("in a message"),
}
KEEPING_GROUNDS: dict[str, LazyString] = {
    "family_search": _l("A relative asked us to look for them"),
    "named_by_client": _l("A client's account cannot be told without them"),
    "protection": _l("To protect somebody"),
    "legal_claim": _l("To bring or answer a legal claim"),
}
