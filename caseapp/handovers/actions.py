"""Handing cases over, taking them over, and writing notes that stay with their author."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from caseapp.access import Level, add_member, get_visible, open_scope, remove_member
from caseapp.accounts import User
from caseapp.audit import record
from caseapp.cases import Case
from caseapp.cases.actions import HANDED_OVER, TOOK_OVER, hand_over
from caseapp.clock import today
from caseapp.db import Scope, db
from caseapp.handovers.models import Handover, HandoverStatus, PrivateNote
from caseapp.handovers.queries import is_kept_out, may_give, resting_on
from caseapp.i18n import locale_tag
from caseapp.notes.actions import Entry, write_note
from caseapp.notes.forms import LANGUAGE_CHOICES
from caseapp.notes.models import Medium, Reached
from caseapp.web.sentences import Sentence


class NotForThem(ValueError):
    """Whoever is kept out of a case is not given it."""


class NotTheirs(ValueError):
    """Somebody else is responsible for the case by now."""


@dataclass(frozen=True)
class Terms:
    """How cases are given: to whom, whether what rests on them goes along, and until when the giver stays a member.

    ``stays_until`` is the last day; None lets them leave at once.
    """

    to: User
    along: bool
    stays_until: date | None


def give_case(actor: User, case_id: uuid.UUID, terms: Terms, note: str) -> None:
    """Hand a case over, with a note on it if there is one. Inside a write.

    Raises:
        NotFound: ``actor`` does not see it any more.
        NotTheirs: it is not theirs to give any more, or ``terms.to`` has it already.
        NotForThem: ``terms.to`` is kept out of it.
    """
    case = get_visible(actor, Case, case_id)
    giver = db.session.get_one(User, case.responsible_id)
    if not may_give(actor, case) or giver.id == terms.to.id:
        raise NotTheirs
    if is_kept_out(terms.to, [case]):
        raise NotForThem
    if note.strip():
        write_note(actor, case, _entry(note))
    resting = resting_on(actor, case, giver) if terms.along else []
    scope = db.session.get_one(Scope, case.scope_id)
    add_member(actor, scope, terms.to, Sentence(TOOK_OVER, name=giver.name))
    hand_over(actor, case, terms.to)
    for duty, each in resting:
        if duty.give is not None:
            duty.give(actor, each, terms.to)
    note_handover(actor, case, giver, terms.to)
    _let_go(actor, scope, giver, terms)


def note_handover(actor: User, case: Case, giver: User, to: User) -> None:
    """Let a case wait on the home page of ``to`` until they say that they have taken it over."""
    _end_former(case)
    given = Handover(
        scope_id=case.scope_id,
        case_id=case.id,
        from_id=giver.id,
        to_id=to.id,
        status=HandoverStatus.WAITING.value,
    )
    db.session.add(given)
    record(actor, "handover.given", given, case, to)


def note_new_responsible(actor: User, case: Case, giver: User, to: User) -> None:
    """Note a case that ``actor`` gave to ``to`` on the page of who sees it. Whoever took it themselves knows of it."""
    if giver.id == to.id:
        return
    if to.id == actor.id:
        _end_former(case)
    else:
        note_handover(actor, case, giver, to)


def take_over(actor: User, given: Handover) -> None:
    """Say that one has taken a case over."""
    given.status = HandoverStatus.TAKEN.value
    record(actor, "handover.taken", given)


def write_private_note(actor: User, case: Case, text: str, note_id: uuid.UUID) -> PrivateNote:
    """Write a note about a case that its author alone reads. It only grows: nobody changes it."""
    scope = open_scope(actor, "private_note", level=Level.ONLY_MEMBERS)
    note = PrivateNote(id=note_id, scope_id=scope.id, case_id=case.id, written_by=actor.id, text=text)
    db.session.add(note)
    record(actor, "private_note.written", note)
    return note


def _end_former(case: Case) -> None:
    for former in db.session.scalars(select(Handover).where(Handover.case_id == case.id)):
        former.status = HandoverStatus.TAKEN.value  # it has gone on to somebody else


def _let_go(actor: User, scope: Scope, giver: User, terms: Terms) -> None:
    words = Sentence(HANDED_OVER, name=terms.to.name)
    if terms.stays_until is None:
        remove_member(actor, scope, giver, words)
    else:
        add_member(actor, scope, giver, words, terms.stays_until)


def _entry(text: str) -> Entry:
    language = locale_tag()
    known = {code for code, _label in LANGUAGE_CHOICES}
    return Entry(
        text,
        Medium.HANDING_OVER.value,
        Reached.NOT_TRIED.value,
        today(),
        "",
        language if language in known else "other",
    )
