"""Asking the coordinator whether somebody is here already whom the worker does not see."""

from datetime import timedelta

from caseapp.access import people_who_reach
from caseapp.accounts import User
from caseapp.audit import record
from caseapp.clock import today
from caseapp.people.gate import Errand, LookedUp, keyed_query
from caseapp.web.installed import add_next_step
from caseapp.web.roles import Role
from caseapp.web.sentences import Sentence

_ANSWER_WITHIN = timedelta(days=1)


def ask_coordinator(actor: User, errand: Errand, looked_up: LookedUp) -> None:
    """Record the question, and put it on the record as a next step of a coordinator who reaches it.

    Where no coordinator does, it falls to whoever is responsible for the record.
    """
    record(actor, "person.coordinator_asked", errand.record, query=keyed_query(actor, looked_up.name))
    coordinators = [
        user for user in people_who_reach(errand.record.scope_id) if user.has_role(Role.COORDINATOR)
    ]
    add_next_step(
        actor,
        errand.record,
        Sentence("person.is_here", name=looked_up.name),
        today() + _ANSWER_WITHIN,
        coordinators[0].id if coordinators else None,
    )
