"""Invented consents for a demonstration: most clients were asked, and not everybody says yes."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from caseapp.authorities.demo import invented_minister
from caseapp.clock import today
from caseapp.consents.actions import Circumstances, Said, confirm_conditions, record_answers
from caseapp.consents.models import Answer, Consent, How
from caseapp.disclosures.audiences import code_of
from caseapp.disclosures.definition import Purpose

ALL_BUT_PUBLIC = {
    Purpose.KEEP: Answer.YES,
    Purpose.TRACE: Answer.YES,
    Purpose.CONTACT_FAMILY: Answer.YES,
    Purpose.SHARE: Answer.YES,
    Purpose.PUBLISH: Answer.NO,
}
OTHERWISE: dict[int, dict[Purpose, Answer]] = {
    5: {Purpose.SHARE: Answer.NO},
    7: {Purpose.CONTACT_FAMILY: Answer.CONDITIONS},
    8: {Purpose.PUBLISH: Answer.YES},
    10: {Purpose.SHARE: Answer.CONDITIONS},
}
"""Stories whose client answers otherwise."""
ASKED_SO_FAR: dict[int, dict[Purpose, Answer]] = {2: {}, 11: {Purpose.KEEP: Answer.YES}, 12: {}}
"""Stories in which not everything was asked yet, or nothing."""
FOR_A_WHILE = timedelta(days=21)
RUN_OUT, RUN_OUT_SOON = 3, 4
"""Stories whose consents hold for a while only: from the last work on the case, and from now."""
CONDITIONS = {
    "en": "Only after I have seen the wording myself.",
    "fa": "فقط بعد از این‌که خودم متن را دیده باشم.",
}
KEPT = {
    "en": "Read the wording on the day it was read back, and agreed.",
    "fa": "متن را همان روزی که برایش خوانده شد دید و موافقت کرد.",
}


def add_consents(demo: Any) -> Iterator[float]:
    """Write the client's answers down: every answer that there is, over the stories."""
    answers = {purpose: _said(demo, answer) for purpose, answer in _answers(demo.story).items()}
    if not answers:
        return
    yield 0.1
    rows = record_answers(demo.support, demo.client, answers, _circumstances(demo))
    for consent in rows:
        if consent.purpose == Purpose.SHARE and consent.conditions:
            _keep_conditions(demo, consent)


def _answers(story: int) -> dict[Purpose, Answer]:
    if story in ASKED_SO_FAR:
        return ASKED_SO_FAR[story]
    return {**ALL_BUT_PUBLIC, **OTHERWISE.get(story, {})}


def _said(demo: Any, answer: Answer) -> Said:
    return Said(answer, CONDITIONS[demo.language] if answer is Answer.CONDITIONS else "")


def _circumstances(demo: Any) -> Circumstances:
    until = {RUN_OUT: demo.day(1) + FOR_A_WHILE, RUN_OUT_SOON: demo.present + FOR_A_WHILE}
    return Circumstances(
        given_on=today(),
        how=How.TELEPHONE if demo.story in ASKED_SO_FAR else How.IN_PERSON,
        language="fa",
        until=until.get(demo.story),
    )


def _keep_conditions(demo: Any, consent: Consent) -> None:
    ministry = code_of("authority", invented_minister(demo.coordinator).authority_id)
    confirm_conditions(demo.support, consent, ministry, KEPT[demo.language])
