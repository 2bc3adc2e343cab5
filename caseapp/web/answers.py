"""What a feature answers to those who know nothing of it: they ask every feature there is."""

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement

from caseapp.vault import BlobInfo
from caseapp.web.duties import Secret, Seen
from caseapp.web.kind import Named
from caseapp.workflow.definition import Block, Transition


def nothing(*_asked: Any) -> tuple[()]:
    """Return nothing, the answer of most features to most questions."""
    return ()


@dataclass(frozen=True)
class Answers:
    """Questions that other features and the house put to all features, each of which has an answer to few of them."""

    belongs_to: Mapping[str, Callable[[Any, uuid.UUID], Named | None]] = field(default_factory=dict)
    """Record kind to ``owner(user, record_id)``: the record on whose page one looks for it; None where there is none
    that the user may see."""
    objections: Mapping[str, Callable[[Any, Any, Mapping[str, Any]], Iterable[tuple[str, str]]]] = field(
        default_factory=dict
    )
    """Record kind to ``objections(user, record, values)``: what speaks against saving these values in a record of a
    feature below, as (field, sentence)."""
    bases: Callable[[Any], Iterable[Any]] = nothing
    """``bases(disclosure)``: what on file allows a disclosure (consents, legal grounds)."""
    second_person: Callable[[Any, Any, Transition], Iterable[Block]] = nothing
    """``second_person(actor, record, transition)``: that a colleague has to agree, where the rule of the transition
    asks for it, or that one of them acts and not ``actor``."""
    works_for: Callable[[uuid.UUID], bool] = lambda _team_id: False
    """``works_for(team_id)``: tell whether open work belongs to a team, which is not closed then."""
    lent: Callable[[Any], Mapping[str, Collection[uuid.UUID]]] = lambda _user: {}
    """``lent(user)``: the permissions that are lent to a user today, each with those who lent it."""
    secrets: Callable[[Any, Seen], Iterable[Secret]] = nothing
    """``secrets(reader, seen)``: what of it, that ``reader`` may know of, a colleague came to know who opened these
    pages."""
    kept_from: Callable[[Any, Collection[uuid.UUID]], Collection[uuid.UUID]] = nothing
    """``kept_from(user, record_ids)``: those of these records that this reader must not hear of, be it as one more in a
    number."""
    files: Callable[[], Iterable[uuid.UUID]] = nothing
    """The names of the encrypted files that this feature's records hold; what no feature names is swept away."""
    withheld: Callable[[Any], ColumnElement[bool]] | None = None
    """``withheld(user)``: the condition on an ``AuditEvent`` under which this reader is not told of it."""
    next_step: Callable[[Any, Any, str, date, uuid.UUID | None], Any] | None = None
    """``next_step(actor, record, text, due, assignee_id)``: put a next step on a record of any feature."""
    welcome_file: Callable[[Any, BlobInfo, str], str] | None = None
    """``welcome_file(sender, info, file_name)``: the name under which a file that arrived is taken. Raises
    ``ValueError`` for one that is not."""
