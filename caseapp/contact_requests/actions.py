"""Writing about requests and searches."""

import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from caseapp.access import open_scope, refuse_visitor
from caseapp.accounts import User
from caseapp.audit import record
from caseapp.cases import Case
from caseapp.clock import today
from caseapp.contact_requests.models import (
    ContactRequest,
    MatchPoint,
    Search,
    SearchAction,
    SearchAgreement,
    SearchChecklist,
)
from caseapp.contact_requests.parts import agreements_to, checklist_of, request_of
from caseapp.contact_requests.resting import RESUME
from caseapp.contact_requests.states import RESTING
from caseapp.contact_requests.workflow import SEARCH_WORKFLOW
from caseapp.db import Scope, db
from caseapp.disclosures import Disclosure, disclose, record_disclosure
from caseapp.people.actions import bring_into, create_person, remove
from caseapp.people.models import NameKind, Person
from caseapp.web.installed import add_next_step
from caseapp.web.sentences import Sentence
from caseapp.workflow import StepDetails, advance, record_start

REQUEST_FACTS = ("received_on", "channel", "enquirer_where", "safe_contact", "remark")
SEARCH_FACTS = ("sought_where", "relation", "last_news_on", "last_place", "last_news")
CONFIRM_WITHIN = timedelta(days=2)
"""A withdrawal is confirmed in private soon, because it may have been brought under pressure."""


class AlreadyAgreed(Exception):
    """This colleague has agreed to this step before."""


def open_request(
    actor: User,
    case: Case | None,
    *,
    enquirer: Person | str,
    language: str,
    facts: Mapping[str, Any],
    request_id: uuid.UUID | None = None,
) -> ContactRequest:
    """Log an enquiry. ``enquirer`` is a person written down here, or the name of somebody new."""
    scope = open_scope(actor, "contact_request", through=(case.scope_id,) if case is not None else ())
    person = _person(actor, scope, case, enquirer)
    request = ContactRequest(
        id=request_id or uuid.uuid4(),
        scope_id=scope.id,
        case_id=case.id if case is not None else None,
        enquirer_id=person.id,
        responsible_id=actor.id,
        language=language,
        **{name: facts[name] for name in REQUEST_FACTS if name in facts},
    )
    request.give_reference()
    db.session.add(request)
    db.session.flush()
    record(actor, "contact_request.opened", request)
    return request


def change_request(actor: User, request: ContactRequest, language: str, facts: Mapping[str, Any]) -> None:
    """Set what is known about a request. ``facts`` has the names of ``REQUEST_FACTS``."""
    changed = [name for name in REQUEST_FACTS if name in facts and getattr(request, name) != facts[name]]
    for name in changed:
        setattr(request, name, facts[name])
    request.language = language
    record(actor, "contact_request.changed", request, fields=changed)


def add_search(
    actor: User,
    request: ContactRequest,
    case: Case | None,
    *,
    sought: Person | str,
    facts: Mapping[str, Any],
    search_id: uuid.UUID | None = None,
) -> Search:
    """Add a search to a request. ``sought`` is a person written down here, or the name of somebody new."""
    scope = db.session.get(Scope, request.scope_id)
    assert scope is not None
    person = _person(actor, scope, case, sought)
    search = Search(
        id=search_id or uuid.uuid4(),
        scope_id=request.scope_id,
        request_id=request.id,
        sought_id=person.id,
        status=SEARCH_WORKFLOW.start,
        **{name: facts[name] for name in SEARCH_FACTS if name in facts},
    )
    db.session.add(search)
    db.session.flush()
    record_start(SEARCH_WORKFLOW, search, actor)
    record(actor, "search.opened", search, request)
    return search


def change_search(actor: User, search: Search, facts: Mapping[str, Any]) -> None:
    """Set what the enquirer says about the person sought. ``facts`` has the names of ``SEARCH_FACTS``."""
    changed = [name for name in SEARCH_FACTS if name in facts and getattr(search, name) != facts[name]]
    for name in changed:
        setattr(search, name, facts[name])
    record(actor, "search.changed", search, fields=changed)


def move_search(
    actor: User,
    search: Search,
    transition: str,
    details: StepDetails,
    *,
    review_on: date | None = None,
    outcome: str | None = None,
) -> None:
    """Move one search along its workflow; the others of the request stay as they are.

    Raises:
        UnknownTransition: not from its present state.
        Blocked: a guard stands in the way.
        ValueError: a reason is needed, or the step cannot be made in this manner.
    """
    source = search.status
    advance(SEARCH_WORKFLOW, search, actor, transition, details)
    if search.status in RESTING:
        search.held_from = search.held_from if source in RESTING else source
        search.review_on = review_on
    elif transition.startswith(RESUME) or source in RESTING:
        search.held_from = search.review_on = None
    if search.status == "withdrawn":
        search.withdrawal = None
    if outcome is not None:
        search.outcome = outcome
    record(actor, "search.moved", search, transition=transition)


