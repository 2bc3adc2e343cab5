"""What a second person has still to say about disclosures: until then nobody erases whom they concern."""

import uuid
from collections.abc import Collection, Iterator

from sqlalchemy import select

from caseapp.db import db
from caseapp.disclosures.models import DisclosureReview, GroundStatus, LegalGround, ReviewStatus
from caseapp.web.kind import Named


def undecided(_persons: Collection[uuid.UUID], scopes: Collection[uuid.UUID]) -> Iterator[Named]:
    """Yield the reviews that are open, and the legal grounds that somebody asked for, in these scopes."""
    waiting = (
        (DisclosureReview, ReviewStatus.OPEN.value),
        (LegalGround, GroundStatus.ASKED.value),
    )
    for model, status in waiting:
        query = select(model.id).where(
            model.scope_id.in_(scopes), model.status == status, model.removed_on.is_(None)
        )
        for row_id in db.session.scalars(query):
            yield model.__kind__, row_id
