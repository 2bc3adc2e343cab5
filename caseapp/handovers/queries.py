"""Which cases somebody may hand over, what waits for whom, and somebody's own notes."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from caseapp.access import (
    is_for_a_time,
    is_visitor,
    kept_out_of,
    kept_out_scopes,
    list_visible,
    scopes_through,
)
from caseapp.accounts import User
from caseapp.cases import Case
from caseapp.cases.models import CaseStatus
from caseapp.db import db
from caseapp.handovers.models import Handover, HandoverStatus, PrivateNote
from caseapp.handovers.permissions import HandoverPermission
from caseapp.i18n import in_alphabet
from caseapp.web.duties import Duty
from caseapp.web.gate import can
from caseapp.web.installed import describe_all, features
from caseapp.web.kind import Description

AT_ONCE = 50
"""So many cases are handed over at once."""


@dataclass(frozen=True)
class Given:
    """A handover as lists show it, with the case."""

    handover: Handover
    case: Description


def cases_to_give(user: User) -> list[Case]:
    """Return the cases that ``user`` is responsible for and sees, the last begun first."""
    query = select(Case).where(Case.responsible_id == user.id, Case.status != CaseStatus.CLOSED.value)
    return list_visible(user, query.order_by(Case.seq.desc()).limit(AT_ONCE), few=False)


def may_give(user: User, case: Case) -> bool:
    """Tell whether ``user``, who sees the case, may hand it over. Whoever is there for an emergency does not, nor is it
    theirs to give who see it until a day.
    """
    if is_visitor(user, case.scope_id):
        return False
    if case.responsible_id == user.id:
        return True
    return can(user, HandoverPermission.OVERSEE) and not is_for_a_time(user, case.scope_id)


def possible_takers(user: User) -> list[User]:
    """Return the colleagues who work on cases, other than ``user``, in the alphabet's order."""
    found = db.session.scalars(select(User).where(User.status == "active", User.removed_on.is_(None)))
    return sorted(
        (each for each in found if each.reads_cases and each.id != user.id),
        key=lambda each: in_alphabet(each.name),
    )


def is_kept_out(user: User, cases: Collection[Case]) -> bool:
    """Tell whether ``user`` is kept out of any of these cases."""
    return any(user.id in kept_out_of(case.scope_id) for case in cases)


def resting_on(actor: User, case: Case, of: User) -> list[tuple[Duty, Any]]:
    """Return what stands under the name of ``of`` on a case and what belongs to it, as far as ``actor`` sees it.

    Only what can be put under another name: next steps, requests, searches.
    """
    near = scopes_through([case.scope_id])
    found: list[tuple[Duty, Any]] = []
    for feature in features():
        for duty in feature.duties:
            if duty.model is Case or duty.give is None:
                continue
            model = duty.model
            lying = model.scope_id.in_(near) | (model.scope_id == case.scope_id)
            query = select(model).where(duty.of(of.id), lying).order_by(model.seq)
            found += [(duty, record) for record in list_visible(actor, query)]
    return found


def handed_over_to(user: User) -> list[Given]:
    """Return what was handed over to ``user`` and they have not taken over yet, the oldest first."""
    return _described(user, select(Handover).where(Handover.to_id == user.id, *_WAITING))


def not_taken_over(user: User) -> list[Given]:
    """Return what colleagues handed over to colleagues, who have not taken it over yet, as far as ``user`` sees it."""
    others = (Handover.to_id != user.id, Handover.from_id != user.id)
    return _described(user, select(Handover).where(*others, *_WAITING))


_WAITING = (Handover.status == HandoverStatus.WAITING.value,)


def waiting_for(user: User, case: Case) -> Handover | None:
    """Return the handover of a case that waits for ``user``; None when there is none."""
    query = select(Handover).where(Handover.case_id == case.id, Handover.to_id == user.id, *_WAITING)
    return next(iter(list_visible(user, query)), None)


def own_notes(user: User, case: Case) -> list[PrivateNote]:
    """Return what ``user`` wrote about a case for themselves, the last first."""
    query = select(PrivateNote).where(PrivateNote.case_id == case.id, PrivateNote.written_by == user.id)
    return list_visible(user, query.order_by(PrivateNote.seq.desc()))


def every_own_note(user: User) -> list[tuple[PrivateNote, Description | None]]:
    """Return all that ``user`` wrote for themselves, the last first, with the case where they still see it.

    What was written about a case that they are kept out of by now is left out.
    """
    hidden = select(Case.id).where(Case.scope_id.in_(kept_out_scopes(user)))
    query = select(PrivateNote).where(PrivateNote.written_by == user.id, PrivateNote.case_id.not_in(hidden))
    notes = list_visible(user, query.order_by(PrivateNote.seq.desc()))
    named = describe_all(user, {("case", note.case_id) for note in notes})
    return [(note, named.get(("case", note.case_id))) for note in notes]


def _described(user: User, query: Any) -> list[Given]:
    found = list_visible(user, query.order_by(Handover.seq))
    named = describe_all(user, (("case", each.case_id) for each in found))
    return [Given(each, named["case", each.case_id]) for each in found if ("case", each.case_id) in named]


def handover_by_id(user: User, handover_id: uuid.UUID) -> Handover | None:
    """Return a handover that waits for ``user``; None when there is none."""
    query = select(Handover).where(Handover.id == handover_id, Handover.to_id == user.id, *_WAITING)
    return next(iter(list_visible(user, query)), None)
