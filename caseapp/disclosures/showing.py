"""Ledger entries and legal grounds as pages show them: codes turned into words for one reader."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from caseapp.accounts import User
from caseapp.db import is_locked
from caseapp.disclosures.definition import Audience, Manner
from caseapp.disclosures.models import DisclosureReview, LedgerEntry, LegalGround, ReviewStatus
from caseapp.disclosures.queries import reviews_of
from caseapp.disclosures.wording import (
    AUDIENCES,
    GROUND_STATUS,
    GROUND_TONE,
    GROUNDS,
    IDENTIFIED,
    MANNERS,
    PURPOSES,
    audience_label,
)
from caseapp.i18n.messages import gettext as _
from caseapp.web.installed import describe
from caseapp.web.values import colleague, isolated


@dataclass(frozen=True)
class LedgerLine:
    """One line of "where did it go"."""

    id: uuid.UUID
    day: date | None
    written_on: date
    recipient: str
    purpose: str
    identified: str
    items: list[str]
    bases: list[str]
    manner: str
    words: str
    by: uuid.UUID
    review: str
    review_tone: str


@dataclass(frozen=True)
class GroundLine:
    """A legal ground as lists show it."""

    id: uuid.UUID
    url: str
    purpose: str
    audience: str
    ground: str
    status: str
    tone: str
    until: date | None
    asked_by: uuid.UUID
    decided_by: uuid.UUID | None


def ledger_lines(user: User, entries: Iterable[LedgerEntry]) -> list[LedgerLine]:
    """Word ledger entries for ``user``."""
    entries = list(entries)
    reviews = reviews_of(user, {entry.disclosure_id for entry in entries})
    return [_line(user, entry, reviews.get(entry.disclosure_id)) for entry in entries]


def ground_lines(user: User, grounds: Iterable[LegalGround]) -> list[GroundLine]:
    """Word legal grounds for ``user``."""
    return [
        GroundLine(
            ground.id,
            url_for("disclosures.ground", ground_id=ground.id),
            str(PURPOSES.get(ground.purpose, ground.purpose)),
            recipient(user, ground.audience),
            str(GROUNDS.get(ground.ground, ground.ground)),
            str(GROUND_STATUS[ground.status]),
            GROUND_TONE[ground.status],  # type: ignore[index]  # the keys are StrEnums, equal to their codes
            ground.until,
            ground.asked_by,
            ground.decided_by,
        )
        for ground in grounds
    ]


def recipient(user: User, audience: dict[str, Any] | None) -> str:
    """Name the audience of a stored row: as it was named then, else as it is named now."""
    if not audience or audience["kind"] not in AUDIENCES:
        return _("locked")
    if audience.get("name"):
        return str(audience["name"])
    return audience_label(
        user, Audience(audience["kind"], uuid.UUID(audience["id"]) if audience.get("id") else None)
    )


def _line(user: User, entry: LedgerEntry, review: DisclosureReview | None) -> LedgerLine:
    review_words, review_tone = _review(review)
    return LedgerLine(
        entry.disclosure_id,
        entry.day,
        entry.created_on,
        recipient(user, entry.audience),
        str(PURPOSES.get(entry.purpose, entry.purpose)),
        _("locked") if is_locked(entry.identified) else str(IDENTIFIED[entry.identified]),
        [_item(user, kind, item_id) for kind, item_id in entry.items or ()],
        [_basis(kind) for kind, _id in entry.bases or ()],
        _("locked") if is_locked(entry.manner) else str(MANNERS[entry.manner]),
        _words(entry),
        entry.disclosed_by,
        review_words,
        review_tone,
    )


def _words(entry: LedgerEntry) -> str:
    """Return what was written with a disclosure; of one recorded afterwards it is who says so, often its author."""
    if entry.manner != Manner.AFTERWARDS or is_locked(entry.words):
        return entry.words
    said_by = entry.words.strip()
    if said_by == colleague(entry.disclosed_by):
        return ""
    return _("Who says so: %(name)s", name=isolated(said_by))


def _item(user: User, kind: str, item_id: str) -> str:
    found = describe(user, kind, uuid.UUID(item_id))
    return found.label if found and found.label else _("something that is not shared with you")


def _basis(kind: str) -> str:
    return {"consent": _("consent"), "legal_ground": _("legal ground")}.get(kind, kind)


def _review(review: DisclosureReview | None) -> tuple[str, str]:
    match review.status if review else "":
        case ReviewStatus.OPEN:
            return _("waits for review"), "waiting"
        case ReviewStatus.AGREED:
            return _("reviewed: agreed"), "done"
        case ReviewStatus.OBJECTED:
            return _("reviewed: not agreed"), "attention"
        case _:
            return "", "neutral"
