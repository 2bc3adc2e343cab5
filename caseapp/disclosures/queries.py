"""Reading the ledger, legal grounds and reviews."""

import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, not_, select

from caseapp.access import (
    NONE,
    Tally,
    can_see,
    count_up_to,
    get_visible,
    list_visible,
    only_visits,
    reached_by_any,
    surely_reached,
    tile_counts,
    visible_to,
    visitors,
)
from caseapp.accounts import User
from caseapp.accounts.deputies import anybody_stands_in, stands_for
from caseapp.db import db
from caseapp.disclosures.alerting import told_now
from caseapp.disclosures.models import DisclosureReview, GroundStatus, LedgerEntry, LegalGround, ReviewStatus
from caseapp.disclosures.permissions import DisclosurePermission
from caseapp.people.models import Person
from caseapp.web.errors import NotFound
from caseapp.web.gate import can, roles_that


def ledger_of(user: User, person: Person) -> list[LedgerEntry]:
    """Return where information about a person went, the latest first."""
    query = select(LedgerEntry).where(LedgerEntry.person_id == person.id).order_by(LedgerEntry.seq.desc())
    entries = list_visible(user, query)
    return sorted(entries, key=lambda entry: str(entry.day or ""), reverse=True)


def ledger_of_disclosure(user: User, disclosure_id: uuid.UUID) -> list[LedgerEntry]:
    """Return the entries of one disclosure for the persons whom ``user`` may see."""
    query = select(LedgerEntry).where(LedgerEntry.disclosure_id == disclosure_id)
    return list_visible(user, query.order_by(LedgerEntry.seq))


def get_ground(user: User, ground_id: uuid.UUID) -> LegalGround:
    """Return a legal ground; raises ``NotFound``."""
    return get_visible(user, LegalGround, ground_id)


def grounds_of(user: User, person: Person) -> list[LegalGround]:
    """Return the legal grounds about a person, the latest first."""
    query = select(LegalGround).where(LegalGround.person_id == person.id).order_by(LegalGround.seq.desc())
    return list_visible(user, query)


def grounds_waiting(user: User, limit: int | None = None) -> list[LegalGround]:
    """Return the legal grounds that wait for a second person other than ``user``, the oldest first."""
    query = select(LegalGround).where(_ground_waits(user)).order_by(LegalGround.created_on, LegalGround.seq)
    return list_visible(user, query.limit(limit), few=False)


def count_waiting(user: User, limit: int | None, *, reviews: bool) -> Tally:
    """Return how many legal grounds, and with ``reviews`` disclosures, wait for ``user`` as a second person.

    They are counted as far as a tile that names ``limit`` of them counts.
    """
    waiting: list[Select[Any]] = [
        select(LegalGround.id).where(_ground_waits(user), visible_to(user, LegalGround))
    ]
    if reviews:
        reviewed = select(DisclosureReview.id).where(_review_waits(user), visible_to(user, DisclosureReview))
        waiting.append(reviewed)
    return sum(count_up_to(tile_counts(limit), *waiting), NONE)


def get_review(user: User, review_id: uuid.UUID) -> DisclosureReview:
    """Return a review; raises ``NotFound``."""
    return get_visible(user, DisclosureReview, review_id)


def reviews_waiting(user: User, limit: int | None = None) -> list[DisclosureReview]:
    """Return the disclosures that wait for a second person other than ``user``, the most urgent first.

    Each is due so many days after it was opened, so the oldest are the most urgent.
    """
    query = select(DisclosureReview).where(_review_waits(user))
    query = query.order_by(DisclosureReview.created_on, DisclosureReview.seq).limit(limit)
    return sorted(list_visible(user, query, few=False), key=lambda each: str(each.due_on))


def alerts_for(user: User) -> list[DisclosureReview]:
    """Return the disclosures that wait for ``user`` as things stand, to be shown by maker and day alone.

    They are those that nobody but their maker sees and can review; see ``alerting``.
    """
    able = roles_that(DisclosurePermission.REVIEW)
    query = select(DisclosureReview).where(_waits(), DisclosureReview.opened_by != user.id)
    # Visitors and deputies of the maker reach it as well as a member, and review nothing.
    anybody_may_not = bool(visitors()) or anybody_stands_in()
    if not anybody_may_not:
        query = query.where(not_(surely_reached(DisclosureReview, able, DisclosureReview.opened_by)))
    if can(user, DisclosurePermission.REVIEW):  # what they see, they find among the reviews
        query = query.where(not_(visible_to(user, DisclosureReview)))
    if not anybody_may_not:
        query = query.where(not_(reached_by_any(DisclosureReview, able, DisclosureReview.opened_by)))
    found = db.session.scalars(query.order_by(DisclosureReview.seq))
    return [review for review in found if told_now(review.opened_by, review.scope_id) == user.id]


def get_alert(user: User, review_id: uuid.UUID) -> DisclosureReview:
    """Return a disclosure that ``user`` is alerted to, or sees in full since.

    Raises:
        NotFound: there is none, it was answered, ``user`` made it, or somebody else is alerted.
    """
    query = select(DisclosureReview).where(DisclosureReview.id == review_id, _waits())
    review = db.session.scalar(query)
    if review is None or review.opened_by == user.id:
        raise NotFound
    if told_now(review.opened_by, review.scope_id) == user.id or is_reviewer(user, review):
        return review
    raise NotFound


def is_reviewer(user: User, review: DisclosureReview) -> bool:
    """Tell whether ``user`` sees a review with all that it is about, and may answer it."""
    may = can(user, DisclosurePermission.REVIEW) and can_see(user, review)
    return may and not only_visits(user, review.scope_id)


def _waits() -> ColumnElement[bool]:
    return and_(DisclosureReview.status == ReviewStatus.OPEN.value, DisclosureReview.removed_on.is_(None))


def reviews_of(user: User, disclosure_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, DisclosureReview]:
    """Return the reviews of disclosures, by disclosure."""
    query = select(DisclosureReview).where(DisclosureReview.disclosure_id.in_(list(disclosure_ids)))
    return {review.disclosure_id: review for review in list_visible(user, query)}


def _review_waits(user: User) -> ColumnElement[bool]:
    theirs = stands_for(user)
    return and_(DisclosureReview.status == ReviewStatus.OPEN.value, DisclosureReview.opened_by.not_in(theirs))


def _ground_waits(user: User) -> ColumnElement[bool]:
    return and_(LegalGround.status == GroundStatus.ASKED.value, LegalGround.asked_by.not_in(stands_for(user)))
