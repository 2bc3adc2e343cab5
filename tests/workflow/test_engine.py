"""The engine refuses what no page offers: whoever reaches it by another way meets the same rules."""

import uuid
from dataclasses import replace
from typing import Any

import pytest

from caseapp.accounts.models import User
from caseapp.cases.models import Case
from caseapp.cases.workflow import CASE_WORKFLOW
from caseapp.db import db
from caseapp.letters.models import Letter
from caseapp.letters.workflow import LETTER_WORKFLOW
from caseapp.workflow import (
    Manner,
    StepDetails,
    UnknownTransition,
    advance,
    confirm_telephone_approval,
    record_start,
    steps_of,
)
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.letters.preparing import in_review, prepare


def case_of(person: Person) -> tuple[Case, User]:
    """A new case and who began it; the caller is inside the application."""
    case_id = uuid.UUID(start_case(person).rpartition("/")[2])
    return db.session.get_one(Case, case_id), db.session.get_one(User, person.id)


def test_a_record_begins_in_the_first_state_with_a_first_line_that_nothing_refused(amina: Person) -> None:
    with amina.app.app_context():
        case, user = case_of(amina)
        assert case.status == CASE_WORKFLOW.start
        first = steps_of(case)[0]
        assert (first.transition, first.target, first.guard_would_refuse) == ("started", "new", False)
        letter = Letter(id=uuid.uuid4(), scope_id=case.scope_id, status="signed")
        step = record_start(LETTER_WORKFLOW, letter, user)
        assert (letter.status, step.guard_would_refuse) == ("draft", False)
        db.session.rollback()


@pytest.mark.parametrize(
    ("code", "details", "sentence"),
    [
        ("take_up", StepDetails(Manner.BY_TELEPHONE, approver_id=uuid.uuid4()), "by telephone"),
        ("take_up", StepDetails(Manner.BY_TELEPHONE), "by telephone"),
        ("close", StepDetails(), "needs a reason"),
        ("close", StepDetails(reason="  "), "needs a reason"),
    ],
)
def test_a_step_that_cannot_be_made_in_this_manner_changes_nothing(
    amina: Person, code: str, details: StepDetails, sentence: str
) -> None:
    with amina.app.app_context():
        case, user = case_of(amina)
        with pytest.raises(ValueError, match=sentence):
            advance(CASE_WORKFLOW, case, user, code, details)
        assert (case.status, len(steps_of(case))) == ("new", 1)


def test_a_step_that_has_no_life_outside_is_not_recorded_afterwards(amina: Person) -> None:
    with amina.app.app_context():
        letter = db.session.get_one(Letter, uuid.UUID(prepare(amina, start_case(amina)).rpartition("/")[2]))
        user = db.session.get_one(User, amina.id)
        told = StepDetails(Manner.AFTERWARDS, said_by="A neighbour")
        with pytest.raises(ValueError, match="recorded afterwards"):
            advance(LETTER_WORKFLOW, letter, user, "send_for_review", told)
        with pytest.raises(UnknownTransition):
            advance(LETTER_WORKFLOW, letter, user, "deliver", told)


def test_an_approval_by_telephone_is_somebodys_and_confirmed_once_by_them(
    amina: Person, clara: Person
) -> None:
    address = in_review(amina)
    with amina.app.app_context():
        letter = db.session.get_one(Letter, uuid.UUID(address.rpartition("/")[2]))
        user, approver = (db.session.get_one(User, each.id) for each in (amina, clara))
        nobody = StepDetails(Manner.BY_TELEPHONE)
        with pytest.raises(ValueError, match="nobody is named"):
            advance(LETTER_WORKFLOW, letter, user, "approve_by_telephone", nobody)
        step = steps_of(letter)[0]
        step.approver_id = approver.id
        with pytest.raises(ValueError, match="only the person who gave"):
            confirm_telephone_approval(step, user)
        confirm_telephone_approval(step, approver)
        with pytest.raises(ValueError, match="once"):
            confirm_telephone_approval(step, approver)
        db.session.rollback()


def changed(**values: Any) -> Any:
    """The workflow of cases with something else in it."""
    return replace(CASE_WORKFLOW, **values)


def test_a_workflow_that_names_what_it_does_not_have_is_refused_at_once() -> None:
    first, *others = CASE_WORKFLOW.states
    with pytest.raises(ValueError, match="unknown phase"):
        changed(states=(replace(first, phase="elsewhere"), *others))
    with pytest.raises(ValueError, match="unknown state"):
        changed(states=tuple(others))
    with pytest.raises(ValueError, match="unknown start"):
        changed(start="elsewhere")
    with pytest.raises(ValueError, match="two transitions"):
        changed(transitions=(*CASE_WORKFLOW.transitions, CASE_WORKFLOW.transitions[0]))
