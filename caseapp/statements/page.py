"""What the page of a statement shows."""

import uuid
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel.speaklater import LazyString
from markupsafe import Markup

from caseapp.access import only_visits
from caseapp.accounts import User
from caseapp.cases.queries import get_case
from caseapp.i18n import direction
from caseapp.i18n.messages import gettext as _
from caseapp.people.queries import NOBODY, ShownName
from caseapp.printing.markup import parse, to_html
from caseapp.statements import labels
from caseapp.statements.concerns import open_concerns
from caseapp.statements.former_answers import FormerAnswers, former_answers
from caseapp.statements.models import PersonRole, Statement, StatementPerson
from caseapp.statements.parts import (
    clearances_of,
    is_of_organisation,
    persons_of,
    present_version,
    readings_of,
    signatures_of,
    versions_of,
)
from caseapp.statements.queries import (
    get_statement,
    names_of_persons,
    possible_reviewers,
    supplements_of,
)
from caseapp.statements.signing import may_agree
from caseapp.statements.voluntariness import concerns, worded_answers
from caseapp.statements.workflow import BEFORE_REVIEW, STATEMENT_WORKFLOW
from caseapp.web.errors import NotFound
from caseapp.web.gate import can
from caseapp.web.records import moments, panels_for, step_entries
from caseapp.workflow import offered, steps_of

RARE = ("use_unreviewed", "publish_unreviewed", "withdraw")
"""Steps that are possible but never the next one to be expected."""
READ_BACK = "read_back"
"""Nor is this one for a text of the organisation: there is nobody to read it back to."""


@dataclass(frozen=True)
class MakerSheet:
    """The questions about how one maker's words came about, with the answers, as the page shows them."""

    person: StatementPerson
    name: ShownName
    answers: list[tuple[LazyString, LazyString]]
    concerns: list[LazyString]
    remark: str
    former: list[FormerAnswers | None]


def statement_page(user: User, statement: Statement) -> dict[str, Any]:
    """Return the context of the page of a statement."""
    persons = persons_of(statement)
    names = names_of_persons(user, persons)
    makers = [person for person in persons if person.role == PersonRole.MAKER]
    offers = sorted(
        offered(STATEMENT_WORKFLOW, statement, user, lambda permission: can(user, permission)),
        key=lambda offer: (
            offer.transition.code in ((*RARE, READ_BACK) if is_of_organisation(statement) else RARE)
        ),
    )
    urls = _step_urls(statement)
    steps = moments(list(step_entries(STATEMENT_WORKFLOW, statement, "statement")))
    return {
        "statement": statement,
        "case": get_case(user, statement.case_id),
        "labels": labels,
        "of_organisation": is_of_organisation(statement),
        "makers": [maker_sheet(maker, names.get(maker.person_id, NOBODY)) for maker in makers],
        "about": [names.get(person.person_id, NOBODY) for person in persons if person not in makers],
        "names": names,
        "workflow": STATEMENT_WORKFLOW,
        "offers": offers if any(offer.transition.code not in RARE for offer in offers) else [],
        "rare": [{"label": each.transition.label, "url": urls[each.transition.code]} for each in offers],
        "step_urls": urls,
        "reviewers": possible_reviewers(statement) if statement.status in BEFORE_REVIEW else [],
        "user_id": user.id,
        "awaits_review": statement.status in BEFORE_REVIEW,
        "text": text_of(statement),
        "text_direction": direction(statement.language),
        "version": present_version(statement),
        "versions": versions_of(statement),
        "readings": readings_of(statement),
        "signatures": signatures_of(statement),
        "clearances": clearances_of(statement),
        "visits": only_visits(user, statement.scope_id),
        "may_agree": {each.id for each in clearances_of(statement) if may_agree(user, statement, each)},
        "supplements": supplements_of(user, statement),
        "original": _original(user, statement),
        "has_concern": bool(open_concerns(statement)),
        "is_outside": STATEMENT_WORKFLOW.phase_of(statement.status).code == "out",
        "to_look_at": [step for step in steps_of(statement) if step.guard_would_refuse],
        "steps": list(reversed(steps)),
        "panels": panels_for(user, "statement", statement),
        "facts_panels": panels_for(user, "statement/facts", statement),
    }


def maker_sheet(maker: StatementPerson, name: ShownName) -> MakerSheet:
    """Return the answers of one maker, in words."""
    given = maker.voluntariness or {}
    return MakerSheet(
        maker, name, worded_answers(given), concerns(given), given.get("remark", ""), former_answers(maker)
    )


def text_of(statement: Statement) -> Markup:
    """Return the present wording as HTML; empty when only a scan holds it."""
    version = present_version(statement)
    if version is None:
        return Markup()
    way = direction(statement.language)
    return to_html(
        parse(version.body, int(version.body_format)),
        lambda number: _("point %(number)s", number=number),
        "rtl" if way == "rtl" else "ltr",
    )


def _step_urls(statement: Statement) -> dict[str, str]:
    return {
        step.code: url_for("statements.step", statement_id=statement.id, code=step.code)
        for step in STATEMENT_WORKFLOW.transitions
    }


def _original(user: User, statement: Statement) -> Statement | None:
    if statement.supplement_to_id is None:
        return None
    try:
        return get_statement(user, uuid.UUID(str(statement.supplement_to_id)))
    except NotFound:
        return None
