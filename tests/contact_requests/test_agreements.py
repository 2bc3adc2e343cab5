"""A search goes as far as those whom it is about agree, and a second person where one is asked for; a no and a
withdrawal hold at once.
"""

import re
import uuid
from datetime import timedelta

import pytest

from caseapp.clock import today
from tests.conftest import Person
from tests.consents.sheets import fill_sheet

from .requesting import (
    ENQUIRY,
    SCREENED,
    blocks,
    enquirer_id,
    fill,
    in_days,
    open_request,
    page_of,
    request_of,
    searches,
    state_of,
    step,
)
from .searching import compare, consent_of_both, search_in, withdraw

ASKED = dict.fromkeys(
    ("private", "own_language", "interpreter", "told_who", "told_no_is_fine", "time"), "yes"
)
PLANNED = dict.fromkeys(("route", "times", "stop_rule", "safety", "debrief"), "As agreed with both.")


def test_a_second_person_agrees_where_there_is_a_concern(amina: Person, clara: Person) -> None:
    request = open_request(amina)
    search = searches(amina, request)[0]
    step(clara, search, "start_screening")
    fill(amina, search, "screening", **{**SCREENED, "concern": "some", "concern_reason": "A cousin waits."})
    clara.post(f"{search}/agree/accept", {"remark": "I read it."})
    assert "A second person has to agree to this step." in blocks(clara, search, "accept")
    amina.post(f"{search}/agree/accept", {"remark": "I spoke with her alone."})
    assert "A second person" not in blocks(clara, search, "accept")
    amina.post(f"{search}/agree/accept", {"remark": "Once more."})
    assert "You have agreed to this step before." in page_of(amina, search)


def test_what_was_changed_since_somebody_agreed_is_agreed_to_anew(amina: Person, clara: Person) -> None:
    search = searches(amina, open_request(amina))[0]
    step(clara, search, "start_screening")
    concern = {**SCREENED, "concern": "some", "concern_reason": "A cousin waits."}
    fill(amina, search, "screening", **concern)
    amina.post(f"{search}/agree/accept", {"remark": "I spoke with her alone."})
    assert "A second person" not in blocks(clara, search, "accept")
    fill(clara, search, "screening", **{**concern, "concern_reason": "No cousin, a debt."})
    assert "A second person has to agree to this step." in blocks(clara, search, "accept")
    amina.post(f"{search}/agree/accept", {"remark": "I asked about the debt."})
    assert "A second person" not in blocks(clara, search, "accept")


def test_when_a_point_is_taken_out_it_is_agreed_to_anew(amina: Person, clara: Person) -> None:
    search = search_in(clara, "agree_contact", amina)
    compare(amina, search)
    point = re.search(r"/points/([0-9a-f-]{36})/remove", page_of(amina, search))
    assert point
    amina.post(f"{search}/agree/agree_contact", {"remark": "The name convinced me."})
    assert "A second person" not in blocks(clara, search, "agree_contact")
    clara.post(f"{search}/points/{point.group(1)}/remove", {"reason": "It was the cousin's mother."})
    assert "A second person has to agree to this step." in blocks(clara, search, "agree_contact")
    amina.post(f"{search}/agree/agree_contact", {"remark": "Without it, too."})
    assert "A second person" not in blocks(clara, search, "agree_contact")


def test_an_agreement_counts_only_when_they_were_asked_well(clara: Person) -> None:
    search = search_in(clara, "agree_contact")
    for answer, sentence in (
        ("private", "They have not been asked in private."),
        ("own_language", "They have not been asked in their language."),
        ("interpreter", "It is not certain that the interpreter was independent."),
        ("told_who", "They have not been told who asks."),
        ("told_no_is_fine", "They do not know that a no is fine."),
        ("time", "They were not given time to think."),
    ):
        fill(clara, search, "asking", **{**ASKED, answer: "no"})
        assert sentence in blocks(clara, search, "agree_messages")


def test_contact_needs_a_plan_both_consents_and_a_second_person(clara: Person, amina: Person) -> None:
    search = search_in(clara, "agree_contact", amina)
    fill(clara, search, "asking", **ASKED)
    fill(clara, search, "contact", **{**PLANNED, "safety": ""})
    assert "There is no safety plan." in blocks(clara, search, "agree_contact")
    fill(clara, search, "contact", **PLANNED)
    step(clara, search, "agree_contact", 422)
    consent_of_both(clara, search)
    clara.post(f"{search}/agree/agree_contact", {"remark": "I heard it."})
    assert "A second person has to agree to this step." in blocks(clara, search, "agree_contact")
    assert "A second person has to agree to this step." in blocks(clara, search, "agree_messages")
    amina.post(f"{search}/agree/agree_contact", {"remark": "So did I."})
    step(clara, search, "agree_contact")
    assert state_of(clara, search) == "contact agreed"
    step(clara, search, "begin_contact")
    assert state_of(clara, search) == "in contact"


def test_a_no_is_written_down_without_any_condition(clara: Person, amina: Person) -> None:
    search = search_in(clara, "agree_contact", amina)
    assert blocks(amina, search, "decline") == ""
    step(amina, search, "decline")
    assert state_of(amina, search) == "wants no contact"
    step(clara, search, "close", reason="They want to be left alone.", outcome="no_contact")
    assert "The person sought wants no contact, and that is respected" in page_of(clara, search)


