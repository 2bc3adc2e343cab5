"""The letters that are not to be erased yet: their work is under way."""

import uuid
from collections.abc import Collection, Iterator

from sqlalchemy import select

from caseapp.db import db
from caseapp.letters.models import Letter
from caseapp.letters.workflow import LETTER_WORKFLOW
from caseapp.web.kind import Named

OPEN = tuple(state.code for state in LETTER_WORKFLOW.states if not state.final)


def open_letters(_persons: Collection[uuid.UUID], scopes: Collection[uuid.UUID]) -> Iterator[Named]:
    """Yield the letters in these scopes that are neither closed nor given up: an answer may still come."""
    query = select(Letter.id).where(
        Letter.scope_id.in_(scopes), Letter.status.in_(OPEN), Letter.removed_on.is_(None)
    )
    for letter_id in db.session.scalars(query):
        yield Letter.__kind__, letter_id
