"""Statements: testimonies, declarations of separation, statements of organisations, families and witnesses."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from flask import url_for
from markupsafe import Markup
from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from caseapp.access import count_by_quarter, named_by_reference
from caseapp.accounts import User
from caseapp.audit import seen
from caseapp.cases import Case
from caseapp.cases.queries import case_of
from caseapp.db import db
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.people.merging import let_mean
from caseapp.people.models import Person
from caseapp.statements import labels
from caseapp.statements.clearance_views import blueprint  # the last module that adds pages to it
from caseapp.statements.concerns import open_concerns, statements_with_concern
from caseapp.statements.demo import add_statements
from caseapp.statements.duties import DUTIES
from caseapp.statements.exporting import EXPORT
from caseapp.statements.listing import STATEMENTS
from caseapp.statements.models import (
    Statement,
    StatementClearance,
    StatementPerson,
    StatementReading,
    StatementSignature,
    StatementVersion,
)
from caseapp.statements.permissions import GRANTS, StatementPermission
from caseapp.statements.queries import statements_of_case
from caseapp.statements.topics import TOPICS
from caseapp.statements.waiting import audiences_waiting, reviews_waiting
from caseapp.statements.workflow import RULES, STATEMENT_WORKFLOW
from caseapp.web.answers import Answers
from caseapp.web.consequences import Consequences
from caseapp.web.event import Event, Keeps
from caseapp.web.fates import lying_in
from caseapp.web.feature import Feature, HomeTile, Invention, MenuItem, Panel, TextSource, TimelineEntry
from caseapp.web.kind import Kind
from caseapp.web.listing import shown_at_most
from caseapp.web.records import step_entries
from caseapp.web.reported import CountTable
from caseapp.web.templating import part

CONCERNS = "statement-concerns"
"""The tile of statements perhaps not freely given, as the home page's address names it."""
WAITING = "statements-waiting"
"""The tile of statements that wait for somebody who took no part in them."""


def _is_last_wording() -> ColumnElement[bool]:
    later = aliased(StatementVersion)
    same = later.statement_id == StatementVersion.statement_id
    return ~exists().where(same, later.seq > StatementVersion.seq, later.removed_on.is_(None))


_OF_A_STATEMENT = ("statement", "statement_id")
TEXTS = (
    TextSource(Statement, ("title", "named_persons", "risks"), StatementPermission.READ),
    TextSource(StatementVersion, ("body",), StatementPermission.READ, _OF_A_STATEMENT, _is_last_wording),
    TextSource(StatementPerson, ("decision",), StatementPermission.READ, _OF_A_STATEMENT),
    TextSource(StatementClearance, ("audience_name", "remark"), StatementPermission.READ, _OF_A_STATEMENT),
)


def _case_panel(user: User, case: Case) -> Markup:
    statements = statements_of_case(user, case)
    return part(
        "statements/case_panel.html",
        case=case,
        statements=statements,
        concerning={statement.id for statement in statements if open_concerns(statement)},
        workflow=STATEMENT_WORKFLOW,
        kinds=labels.KINDS,
    )


def _concern_tile(user: User) -> Markup:
    statements, total = statements_with_concern(user, shown_at_most(CONCERNS))
    if not statements:
        return Markup()
    seen(user, "statement.listed", shown=[str(statement.id) for statement in statements])
    return part(
        "statements/concern_tile.html",
        statements=statements,
        total=total,
        tile=CONCERNS,
        kinds=labels.KINDS,
    )


def _waiting_tile(user: User) -> Markup:
    limit = shown_at_most(WAITING)
    statements, to_review = reviews_waiting(user, limit)
    audiences, to_agree = audiences_waiting(user, limit if limit is None else limit - len(statements))
    total = to_review + to_agree
    if not total:
        return Markup()
    shown = {statement.id for statement in (*statements, *(statement for _each, statement in audiences))}
    seen(user, "statement.listed", shown=sorted(map(str, shown)))
    return part(
        "statements/waiting_tile.html",
        statements=statements,
        audiences=audiences,
        labels=labels,
        total=total,
        tile=WAITING,
    )