def test_a_wish_to_meet_is_asked_of_each_alone(clara: Person) -> None:
    search = search_in(clara, "ask_to_meet")
    said = blocks(clara, search, "ask_to_meet")
    assert "The enquirer has not been asked alone." in said
    assert "The person sought has not been asked alone." in said
    assert "It is not decided whether a best-interest note is needed." in said
    fill(clara, search, "wishes", enquirer="yes", sought="yes", best_interest="not_needed")
    step(clara, search, "ask_to_meet")


def test_a_meeting_is_not_approved_by_who_asked_for_it_nor_by_one_alone(clara: Person) -> None:
    search = search_in(clara, "approve")
    said = blocks(clara, search, "approve")
    assert "You brought the wish to meet forward. Somebody else has to approve it." in said
    assert "A second person has to agree to this step." in said
    assert "The risks have not been weighed." in said
    step(clara, search, "approve", 422)


@pytest.mark.parametrize(("days", "is_old"), [(15, True), (14, False)])
def test_consents_are_confirmed_again_within_fourteen_days(clara: Person, days: int, is_old: bool) -> None:
    search = search_in(clara, "plan")
    day = today() - timedelta(days=days)
    boxes = {
        "confirmed_on-day": str(day.day),
        "confirmed_on-month": str(day.month),
        "confirmed_on-year": str(day.year),
        "confirmed_on-calendar": "gregorian",
    }
    words = dict.fromkeys(("place", "when", "escort", "papers", "fallback"), "As agreed.")
    fill(clara, search, "meeting", **words, **boxes)
    said = blocks(clara, search, "plan")
    assert ("Both have not confirmed their consent again within the last fourteen days." in said) is is_old


def test_a_meeting_counts_when_both_say_so_in_private(clara: Person) -> None:
    search = search_in(clara, "meet")
    assert "The person sought has not confirmed it in private." in blocks(clara, search, "meet")
    fill(clara, search, "reunion", enquirer="yes", sought="yes", where="At the border")
    step(clara, search, "meet")
    assert state_of(clara, search) == "met"


@pytest.mark.parametrize("before", ["accept", "match", "agree_contact", "plan"])
def test_a_withdrawal_stops_a_search_at_once_wherever_it_stands(
    amina: Person, clara: Person, before: str
) -> None:
    search = search_in(clara, before)
    clara.get(request_of(clara, search))
    withdraw(clara, search)
    assert state_of(clara, search) == "on hold"
    text = page_of(clara, search)
    assert "A withdrawal waits to be confirmed in private" in text
    assert "Confirm in private, over the safe route, that the withdrawal was free." in text
    step(clara, search, before, 409)
    assert "A withdrawal waits: confirm it" in blocks(clara, search, "close")


def test_a_support_worker_may_bring_a_withdrawal_and_a_coordinator_confirms_it(
    amina: Person, clara: Person
) -> None:
    search = searches(amina, open_request(amina))[0]
    withdraw(amina, search)
    step(amina, search, "confirm_withdrawal", 403)
    step(clara, search, "confirm_withdrawal")
    assert state_of(clara, search) == "withdrawn"
    amina.get(f"{search}/withdrawal", 302)
    assert "It now stands at: withdrawn." in page_of(amina, search)
    clara.get(f"{search}/withdrawal/end", 302)
    clara.get(f"{search}/agree/accept", 302)
    clara.get(f"{search}/agree/nonsense", 404)


def test_a_withdrawal_that_was_taken_back_lets_the_search_go_on(clara: Person) -> None:
    search = search_in(clara, "match")
    withdraw(clara, search)
    assert "A withdrawal waits" in blocks(clara, search, "resume_tracing")
    clara.post(f"{search}/withdrawal/end", {"reason": "She was alone this time: her cousin had sent it."})
    step(clara, search, "resume_tracing")
    assert state_of(clara, search) == "looking for them"


def test_a_withdrawal_freezes_one_search_and_not_the_others(amina: Person, clara: Person) -> None:
    request = open_request(amina)
    sent = {**ENQUIRY, "sought_name": "Jonas Probe", "relation": "nephew", "new_id": str(uuid.uuid4())}
    amina.post(f"{request}/searches/new", sent)
    first, second = searches(amina, request)
    withdraw(amina, first)
    assert [state_of(amina, first), state_of(amina, second)] == ["on hold", "received"]


def test_a_consent_taken_back_freezes_what_rests_on_it(clara: Person) -> None:
    search = search_in(clara, "match")
    enquirer = enquirer_id(clara, request_of(clara, search))
    fill_sheet(clara, f"/consents/person/{enquirer}", trace="yes")
    link = re.search(r'href="(/consents/withdraw/[0-9a-f-]{36})', clara.get(f"/people/{enquirer}").text)
    assert link
    sent = {
        "given_on-day": str(today().day),
        "given_on-month": str(today().month),
        "given_on-year": str(today().year),
        "given_on-calendar": "gregorian",
        "given_by": "self",
        "how": "telephone",
        "words": "No more.",
        "witness": "",
    }
    clara.post(link.group(1), sent)
    assert state_of(clara, search) == "on hold"
    assert "A withdrawal waits to be confirmed in private" in page_of(clara, search)


def test_nobody_can_confirm_a_withdrawal_that_nobody_brought(clara: Person) -> None:
    search = search_in(clara, "match")
    step(clara, search, "hold", reason="Papers are missing.", **in_days(30))
    assert "Nobody has withdrawn." in blocks(clara, search, "confirm_withdrawal")
    step(clara, search, "confirm_withdrawal", 422)
