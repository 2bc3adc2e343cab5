"""Invented letters for demonstrations: one waits to be checked, one went out on paper."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import current_app

from caseapp.authorities.demo import invented_minister
from caseapp.authorities.queries import get_authority
from caseapp.clock import today
from caseapp.db import db
from caseapp.disclosures import record_disclosure
from caseapp.letters.actions import (
    Reading,
    change_letter,
    move_letter,
    new_sent_letter,
    prepare_letter,
    read_back,
    settle_advice,
)
from caseapp.letters.covering import disclosure_of
from caseapp.letters.drafting import first_values
from caseapp.letters.models import Voice
from caseapp.letters.sending import Sending, record_sent
from caseapp.workflow import StepDetails

SUBJECTS = {"en": "Return of my papers", "fa": "درخواست بازگرداندن مدارک"}
BODIES = {
    "en": (
        "Greetings and regards. I have left the camp and live in Sample Town now.\n\n"
        "My papers were taken from me when I arrived, and nobody has told me where they are. "
        "Without them I can neither work nor travel.\n\nThis letter is invented, as is everybody in it."
    ),
    "fa": (
        "با سلام و احترام. من قرارگاه را ترک کرده‌ام و اکنون در شهر نمونه زندگی می‌کنم.\n\n"
        "هنگام ورود، مدارکم را از من گرفتند و کسی به من نگفته است که کجاست. "
        "بدون آن‌ها نه می‌توانم کار کنم و نه سفر.\n\nاین نامه و همهٔ افراد آن ساختگی است."
    ),
}
POINTS = {
    "en": ("that my papers are given back to me;", "that I am told in writing which office keeps them."),
    "fa": ("بازگرداندن مدارکم به من؛", "اعلام کتبی این‌که کدام اداره آن‌ها را نگه می‌دارد."),
}


def add_letter(context: Any) -> None:
    """Add a letter to every second case of a demonstration."""
    # The ways to unblock a step are addresses of pages, which exist in a request only.
    with current_app.test_request_context():
        if context.number % 4 == 1:
            _waiting_to_be_checked(context)
        elif context.number % 4 == 3:
            _posted_on_paper(context)


def _waiting_to_be_checked(context: Any) -> None:
    actor, language = context.support, context.language
    letter = prepare_letter(actor, context.case, {**_values(context), "body": BODIES[language]})
    change_letter(actor, letter, {"place": "Sample Town"}, POINTS[language])
    read_back(actor, letter, Reading(today(), "fa", actor.name, "", "yes", ""))
    settle_advice(actor, letter, "taken", "yes", "")
    db.session.flush()
    move_letter(actor, letter, "send_for_review", StepDetails())


def _posted_on_paper(context: Any) -> None:
    actor, said_by = context.support, context.coordinator.name
    letter = new_sent_letter(actor, context.case, _values(context))
    sent_on = today() - timedelta(days=20)
    token = record_disclosure(actor, replace(disclosure_of(letter), day=sent_on), said_by)
    record_sent(actor, letter, token, Sending("registered_post", sent_on), said_by, None)


def _values(context: Any) -> dict[str, Any]:
    minister = invented_minister(context.coordinator)
    db.session.flush()
    return first_values(
        context.support,
        context.case,
        voice=Voice.PERSON,
        language=context.language,
        subject=SUBJECTS[context.language],
        holder=minister,
        authority=get_authority(context.support, minister.authority_id),
    )