def freeze_for_withdrawal(
    actor: User, search: Search, *, brought_by: str, channel: str, words: str, happened_on: date | None
) -> None:
    """Stop a search at once because somebody withdraws, whoever brings it, and ask that it be confirmed in private.

    Raises:
        UnknownTransition: it has ended already.
    """
    details = StepDetails(happened_on=happened_on, reason=words)
    move_search(actor, search, "freeze", details, review_on=today() + CONFIRM_WITHIN)
    search.withdrawal = {"brought_by": brought_by, "channel": channel, "words": words}
    record(actor, "search.frozen", search, brought_by=brought_by)
    request = request_of(search)
    text = Sentence("search.confirm_withdrawal")
    add_next_step(actor, request, text, today() + CONFIRM_WITHIN, request.responsible_id)


def end_withdrawal(actor: User, search: Search, words: str) -> None:
    """Write down that a withdrawal was taken back or was not free. The search rests until somebody lets it go on.

    Raises:
        ReadsOnly: ``actor`` sees the search by emergency access alone.
    """
    refuse_visitor(actor, search.scope_id)
    search.withdrawal = None
    # The words belong to the search, where colleagues read them and erasing reaches them; the audit log shows acts.
    log_action(actor, search, {"happened_on": today(), "means": "other", "outcome": words})
    record(actor, "search.withdrawal_ended", search)


def fill_checklist(actor: User, search: Search, kind: str, answers: Mapping[str, str]) -> SearchChecklist:
    """Write the answers to one list of questions down."""
    filled = checklist_of(search, kind)
    if filled is None:
        filled = SearchChecklist(
            scope_id=search.scope_id,
            search_id=search.id,
            kind=kind,
            filled_by_id=actor.id,
            answers=dict(answers),
        )
        db.session.add(filled)
    else:
        filled.filled_by_id, filled.answers = actor.id, dict(answers)
    record(actor, "search.checklist_filled", search, checklist=kind)
    return filled


def log_action(
    actor: User,
    search: Search,
    facts: Mapping[str, Any],
    told: Disclosure | None = None,
    *,
    has_happened: bool = True,
) -> SearchAction:
    """Log what was done: ``happened_on``, ``means``, ``recipient``, ``told``, ``outcome``.

    ``told`` is what somebody outside learns by it. What has happened is written down in any case, and looked at by a
    colleague where nothing covers it; what is about to happen has to be covered.

    Raises:
        Refused: it is about to happen, and a consent that would cover it is missing.
    """
    action = SearchAction(scope_id=search.scope_id, search_id=search.id, by_id=actor.id, **facts)
    if told is not None:
        token = record_disclosure(actor, told, actor.name) if has_happened else disclose(actor, told)
        action.disclosure_id = token.id
    db.session.add(action)
    record(actor, "search.action_logged", search)
    return action


def add_point(actor: User, search: Search, facts: Mapping[str, Any]) -> MatchPoint:
    """Write down one point compared: ``fact``, ``claimed``, ``found``, ``source``, ``asked_blind``, ``agrees``."""
    point = MatchPoint(scope_id=search.scope_id, search_id=search.id, noted_by_id=actor.id, **facts)
    db.session.add(point)
    record(actor, "search.point_compared", search)
    return point


def remove_point(actor: User, search: Search, point: MatchPoint, reason: str) -> None:
    """Take a point out of the comparison, with a reason."""
    remove(actor, point, reason)
    record(actor, "search.point_removed", search)


def agree(actor: User, search: Search, purpose: str, remark: str) -> SearchAgreement:
    """Agree as the second person to a step.

    Raises:
        AlreadyAgreed: ``actor`` did so before.
        ReadsOnly: ``actor`` sees the search by emergency access alone.
    """
    refuse_visitor(actor, search.scope_id)
    if any(agreement.agreed_by_id == actor.id for agreement in agreements_to(search, purpose)):
        raise AlreadyAgreed
    db.session.flush()  # what is written before it has a lower number
    agreement = SearchAgreement(
        scope_id=search.scope_id,
        search_id=search.id,
        purpose=purpose,
        agreed_by_id=actor.id,
        remark=remark,
    )
    db.session.add(agreement)
    record(actor, "search.agreed", search, purpose=purpose)
    return agreement


def give_request(actor: User, request: ContactRequest, to: User) -> None:
    """Make ``to`` responsible for a request. They must be able to reach it."""
    request.responsible_id = to.id
    record(actor, "contact_request.handed_over", request, to)


def name_asker(actor: User, search: Search, worker: User) -> None:
    """Settle which worker asks the person. They must be able to reach the search."""
    search.asker_id = worker.id
    record(actor, "search.asker_named", search, worker)


def link_letter(actor: User, search: Search, letter: Any) -> None:
    """Link the letter by which an authority is asked."""
    search.letter_id = letter.id
    record(actor, "search.letter_linked", search, letter)


def _person(actor: User, scope: Scope, case: Case | None, who: Person | str) -> Person:
    if isinstance(who, Person):
        bring_into(actor, who, scope.id)
        return who
    person = create_person(actor, through=scope.id, name=who, kind=NameKind.WORKING)
    if case is not None:
        bring_into(actor, person, case.scope_id)
    return person
