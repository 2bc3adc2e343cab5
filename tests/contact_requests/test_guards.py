"""Every guard of a search says in plain words what stands in the way, and lets the step pass once it is done."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest

from caseapp.clock import today
from caseapp.contact_requests.checklists import CHECKLISTS, NOT_YET
from caseapp.contact_requests.labels import OUTCOMES
from caseapp.contact_requests.states import LIVE, LOOKING, STATES, TOUCHING
from caseapp.contact_requests.workflow import SEARCH_WORKFLOW
from tests.conftest import Person, visible
from tests.consents.sheets import days_from_now, fill_sheet
from tests.doorway import prepared

from .requesting import (
    ENQUIRY,
    SCREENED,
    afterwards,
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

ASKED = dict.fromkeys(
    ("private", "own_language", "interpreter", "told_who", "told_no_is_fine", "time"), "yes"
)
PLANNED = dict.fromkeys(("route", "times", "stop_rule", "safety", "debrief"), "As agreed with both.")
PATH = (
    "start_screening", "accept", "begin_tracing", "match", "verify", "ask", "agree_contact", "begin_contact",
    "ask_to_meet", "assess", "approve", "plan", "meet", "follow_up",
)  # fmt: skip


@prepared
def search_in(person: Person, before: str, opened_by: Person | None = None) -> str:
    """A search that stands right before the step ``before``, brought there by what has already happened."""
    search = searches(person, open_request(opened_by or person))[0]
    for code in PATH[: PATH.index(before)]:
        afterwards(person, search, code)
    return search


def sought_id(person: Person, search: str) -> str:
    found = re.search(r'href="/people/([0-9a-f-]{36})">Page of the person', page_of(person, search))
    assert found
    return found.group(1)


def consent_of_both(person: Person, search: str) -> None:
    enquirer = enquirer_id(person, request_of(person, search))
    fill_sheet(person, f"/consents/person/{enquirer}", trace="yes")
    fill_sheet(person, f"/consents/person/{sought_id(person, search)}", contact_family="yes")


def compare(person: Person, search: str, **changes: str) -> None:
    sent = {
        "fact": "The mother's maiden name",
        "claimed": "Mira",
        "found": "Mira",
        "source": "The person found",
        "asked_blind": "yes",
        "agrees": "yes",
        "new_id": str(uuid.uuid4()),
    }
    person.post(f"{search}/points/new", {**sent, **changes})


def test_every_step_of_the_table_starts_and_ends_in_a_known_state() -> None:
    known = {state.code for state in STATES}
    for transition in SEARCH_WORKFLOW.transitions:
        assert {*transition.sources, transition.target} <= known, transition.code
    assert {*LOOKING, *TOUCHING, *LIVE} <= known


def test_every_state_can_be_reached_and_left() -> None:
    reached = {SEARCH_WORKFLOW.start}
    while True:
        more = {
            step.target
            for step in SEARCH_WORKFLOW.transitions
            if reached & set(step.sources) and step.code != "freeze"
        }
        if more <= reached:
            break
        reached |= more
    assert reached == {state.code for state in STATES}
    for state in STATES:
        assert SEARCH_WORKFLOW.leaving(state.code), state.code


def test_staff_see_seven_phases() -> None:
    assert [phase.code for phase in SEARCH_WORKFLOW.phases] == [
        "new", "checking", "looking", "asking", "in_touch", "meeting", "ended",
    ]  # fmt: skip


def test_an_answer_not_given_yet_never_lets_a_step_pass() -> None:
    for checklist in CHECKLISTS.values():
        for item in checklist.items:
            assert NOT_YET not in item.wanted
            assert not item.wanted - set(item.answers or {})


def test_a_respected_no_is_an_outcome() -> None:
    assert "no_contact" in OUTCOMES


GAPS = (
    ({"identity": NOT_YET}, "The enquirer's identity has not been checked."),
    (
        {"identity": "none", "identity_note": ""},
        "There is no proof of the enquirer's identity, and no reason is written down.",
    ),
    ({"alone": "no"}, "The enquirer has not been spoken to alone."),
    ({"own_wish": NOT_YET}, "Not every question about pressure has been asked."),
    ({"wellbeing": NOT_YET}, "Not every question about pressure has been asked."),
    ({"no_conflict": "no"}, "It has not been checked whether a colleague is close to either side."),
    ({"concern": NOT_YET}, "It has not been decided whether there is a protection concern."),
    (
        {"concern": "some", "concern_reason": ""},
        "There is a protection concern, and no reason is written down.",
    ),
    ({"concern": "serious", "concern_reason": "Threats."}, "A second person has to agree to this step."),
    ({"not_sent": "unsure"}, "A second person has to agree to this step."),
)


def test_a_screening_with_a_gap_is_not_accepted(amina: Person, clara: Person) -> None:
    search = searches(amina, open_request(amina))[0]
    step(clara, search, "start_screening")
    for answer, sentence in GAPS:
        fill(amina, search, "screening", **{**SCREENED, **answer})
        assert sentence in blocks(clara, search, "accept").replace("&#39;", "'")
    step(clara, search, "accept", 422)
    assert state_of(clara, search) == "screening"


def test_it_is_accepted_with_screening_consent_and_a_ground_for_keeping(amina: Person, clara: Person) -> None:
    request = open_request(amina)
    search = searches(amina, request)[0]
    step(clara, search, "start_screening")
    fill(amina, search, "screening", **SCREENED)
    said = blocks(clara, search, "accept")
    assert "It is not written down on what ground we keep the data of the person sought." in said
    assert "Reza from the camp has not been asked" in said
    step(clara, search, "accept", 422)
    fill_sheet(amina, f"/consents/person/{enquirer_id(amina, request)}", trace="yes")
    keep = f"/consents/person/{sought_id(amina, search)}"
    fill_sheet(amina, keep, ground="family_search", ground_words="Family.", review_on=days_from_now(60))
    assert blocks(clara, search, "accept") == ""
    step(clara, search, "accept")
    assert state_of(clara, search) == "accepted"


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


def test_a_sought_person_who_said_no_is_not_looked_for(amina: Person, clara: Person) -> None:
    search = search_in(clara, "begin_tracing")
    fill_sheet(clara, f"/consents/person/{sought_id(clara, search)}", trace="no")
    assert "The person sought has said that they do not want this." in blocks(clara, search, "begin_tracing")
    step(clara, search, "begin_tracing", 422)


def test_an_authority_is_asked_by_a_letter(clara: Person) -> None:
    search = search_in(clara, "match")
    assert "No letter to an authority is linked yet." in blocks(clara, search, "route_via_authority")
    response = clara.post(f"{search}/letter", {"reference": "L-26-AAAA"}, status=422)
    assert "There is no letter with this reference that you may see." in visible(response)


def test_no_trace_needs_what_was_tried(clara: Person) -> None:
    search = search_in(clara, "match")
    assert "Nothing is written down of what was tried." in blocks(clara, search, "find_no_trace")
    log(clara, search)
    step(clara, search, "find_no_trace", reason="The hall is empty, the neighbours know nothing.")
    assert state_of(clara, search) == "no trace so far"


def test_a_match_needs_a_comparison(clara: Person) -> None:
    search = search_in(clara, "match")
    assert "The person found has not been compared" in blocks(clara, search, "match")
    compare(clara, search)
    step(clara, search, "match")
    assert state_of(clara, search) == "perhaps found"


def test_identity_needs_two_points_of_two_sources_asked_blind(amina: Person, clara: Person) -> None:
    search = search_in(clara, "match", amina)
    compare(amina, search)
    step(amina, search, "match")
    for poor in ({"source": "the person FOUND"}, {"asked_blind": "no"}, {"agrees": "open"}):
        compare(amina, search, **{"fact": "A scar", "source": "A neighbour", **poor})
        assert "Two points from two sources have to agree" in blocks(clara, search, "verify")
    compare(amina, search, fact="A shared journey", source="A photograph")
    step(clara, search, "verify")
    assert state_of(clara, search) == "identity and relationship confirmed"


def test_who_found_the_person_does_not_confirm_the_identity(clara: Person) -> None:
    search = search_in(clara, "match")
    compare(clara, search)
    compare(clara, search, fact="A scar", source="A neighbour")
    step(clara, search, "match")
    assert "You took part in finding. Somebody else has to confirm the identity." in blocks(
        clara, search, "verify"
    )
    step(clara, search, "verify", 422)


def test_a_point_that_does_not_agree_stops_it_until_it_is_taken_out(amina: Person, clara: Person) -> None:
    search = search_in(clara, "match", amina)
    compare(amina, search)
    compare(amina, search, fact="A scar", source="A neighbour")
    compare(amina, search, fact="The year of birth", source="A passport", agrees="no")
    step(amina, search, "match")
    assert "A point does not agree." in blocks(clara, search, "verify")
    last = re.findall(r"/points/([0-9a-f-]{36})/remove", page_of(amina, search))[-1]
    amina.post(f"{search}/points/{last}/remove", {"reason": "It was the cousin's passport."})
    assert blocks(clara, search, "verify") == ""


def test_who_takes_a_point_out_does_not_confirm_this_identity_but_may_the_next(
    amina: Person, clara: Person
) -> None:
    search = search_in(clara, "match", amina)
    compare(amina, search)
    compare(amina, search, fact="A scar", source="A neighbour")
    compare(amina, search, fact="The year of birth", source="A passport", agrees="no")
    step(amina, search, "match")
    last = re.findall(r"/points/([0-9a-f-]{36})/remove", page_of(amina, search))[-1]
    clara.post(f"{search}/points/{last}/remove", {"reason": "It was the cousin's passport."})
    assert "You took part in finding. Somebody else has to confirm the identity." in blocks(
        clara, search, "verify"
    )
    step(amina, search, "no_match")
    step(amina, search, "match")
    assert blocks(clara, search, "verify") == ""


def test_asking_needs_a_worker_whom_they_trust(amina: Person, clara: Person) -> None:
    search = search_in(clara, "ask", amina)
    assert "It is not settled which worker" in blocks(clara, search, "ask")
    clara.post(f"{search}/asker", {"asker": str(amina.id)})
    step(clara, search, "ask")
    assert state_of(clara, search) == "asking the person"
    assert "Amina Test asks the person." in page_of(clara, search)


def test_a_colleague_who_cannot_reach_it_is_not_offered_as_asker(besnik: Person, clara: Person) -> None:
    search = search_in(clara, "ask")
    response = clara.post(f"{search}/asker", {"asker": str(besnik.id)}, status=422)
    assert "Please choose one of the list." in visible(response)


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


def test_a_fate_needs_two_sources_or_an_official_proof(clara: Person) -> None:
    search = search_in(clara, "match")
    fill(clara, search, "fate", proof="one_source", who_tells="Amina")
    assert "There are neither two sources nor an official proof." in blocks(clara, search, "learn_fate")
    fill(clara, search, "fate", proof="two_sources", who_tells="Amina")
    step(clara, search, "learn_fate")
    assert state_of(clara, search) == "fate known"


def test_what_has_happened_is_written_down_and_marked(clara: Person) -> None:
    search = search_in(clara, "verify")
    text = page_of(clara, search)
    assert "Perhaps found (recorded afterwards)" in text
    assert "A step was written down although a rule would have stopped it." in text


def log(person: Person, search: str, status: int = 302, **changes: Any) -> Any:
    sent = {
        "happened_on-day": "5",
        "happened_on-month": "11",
        "happened_on-year": "2026",
        "happened_on-calendar": "gregorian",
        "means": "visit",
        "outcome": "Nobody at the last address.",
        "outside": "no",
        "audience": "partners",
        "recipient": "",
        "told": "",
        "subjects": ["enquirer"],
        "new_id": str(uuid.uuid4()),
    }
    return person.post(f"{search}/actions/new", {**sent, **changes}, status)


def test_what_was_done_is_kept_with_day_means_and_outcome(clara: Person) -> None:
    search = search_in(clara, "match")
    log(clara, search)
    text = page_of(clara, search)
    for words in ("Visited a place", "5 November 2026", "Nobody at the last address.", "Clara Test"):
        assert words in text


def test_what_is_about_to_be_told_needs_a_consent(clara: Person) -> None:
    search = search_in(clara, "match")
    tell = {"outside": "about_to", "recipient": "The family network", "told": "A name and a year."}
    response = log(clara, search, 422, **tell)
    assert "Nothing may be told yet" in visible(response)
    assert "A name and a year." in response.text
    fill_sheet(clara, f"/consents/person/{enquirer_id(clara, request_of(clara, search))}", trace="yes")
    log(clara, search, **tell)
    assert "A name and a year." in page_of(clara, search)


def test_what_was_told_already_is_written_down_and_looked_at(clara: Person) -> None:
    search = search_in(clara, "match")
    log(clara, search, outside="happened", recipient="The family network", told="A name and a year.")
    assert "so a colleague will look at it." in page_of(clara, search)


def test_what_is_told_names_recipient_and_words(clara: Person) -> None:
    search = search_in(clara, "match")
    said = visible(log(clara, search, 422, outside="happened"))
    assert "Please name who learns it." in said
    assert "Please write down what is told." in said


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


def withdraw(person: Person, search: str) -> None:
    person.post(
        f"{search}/withdrawal",
        {
            "brought_by": "enquirer",
            "channel": "telephone",
            "happened_on-day": "20",
            "happened_on-month": "11",
            "happened_on-year": "2026",
            "happened_on-calendar": "gregorian",
            "words": "She does not want it any more.",
        },
    )


def test_nobody_can_confirm_a_withdrawal_that_nobody_brought(clara: Person) -> None:
    search = search_in(clara, "match")
    step(clara, search, "hold", reason="Papers are missing.", **in_days(30))
    assert "Nobody has withdrawn." in blocks(clara, search, "confirm_withdrawal")
    step(clara, search, "confirm_withdrawal", 422)
