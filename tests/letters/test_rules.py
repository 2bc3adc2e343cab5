"""The pure rules of letters: the table of states, the reply date, names in a text."""

from datetime import date

import pytest

from caseapp.i18n import LANGUAGES
from caseapp.letters.models import Voice
from caseapp.letters.names import stands_in
from caseapp.letters.reply_clock import reply_date
from caseapp.letters.wording import wording_in
from caseapp.letters.workflow import LETTER_WORKFLOW, OUT
from caseapp.names import fold

RULE = {"days": 30, "counted_in": "days", "counted_from": "acknowledged", "source": "article 12"}
SENT = date(2026, 11, 2)


def test_every_state_is_reached_from_the_first() -> None:
    reached = {LETTER_WORKFLOW.start}
    for _round in LETTER_WORKFLOW.states:
        reached |= {step.target for step in LETTER_WORKFLOW.transitions if set(step.sources) & reached}
    assert reached == {state.code for state in LETTER_WORKFLOW.states}


def test_staff_see_six_phases_and_each_is_used() -> None:
    assert len(LETTER_WORKFLOW.phases) == 6
    assert {state.phase for state in LETTER_WORKFLOW.states} == {
        phase.code for phase in LETTER_WORKFLOW.phases
    }


def test_only_what_is_written_can_be_changed() -> None:
    written = {state.code for state in LETTER_WORKFLOW.states if not state.frozen}
    assert written == {"draft", "with_client"}


@pytest.mark.parametrize("status", OUT)
def test_a_reply_may_come_whenever_the_letter_is_out(status: str) -> None:
    assert LETTER_WORKFLOW.transition("receive_reply", status).target == "reply_received"


def test_the_limit_is_counted_from_the_day_after_the_rules_own_event() -> None:
    found = reply_date(RULE, {"dispatched": SENT, "acknowledged": date(2026, 11, 5)})
    assert found is not None
    assert found.due == date(2026, 12, 5)
    assert found.start == date(2026, 11, 5)


def test_before_its_event_no_limit_runs() -> None:
    assert reply_date(RULE, {"dispatched": SENT}) is None


def test_without_a_rule_there_is_no_limit() -> None:
    assert reply_date(None, {"acknowledged": SENT}) is None


def test_working_days_leave_the_weekend_out() -> None:
    friday = date(2026, 11, 6)
    found = reply_date({**RULE, "days": 3, "counted_in": "working_days"}, {"acknowledged": friday})
    assert found is not None
    assert found.due == date(2026, 11, 11)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_of_letters_has_its_phrases(language: str) -> None:
    wording = wording_in(language)
    assert "{organisation}" in wording.care_of
    assert "{organisation}" in wording.for_organisation
    assert wording.points_lead(Voice.PERSON) != wording.points_lead(Voice.BOTH)


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Dara Sample", "my brother DARA  SAMPLE said", True),
        ("Dara Sample", "my brother Dara Samplesson said", False),
        ("دارا نمونه‌ای", "برادرم دارا نمونه ای نبود", False),
        ("دارا نمونه‌ای", "برادرم دارا نمونه‌ای است", True),
        ("علي كريمي", "آقای علی کریمی آمد", True),
        ("", "anything", False),
    ],
    ids=["case and blanks", "inside another word", "parted", "joined", "other keyboard", "empty"],
)
def test_a_name_is_found_as_words_of_its_own(name: str, text: str, found: bool) -> None:
    assert stands_in(name, fold(text)) is found
