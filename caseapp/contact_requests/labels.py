"""Words for the codes of requests and searches."""

from caseapp.i18n import LANGUAGES_IN_WORDS
from caseapp.i18n.messages import lazy_gettext as _l

LANGUAGE_CHOICES = list(LANGUAGES_IN_WORDS.items())
WHERE = {
    "unknown": _l("not known"),
    "inside": _l("inside the group"),
    "left": _l("has left the group"),
    "outside": _l("was never inside"),
}
CHANNELS = {
    "in_person": _l("in conversation"),
    "telephone": _l("by telephone"),
    "message": _l("by message"),
    "email": _l("by e-mail"),
    "post": _l("by post"),
    "partner": _l("through a partner organisation"),
    "authority": _l("through an authority"),
}
MEANS = {
    "records": _l("Looked in our own records"),
    "internet": _l("Looked in public sources"),
    "person": _l("Asked a person"),
    "partner": _l("Asked a partner organisation"),
    "authority": _l("Asked an authority"),
    "letter": _l("Wrote a letter"),
    "visit": _l("Visited a place"),
    "other": _l("Something else"),
}
AGREES = {
    "yes": _l("agrees"),
    "no": _l("does not agree"),
    "open": _l("not certain"),
}
YES_NO = {"yes": _l("yes"), "no": _l("no")}
OUTCOMES = {
    "contact": _l("They are in touch"),
    "message": _l("Messages were passed on"),
    "no_contact": _l("The person sought wants no contact, and that is respected"),
    "reunited": _l("They met or live together again"),
    "fate_known": _l("Their fate is known and the family was told"),
    "no_trace": _l("No trace so far, with all reasonable means used"),
    "stopped": _l("Stopped for a reason written down"),
}
WITHDRAWN_BY = {
    "enquirer": _l("The enquirer"),
    "sought": _l("The person sought"),
    "somebody": _l("Somebody else, in the name of one of them"),
}
