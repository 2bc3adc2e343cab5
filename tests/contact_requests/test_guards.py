"""Every guard of a search says in plain words what stands in the way, and lets the step pass once it is done."""

import re

from caseapp.contact_requests.checklists import CHECKLISTS, NOT_YET
from caseapp.contact_requests.labels import OUTCOMES
from caseapp.contact_requests.states import LIVE, LOOKING, STATES, TOUCHING
from caseapp.contact_requests.workflow import SEARCH_WORKFLOW
from tests.conftest import Person, visible
from tests.consents.sheets import days_from_now, fill_sheet

from .requesting import (
    SCREENED,
    blocks,
    enquirer_id,
    fill,
    open_request,
    page_of,
    request_of,
    searches,
    state_of,
    step,
)
from .searching import compare, log, search_in, sought_id


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
