"""The vocabulary of disclosures: what would be told to whom, what allows it, what is missing. No database here."""

import uuid
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from typing import Literal

from caseapp.workflow import Way

Items = tuple[tuple[str, uuid.UUID], ...]
"""Records that would go out, as (kind, id)."""
Identified = Literal["named", "pseudonymous", "public"]
"""How the subjects appear to the audience: by name, under another name, or named before everybody."""
AudienceKind = Literal["authority", "person", "partners", "public"]


class Purpose(StrEnum):
    """What information about a person may be used for."""

    KEEP = "keep"
    TRACE = "trace"
    CONTACT_FAMILY = "contact_family"
    SHARE = "share"
    PUBLISH = "publish"


@dataclass(frozen=True)
class Audience:
    """Who would learn it: an authority or a person by id, partner organisations, or everybody."""

    kind: AudienceKind
    id: uuid.UUID | None = None


@dataclass(frozen=True)
class Disclosure:
    """Something about to be told, sent, published or exported: about whom, for what, to whom, on which day."""

    subjects: tuple[uuid.UUID, ...]
    purpose: Purpose
    audience: Audience
    items: Items
    identified: Identified
    day: date


class Verdict(IntEnum):
    """What one thing on file says about a disclosure. Of several that do not allow it, the highest is told."""

    ALLOWS = 0
    NOT_ASKED = 1
    AWAITS_APPROVAL = 2
    OTHER_AUDIENCE = 3
    NOT_BY_NAME = 4
    CONDITIONS_UNCHECKED = 5
    NOT_READABLE = 6
    EXPIRED = 7
    REFUSED = 8
    WITHDRAWN = 9


@dataclass(frozen=True)
class Finding:
    """What a consent or a legal ground says about one subject of a disclosure; features yield these."""

    subject_id: uuid.UUID
    verdict: Verdict
    record_kind: str = ""
    """The record that says so, where there is one."""
    record_id: uuid.UUID | None = None
    words: str = ""
    """The conditions to be kept, in the person's words."""
    way: Way | None = None
    """Where the worker can put it right."""


@dataclass(frozen=True)
class Basis:
    """What allows a disclosure about one subject."""

    subject_id: uuid.UUID
    record_kind: str
    record_id: uuid.UUID | None


@dataclass(frozen=True)
class Missing:
    """What a disclosure still needs for one subject: a sentence, and where to put it right."""

    subject_id: uuid.UUID
    purpose: Purpose
    audience: Audience
    reason: str
    way: Way | None
    verdict: Verdict = Verdict.NOT_ASKED
    ground_way: Way | None = None
    """Where to ask for a legal ground instead."""


@dataclass(frozen=True)
class Decision:
    """The answer to a disclosure: allowed when nothing is missing."""

    bases: tuple[Basis, ...]
    missing: tuple[Missing, ...]

    @property
    def allowed(self) -> bool:
        """Tell whether every subject is covered."""
        return not self.missing


class Refused(Exception):
    """A disclosure is not covered; ``decision.missing`` says by what, in plain words."""

    def __init__(self, decision: Decision) -> None:
        super().__init__("the disclosure is not covered")
        self.decision = decision


class Manner(StrEnum):
    """How a disclosure came into the ledger."""

    DECIDED = "decided"
    VITAL_INTEREST = "vital_interest"
    AFTERWARDS = "afterwards"
