"""The consent sheet between form and records: what is on file goes in, what is new comes out."""

from collections.abc import Iterable
from typing import Any

from caseapp.accounts import User
from caseapp.consents.actions import Circumstances, Said, record_answers, record_keeping_ground
from caseapp.consents.forms import ConsentSheetForm
from caseapp.consents.labels import NOT_ASKED
from caseapp.consents.models import Answer, GivenBy, How, KeepingGround
from caseapp.consents.questions import QUESTIONS
from caseapp.consents.standing import Standing
from caseapp.disclosures.definition import Purpose
from caseapp.documents.actions import store_document
from caseapp.documents.models import DocumentKind
from caseapp.people.models import Person

PREFILLED = frozenset({Answer.YES.value, Answer.NO.value, Answer.CONDITIONS.value})
"""Standings that the sheet opens with; one that was withdrawn or has run out is asked anew."""


def values_of(standings: Iterable[Standing], ground: KeepingGround | None) -> dict[str, Any]:
    """Return what the sheet is opened with: the answers on file."""
    values: dict[str, Any] = {each.purpose.value: _answer_values(each) for each in standings}
    if ground is not None:
        values |= {"ground": ground.ground, "ground_words": ground.words, "review_on": ground.review_on}
    return values


def changed_answers(form: ConsentSheetForm, standings: Iterable[Standing]) -> dict[Purpose, Said]:
    """Return the answers that differ from those on file, or all of them when all was asked again."""
    on_file = {each.purpose: said_on_file(each) for each in standings}
    said = {question.purpose: _said(form[question.purpose.value].form) for question in QUESTIONS}
    return {
        purpose: answer
        for purpose, answer in said.items()
        if answer is not None and (form.asked_again.data or answer != on_file[purpose])
    }


def ground_differs(form: ConsentSheetForm, ground: KeepingGround | None) -> bool:
    """Tell whether the sheet states another ground for keeping than the one on file."""
    if not form.ground.data:
        return False
    stated = (form.ground.data, form.ground_words.data or "", form.review_on.day_value)
    return ground is None or stated != (ground.ground, ground.words, ground.review_on)


def save_sheet(
    actor: User, person: Person, form: ConsentSheetForm, answers: dict[Purpose, Said], *, with_ground: bool
) -> None:
    """Write the sheet down: the scan, the answers, the ground for keeping. Inside the write."""
    document_id = None
    if form.scan.info is not None:
        document_id = store_document(
            actor,
            scope_id=person.scope_id,
            record=person,
            info=form.scan.info,
            file_name=form.scan.file_name,
            title="",
            kind=DocumentKind.CONSENT,
            language=form.language.data,
            source="",
        ).id
    if answers:
        record_answers(actor, person, answers, _circumstances(form, document_id))
    if with_ground:
        record_keeping_ground(
            actor,
            person,
            ground=form.ground.data,
            words=form.ground_words.data or "",
            review_on=form.review_on.day_value,  # type: ignore[arg-type]  # the form asked for it
        )


def said_on_file(standing: Standing) -> Said | None:
    """Return a standing as an answer, None where nothing is on file that still holds."""
    consent = standing.consent
    if consent is None or standing.state not in PREFILLED:
        return None
    terms = consent.terms or {}
    return Said(
        Answer(consent.answer),
        consent.conditions,
        tuple(sorted(terms.get("only") or ())),
        bool(terms.get("without_name")),
    )


def _answer_values(standing: Standing) -> dict[str, Any]:
    said = said_on_file(standing)
    if said is None:
        return {"answer": NOT_ASKED}
    return {
        "answer": said.answer.value,
        "conditions": said.conditions,
        "only": list(said.only),
        "without_name": said.without_name,
    }


def _said(answer: Any) -> Said | None:
    if answer.answer.data == NOT_ASKED:
        return None
    code = Answer(answer.answer.data)
    if code is not Answer.CONDITIONS:
        return Said(code)
    return Said(
        code,
        answer.conditions.data or "",
        tuple(sorted(answer.only.data or ())) if "only" in answer else (),
        bool(answer.without_name.data) if "without_name" in answer else False,
    )


def _circumstances(form: ConsentSheetForm, document_id: Any) -> Circumstances:
    return Circumstances(
        given_on=form.given_on.day_value,  # type: ignore[arg-type]  # the form asked for it
        given_by=GivenBy(form.given_by.data),
        given_by_name=form.given_by_name.data or "",
        own_view=form.own_view.data or "",
        how=How(form.how.data),
        language=form.language.data,
        interpreter=form.interpreter.data or "",
        witness=form.witness.data or "",
        until=form.until.day_value,
        document_id=document_id,
        sheet_id=form.record_id,
    )
