"""Invented statements for a demonstration, from a draft to one that was sent to the invented ministry."""

from collections.abc import Callable, Iterator
from typing import Any

from caseapp.authorities.demo import invented_minister
from caseapp.authorities.queries import get_authority
from caseapp.clock import today
from caseapp.dates import from_day
from caseapp.db import db
from caseapp.statements import demo_words as words
from caseapp.statements.actions import Named, move_statement, write_statement
from caseapp.statements.models import Statement, StatementKind
from caseapp.statements.parts import makers_of
from caseapp.statements.signing import (
    Signed,
    agree_clearance,
    propose_clearance,
    read_back,
    review,
    sign,
)
from caseapp.statements.voluntariness import CODES
from caseapp.workflow import StepDetails

STATEMENTS = {
    1: (("separation", "cleared"),),
    3: (("organisation", "draft"),),
    4: (("separation", "cleared"), ("organisation", "draft")),
    5: (("separation", "draft"),),
    6: (("witness", "withdrawn"),),
    7: (("testimony", "read_back"),),
    8: (("family", "cleared"),),
    9: (("separation", "signed"),),
    10: (("separation", "cleared"), ("organisation", "draft")),
}
"""Story to the statements of its case: the kind, and how far it has come."""
CONCERNING = 5
"""The story in which it is not certain that somebody spoke freely."""
FREELY = {"proposed_by": "maker", **dict.fromkeys(CODES, "yes"), "remark": ""}


def add_statements(demo: Any) -> Iterator[float]:
    """Write down the statements of a case and take each as far as its story goes."""
    yield from demo.together(*(_tell(demo, *each) for each in STATEMENTS.get(demo.story, ())))


def _tell(demo: Any, kind: str, reached: str) -> Iterator[float]:
    yield 0.2
    statement = _write(demo, kind)
    if reached == "withdrawn":
        yield 0.8
        reason = words.WITHDRAWN[demo.language]
        move_statement(demo.support, statement, "withdraw", StepDetails(reason=reason))
        return
    for step, share, take in STEPS if reached != "draft" else ():
        yield share
        take(demo, statement)
        if step == reached:
            return


def _write(demo: Any, kind: str) -> Statement:
    language, answers = demo.language, FREELY
    if demo.story == CONCERNING:
        answers = {**FREELY, "alone": "unsure", "remark": words.REMARKS[language]}
    of_organisation = kind == StatementKind.ORGANISATION
    statement = write_statement(
        demo.support,
        demo.case,
        kind=kind,
        language=language,
        named=Named() if of_organisation else Named(makers=(demo.client,), answers=answers),
        facts={
            "title": words.TITLES[kind][language],
            "place": words.PLACE[language],
            "given_on": from_day(today()),
            "taken_by": demo.support.name,
            "interpreter": words.NO_INTERPRETER[language],
            "organisation_name": words.ORGANISATION[language] if of_organisation else "",
        },
        body=words.BODIES[kind][language],
    )
    db.session.flush()
    return statement


def _read_back(demo: Any, statement: Statement) -> None:
    name = demo.support.name
    read_back(demo.support, statement, StepDetails(), language="fa", read_by=name, interpreter="")
    db.session.flush()


def _sign(demo: Any, statement: Statement) -> None:
    signed = Signed(
        method="paper",
        place=words.PLACE[demo.language],
        signed_on=from_day(today()),
        witness=words.WITNESS[demo.language],
        makers=makers_of(statement),
    )
    sign(demo.support, statement, StepDetails(), signed)
    db.session.flush()


def _clear(demo: Any, statement: Statement) -> None:
    review(
        demo.coordinator,
        statement,
        StepDetails(),
        named_persons=words.NAMED[demo.language],
        risks=words.RISKS[demo.language],
    )
    ministry = get_authority(demo.support, invented_minister(demo.coordinator).authority_id)
    clearance = propose_clearance(
        demo.support,
        statement,
        audience_kind="authority",
        audience_id=str(ministry.id),
        audience_name=ministry.name_in(demo.language),
        remark=words.FOR_THE_MINISTRY[demo.language],
    )
    db.session.flush()
    agree_clearance(demo.coordinator, statement, clearance)


STEPS: tuple[tuple[str, float, Callable[[Any, Statement], None]], ...] = (
    ("read_back", 0.25, _read_back),
    ("signed", 0.3, _sign),
    ("cleared", 0.38, _clear),
)
"""How far a statement can come, when, and what leads there."""
