"""Whose data, who was warned by the safe way, and the clock of the authority."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from caseapp.clock import today
from caseapp.incidents.deadline import deadline_from
from tests.access.showing import routes, show
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.erasures.erasing import approve, ask, look, send
from tests.incidents.reporting import add_person, boxes, report
from tests.people.walking import client_of

AWARE = datetime(2031, 3, 28, 16, 30, tzinfo=UTC)  # a Friday afternoon, and the clocks change on Sunday


@pytest.mark.parametrize(
    ("passed", "hours", "minutes", "over"),
    [
        (timedelta(0), 72, 0, False),
        (timedelta(hours=71, minutes=59), 0, 1, False),
        (timedelta(hours=72), 0, 0, False),
        (timedelta(hours=72, seconds=1), 0, 0, True),
        (timedelta(hours=100, minutes=5), 28, 5, True),
    ],
)
def test_the_clock_counts_whole_hours_and_its_last_moment_is_in_time(
    passed: timedelta, hours: int, minutes: int, over: bool
) -> None:
    clock = deadline_from(AWARE, None, AWARE + passed)
    assert (clock.whole_hours, clock.minutes, clock.is_over) == (hours, minutes, over)


def test_what_was_told_stops_the_clock() -> None:
    told = AWARE + timedelta(hours=80)
    clock = deadline_from(AWARE, told, AWARE + timedelta(days=30))
    assert clock.is_over
    assert clock.whole_hours == 8
    assert not deadline_from(AWARE, AWARE + timedelta(hours=72), AWARE + timedelta(days=30)).is_over


def report_at(person: Person, moment: datetime) -> str:
    day = moment.date()
    return report(
        person,
        **boxes("happened_on", day),
        **boxes("aware_on", day),
        aware_time=f"{moment:%H:%M}",
    )


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (timedelta(minutes=1), "71 hours left"),
        (timedelta(hours=48, minutes=1), "23 hours left"),
        (timedelta(hours=71, minutes=30), "30 min left"),
        (timedelta(hours=72, minutes=2), "over since 2 min; tell it at once"),
        (timedelta(hours=74), "over since 2 hours; tell it at once"),
    ],
)
def test_the_clock_runs_through_the_weekend_and_shows_its_working(
    amina: Person, clara: Person, later: timedelta, words: str
) -> None:
    with time_machine.travel(AWARE, tick=False):
        amina.sign_in()
        incident = report_at(amina, AWARE)
    with time_machine.travel(AWARE + later, tick=False):
        clara.sign_in()
        page = clara.page(incident).text
        assert words in page
        assert "31 March 2031, 16:30" in page
        assert "within 72 hours of becoming aware" in page
        assert words in clara.page("/").text
        assert words in clara.page("/incidents/").text


def test_in_a_zone_whose_clocks_change_it_stays_72_hours(amina: Person, clara: Person, app: Flask) -> None:
    from caseapp import clock

    zone = clock._organisation_zone
    with time_machine.travel(AWARE, tick=False):
        try:
            clock.set_zone("Europe/Tirane")
            amina.sign_in()
            incident = report_at(amina, AWARE + timedelta(hours=1))  # 17:30 by the clocks of the office
            page = amina.page(incident).text
        finally:
            clock._organisation_zone = zone
    assert "72 hours left" in page
    assert "31 March 2031, 18:30" in page


def write_notice(person: Person, incident: str, status: int = 302, **changes: str) -> str:
    sent = {
        "notified": "yes",
        **boxes("notified_on", today()),
        "notified_whom": "The authority of nowhere",
        "notice_number": "DP-7",
        **changes,
    }
    return str(send(person, f"{incident}/authority", status, **sent).text)


def test_what_the_authority_was_told_is_written_down_and_late_is_late(amina: Person, clara: Person) -> None:
    with time_machine.travel(AWARE, tick=False):
        amina.sign_in()
        incident = report_at(amina, AWARE)
    with time_machine.travel(AWARE + timedelta(hours=73, minutes=5), tick=False):
        clara.sign_in()
        assert "On which day was it told?" in write_notice(
            clara,
            incident,
            422,
            **dict.fromkeys((f"notified_on-{each}" for each in ("day", "month", "year")), ""),
        )
        write_notice(clara, incident, notified_time="17:30", notice_words="Nobody was at work.")
        page = clara.page(incident).text
    assert "told 1 hour late; the reason goes along with it" in page
    assert "DP-7" in page


def test_that_it_need_not_be_told_has_a_reason(amina: Person, clara: Person) -> None:
    incident = report(amina)
    amina.get(f"{incident}/authority", 403)
    assert "Why need it not be told?" in write_notice(clara, incident, 422, notified="no")
    write_notice(clara, incident, notified="no", notice_words="The disk is encrypted.")
    assert "it need not be told" in clara.page(incident).text


def add_route(person: Person, person_id: str, **changes: str) -> None:
    sent = {
        "kind": "telephone",
        "value": "+355 69 123 4567",
        "whose": "a neighbour",
        "may_we": "only_as_agreed",
        "safety": "Never after eight; ask for the recipe.",
        **changes,
    }
    person.post(f"/people/{person_id}/routes/new", sent)


def first_row(person: Person, incident: str) -> str:
    import re

    found = re.search(rf'href="({incident}/persons/[0-9a-f-]{{36}})"', person.get(incident).text)
    assert found
    return found.group(1)


def test_somebody_is_warned_by_a_way_that_is_safe_for_them(amina: Person, clara: Person) -> None:
    case = start_case(amina)
    reza = client_of(amina, case)
    add_route(amina, reza)
    incident = report(amina)
    add_person(amina, incident, reza)
    row = first_row(clara, incident)
    assert "Never after eight" not in clara.get(row).text
    for each in routes(clara.app):
        show(clara, "contact_route", each)
    page = clara.get(row).text
    assert "Never after eight; ask for the recipe." in page
    assert "only as agreed" in page
    route = (
        next(part for part in page.split('name="route"')[1:] if "4567" in part)
        .split('value="')[1]
        .split('"')[0]
    )
    assert (
        "On which day were they warned?"
        in send(
            clara,
            row,
            422,
            decided="warned",
            route=route,
            **dict.fromkeys((f"warned_on-{each}" for each in ("day", "month", "year")), ""),
        ).text
    )
    assert "Why are they not warned?" in send(clara, row, 422, decided="not_warned", words="").text
    send(
        clara,
        row,
        decided="warned",
        warned_by="Clara Test",
        route=route,
        words="Told.",
        **boxes("warned_on", today()),
    )
    text = clara.page(incident).text
    assert "warned" in text
    assert "4567" not in text, "the number itself stands with the person alone"


def test_those_concerned_are_found_by_name_number_or_case_among_what_the_worker_sees(
    amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina)
    incident = report(amina)
    reference = amina.page(case).h1[0].split()[-1].strip("\u2068\u2069\u2066")
    for text in ("Reza", reference):
        page = amina.post(f"{incident}/persons/add", {"text": text, "look": "1"}, 200).text
        assert client_of(amina, case) in page
    other = report(besnik)
    page = besnik.post(f"{other}/persons/add", {"text": "Reza", "look": "1"}, 200).text
    assert client_of(amina, case) not in page
    besnik.post(f"{other}/persons/add", {"person": client_of(amina, case)}, 422)
    assert "Choose at least one." in amina.post(f"{incident}/persons/add", {}, 422).text


def test_those_found_stay_to_choose_from_where_nobody_was_ticked(amina: Person) -> None:
    client = client_of(amina, start_case(amina))
    incident = report(amina)
    found = amina.post(f"{incident}/persons/add", {"text": "Reza", "look": "1"}, status=200).text
    assert 'type="hidden" name="text" value="Reza"' in found
    answer = amina.post(f"{incident}/persons/add", {"text": "Reza"}, status=422).text
    assert "Choose at least one." in answer
    assert f'value="{client}"' in answer


def test_what_an_account_had_opened_is_proposed_from_the_log(
    amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina)
    unseen = start_case(amina, name="Parisa from the bus")
    change(clara, case, besnik, "add")
    besnik.get(case)
    incident = report(besnik)
    sent = {"look": "1", "colleague": str(besnik.id), "days": "7"}
    besnik.post(f"{incident}/persons/opened", sent, 403)
    page = clara.post(f"{incident}/persons/opened", sent, 200).text
    assert client_of(amina, case) in page
    assert client_of(amina, unseen) not in page
    clara.post(f"{incident}/persons/opened", {"person": client_of(amina, case)})
    assert "Reza" in clara.page(incident).text
    assert "Reza" in besnik.page(incident).text


def test_the_proposal_looks_no_further_back_than_asked(amina: Person, clara: Person) -> None:
    case = start_case(amina)
    incident = report(amina)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=20)):
        clara.sign_in()
        sent = {"look": "1", "colleague": str(amina.id), "days": "7"}
        assert "This account opened nobody" in clara.post(f"{incident}/persons/opened", sent, 200).text
        page = clara.post(f"{incident}/persons/opened", {**sent, "days": "30"}, 200).text
        assert client_of(clara, case) in page


def test_somebody_added_by_mistake_is_taken_out(amina: Person) -> None:
    incident = report(amina)
    add_person(amina, incident, client_of(amina, start_case(amina)))
    send(amina, f"{first_row(amina, incident)}/remove", reason="Another Reza.")
    assert "Nobody has said yet whose data are concerned." in amina.page(incident).text


def test_an_erasure_of_somebody_concerned_finds_the_incident_by_link_and_in_words(
    amina: Person, clara: Person
) -> None:
    case = start_case(amina)
    reza = client_of(amina, case)
    incident = report(amina, words="The list with Reza from the camp on it was in the bag.")
    add_person(amina, incident, reza)
    erasure = ask(amina, f"/people/{reza}")
    approve(clara, erasure)
    page = look(clara, erasure)
    assert "It points to them." in page
    assert "The list with Reza from the camp" in page
