"""A family contact request with its searches, from the first call to the coordinator's decision."""

import re
import uuid

from tests.access.showing import show
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Page, Person, visible

from .requesting import (
    ENQUIRY,
    SCREENED,
    afterwards,
    blocks,
    fill,
    in_days,
    open_request,
    page_of,
    searches,
    state_of,
    step,
)


def test_a_request_keeps_who_asks_whom_and_where_both_are(amina: Person) -> None:
    page = amina.page(open_request(amina)).text
    assert re.search(r"Family contact request R-\d\d-\w{4}", page)
    assert "Daniel Probe" in page
    assert "has left the group" in page
    assert "inside the group" in page
    assert "Only by message, after eight in the evening." in page
    assert "2003" in page


def test_one_request_holds_a_search_for_each_person_sought(amina: Person) -> None:
    request = open_request(amina)
    sent = {**ENQUIRY, "sought_name": "Jonas Probe", "relation": "nephew", "new_id": str(uuid.uuid4())}
    amina.post(f"{request}/searches/new", sent)
    assert len(searches(amina, request)) == 2
    assert "nephew" in amina.page(request).text


def test_the_case_page_shows_the_request_and_its_searches(amina: Person) -> None:
    case = start_case(amina)
    open_request(amina, case)
    text = amina.page(case).text
    assert "Daniel Probe" in text
    assert "received" in text
    assert ": started" in text


def test_somebody_outside_may_ask_without_a_case(amina: Person) -> None:
    sent = {**ENQUIRY, "enquirer": "new", "enquirer_name": "Klara Probe", "new_id": str(uuid.uuid4())}
    request = amina.post("/requests/new", sent).headers["Location"]
    assert "Klara Probe" in amina.page(request).text


def test_names_left_out_are_asked_for_and_what_was_typed_stays(amina: Person) -> None:
    sent = {**ENQUIRY, "enquirer": "new", "enquirer_name": "", "sought_name": ""}
    response = amina.post("/requests/new", {**sent, "new_id": str(uuid.uuid4())}, status=422)
    assert visible(response).count("Please give a name, or choose somebody of the case.") >= 2
    assert "A letter that somebody carried." in response.text


def test_nobody_seeks_themselves(amina: Person) -> None:
    case = start_case(amina)
    client = re.search(r'<option selected value="([0-9a-f-]{36})"', amina.get(f"{case}/requests/new").text)
    assert client
    sent = {**ENQUIRY, "enquirer": client.group(1), "sought": client.group(1)}
    response = amina.post(f"{case}/requests/new", {**sent, "new_id": str(uuid.uuid4())}, status=422)
    assert "The enquirer and the person sought are the same." in visible(response)


def test_a_double_click_logs_one_request(amina: Person) -> None:
    case, same = start_case(amina), str(uuid.uuid4())
    assert open_request(amina, case, new_id=same) == open_request(amina, case, new_id=same)


def test_another_worker_sees_nothing_of_it(amina: Person, besnik: Person) -> None:
    request = open_request(amina)
    search = searches(amina, request)[0]
    for path in (request, f"{request}/edit", f"{request}/searches/new", f"{search}/edit"):
        besnik.get(path, 404)
    for path in (
        "/step/start_screening",
        "/checklist/screening",
        "/withdrawal",
        "/actions/new",
        "/points/new",
    ):
        besnik.get(f"{search}{path}", 404)
    assert "Probe" not in besnik.get("/requests/").text
    assert "Probe" not in besnik.get("/requests/?view=table").text
    assert "Probe" not in besnik.get("/").text


def test_administrator_and_auditor_read_no_request(amina: Person, drita: Person, edon: Person) -> None:
    request = open_request(amina)
    for reader in (drita, edon):
        reader.get(request, 403)
        reader.get("/requests/", 403)


def test_the_coordinator_finds_it_on_the_home_page_and_in_the_overview(amina: Person, clara: Person) -> None:
    open_request(amina)
    assert "Requests waiting for you" in clara.page("/").text
    assert "Requests waiting for you" not in amina.page("/").text
    overview = clara.page("/requests/").text
    assert "Daniel Probe" in overview
    assert "Start the screening" in overview


def test_the_overview_says_what_blocks_the_next_step_with_the_way_to_unblock_it(
    amina: Person, clara: Person
) -> None:
    request = open_request(amina, safe_contact="")
    page = clara.get("/requests/").text
    assert "It is not known how the enquirer can be reached safely." in page
    assert f'href="{request}/edit"' in page


def test_the_table_shows_the_same_as_the_phases(amina: Person, clara: Person) -> None:
    open_request(amina)
    table = clara.page("/requests/?view=table").text
    for word in ("Daniel Probe", "Start the screening", "received", "Amina Test"):
        assert word in table
        assert word in clara.page("/requests/").text


def test_the_overview_can_be_cut_down_to_a_phase(amina: Person, clara: Person) -> None:
    open_request(amina)
    assert "Daniel Probe" in clara.page("/requests/?phase=new").text
    assert "Daniel Probe" not in clara.page("/requests/?phase=looking").text


def test_without_safe_contact_or_relation_the_screening_does_not_start(amina: Person, clara: Person) -> None:
    search = searches(amina, open_request(amina, safe_contact="", relation=""))[0]
    said = blocks(clara, search, "start_screening")
    assert "It is not known how the enquirer can be reached safely." in said
    assert "It is not written down what the person sought is to the enquirer." in said
    step(clara, search, "start_screening", 422)
    assert state_of(clara, search) == "received"


def test_a_support_worker_does_not_decide(amina: Person) -> None:
    search = searches(amina, open_request(amina))[0]
    step(amina, search, "start_screening", 403)


