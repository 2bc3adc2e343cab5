"""Ending the access of a colleague who leaves, sharing out their work, and saying what was changed."""

import uuid
from collections.abc import Collection, Iterable

from sqlalchemy import select

from caseapp.access import can_see, get_visible, is_for_a_time, is_visitor, kept_out_of
from caseapp.accounts import User, UserStatus
from caseapp.accounts.actions import change_teams, disable_user
from caseapp.audit import record
from caseapp.cases import Case
from caseapp.cases.duties import give_case
from caseapp.clock import today
from caseapp.db import db
from caseapp.handovers.actions import note_handover
from caseapp.leaving.queries import Line, out_of_everybodys_reach, still_theirs
from caseapp.leaving.standing import BEGUN, CHANGED, FINISHED, GIVEN, leaving_of
from caseapp.web.errors import NotFound
from caseapp.web.installed import add_next_step
from caseapp.web.sentences import Sentence


class NotForThem(ValueError):
    """Nobody lets themselves into a case, and nobody is given what they are kept out of or do not reach."""

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        super().__init__("this cannot be given to them")
        self.lines = tuple(lines)


class AlreadyGiven(ValueError):
    """Somebody has taken all of it, or finished it, meanwhile."""


def begin_leaving(actor: User, leaver: User, reason: str) -> None:
    """End the access of ``leaver``: account, sessions, links and teams. Their work is shared out afterwards.

    Raises:
        LastAdministrator: nobody else could manage accounts.
    """
    if leaving_of(leaver).is_open:
        return
    if leaver.status != UserStatus.DISABLED:
        disable_user(actor, leaver, reason)
    change_teams(actor, leaver, [])
    record(actor, BEGUN, leaver)


def share_out(actor: User, leaver: User, lines: Iterable[Line], to: User) -> None:
    """Give what stands under the leaver's name to ``to``: all of these lines, or none. Inside a write.

    What somebody has taken, or finished, meanwhile is left alone.

    Raises:
        NotForThem: with the lines that ``to`` cannot be given.
        AlreadyGiven: nothing of it is to be given any more.
    """
    given = leaving_of(leaver).given
    refused, done = [], 0
    for line in lines:
        try:
            each = get_visible(actor, line.duty.model, line.record.id)
        except NotFound:
            continue
        theirs = select(line.duty.model.id).where(
            line.duty.model.id == each.id, still_theirs(line.duty, leaver, given)
        )
        if db.session.scalar(theirs) is None or is_visitor(actor, each.scope_id):
            continue
        would_stay = line.duty.opens and to.id == actor.id and is_for_a_time(actor, each.scope_id)
        if would_stay or to.id in kept_out_of(each.scope_id) or not (line.duty.opens or can_see(to, each)):
            refused.append(line)
            continue
        if line.duty.give is not None:
            try:
                line.duty.give(actor, each, to)
            except ValueError:  # such as to cover for oneself
                refused.append(line)
                continue
        else:
            words = Sentence("leaving.take_on", name=leaver.name)
            add_next_step(actor, each, words, today(), to.id)
        if isinstance(each, Case):
            note_handover(actor, each, leaver, to)
        record(actor, GIVEN, leaver, each, to)
        db.session.flush()
        done += 1
    if refused:
        raise NotForThem(refused)
    if not done:
        raise AlreadyGiven


def give_out_of_reach(actor: User, leaver: User, case_ids: Collection[uuid.UUID], to: User) -> None:
    """Give cases that nobody reaches any more to a colleague. ``actor`` reads nothing of them. Inside a write.

    Raises:
        NotForThem: ``actor`` would let themselves in, or ``to`` is kept out of one of them.
        AlreadyGiven: somebody reaches all of them by now.
    """
    cases = [case for case in out_of_everybodys_reach(actor, leaver) if case.id in case_ids]
    if not cases:
        raise AlreadyGiven
    if to.id == actor.id or any(to.id in kept_out_of(case.scope_id) for case in cases):
        raise NotForThem
    for case in cases:
        _let_in(actor, leaver, case, to)


def _let_in(actor: User, leaver: User, case: Case, to: User) -> None:
    give_case(actor, case, to)
    note_handover(actor, case, leaver, to)
    record(actor, GIVEN, leaver, case, to)


def say_changed(actor: User, leaver: User, items: Iterable[str]) -> None:
    """Note that what ``leaver`` knew was changed, each by its item."""
    record(actor, CHANGED, leaver, items=sorted(items))


def finish_leaving(actor: User, leaver: User) -> None:
    """Note that nothing of a colleague who left is to be done any more."""
    record(actor, FINISHED, leaver)
