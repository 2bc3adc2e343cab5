"""How a search moves. The forward step of a state stands first; what rests or ends it stands behind."""

from caseapp.contact_requests import guards
from caseapp.contact_requests.permissions import RequestPermission
from caseapp.contact_requests.resting import ENDINGS, RESTS
from caseapp.contact_requests.states import PHASES, STATES
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.rules import always_two, two_or_one
from caseapp.workflow import Transition, Workflow

WRITE, DECIDE = RequestPermission.WRITE, RequestPermission.DECIDE
REFUSING = two_or_one("search.reject", _l("Not accept a family contact request"))
NO_TRACE = two_or_one("search.find_no_trace", _l("Say that there is no trace so far"))
RULES = (
    always_two("search.verify", _l("Confirm identity and relationship")),
    always_two("search.contact", _l("Tell an enquirer for the first time of the person whom they seek")),
    always_two("search.meeting", _l("Approve a meeting")),
    always_two("search.concern", _l("Accept a request where there is a protection concern")),
    REFUSING,
    NO_TRACE,
)
"""What of a search takes two; the guards of its steps hold to the fixed ones."""

_CHECKING = (
    Transition(
        "start_screening",
        _l("Start the screening"),
        ("received",),
        "screening",
        DECIDE,
        guards=(guards.safe_contact_is_known, guards.relation_is_claimed),
        happened=_l("Screening started"),
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
        happened=_l("Accepted"),
    ),
    Transition(
        "reject",
        _l("Do not accept"),
        ("received", "screening"),
        "rejected",
        DECIDE,
        needs_reason=True,
        danger=True,
        rule=REFUSING,
        happened=_l("Was not accepted"),
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
        happened=_l("Looking for them began"),
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
        happened=_l("Went through an authority"),
    ),
    Transition(
        "leave_authority",
        _l("Look ourselves again"),
        ("via_authority",),
        "tracing",
        WRITE,
        happened=_l("We looked ourselves again"),
    ),
    Transition(
        "verify",
        _l("Confirm identity and relationship"),
        ("possible_match",),
        "verified",
        DECIDE,
        guards=(guards.two_points_agree, guards.no_point_contradicts, guards.decider_is_not_the_finder),
        asks_again=True,
        happened=_l("Identity and relationship confirmed"),
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
        rule=NO_TRACE,
    ),
    Transition(
        "look_again",
        _l("Look again"),
        ("not_found",),
        "tracing",
        WRITE,
        happened=_l("Looking for them began again"),
    ),
)
_ASKING = (
    Transition(
        "ask",
        _l("Ask the person"),
        ("verified",),
        "asking",
        DECIDE,
        guards=(guards.asker_is_named, guards.sought_has_not_refused),
        asks_again=True,
        happened=_l("We turned to the person"),
    ),
    Transition(
        "agree_contact",
        _l("They agree to contact"),
        ("asking", "undecided", "message_only"),
        "contact_agreed",
        DECIDE,
        guards=(
            guards.was_asked_well,
            guards.contact_is_planned,
            guards.both_consent_today,
            guards.second_agrees_to_contact,
        ),
        asks_again=True,
        happened=_l("Agreed to contact"),
    ),
    Transition(
        "agree_messages",
        _l("They agree to messages only"),
        ("asking", "undecided"),
        "message_only",
        DECIDE,
        guards=(guards.was_asked_well, guards.both_consent_today, guards.second_agrees_to_contact),
        asks_again=True,
        happened=_l("Agreed to messages only"),
    ),
    Transition(
        "decline",
        _l("They want no contact"),
        ("asking", "undecided", "contact_agreed", "message_only"),
        "declined",
        WRITE,
        happened=_l("Wanted no contact"),
    ),
    Transition(
        "leave_open",
        _l("They have not decided"),
        ("asking",),
        "undecided",
        WRITE,
        needs_reason=True,
        happened=_l("Had not decided yet"),
    ),
    Transition(
        "ask_again",
        _l("Ask once more"),
        ("undecided", "declined"),
        "asking",
        DECIDE,
        needs_reason=True,
        asks_again=True,
        happened=_l("We turned to the person once more"),
    ),
    Transition(
        "begin_contact",
        _l("They are in contact"),
        ("contact_agreed",),
        "in_contact",
        WRITE,
        guards=(guards.contact_is_planned, guards.both_consent_today),
        asks_again=True,
        happened=_l("Came into contact"),
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
        happened=_l("Wished to meet"),
    ),
    Transition(
        "assess",
        _l("Assess the meeting"),
        ("reunification_asked",),
        "assessment",
        DECIDE,
        happened=_l("Assessment of the meeting began"),
    ),
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
        asks_again=True,
        happened=_l("Meeting approved"),
    ),
    Transition(
        "advise_against",
        _l("Do not recommend it"),
        ("assessment",),
        "not_recommended",
        DECIDE,
        needs_reason=True,
        happened=_l("Meeting not recommended"),
    ),
    Transition(
        "stay_in_contact",
        _l("Stay in contact"),
        ("not_recommended",),
        "in_contact",
        WRITE,
        happened=_l("They stayed in contact"),
    ),
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
        asks_again=True,
        happened=_l("Meeting planned"),
    ),
    Transition("meet", _l("They met"), ("planned",), "reunited", WRITE, guards=(guards.both_confirm_it,)),
    Transition("call_off", _l("It did not take place"), ("planned",), "in_contact", WRITE, needs_reason=True),
    Transition(
        "follow_up", _l("Follow it up"), ("reunited",), "follow_up", WRITE, happened=_l("Follow-up began")
    ),
)
SEARCH_WORKFLOW = Workflow(
    kind="search",
    label=_l("Search for somebody"),
    start="received",
    phases=PHASES,
    states=STATES,
    transitions=(*_CHECKING, *_LOOKING, *_ASKING, *_MEETING, *RESTS, *ENDINGS),
)
