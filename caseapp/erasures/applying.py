"""Doing what was decided about mentions, inside the write that carries an erasure out."""

from typing import Any

from sqlalchemy import select

from caseapp.db import db
from caseapp.db.erasing import Gone
from caseapp.erasures.former import blacken_before, empty_before
from caseapp.erasures.mentions import answers
from caseapp.erasures.models import Decided, Erasure, How, Mention
from caseapp.erasures.needles import Needles, needles_for
from caseapp.erasures.queries import doomed_of
from caseapp.web.installed import model_of


def apply_decisions(erasure: Erasure) -> tuple[list[Gone], int]:
    """Do what was decided about mentions; returns the rows to take out, and how many former states changed."""
    mentions = db.session.scalars(select(Mention).where(Mention.erasure_id == erasure.id)).all()
    about_before = {each.mentioned_id for each in mentions if each.found_by == How.FORMER}
    doomed = doomed_of(erasure)
    assert doomed is not None
    needles, out, blackened = needles_for(doomed).without_ids(), [], 0
    for mention in mentions:
        row = db.session.get(model_of(mention.mentioned_kind), mention.mentioned_id)
        if row is None:
            continue
        if mention.decided == Decided.TAKE_OUT:
            answer = answers().get(row.__tablename__)
            if answer is not None and answer.loose:
                out.append(Gone(mention.mentioned_kind, mention.mentioned_id))
            else:
                setattr(row, mention.part, None)
        else:
            blackened += _take_from_before(mention, row, needles, decided=row.id in about_before)
    db.session.flush()
    return out, blackened


def _take_from_before(mention: Mention, row: Any, needles: Needles, *, decided: bool) -> int:
    if mention.found_by == How.FORMER and mention.decided == Decided.BLACKEN:
        return blacken_before(row, needles)
    is_emptied = mention.found_by == How.FORMER and mention.decided == Decided.EMPTY
    was_corrected = mention.found_by == How.WORDS and mention.decided == Decided.GONE
    if is_emptied or (
        was_corrected and not decided
    ):  # that they were named there stood in what it was before
        return empty_before(row, needles)
    return 0
