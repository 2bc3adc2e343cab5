"""Asking for an erasure, deciding it, and what is decided about mentions. What is said goes with whom it is about."""

import uuid
from datetime import timedelta
from typing import Any

from caseapp.access import link_scopes, open_scope, refuse_visitor
from caseapp.accounts import User
from caseapp.audit import record
from caseapp.cases.models import Case
from caseapp.clock import today
from caseapp.db import db
from caseapp.erasures.mentions import ways
from caseapp.erasures.models import Basis, Decided, Erasure, ErasureWord, Mention, WishedBy
from caseapp.erasures.queries import open_erasure_of, target_of
from caseapp.erasures.workflow import ERASURE_WORKFLOW, NOT_AGAIN
from caseapp.people.models import Person
from caseapp.people.queries import reached_through
from caseapp.workflow import advance, record_start

HELD_FOR = timedelta(days=14)
"""An erasure cannot be undone. Two weeks let every colleague come back from leave and object, and a person who asked in
fear or under pressure change their mind; data protection laws give a month to answer."""
ASK = "ask"


class NotAmongWays(ValueError):
    """This cannot be decided about this mention."""


class AskedBefore(ValueError):
    """Somebody has asked for it before; ``erasure_id`` names that erasure."""

    def __init__(self, erasure_id: uuid.UUID) -> None:
        super().__init__("its erasure was asked for before")
        self.erasure_id = erasure_id


def ask_erasure(
    actor: User,
    target: Person | Case,
    *,
    basis: Basis,
    wished_by: WishedBy,
    words: str,
    erasure_id: uuid.UUID | None = None,
) -> Erasure:
    """Ask for the erasure of a person or a case. Those who reach them reach it.

    Raises:
        AskedBefore: one is open, or was carried out.
        ReadsOnly: ``actor`` sees them by emergency access alone.
    """
    refuse_visitor(actor, target.scope_id)
    there = open_erasure_of(target, NOT_AGAIN)
    if there is not None:
        raise AskedBefore(there)
    through = {target.scope_id, *(reached_through(target) if isinstance(target, Person) else ())}
    scope = open_scope(actor, "erasure", through=tuple(sorted(through)))
    erasure = Erasure(
        id=erasure_id or uuid.uuid4(),
        scope_id=scope.id,
        status=ERASURE_WORKFLOW.start,
        target_kind=target.__kind__,
        target_id=target.id,
        asked_by=actor.id,
        basis=basis.value,
        wished_by=wished_by.value,
    )
    erasure.give_reference()
    db.session.add(erasure)
    record_start(ERASURE_WORKFLOW, erasure, actor)
    _say(actor, erasure, ASK, words)
    record(actor, "erasure.asked", erasure, target)
    return erasure


def follow_person(actor: User, person: Person, scope_id: uuid.UUID) -> None:
    """Let those who reach a scope, into which ``person`` has just come, reach the erasure of that person, too.

    Their page says that it was asked for; nobody could look at it otherwise, and would know that it was asked for in
    work that is not shared with them.
    """
    there = open_erasure_of(person, NOT_AGAIN)
    if there is not None:
        link_scopes(db.session.get_one(Erasure, there).scope_id, scope_id, actor)


def approve_erasure(actor: User, erasure: Erasure, words: str) -> None:
    """Approve an erasure that a colleague asked for. It is held back from now on.

    Raises:
        Blocked: ``actor`` asked for it, or does not see all that it would destroy.
        UnknownTransition: it was decided before.
    """
    advance(ERASURE_WORKFLOW, erasure, actor, "approve")
    erasure.approved_by, erasure.held_until = actor.id, today() + HELD_FOR
    _say(actor, erasure, "approve", words)
    record(actor, "erasure.approved", erasure)


def refuse_erasure(actor: User, erasure: Erasure, words: str) -> None:
    """Refuse an erasure that a colleague asked for; raises as ``approve_erasure``."""
    advance(ERASURE_WORKFLOW, erasure, actor, "refuse")
    _say(actor, erasure, "refuse", words)
    record(actor, "erasure.refused", erasure)


def stop_erasure(actor: User, erasure: Erasure, words: str) -> None:
    """Stop an erasure that is asked for or held back. It may be asked for again.

    Raises:
        Blocked: it is being carried out already.
        UnknownTransition: it was decided before.
    """
    advance(ERASURE_WORKFLOW, erasure, actor, "stop")
    _say(actor, erasure, "stop", words)
    record(actor, "erasure.stopped", erasure)


def decide_mention(actor: User, erasure: Erasure, mention: Mention, decided: Decided, why: str) -> None:
    """Say what becomes of a mention when the erasure is carried out.

    Raises:
        NotAmongWays: not for this one.
    """
    if decided not in ways(erasure, mention):
        raise NotAmongWays("this cannot be decided about this mention")
    mention.decided, mention.decided_by, mention.why = decided.value, actor.id, why
    record(actor, "erasure.mention_decided", erasure, mention)


def _say(actor: User, erasure: Erasure, act: str, words: str) -> None:
    target: Any = target_of(erasure)
    if target is not None and words.strip():
        db.session.add(
            ErasureWord(
                scope_id=target.scope_id, erasure_id=erasure.id, act=act, said_by_id=actor.id, words=words
            )
        )
