"""Words for the codes of letters."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.workflow import Tone

VOICES = {
    "person": _l("of the person"),
    "organisation": _l("of the organisation"),
    "both": _l("of both"),
}
GROUNDS = {
    "not_looked_at": _l("not looked at yet"),
    "public_office": _l("holds a public office or leads the group"),
    "consent": _l("consent is on file"),
    "self_published": _l("has already published this themselves"),
    "reason": _l("is named for a reason that the approver accepts"),
    "take_out": _l("is to be taken out"),
}
STANDINGS = {
    "none": _l("none of these"),
    "inside": _l("still inside the group"),
    "relative": _l("a relative of somebody inside"),
    "minor": _l("a minor"),
}
ADVICE = {
    "not_asked": _l("not yet"),
    "taken": _l("yes, and they took it"),
    "not_wanted": _l("yes, and they did not want it"),
    "not_to_be_had": _l("no independent lawyer was to be had"),
}
TOLD = {
    "no": _l("not yet"),
    "yes": _l("yes, and they understood"),
}
AGREED = {
    "yes": _l("they agree with every word"),
    "changes": _l("they want changes"),
}
CHANNELS = {
    "registered_post": _l("registered post"),
    "post": _l("ordinary post"),
    "by_hand": _l("by hand"),
    "courier": _l("courier"),
    "email": _l("e-mail"),
    "portal": _l("the authority's portal"),
    "fax": _l("fax"),
}
SUBJECTS = {
    "": _l("not sorted yet"),
    "protection": _l("protection"),
    "documents": _l("papers"),
    "residence": _l("residence"),
    "safe_exit": _l("safe exit"),
    "family_access": _l("access to the family"),
    "investigation": _l("investigation"),
    "information": _l("information"),
    "other": _l("something else"),
}
OUTCOMES = {
    "": _l("open"),
    "granted": _l("granted"),
    "partly": _l("granted in part"),
    "refused": _l("refused"),
    "not_competent": _l("they say that it is not theirs to decide"),
    "no_answer": _l("not answered"),
}
OUTCOME_TONES = {
    "": Tone.WAITING,
    "granted": Tone.DONE,
    "partly": Tone.DONE,
    "refused": Tone.STOPPED,
    "not_competent": Tone.STOPPED,
    "no_answer": Tone.STOPPED,
}
ANSWERS = {
    "acknowledgement": _l("They registered it"),
    "clarification": _l("They ask for more"),
    "forwarded": _l("They passed it on to another body"),
    "reply": _l("They replied"),
}
