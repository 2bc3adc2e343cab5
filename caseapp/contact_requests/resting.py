"""How a search rests, goes on again and ends: what stands behind the forward steps of a state."""

from caseapp.contact_requests import guards
from caseapp.contact_requests.permissions import RequestPermission
from caseapp.contact_requests.states import LIVE, LOOKING, RESTING, TOUCHING
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.workflow import Transition

WRITE, DECIDE = RequestPermission.WRITE, RequestPermission.DECIDE
RESUME = "resume_"

RESTS = (
    Transition(
        "hold",
        _l("Put on hold"),
        LOOKING,
        "on_hold",
        WRITE,
        needs_reason=True,
        happened=_l("Was put on hold"),
    ),
    Transition("pause", _l("Pause"), TOUCHING, "paused", WRITE, needs_reason=True, happened=_l("Was paused")),
    Transition(
        "confirm_withdrawal",
        _l("Confirm the withdrawal"),
        RESTING,
        "withdrawn",
        DECIDE,
        guards=(guards.withdrawal_waits,),
        happened=_l("Withdrawal confirmed"),
    ),
    *(
        Transition(
            f"{RESUME}{state}",
            _l("Go on"),
            RESTING,
            state,
            DECIDE,
            guards=(guards.was_held_from(state), guards.no_withdrawal_waits),
            can_be_recorded_afterwards=False,
            happened=_l("Went on"),
        )
        for state in LIVE
        if state not in RESTING
    ),
    Transition(
        "freeze",
        _l("Somebody withdraws"),
        LIVE,
        "on_hold",
        WRITE,
        can_be_recorded_afterwards=False,
        happened=_l("Somebody withdrew"),
    ),
)
ENDINGS = (
    Transition(
        "learn_fate",
        _l("Their fate is known"),
        ("tracing", "via_authority", "possible_match", "verified", "not_found"),
        "fate_known",
        DECIDE,
        guards=(guards.fate_is_proved,),
    ),
    Transition(
        "close",
        _l("Close"),
        (
            "accepted",
            "not_found",
            "declined",
            "undecided",
            "message_only",
            "in_contact",
            "not_recommended",
            "reunited",
            "follow_up",
            "fate_known",
            "on_hold",
            "paused",
        ),
        "closed",
        DECIDE,
        guards=(guards.no_withdrawal_waits,),
        needs_reason=True,
        happened=_l("Closed"),
    ),
    Transition(
        "reopen",
        _l("Open again"),
        ("rejected", "withdrawn", "closed"),
        "screening",
        DECIDE,
        needs_reason=True,
        happened=_l("Opened again"),
    ),
)
