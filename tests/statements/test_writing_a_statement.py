"""A support worker writes a person's words down; it is certain whose they are and that they were free."""

import re
import uuid

from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.letters.preparing import fields_of

from .writing import DECLARATION, client_of, read_back, status_of, write_statement


def test_a_declaration_is_written_down_with_its_text_and_how_it_came_about(amina: Person) -> None:
    page = amina.page(write_statement(amina)).text
    assert re.search(r"Declaration of separation S-\d\d-\w{4}", page)
    assert "I declare that I left of my own will." in page
    assert "The maker, of their own accord" in page
    assert "24 November 2021" in page


def test_the_case_page_lists_its_statements_and_tells_of_them_in_the_timeline(amina: Person) -> None:
    case = start_case(amina)
    write_statement(amina, case)
    text = amina.page(case).text
    assert text.count("Declaration of separation") >= 2
    assert ": started" in text


def test_a_double_click_writes_one_statement(amina: Person) -> None:
    case, same = start_case(amina), str(uuid.uuid4())
    assert write_statement(amina, case, new_id=same) == write_statement(amina, case, new_id=same)


def test_a_statement_of_nobody_is_refused_and_what_was_typed_stays(amina: Person) -> None:
    case = start_case(amina)
    response = amina.post(f"{case}/statements/new", {**DECLARATION, "makers": []}, status=422)
    assert "Please say whose words these are." in response.text
    assert "I declare that I left of my own will." in response.text


def test_an_organisation_needs_no_maker_and_is_asked_nothing_about_free_will(amina: Person) -> None:
    case = start_case(amina)
    client_of(amina, case)
    address = write_statement(
        amina, case, kind="organisation", makers=[], organisation_name="Open Door", proposed_by="not_asked"
    )
    text = amina.page(address).text
    assert "Open Door" in text
    assert "Who proposed it?" not in text


def test_an_organisation_without_a_name_is_refused(amina: Person) -> None:
    case = start_case(amina)
    sent = {**DECLARATION, "kind": "organisation", "makers": []}
    assert "Please name the organisation." in amina.post(f"{case}/statements/new", sent, status=422).text


def test_an_answer_that_is_not_a_yes_keeps_it_a_draft_and_shows_to_the_coordinator(
    amina: Person, clara: Person
) -> None:
    address = write_statement(amina, alone="unsure")
    page = amina.post(
        f"{address}/step/read_back",
        {"manner": "done_here", "read_by": "Amina Test", "language": "fa"},
        status=422,
    )
    assert "Somebody else was there who may have influenced it." in page.text
    assert status_of(amina, address) == "draft"
    assert "perhaps not freely given" in amina.page(address).text
    assert "Statements perhaps not freely given" in clara.page("/").text
    assert "Statements perhaps not freely given" not in amina.page("/").text


def test_a_question_nobody_asked_keeps_it_a_draft(amina: Person) -> None:
    address = write_statement(amina, time_offered="not_asked")
    page = amina.get(f"{address}/step/read_back")
    assert "Not every question about how it came about has been asked." in page.text


def test_answers_given_later_let_it_go_on(amina: Person, clara: Person) -> None:
    address = write_statement(amina, understood="not_asked")
    link = re.search(r'href="([^"]*/voluntariness/[^"]*)"', amina.get(address).text)
    assert link
    amina.post(link.group(1), {**DECLARATION, "understood": "yes"})
    read_back(amina, address)
    assert status_of(amina, address) == "read back"
    assert "Statements perhaps not freely given" not in clara.page("/").text


def test_a_changed_text_becomes_a_new_version_and_has_to_be_read_back_anew(amina: Person) -> None:
    address = write_statement(amina)
    read_back(amina, address)
    form = next(form for form in amina.page(f"{address}/edit").forms if "body" in form["fields"])
    sent = {
        **DECLARATION,
        "makers": [form["fields"]["makers"]],
        "row_version": form["fields"]["row_version"],
        "body": "I declare that I left in the night.",
    }
    amina.post(f"{address}/edit", sent)
    text = amina.page(address).text
    assert status_of(amina, address) == "draft"
    assert "Former wordings" in text
    assert "an earlier wording" in text
    assert "Version 2" in text


