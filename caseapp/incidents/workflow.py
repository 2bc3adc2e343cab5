"""The states of an incident. Guards only stand before its closing: what happened can always be written down."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.incidents.guards import authority_is_decided, everybody_is_decided, order_is_written
from caseapp.incidents.permissions import IncidentPermission
from caseapp.workflow import Phase, State, Tone, Transition, Workflow

REPORTED, HANDLED, CONTAINED, CLOSED = "reported", "handled", "contained", "closed"
OPEN = (REPORTED, HANDLED, CONTAINED)

INCIDENT_WORKFLOW = Workflow(
    kind="incident",
    label=_l("Incident"),
    start=REPORTED,
    begun=_l("Incident reported"),
    phases=(
        Phase("reported", _l("reported"), Tone.ATTENTION),
        Phase("handled", _l("being handled"), Tone.MOVING),
        Phase("contained", _l("contained"), Tone.WAITING),
        Phase("closed", _l("closed"), Tone.DONE),
    ),
    states=(
        State(REPORTED, _l("reported"), "reported"),
        State(HANDLED, _l("being handled"), "handled"),
        State(CONTAINED, _l("contained"), "contained"),
        State(CLOSED, _l("closed"), "closed", final=True),
    ),
    transitions=(
        Transition(
            "take_up",
            _l("Take it up"),
            (REPORTED,),
            HANDLED,
            IncidentPermission.HANDLE,
            can_be_recorded_afterwards=False,
            happened=_l("Handling has begun"),
        ),
        Transition(
            "contain",
            _l("It is contained"),
            (REPORTED, HANDLED),
            CONTAINED,
            IncidentPermission.HANDLE,
            needs_reason=True,
            happened=_l("Contained"),
        ),
        Transition(
            "close",
            _l("Close with a review"),
            (HANDLED, CONTAINED),
            CLOSED,
            IncidentPermission.HANDLE,
            guards=(everybody_is_decided, authority_is_decided, order_is_written),
            needs_reason=True,
            can_be_recorded_afterwards=False,
            happened=_l("Closed"),
        ),
        Transition(
            "reopen",
            _l("Open it again"),
            (CONTAINED, CLOSED),
            HANDLED,
            IncidentPermission.HANDLE,
            needs_reason=True,
            can_be_recorded_afterwards=False,
            happened=_l("Opened again"),
        ),
    ),
)
STATUS = {state.code: state.label for state in INCIDENT_WORKFLOW.states}
TONES = {state.code: INCIDENT_WORKFLOW.phase_of(state.code).tone for state in INCIDENT_WORKFLOW.states}
