"""Invented consents for a demonstration: most clients were asked, and not everybody says yes."""

from datetime import timedelta
from typing import Any

from caseapp.clock import today
from caseapp.consents.actions import Circumstances, Said, record_answers
from caseapp.consents.models import Answer
from caseapp.disclosures.definition import Purpose

ANSWERS = {
    Purpose.KEEP: Answer.YES,
    Purpose.TRACE: Answer.YES,
    Purpose.CONTACT_FAMILY: Answer.YES,
    Purpose.SHARE: Answer.YES,
    Purpose.PUBLISH: Answer.NO,
}
NOT_ASKED_EVERY = 4


def add_consents(demo: Any) -> None:
    """Write the client's answers down, but in every fourth case, where nobody has asked yet."""
    if demo.number % NOT_ASKED_EVERY == 0:
        return
    answers = {purpose: Said(answer) for purpose, answer in ANSWERS.items()}
    day = today() - timedelta(days=demo.number)
    record_answers(demo.support, demo.client, answers, Circumstances(given_on=day, language="fa"))
