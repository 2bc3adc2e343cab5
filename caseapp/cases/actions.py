"""Writing about cases."""

import uuid
from typing import Any

from sqlalchemy import select

from caseapp.access import add_member, is_for_a_time, open_scope, people_who_reach
from caseapp.accounts import User
from caseapp.audit import record
from caseapp.cases.models import Case
from caseapp.cases.telephone import NOTHING, TOLD, hand_on
from caseapp.cases.workflow import CASE_WORKFLOW
from caseapp.clock import today
from caseapp.db import Scope, db, own_act
from caseapp.people.actions import create_person
from caseapp.people.models import NameKind, Person
from caseapp.web.installed import add_next_step
from caseapp.web.roles import Role
from caseapp.web.sentences import Sentence
from caseapp.workflow import StepDetails, advance, record_start

HANDED_TO_YOU = "case.handed_to_you"
KEEPS, TOOK_OVER, HANDED_OVER = "case.member_keeps", "case.member_took_over", "case.member_gave"
"""Why somebody is a member of a case, or no more."""
"""The sentence of the next step for whoever became responsible by what they did."""
NIGHT_FACTS = (
    "safe_now", "tonight", "telephone", "telephone_whose", "may_ring", "who_knows", "hurt", "interpreter",
)  # fmt: skip
FACTS = (*NIGHT_FACTS, "left_on", "left_where", "summary")


def start_case(
    actor: User, *, name: str, language: str, facts: dict[str, Any], case_id: uuid.UUID | None = None
) -> Case:
    """Start a case with what matters at night; a working name is enough.

    A telephone becomes a way to reach the client, see ``telephone``.
    """
    scope = open_scope(actor, "case")
    client = create_person(actor, through=scope.id, name=name, kind=NameKind.WORKING)
    said = {name: facts[name] for name in FACTS if name in facts}
    if said.get("telephone"):
        hand_on(actor, client, said)
        said |= NOTHING
    case = Case(
        id=case_id or uuid.uuid4(),
        scope_id=scope.id,
        client_id=client.id,
        responsible_id=actor.id,
        language=language,
        status=CASE_WORKFLOW.start,
        **said,
    )
    case.give_reference()
    db.session.add(case)
    record_start(CASE_WORKFLOW, case, actor)
    record(actor, "case.started", case)
    return case


def change_facts(actor: User, case: Case, facts: dict[str, Any]) -> None:
    """Set what is known about a case. ``facts`` has the names of ``FACTS`` and ``language``.

    A telephone becomes a way to reach the client, see ``telephone``. One that the case holds already stays in it: the
    client may be named in other cases, and whoever works on those reads it from then on. Nobody chose that by saving
    something else.

    Raises:
        SaidOtherwise: what is told of the telephone would loosen or replace what stands beside it.
    """
    if facts.get("telephone") and facts["telephone"] != case.telephone:
        known = {name: getattr(case, name) for name in TOLD}
        hand_on(actor, db.session.get_one(Person, case.client_id), facts, known)
        facts = {**facts, **NOTHING}
    changed = [name for name in (*FACTS, "language") if name in facts and getattr(case, name) != facts[name]]
    for name in changed:
        setattr(case, name, facts[name])
    record(actor, "case.changed", case, fields=changed)


def take_known_client(actor: User, person: Person, known: Person) -> None:
    """Make ``known`` the client of the cases whose client was ``person``: the two are one human being."""
    for case in db.session.scalars(select(Case).where(Case.client_id == person.id)).all():
        with own_act():  # the log tells of each whoever is kept out of another
            case.client_id = known.id
            record(actor, "case.changed", case, fields=["client_id"])


def move_case(actor: User, case: Case, transition: str, details: StepDetails) -> None:
    """Move a case along its workflow.

    Raises:
        UnknownTransition: not from its present state.
        ValueError: a reason is needed.
    """
    advance(CASE_WORKFLOW, case, actor, transition, details)
    record(actor, "case.moved", case, transition=transition)


def leave_no_case_behind(actor: User, scope: Scope, user: User) -> None:
    """Give the case in ``scope`` another responsible worker where ``user``, who was, is kept out of it now.

    It is ``actor``. Where they see it until a day, or not at all, it is a coordinator who does.
    """
    query = select(Case).where(Case.scope_id == scope.id, Case.responsible_id == user.id)
    for case in db.session.scalars(query):
        to = _next_in_line(actor, scope)
        add_member(actor, scope, to, Sentence(TOOK_OVER, name=user.name))
        hand_over(actor, case, to)
        add_next_step(actor, case, Sentence(HANDED_TO_YOU), today(), to.id)


def _next_in_line(actor: User, scope: Scope) -> User:
    there = [each for each in people_who_reach(scope.id) if not is_for_a_time(each, scope.id)]
    first = next((each for each in there if each.id == actor.id), None)
    first = first or next((each for each in there if each.has_role(Role.COORDINATOR)), None)
    return first or next(iter(there), actor)


def hand_over(actor: User, case: Case, to: User) -> None:
    """Make ``to`` the responsible worker. They must be able to reach the case: the caller adds them as a member."""
    case.responsible_id = to.id
    record(actor, "case.handed_over", case, to)