def test_every_state_gives_the_enquirer_the_same_sentence(amina: Person, clara: Person) -> None:
    request = open_request(amina, language="en")
    search = searches(amina, request)[0]
    sentence = "We have no news that we can give you."

    def told() -> str:
        found = re.search(r'id="answer".*?</section>', amina.get(request).text, re.DOTALL)
        assert found
        return found.group(0)

    before = told()
    assert sentence in before
    step(clara, search, "start_screening")
    assert told() == before
    step(clara, search, "reject", reason="It is not a relative.")
    assert told() == before


def test_somebody_who_wants_no_contact_is_not_pressed(amina: Person, clara: Person) -> None:
    request = open_request(amina)
    search = searches(amina, request)[0]
    for code in ("start_screening", "accept", "begin_tracing", "match", "verify", "ask", "decline"):
        afterwards(clara, search, code)
    assert state_of(clara, search) == "wants no contact"
    assert "Ask once more" not in clara.page("/requests/").text
    assert "Ask once more" not in clara.page("/").text
    assert "Ask once more" in clara.page(request).text


def test_closing_one_search_changes_nothing_on_the_others(amina: Person, clara: Person) -> None:
    request = open_request(amina)
    sent = {**ENQUIRY, "sought_name": "Jonas Probe", "relation": "nephew", "new_id": str(uuid.uuid4())}
    amina.post(f"{request}/searches/new", sent)
    first, second = searches(amina, request)
    step(clara, first, "reject", reason="It is not a relative.")
    assert sorted([state_of(clara, first), state_of(clara, second)]) == ["not accepted", "received"]


def test_a_rest_needs_a_reason_and_a_day_within_ninety(amina: Person, clara: Person) -> None:
    search = searches(amina, open_request(amina))[0]
    step(clara, search, "start_screening")
    late = step(amina, search, "hold", 422, reason="Papers are missing.", **in_days(91))
    assert "Choose a day within the next ninety days." in visible(late)
    assert "This step needs a reason." in visible(step(amina, search, "hold", 422, **in_days(30)))
    step(amina, search, "hold", reason="Papers are missing.", **in_days(30))
    assert state_of(amina, search) == "on hold"


def test_a_resting_search_goes_back_only_to_where_it_came_from(amina: Person, clara: Person) -> None:
    search = searches(amina, open_request(amina))[0]
    step(clara, search, "start_screening")
    step(amina, search, "hold", reason="Papers are missing.", **in_days(30))
    assert "It goes back to where it rested from" in blocks(clara, search, "resume_verified")
    step(clara, search, "resume_verified", 422)
    step(clara, search, "resume_screening")
    assert state_of(clara, search) == "screening"


def test_a_resting_search_stays_in_its_phase_on_the_overview(amina: Person, clara: Person) -> None:
    search = searches(amina, open_request(amina))[0]
    step(clara, search, "start_screening")
    step(amina, search, "hold", reason="Papers are missing.", **in_days(30))
    assert "Daniel Probe" in clara.page("/requests/?phase=checking").text


def test_two_who_edit_see_both_versions(amina: Person, clara: Person) -> None:
    request = open_request(amina)
    form = next(form for form in amina.page(f"{request}/edit").forms if "row_version" in form["fields"])
    sent = {**ENQUIRY, "row_version": form["fields"]["row_version"]}
    show(clara, "contact_request", request.rpartition("/")[2])
    clara.post(f"{request}/edit", {**sent, "safe_contact": "Through the priest."})
    page = amina.post(f"{request}/edit", {**sent, "safe_contact": "By telephone."}, status=409)
    assert "Through the priest." in page.text
    assert "By telephone." in page.text


def test_the_log_shows_what_was_done_and_seen(amina: Person, clara: Person, edon: Person) -> None:
    request = open_request(amina)
    clara.get(request)
    clara.get("/requests/")
    text = edon.page("/audit/").text
    for words in (
        "Logged a family contact request",
        "Opened a family contact request",
        "Saw a list of searches",
    ):
        assert words in text


def test_the_search_box_finds_it_by_reference_and_by_the_name_of_the_person_sought(
    amina: Person, besnik: Person
) -> None:
    request = open_request(amina)
    found = re.search(r"R-\d\d-\w{4}", amina.page(request).text)
    assert found
    assert amina.post("/search/find", {"query": found.group(0)}).headers["Location"] == request
    shown = amina.get(amina.post("/search/find", {"query": "Daniel Probe"}).headers["Location"]).text
    assert f'href="{request}"' in shown
    for query in (found.group(0), "Daniel Probe"):
        hidden = besnik.get(besnik.post("/search/find", {"query": query}).headers["Location"]).text
        assert "Nothing was found among what you may see." in hidden


def test_whoever_cannot_decide_reads_who_does_and_what_is_missing(amina: Person, clara: Person) -> None:
    search = searches(amina, open_request(amina))[0]
    step(clara, search, "start_screening")
    fill(amina, search, "screening", **{**SCREENED, "identity": "not_yet", "concern": "not_yet"})
    text = Page(page_of(amina, search)).text
    assert "Next: Accept" in text
    assert "Clara Test" in text.partition("Next: Accept")[2][:200]
    assert "2 answers are missing" in text
    assert "The enquirer's identity has not been checked." in text
    assert "Next: Accept" not in Page(page_of(clara, search)).text


def test_every_page_about_a_search_names_the_person_sought(amina: Person, clara: Person) -> None:
    search = searches(amina, open_request(amina))[0]
    for page in ("checklist/screening", "withdrawal", "actions/new", "points/new", "step/start_screening"):
        assert ENQUIRY["sought_name"] in clara.page(f"{search}/{page}").text, page