def _timeline(user: User, case: Case) -> Iterator[TimelineEntry]:
    for statement in statements_of_case(user, case):
        url = url_for("statements.show", statement_id=statement.id)
        for entry in step_entries(STATEMENT_WORKFLOW, statement, "statement", url, named=True):
            yield replace(entry, title=_("%(title)s: %(step)s", title=statement.title, step=entry.title))


def _merge(actor: User, person: Person, known: Person) -> None:
    models: tuple[Any, ...] = (StatementPerson, StatementSignature)
    for model in models:
        rows = db.session.scalars(select(model).where(model.person_id == person.id))
        let_mean(actor, person, known, rows, "person_id")


feature = Feature(
    name="statements",
    topics=TOPICS,
    demo=Invention(60, add_statements),
    blueprint=blueprint,
    grants=GRANTS,
    decides={
        StatementPermission.REVIEW: _l("Review statements"),
        StatementPermission.CLEAR: None,
        StatementPermission.PUBLISH: None,
    },
    lists=(STATEMENTS,),
    texts=TEXTS,
    menu=(MenuItem("statements.index", _l("Statements"), "statement", StatementPermission.READ),),
    kinds=(
        Kind(
            Statement,
            _l("Statement"),
            lying_in("statement", along=("case_id",)),
            describe=named_by_reference(Statement, "statements.show", "statement_id"),
        ),
        Kind(StatementVersion, _l("Wording of a statement"), lying_in("statement")),
        Kind(StatementPerson, _l("Person whose words a statement holds"), lying_in("statement")),
        Kind(StatementReading, _l("Reading back of a statement"), lying_in("statement")),
        Kind(StatementSignature, _l("Signature of a statement"), lying_in("statement")),
        Kind(StatementClearance, _l("Audience of a statement"), lying_in("statement")),
    ),
    answers=Answers(belongs_to={"statement": case_of(Statement)}),
    panels=(Panel("case", "statements", 50, StatementPermission.READ, _case_panel),),
    home=(
        HomeTile(WAITING, 22, StatementPermission.REVIEW, _waiting_tile),
        HomeTile(CONCERNS, 40, StatementPermission.REVIEW, _concern_tile),
    ),
    timeline=_timeline,
    duties=DUTIES,
    workflows=(STATEMENT_WORKFLOW,),
    rules=RULES,
    consequences=Consequences(merged=_merge),
    exports=(EXPORT,),
    counts=(
        CountTable(
            "statements",
            _l("Statements"),
            lambda counted: count_by_quarter(Statement, counted),
            lambda status: str(STATEMENT_WORKFLOW.state(status).label),
            statuses=tuple(state.code for state in STATEMENT_WORKFLOW.states),
            model=Statement,
        ),
    ),
    sentences={"statement.signed_paper": _l("Signed paper of %(reference)s")},
    events=(
        Event("statement.listed", _l("Saw a list of statements"), keeps=Keeps("shown")),
        Event("statement.viewed", _l("Opened a statement")),
        Event("statement.printed", _l("Printed a statement")),
        Event("statement.written", _l("Wrote a statement down")),
        Event("statement.changed", _l("Changed a statement"), keeps=Keeps("fields")),
        Event("statement.persons_changed", _l("Changed whose words a statement holds")),
        Event("statement.voluntariness_answered", _l("Wrote down how a statement came about")),
        Event("statement.concern_decided", _l("Decided about a concern over a statement")),
        Event("statement.moved", _l("Moved a statement on"), keeps=Keeps("transition")),
        Event("statement.signature_recorded", _l("Recorded a signature")),
        Event("statement.audience_proposed", _l("Proposed an audience for a statement")),
        Event("statement.audience_agreed", _l("Agreed to an audience for a statement")),
        Event("statement.audience_ended", _l("Took back an audience of a statement")),
    ),
)

__all__ = ["Statement", "StatementPermission", "feature"]
