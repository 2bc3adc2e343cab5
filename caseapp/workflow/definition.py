"""The vocabulary of workflows: pure data, no database, no request."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from flask_babel.speaklater import LazyString

from caseapp.web.rules import Rule

SECOND_PERSON = "caseapp-second-person"
"""What the features say about who may take a step, kept with the application."""


class Tone(StrEnum):
    """The six meanings a status tag can have; each has its colour and its shape."""

    NEUTRAL = "neutral"
    MOVING = "moving"
    WAITING = "waiting"
    ATTENTION = "attention"
    DONE = "done"
    STOPPED = "stopped"


class UnknownTransition(ValueError):
    """There is no such transition, or it does not start from the record's present state."""


@dataclass(frozen=True)
class Phase:
    """What staff see: a few phases; the finer states follow from the facts recorded."""

    code: str
    label: LazyString
    tone: Tone


@dataclass(frozen=True)
class State:
    """A state of a record, and the phase it shows as."""

    code: str
    label: LazyString
    phase: str
    final: bool = False
    frozen: bool = False
    """In a frozen state nobody changes the text of the record."""
    rests: bool = False
    """Here the work rests or has stopped for now: no page offers the way here as the next step."""


@dataclass(frozen=True)
class Way:
    """The page on which something can be put right. A template makes its address, so naming it needs no request."""

    endpoint: str
    values: tuple[tuple[str, Any], ...] = ()

    @property
    def arguments(self) -> dict[str, Any]:
        """Return what ``url_for`` takes beside the endpoint."""
        return dict(self.values)

    def coming_from(self, record: Any) -> "Way":
        """Return the same way, from the page of ``record``: what is put right leads back there."""
        return Way(self.endpoint, (*self.values, ("from_kind", record.__kind__), ("from_id", record.id)))


def way(endpoint: str, **values: Any) -> Way:
    """Return the way to the page ``endpoint`` with these values in its address."""
    return Way(endpoint, tuple(values.items()))


@dataclass(frozen=True)
class Block:
    """Why an act is not possible yet, in plain words, and the way to unblock it."""

    reason: str
    way: Way | None = None
    action: str | None = None
    url: str | None = None
    """Its address, where a feature has named the record that stands in the way."""
    noted: str = ""
    """The same as a record keeps it for all its readers, where the reason speaks to whoever acts."""
    outdated: bool = False
    """Whether what stood in the way was settled for the record as it was before somebody changed it."""


Guard = Callable[[Any, Any], Iterable[Block]]
"""``guard(actor, record)`` yields what stands in the way; nothing when the way is free."""


@dataclass(frozen=True)
class Transition:
    """An act that moves a record from one state to another."""

    code: str
    label: LazyString
    sources: tuple[str, ...]
    target: str
    permission: str
    guards: tuple[Guard, ...] = ()
    needs_reason: bool = False
    by_telephone: bool = False
    """May be given by telephone; it then stays flagged until the person who gave it confirms."""
    can_be_recorded_afterwards: bool = True
    """A guard never stops writing down what has happened; False only where an act has no life outside the system."""
    only_afterwards: bool = False
    """Is only ever written down: it ought not to have happened."""
    danger: bool = False
    goes_out: bool = False
    """Something leaves the house with it, and nobody brings it back."""
    asks_again: bool = False
    """Whoever takes it has to have proven a few minutes ago who they are: somebody outside hears of it, or meets."""
    rule: Rule | None = None
    """Decides whether a colleague has to agree first. Where one person may do it, it stands on the second-look list."""
    happened: LazyString | None = None
    """What has happened once it is made ("Approved"), where ``label`` asks for it ("Approve")."""

    @property
    def as_happened(self) -> LazyString:
        """The wording of a step that was made."""
        return self.label if self.happened is None else self.happened


@dataclass(frozen=True)
class Workflow:
    """The states and transitions of one kind of record."""

    kind: str
    label: LazyString
    start: str
    phases: tuple[Phase, ...]
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    begun: LazyString | None = None
    """What has happened once a record is there, where it was not "started"."""
    _states: Mapping[str, State] = field(init=False, repr=False, compare=False)
    _phases: Mapping[str, Phase] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Check that every name used is declared.

        Raises:
            ValueError: a transition or state names what is not there.
        """
        object.__setattr__(self, "_states", {state.code: state for state in self.states})
        object.__setattr__(self, "_phases", {phase.code: phase for phase in self.phases})
        known = self._states.keys()
        for transition in self.transitions:
            for name in (*transition.sources, transition.target):
                if name not in known:
                    raise ValueError(f"{self.kind}: {transition.code} names the unknown state {name}")
        for state in self.states:
            if state.phase not in self._phases:
                raise ValueError(f"{self.kind}: {state.code} names the unknown phase {state.phase}")
        if self.start not in known or len({t.code for t in self.transitions}) != len(self.transitions):
            raise ValueError(f"{self.kind}: an unknown start, or two transitions of one name")

    def state(self, code: str) -> State:
        """Return a state by its code."""
        return self._states[code]

    def phase_of(self, code: str) -> Phase:
        """Return the phase that a state shows as."""
        return self._phases[self._states[code].phase]

    def states_in(self, phase: str) -> tuple[str, ...]:
        """Return the codes of the states that show as a phase."""
        return tuple(state.code for state in self.states if state.phase == phase)

    def transition(self, code: str, source: str) -> Transition:
        """Return a transition that starts from ``source``.

        Raises:
            UnknownTransition: there is none of that name from there.
        """
        for transition in self.transitions:
            if transition.code == code and source in transition.sources:
                return transition
        raise UnknownTransition(f"{self.kind}: no {code} from {source}")

    def label_of(self, code: str) -> LazyString:
        """Return the wording of the transitions called ``code``, wherever they start from.

        Raises:
            UnknownTransition: there is none.
        """
        return self.from_anywhere(code).label

    def from_anywhere(self, code: str) -> Transition:
        """Return the transition called ``code``, wherever it starts from.

        Raises:
            UnknownTransition: there is none.
        """
        for transition in self.transitions:
            if transition.code == code:
                return transition
        raise UnknownTransition(f"{self.kind}: no {code}")

    def leaving(self, source: str) -> tuple[Transition, ...]:
        """Return the transitions that start from ``source``, in the order of the table."""
        return tuple(transition for transition in self.transitions if source in transition.sources)

    def diagram(self) -> str:
        """Return the workflow as a Mermaid state diagram for the documentation."""
        lines = ["stateDiagram-v2", f"    [*] --> {_identifier(self.start)}"]
        for transition in self.transitions:
            for source in transition.sources:
                lines.append(
                    f"    {_identifier(source)} --> {_identifier(transition.target)}: {transition.code}"
                )
        lines += [f"    {_identifier(state.code)} --> [*]" for state in self.states if state.final]
        return "\n".join(lines)


def _identifier(code: str) -> str:
    return code.replace("-", "_")
