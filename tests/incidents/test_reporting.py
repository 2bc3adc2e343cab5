"""Anybody on the staff reports an incident in seconds; who reads it afterwards, and what the others see."""

from datetime import timedelta

from flask import Flask

from caseapp.clock import today
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.incidents.reporting import WORDS, add_person, boxes, report, step
from tests.people.walking import client_of


def test_a_support_worker_reports_and_the_coordinator_reads_it_at_once(amina: Person, clara: Person) -> None:
    incident = report(amina)
    assert WORDS in amina.page(incident).text
    assert WORDS in clara.page(incident).text
    assert "72 hours left" in clara.page("/").text or "71 hours left" in clara.page("/").text


def test_everybody_finds_it_under_new(amina: Person, clara: Person, drita: Person, edon: Person) -> None:
    for person in (amina, clara, drita, edon):
        assert "/incidents/new" in person.get("/").text


def test_a_colleague_who_did_not_report_it_finds_nothing(amina: Person, besnik: Person) -> None:
    incident = report(amina)
    besnik.get(incident, 404)
    assert WORDS not in besnik.get("/incidents/").text
    for page in ("edit", "order", "persons/add"):
        besnik.get(f"{incident}/{page}", 404)


def test_a_coordinator_of_another_team_finds_nothing(amina: Person, elira: Person) -> None:
    elira.get(report(amina), 404)


def test_administrators_and_auditors_see_that_there_is_something_and_no_word_of_it(
    amina: Person, clara: Person, drita: Person, edon: Person
) -> None:
    incident = report(amina)
    add_person(amina, incident, client_of(amina, start_case(amina)))
    for person in (drita, edon):
        person.get(incident, 403)
        for page in ("/incidents/register", "/", "/audit/"):
            text = person.get(page).text
            assert WORDS not in text
            assert "Reza" not in text
            assert "Train to the coast" not in text
        text = person.page("/incidents/register").text
        assert "theft" in text
        assert "hours left" in text
        assert "reported" in text
    clara.get("/incidents/register", 403)


def test_an_administrator_reports_and_every_coordinator_reads_it(
    drita: Person, clara: Person, elira: Person
) -> None:
    assert report(drita, "break_in").endswith("/incidents/register")
    assert WORDS not in drita.get("/incidents/register").text
    for person in (clara, elira):
        assert WORDS in person.get("/").text or "break-in" in person.page("/").text


def test_an_auditor_reports_to_the_coordinators_of_their_team(
    edon: Person, clara: Person, elira: Person
) -> None:
    report(edon, "loss")
    assert "loss" in clara.page("/incidents/").text
    assert "/incidents/" not in elira.page("/").text


def test_one_sentence_and_a_kind_are_enough_and_what_is_wrong_is_said_beside_the_field(amina: Person) -> None:
    report(amina, where="")
    page = report(amina, "", 422, words="")
    assert "Please fill this in." in page
    assert "Please choose one of the list." in page
    page = report(amina, "theft", 422, aware_time="25:70")
    assert "Please write the time as the clock shows it, such as 22:10." in page
    assert WORDS in page, "nothing typed is lost"


def test_the_day_it_happened_may_be_known_in_part_and_times_are_read_in_any_script(amina: Person) -> None:
    known = {"happened_on-day": "", "happened_on-month": "", "happened_on-year": str(today().year)}
    incident = report(amina, **known)
    assert str(today().year) in amina.page(incident).text
    yesterday = boxes("happened_on", today() - timedelta(days=1))
    incident = report(amina, happened_time="٢٢:١٠", **yesterday)
    assert "22:10" in amina.page(incident).text
    page = report(amina, "theft", 422, happened_time="10:00", **known)
    assert "On which day? A time alone says little." in page


def test_a_day_in_the_jalali_calendar_is_the_same_day(amina: Person) -> None:
    incident = report(
        amina,
        **{
            "happened_on-day": "22",
            "happened_on-month": "5",
            "happened_on-year": "1402",
            "happened_on-calendar": "jalali",
        },
    )
    assert "13 August 2023" in amina.page(incident).text


def test_nobody_knew_before_it_happened(amina: Person) -> None:
    page = report(amina, "theft", 422, **boxes("aware_on", today() - timedelta(days=2)))
    assert "This is before it happened." in page


def test_sent_twice_it_is_reported_once(amina: Person) -> None:
    same = "5b0d9d9c-8a53-4a44-9f0c-1d2f5a7f3a11"
    assert report(amina, new_id=same) == report(amina, new_id=same)


def test_what_was_written_in_a_hurry_is_corrected_and_two_who_save_see_both(
    amina: Person, clara: Person
) -> None:
    incident = report(amina)
    form = next(each for each in clara.page(f"{incident}/edit").forms if "row_version" in each["fields"])
    sent = {
        "kind": "theft",
        "words": "A blue bag.",
        "where": "",
        **boxes("happened_on", today()),
        **boxes("aware_on", today()),
        "happened_time": "",
        "aware_time": "",
        "row_version": form["fields"]["row_version"],
    }
    amina.post(f"{incident}/edit", sent)
    assert "A blue bag." in clara.page(incident).text
    page = clara.post(f"{incident}/edit", {**sent, "words": "A red bag."}, 409).text
    assert "A blue bag." in page
    assert "A red bag." in page


def test_its_way_ends_with_a_review_and_can_begin_again(amina: Person, clara: Person) -> None:
    incident = report(amina)
    amina.get(f"{incident}/step/take_up", 403)
    step(clara, incident, "take_up", reason="")
    step(clara, incident, "contain", 422, reason="")
    step(clara, incident, "contain", reason="The laptop was locked from afar.")
    page = step(clara, incident, "close", 422)
    assert "Nobody has said yet whose data are concerned." in page
    assert "Nobody has written down that the data-protection authority was told, or why not." in page
    clara.post(f"{incident}/persons/add", {"about": "nobody", "why": "The disk is encrypted."})
    clara.post(
        f"{incident}/authority",
        {
            "row_version": clara_version(clara, f"{incident}/authority"),
            "notified": "no",
            "notice_words": "No risk: the disk is encrypted.",
        },
    )
    step(clara, incident, "close", reason="Keep laptops in the safe.")
    assert "closed" in clara.page(incident).text
    step(clara, incident, "reopen", reason="It was found, opened.")
    assert "being handled" in clara.page(incident).text


def test_it_stands_in_the_timeline_of_a_case_for_those_alone_who_reach_it(
    amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina)
    change(clara, case, besnik, "add")
    incident = report(amina)
    add_person(amina, incident, client_of(amina, case))
    assert "Incident: theft" in amina.page(case).text
    assert "Incident: theft" in clara.page(case).text
    assert "Incident: theft" not in besnik.page(case).text


def test_whoever_is_kept_out_of_somebody_concerned_is_kept_out_of_the_incident(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina)
    change(clara, case, besnik, "keep_out")
    incident = report(besnik)
    add_person(clara, incident, client_of(amina, case))
    besnik.get(incident, 404)
    assert "Reza" in clara.page(incident).text


def clara_version(person: Person, path: str) -> str:
    return str(
        next(f for f in person.page(path).forms if "row_version" in f["fields"])["fields"]["row_version"]
    )


def test_its_history_begins_with_its_report(amina: Person) -> None:
    text = amina.page(report(amina)).text
    assert "Incident reported" in text
    assert "Incident started" not in text
