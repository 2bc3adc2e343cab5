"""Doing what was decided about mentions, inside the write that carries an erasure out."""

import uuid
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any

from sqlalchemy import select

from caseapp.db import db
from caseapp.db.erasing import Gone
from caseapp.erasures.former import blacken_before, blacken_row, empty_before
from caseapp.erasures.models import Decided, Erasure, How, Mention
from caseapp.erasures.needles import Needles
from caseapp.vault import VaultError
from caseapp.web.installed import all_kinds, model_of


@dataclass(frozen=True)
class Decision:
    """What was decided about one mention, without why."""

    kind: str
    id: uuid.UUID
    how: str
    part: str
    decided: str

    def kept(self) -> list[str]:
        """Return it as it is kept outside the database: random ids and codes."""
        return [str(each) for each in astuple(self)]

    @classmethod
    def read(cls, kept: list[str]) -> "Decision":
        """Return a decision that was kept."""
        kind, row_id, how, part, decided = kept
        return cls(kind, uuid.UUID(row_id), how, part, decided)


def decisions_of(erasure: Erasure) -> list[Decision]:
    """Return what was decided about the mentions of an erasure."""
    return [
        Decision(each.mentioned_kind, each.mentioned_id, each.found_by, each.part, each.decided)
        for each in db.session.scalars(select(Mention).where(Mention.erasure_id == erasure.id))
    ]


def apply_decisions(
    decisions: Sequence[Decision], needles: Needles, *, again: bool = False
) -> tuple[list[Gone], int]:
    """Do what was decided; returns the rows to take out, and in how many former states something was taken out.

    ``again`` is for a backup from before: what had been corrected or changed since stands there as it was.
    """
    before = {each.id for each in decisions if each.how == How.FORMER}
    stay = {each.id for each in decisions if each.how == How.WORDS and each.decided == Decided.KEEP}
    out: list[Gone] = []
    blackened = 0
    for each in decisions:
        row = _row_of(each, again=again)
        if row is None:
            continue
        if each.decided == Decided.TAKE_OUT:
            out += _take_out(each, row)
        elif _takes_words_out(each, before):
            since = row.row_version if each.how == How.WORDS and each.id in before else 0
            if each.how == How.WORDS or (again and each.id not in stay):
                blackened += blacken_row(row, needles)
            if each.decided == Decided.BLACKEN:
                blackened += blacken_before(row, needles, since=since)
            else:
                blackened += empty_before(row, needles)
        elif again and each.how == How.WORDS and each.decided == Decided.GONE:
            blackened += blacken_row(row, needles)  # its history was to keep them, the row itself was not
    db.session.flush()
    return out, blackened


def _row_of(decision: Decision, *, again: bool) -> Any:
    try:
        return db.session.get(model_of(decision.kind), decision.id)
    except VaultError:
        if again:
            return None  # a damaged backup is restored all the same
        raise


def _take_out(decision: Decision, row: Any) -> list[Gone]:
    if all_kinds()[decision.kind].erased.loose:
        return [Gone(decision.kind, decision.id)]
    setattr(row, decision.part, None)
    return []


def _takes_words_out(decision: Decision, before: set[uuid.UUID]) -> bool:
    """Tell whether something is taken out of what a row says or was.

    Where nobody decided about what it was, correcting it was the decision.
    """
    if decision.how == How.FORMER:
        return decision.decided in (Decided.BLACKEN, Decided.EMPTY)
    if decision.how != How.WORDS:
        return False
    was_corrected = decision.decided == Decided.GONE and decision.id not in before
    return was_corrected or decision.decided == Decided.BLACKEN
