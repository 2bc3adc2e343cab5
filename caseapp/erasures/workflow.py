"""The states of an erasure. Nothing of it has a life outside the system, so no step is recorded afterwards."""

from dataclasses import replace

from caseapp.erasures.guards import (
    belongs_to_all_of_it,
    erasing_is_not_paused,
    hold_is_over,
    is_not_begun,
    is_second_person,
    mentions_are_decided,
    no_copy_is_kept,
    nobody_was_joined,
    nothing_stands_open,
    sees_everything,
)
from caseapp.erasures.permissions import ErasurePermission
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.workflow import Phase, State, Tone, Transition, Workflow

HELD, UNFINISHED, DONE = "held", "unfinished", "done"
OPEN = ("asked", HELD)
NOT_AGAIN = (*OPEN, UNFINISHED, DONE)
"""While one stands at any of these, no other is asked for."""

ERASURE_WORKFLOW = Workflow(
    kind="erasure",
    label=_l("Erasure"),
    start="asked",
    phases=(
        Phase("asked", _l("asked for"), Tone.ATTENTION),
        Phase("held", _l("approved, held back"), Tone.WAITING),
        Phase("done", _l("carried out"), Tone.DONE),
        Phase("ended", _l("not carried out"), Tone.STOPPED),
    ),
    states=(
        State("asked", _l("asked for"), "asked"),
        State(HELD, _l("approved, held back"), "held"),
        State(UNFINISHED, _l("carried out, traces being overwritten"), "done", frozen=True),
        State(DONE, _l("carried out"), "done", final=True, frozen=True),
        State("refused", _l("refused"), "ended", final=True, frozen=True),
        State("stopped", _l("stopped"), "ended", final=True, frozen=True),
    ),
    transitions=(
        Transition(
            "approve",
            _l("Approve"),
            ("asked",),
            HELD,
            ErasurePermission.APPROVE,
            guards=(is_second_person, sees_everything, belongs_to_all_of_it, nobody_was_joined),
            can_be_recorded_afterwards=False,
            happened=_l("Approved"),
        ),
        Transition(
            "refuse",
            _l("Refuse"),
            ("asked",),
            "refused",
            ErasurePermission.APPROVE,
            guards=(is_second_person,),
            can_be_recorded_afterwards=False,
            happened=_l("Refused"),
        ),
        Transition(
            "stop",
            _l("Stop the erasure"),
            OPEN,
            "stopped",
            ErasurePermission.STOP,
            guards=(is_not_begun,),
            can_be_recorded_afterwards=False,
            happened=_l("Stopped"),
        ),
        Transition(
            "carry_out",
            _l("Carry the erasure out"),
            (HELD,),
            UNFINISHED,
            ErasurePermission.CARRY_OUT,
            guards=(
                hold_is_over,
                sees_everything,
                belongs_to_all_of_it,
                nobody_was_joined,
                erasing_is_not_paused,
                nothing_stands_open,
                mentions_are_decided,
                no_copy_is_kept,
            ),
            can_be_recorded_afterwards=False,
            danger=True,
            happened=_l("Carried out"),
        ),
        Transition(
            "finish",
            _l("Overwrite the traces"),
            (UNFINISHED,),
            DONE,
            ErasurePermission.CARRY_OUT,
            can_be_recorded_afterwards=False,
            happened=_l("Traces overwritten"),
        ),
    ),
)

TAKEN_UP = replace(
    ERASURE_WORKFLOW, transitions=tuple(replace(each, guards=()) for each in ERASURE_WORKFLOW.transitions)
)
"""The same for an erasure that a kill interrupted: what its guards ask was asked before its line was written."""
