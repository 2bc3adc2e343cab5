"""The states of a search and the seven phases that staff see."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.workflow import Phase, State, Tone

PHASES = (
    Phase("new", _l("new"), Tone.ATTENTION),
    Phase("checking", _l("checking"), Tone.MOVING),
    Phase("looking", _l("looking"), Tone.MOVING),
    Phase("asking", _l("asking"), Tone.WAITING),
    Phase("in_touch", _l("in touch"), Tone.DONE),
    Phase("meeting", _l("meeting"), Tone.MOVING),
    Phase("ended", _l("ended"), Tone.STOPPED),
)
STATES = (
    State("received", _l("received"), "new"),
    State("screening", _l("screening"), "checking"),
    State("accepted", _l("accepted"), "checking"),
    State("on_hold", _l("on hold"), "checking", rests=True),
    State("tracing", _l("looking for them"), "looking"),
    State("via_authority", _l("through an authority"), "looking"),
    State("possible_match", _l("perhaps found"), "looking"),
    State("not_found", _l("no trace so far"), "looking", rests=True),
    State("verified", _l("identity and relationship confirmed"), "asking"),
    State("asking", _l("asking the person"), "asking"),
    State("undecided", _l("has not decided"), "asking", rests=True),
    State("declined", _l("wants no contact"), "asking", rests=True),
    State("contact_agreed", _l("contact agreed"), "in_touch"),
    State("message_only", _l("messages only"), "in_touch"),
    State("in_contact", _l("in contact"), "in_touch"),
    State("paused", _l("paused"), "in_touch", rests=True),
    State("reunification_asked", _l("wish to meet"), "meeting"),
    State("assessment", _l("assessment"), "meeting"),
    State("approved", _l("meeting approved"), "meeting"),
    State("not_recommended", _l("meeting not recommended"), "meeting", rests=True),
    State("planned", _l("meeting planned"), "meeting"),
    State("reunited", _l("met"), "meeting"),
    State("follow_up", _l("follow-up"), "meeting"),
    State("fate_known", _l("fate known"), "ended"),
    State("rejected", _l("not accepted"), "ended", final=True),
    State("withdrawn", _l("withdrawn"), "ended", final=True),
    State("closed", _l("closed"), "ended", final=True),
)
LOOKING = (
    "screening", "accepted", "tracing", "via_authority", "possible_match", "verified", "asking", "undecided",
)  # fmt: skip
"""States that can be put on hold."""
TOUCHING = (
    "contact_agreed", "message_only", "in_contact", "reunification_asked", "assessment", "approved", "planned",
    "follow_up",
)  # fmt: skip
"""States that can be paused."""
RESTING = ("on_hold", "paused")
ENDED = ("rejected", "withdrawn", "closed")
LIVE = tuple(state.code for state in STATES if state.code not in ENDED)
