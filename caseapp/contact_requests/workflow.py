"""How a search moves. The forward step of a state stands first; what rests or ends it stands behind."""

from flask_babel import lazy_gettext as _l

from caseapp.contact_requests import guards
from caseapp.contact_requests.permissions import RequestPermission
from caseapp.contact_requests.states import LIVE, LOOKING, PHASES, RESTING, STATES, TOUCHING
from caseapp.workflow import Transition, Workflow

WRITE, DECIDE = RequestPermission.WRITE, RequestPermission.DECIDE
RESUME = "resume_"

_CHECKING = (
    Transition(
        "start_screening",
        _l("Start the screening"),
        ("received",),
        "screening",
        DECIDE,
        guards=(guards.safe_contact_is_known, guards.relation_is_claimed),
    ),
    Transition(
        "accept",
        _l("Accept"),
        ("screening",),
        "accepted",
        DECIDE,
        guards=(
            guards.is_screened,
            guards.missing_proof_is_explained,
            guards.enquirer_allows_it,
            guards.keeping_is_allowed,
            guards.sought_has_not_refused,
            guards.second_agrees_to_accept,
        ),
        by_telephone=True,
    ),
    Transition(
        "reject",
        _l("Do not accept"),
        ("received", "screening"),
        "rejected",
        DECIDE,
        needs_reason=True,
        danger=True,
    ),
)
_LOOKING = (
    Transition(
        "begin_tracing",
        _l("Begin to look"),
        ("accepted",),
        "tracing",
        WRITE,
        guards=(guards.sought_has_not_refused,),
    ),
    Transition(
        "match",
        _l("Perhaps found"),
        ("tracing", "via_authority"),
        "possible_match",
        WRITE,
        guards=(guards.candidate_was_compared, guards.sought_has_not_refused),
    ),
    Transition(
        "route_via_authority",
        _l("Go through an authority"),
        ("tracing",),
        "via_authority",
        DECIDE,
        guards=(guards.letter_is_linked,),
    ),
    Transition("leave_authority", _l("Look ourselves again"), ("via_authority",), "tracing", WRITE),
    Transition(
        "verify",
        _l("Confirm identity and relationship"),
        ("possible_match",),
        "verified",
        DECIDE,
        guards=(guards.two_points_agree, guards.no_point_contradicts, guards.decider_is_not_the_finder),
    ),
    Transition("no_match", _l("It is somebody else"), ("possible_match",), "tracing", WRITE),
    Transition(
        "find_no_trace",
        _l("No trace so far"),
        ("tracing", "via_authority", "possible_match"),
        "not_found",
        DECIDE,
        guards=(guards.something_was_tried,),
        needs_reason=True,
    ),
    Transition("look_again", _l("Look again"), ("not_found",), "tracing", WRITE),
)
_ASKING = (
    Transition(
        "ask",
        _l("Ask the person"),
        ("verified",),
        "asking",
        DECIDE,
        guards=(guards.asker_is_named, guards.sought_has_not_refused),
    ),
    Transition(
        "agree_contact",
        _l("They agree to contact"),
        ("asking", "undecided", "message_only"),
        "contact_agreed",
        DECIDE,
        guards=(guards.was_asked_well, guards.contact_is_planned, guards.both_consent_today),
    ),
    Transition(
        "agree_messages",
        _l("They agree to messages only"),
        ("asking", "undecided"),
        "message_only",
        DECIDE,
        guards=(guards.was_asked_well, guards.both_consent_today),
    ),
    Transition(
        "decline",
        _l("They want no contact"),
        ("asking", "undecided", "contact_agreed", "message_only"),
        "declined",
        WRITE,
    ),
    Transition("leave_open", _l("They have not decided"), ("asking",), "undecided", WRITE, needs_reason=True),
    Transition(
        "ask_again", _l("Ask once more"), ("undecided", "declined"), "asking", DECIDE, needs_reason=True
    ),
    Transition(
        "begin_contact",
        _l("They are in contact"),
        ("contact_agreed",),
        "in_contact",
        WRITE,
        guards=(guards.contact_is_planned, guards.both_consent_today),
    ),
)
_MEETING = (
    Transition(
        "ask_to_meet",
        _l("They wish to meet"),
        ("in_contact",),
        "reunification_asked",
        DECIDE,
        guards=(guards.both_were_asked_alone,),
    ),
    Transition("assess", _l("Assess the meeting"), ("reunification_asked",), "assessment", DECIDE),
    Transition(
        "approve",
        _l("Approve the meeting"),
        ("assessment",),
        "approved",
        DECIDE,
        guards=(
            guards.is_assessed,
            guards.decider_did_not_ask_for_it,
            guards.second_agrees_to_meeting,
            guards.both_consent_today,
        ),
        by_telephone=True,
    ),
    Transition(
        "advise_against",
        _l("Do not recommend it"),
        ("assessment",),
        "not_recommended",
        DECIDE,
        needs_reason=True,
    ),
    Transition("stay_in_contact", _l("Stay in contact"), ("not_recommended",), "in_contact", WRITE),
    Transition(
        "plan",
        _l("Plan the meeting"),
        ("approved",),
        "planned",
        DECIDE,
        guards=(
            guards.meeting_is_planned,
            guards.consents_were_confirmed_again,
            guards.both_consent_today,
        ),
    ),
    Transition("meet", _l("They met"), ("planned",), "reunited", WRITE, guards=(guards.both_confirm_it,)),
    Transition("call_off", _l("It did not take place"), ("planned",), "in_contact", WRITE, needs_reason=True),
    Transition("follow_up", _l("Follow it up"), ("reunited",), "follow_up", WRITE),
)
_RESTING = (
    Transition("hold", _l("Put on hold"), LOOKING, "on_hold", WRITE, needs_reason=True),
    Transition("pause", _l("Pause"), TOUCHING, "paused", WRITE, needs_reason=True),
    Transition(
        "confirm_withdrawal",
        _l("Confirm the withdrawal"),
        RESTING,
        "withdrawn",
        DECIDE,
        guards=(guards.withdrawal_waits,),
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
        )
        for state in LIVE
        if state not in RESTING
    ),
    Transition("freeze", _l("Somebody withdraws"), LIVE, "on_hold", WRITE, can_be_recorded_afterwards=False),
)
_ENDING = (
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
    ),
    Transition(
        "reopen",
        _l("Open again"),
        ("rejected", "withdrawn", "closed"),
        "screening",
        DECIDE,
        needs_reason=True,
    ),
)
SEARCH_WORKFLOW = Workflow(
    kind="search",
    label=_l("Search"),
    start="received",
    phases=PHASES,
    states=STATES,
    transitions=(*_CHECKING, *_LOOKING, *_ASKING, *_MEETING, *_RESTING, *_ENDING),
)
