"""Whom a review is put before: a colleague who sees the case, else one who is told no more than that it waits.

It is asked anew whenever somebody looks; see ``caseapp.access.telling``.
"""

import uuid

from caseapp.access import first_of, only_visits, people_who_reach
from caseapp.access import somebody_else as told_instead
from caseapp.accounts.deputies import stands_for
from caseapp.disclosures.permissions import DisclosurePermission
from caseapp.web.gate import can


def second_person(maker_id: uuid.UUID, scope_id: uuid.UUID) -> uuid.UUID | None:
    """Return who reviews a disclosure about the person of this scope: whoever else sees them and may, if any.

    Nobody who sees them by emergency access alone, and nobody who stands in for the maker.
    """
    return first_of(
        user
        for user in people_who_reach(scope_id)
        if maker_id not in stands_for(user)
        and can(user, DisclosurePermission.REVIEW)
        and not only_visits(user, scope_id)
    )


def somebody_else(maker_id: uuid.UUID, scope_id: uuid.UUID) -> uuid.UUID | None:
    """Return who is told that a disclosure waits where nobody but its maker sees the person and could review it.

    A coordinator comes first, then an administrator.
    """
    permission = DisclosurePermission.ANSWER_ALERT
    return told_instead(
        maker_id, scope_id, permission, comes_first=lambda user: can(user, DisclosurePermission.REVIEW)
    )


def told_now(maker_id: uuid.UUID, scope_id: uuid.UUID) -> uuid.UUID | None:
    """Return who is told of an open review as things stand; None where a colleague sees it and can review it."""
    return None if second_person(maker_id, scope_id) else somebody_else(maker_id, scope_id)
