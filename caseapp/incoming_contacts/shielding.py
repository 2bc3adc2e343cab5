"""What the audit log does not tell of contacts that are no longer there for those who took them or knew of them.

A contact goes out of sight when it is filed with a record that its reader does not reach. Whether they are kept out of
that record, or it is simply none of theirs, is told by nothing: not by what the log goes on telling of the contact, and
when it was taken out again, not by what it tells of where it lay.
"""

import uuid
from functools import lru_cache

from sqlalchemy import ColumnElement, Select, and_, or_, select

from caseapp.access import Known, ScopeLink, acts_touching, known_of, out_of_reach_of, standing_in
from caseapp.accounts import User
from caseapp.accounts.models import TeamMember
from caseapp.db import Scope
from caseapp.db.settled import Settled
from caseapp.incoming_contacts.models import IncomingContact


def withheld(user: User) -> ColumnElement[bool]:
    """Return the condition under which ``user`` is not told of an event about a contact that was theirs to see.

    Those are the events of each act that touched one which they no longer reach, or by which one came to lie with a
    record that they do not reach, or was taken out of it.
    """
    return _withheld(known_of(user))


@lru_cache(maxsize=64)
def _withheld(who: Known) -> ColumnElement[bool]:
    theirs = _once_theirs(who)
    out_of_sight = theirs.where(out_of_reach_of(who))
    elsewhere = (
        select(ScopeLink.id)
        .join(Scope, Scope.id == ScopeLink.through_scope_id)
        .where(ScopeLink.of_scope_id.in_(theirs), out_of_reach_of(who))
    )
    return Settled(acts_touching(standing_in(out_of_sight, elsewhere)))


def _once_theirs(who: Known) -> Select[uuid.UUID]:
    """Return the scopes of the contacts that somebody took, and of those of the teams that they coordinate."""
    of_theirs = IncomingContact.taken_by == who.user_id
    if who.teams is not None:
        teams = select(TeamMember.team_id).where(
            TeamMember.user_id == who.user_id, TeamMember.removed_on.is_(None)
        )
        of_theirs = or_(of_theirs, Scope.team_id.in_(teams))
    found = select(Scope.id).where(and_(Scope.id == IncomingContact.scope_id, of_theirs))
    return found.correlate(None)  # it stands inside of questions about other scopes