def test_two_who_edit_see_both_versions(amina: Person, clara: Person) -> None:
    address = write_statement(amina)
    form = next(form for form in amina.page(f"{address}/edit").forms if "body" in form["fields"])
    sent = {
        **DECLARATION,
        "makers": [form["fields"]["makers"]],
        "row_version": form["fields"]["row_version"],
    }
    clara.post(f"{address}/edit", {**sent, "title": "Her own words"})
    page = amina.post(f"{address}/edit", {**sent, "title": "My words"}, status=409)
    assert "Her own words" in page.text
    assert "My words" in page.text


def test_another_worker_sees_nothing_of_it(amina: Person, besnik: Person) -> None:
    address = write_statement(amina)
    for path in ("", "/edit", "/paper", "/supplement", "/step/sign", "/audiences/new"):
        besnik.get(f"{address}{path}", 404)
    besnik.post(f"{address}/step/withdraw", {"manner": "done_here", "reason": "x"}, status=404)


def test_administrator_and_auditor_read_no_statement(amina: Person, drita: Person, edon: Person) -> None:
    address = write_statement(amina)
    for reader in (drita, edon):
        reader.get(address, 403)
        reader.get(f"{address}/paper", 403)


def test_the_log_shows_who_wrote_and_who_opened_it(amina: Person, edon: Person) -> None:
    amina.get(write_statement(amina))
    text = edon.page("/audit/").text
    assert "Wrote a statement down" in text
    assert "Opened a statement" in text


def test_the_search_box_leads_to_it_by_its_reference(amina: Person, besnik: Person) -> None:
    address = write_statement(amina)
    found = re.search(r"S-\d\d-\w{4}", amina.page(address).text)
    assert found
    assert amina.post("/search/find", {"query": found.group(0)}).headers["Location"] == address
    hidden = besnik.get(besnik.post("/search/find", {"query": found.group(0)}).headers["Location"]).text
    assert "Nothing was found among what you may see." in hidden


def test_the_list_speaks_one_calendar_and_tells_the_stated_one_beside(amina: Person) -> None:
    stated = {
        "given_on-day": "4",
        "given_on-month": "9",
        "given_on-year": "1400",
        "given_on-calendar": "jalali",
    }
    address = write_statement(amina, **stated)
    both = "4 Azar 1400 (25 November 2021)"
    assert f'<bdi title="{both}">25 November 2021</bdi>' in amina.get("/statements/").text
    assert both in amina.page(address).text
    amina.post("/language", {"locale": "fa"})
    shown = amina.page(address).text
    assert "۴ آذر ۱۴۰۰" in shown
    assert "۲۰۲۱" not in shown


def test_the_language_of_a_text_is_called_as_the_reader_calls_it(amina: Person) -> None:
    address = write_statement(amina, language="sq")
    assert "Albanian" in amina.page(address).text
    amina.post("/language", {"locale": "fa"})
    shown = amina.page(address).text
    assert "آلبانیایی" in shown
    assert "آلبانیایی" in amina.page(f"{address}/step/read_back").text


def test_a_statement_of_ours_bears_our_name_in_its_language(drita: Person, amina: Person) -> None:
    settings = fields_of(drita, "/settings/")
    drita.post("/settings/", {**settings, "name_fa": "خانهٔ نمونه"})
    case = start_case(amina, language="fa")
    assert 'value="خانهٔ نمونه"' in amina.get(f"{case}/statements/new").text


def test_the_filters_of_the_list_say_what_they_filter_by(amina: Person) -> None:
    page = amina.page("/statements/").text
    stage, kind = page.index("Stage: all"), page.index("Kind: every kind")
    assert stage < kind < page.index("Written down by: every colleague me")
