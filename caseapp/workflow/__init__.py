"""Workflows as data: states, transitions, who may, guards. Pages, guards, diagrams and tests read the same table."""

from caseapp.workflow.definition import Block, Phase, State, Tone, Transition, UnknownTransition, Workflow
from caseapp.workflow.engine import (
    Blocked,
    Manner,
    Offer,
    Step,
    StepDetails,
    advance,
    awaiting_confirmation,
    confirm_telephone_approval,
    offered,
    record_start,
    review_step,
    steps_of,
)

__all__ = [
    "Block",
    "Blocked",
    "Manner",
    "Offer",
    "Phase",
    "State",
    "Step",
    "StepDetails",
    "Tone",
    "Transition",
    "UnknownTransition",
    "Workflow",
    "advance",
    "awaiting_confirmation",
    "confirm_telephone_approval",
    "offered",
    "record_start",
    "review_step",
    "steps_of",
]
