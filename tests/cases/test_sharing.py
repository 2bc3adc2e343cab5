"""Who reaches a case: given, ended, kept out, and only these people."""

import re
from datetime import date, timedelta

import time_machine

from caseapp.clock import now, today
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person, visible
from tests.doorway import prepared


@prepared
def change(clara: Person, address: str, colleague: Person, act: str) -> None:
    clara.post(
        f"{address}/access/", {"colleague": str(colleague.id), "act": act, "reason": "Speaks the language"}
    )


def panel_of(reader: Person, address: str, name: str) -> str:
    """A block of the page of who sees a case."""
    return reader.get(f"{address}/access/").text.partition(f'id="{name}"')[2].partition("</section>")[0]


def day_fields(day: date) -> dict[str, str]:
    return {
        "until-day": str(day.day),
        "until-month": str(day.month),
        "until-year": str(day.year),
        "until-calendar": "gregorian",
    }


def test_a_member_reaches_the_case_until_they_are_removed(
    amina: Person, besnik: Person, clara: Person
) -> None:
    address = start_case(amina)
    change(clara, address, besnik, "add")
    besnik.get(address)
    assert "Reza" in besnik.get("/cases/").text
    change(clara, address, besnik, "remove")
    besnik.get(address, 404)


def test_access_until_a_day_ends_after_it_and_never_on_a_day_that_has_passed(
    amina: Person, besnik: Person, clara: Person
) -> None:
    address = start_case(amina)
    sent = {"colleague": str(besnik.id), "act": "add", "reason": "Covers for her"}
    yesterday, tomorrow = day_fields(today() - timedelta(days=1)), day_fields(today() + timedelta(days=1))
    refused = clara.post(f"{address}/access/", {**sent, **yesterday}, status=422)
    assert "This day has passed." in visible(refused)
    assert "Covers for her" not in clara.page(f"{address}/access/").text
    clara.post(f"{address}/access/", {**sent, **tomorrow})
    assert "Covers for her" in clara.page(f"{address}/access/").text
    besnik.get(address)
    with time_machine.travel(now() + timedelta(days=2)):
        besnik.sign_in()
        besnik.get(address, 404)
        clara.sign_in()
        assert "Covers for her" not in clara.page(f"{address}/access/").text, "they are no member any more"


def test_only_access_ends_by_itself_on_a_day_and_never_that_of_the_responsible_worker(
    amina: Person, besnik: Person, clara: Person
) -> None:
    address, tomorrow = start_case(amina), day_fields(today() + timedelta(days=1))
    sent = {"colleague": str(besnik.id), "act": "keep_out", "reason": "His brother stands in it"}
    refused = clara.post(f"{address}/access/", {**sent, **tomorrow}, status=422)
    assert "Only access ends by itself on a day." in visible(refused)
    owner = {**sent, "colleague": str(amina.id), "act": "add"}
    refused = clara.post(f"{address}/access/", {**owner, **tomorrow}, status=422)
    assert "Hand the case over first." in visible(refused)


def test_being_kept_out_beats_membership(amina: Person, besnik: Person, clara: Person) -> None:
    address = start_case(amina)
    change(clara, address, besnik, "add")
    change(clara, address, besnik, "keep_out")
    besnik.get(address, 404)
    assert "Reza" not in besnik.get("/cases/").text
    change(clara, address, besnik, "let_in")
    besnik.get(address)


def test_a_member_who_is_kept_out_stands_once_and_as_kept_out(
    amina: Person, besnik: Person, clara: Person
) -> None:
    address = start_case(amina)
    change(clara, address, besnik, "add")
    assert "Besnik Test" in panel_of(clara, address, "members")
    change(clara, address, besnik, "keep_out")
    assert "Besnik Test" not in panel_of(clara, address, "members")
    assert "Besnik Test" in panel_of(clara, address, "kept-out")
    change(clara, address, besnik, "let_in")
    assert "Besnik Test" in panel_of(clara, address, "members"), "they are a member as before"


def test_handing_over_makes_the_colleague_responsible(amina: Person, besnik: Person, clara: Person) -> None:
    address = start_case(amina)
    change(clara, address, besnik, "hand_over")
    assert "Besnik Test" in besnik.page(address).text


def test_whoever_becomes_responsible_finds_the_case_on_their_home_page_until_they_take_it_over(
    amina: Person, besnik: Person, clara: Person
) -> None:
    address = start_case(amina)
    change(clara, address, besnik, "hand_over")
    home = besnik.get("/").text
    assert "Handed over to you" in home
    assert "from Amina Test" in home.replace("\u2068", "").replace("\u2069", "")
    taken = re.search(r"/handovers/[0-9a-f-]{36}/take", home)
    assert taken
    besnik.post(taken.group(0))
    assert "Handed over to you" not in besnik.get("/").text


def test_a_coordinator_who_makes_herself_responsible_is_told_nothing_and_nobody_else_any_more(
    amina: Person, besnik: Person, clara: Person
) -> None:
    address = start_case(amina)
    change(clara, address, besnik, "hand_over")
    change(clara, address, clara, "hand_over")
    assert "Handed over to you" not in clara.get("/").text
    assert "Handed over to you" not in besnik.get("/").text
    change(clara, address, clara, "hand_over")
    assert "Handed over, not yet taken over" not in clara.get("/").text


def test_the_responsible_worker_is_not_shut_out(amina: Person, clara: Person) -> None:
    address = start_case(amina)
    sent = {"colleague": str(amina.id), "act": "keep_out", "reason": "By mistake"}
    assert "Hand the case over first" in clara.post(f"{address}/access/", sent, status=422).text
    amina.get(address)


def test_an_administrator_cannot_become_a_member(amina: Person, clara: Person, drita: Person) -> None:
    address = start_case(amina)
    clara.post(
        f"{address}/access/", {"colleague": str(drita.id), "act": "add", "reason": "Curious"}, status=422
    )


def test_only_a_coordinator_changes_it(amina: Person) -> None:
    amina.get(f"{start_case(amina)}/access/", 403)


def test_among_its_members_only_a_coordinator_who_shares_it_so_stays(amina: Person, clara: Person) -> None:
    address = start_case(amina)
    clara.post(f"{address}/access/level", {"level": "members"})
    clara.get(address)
    amina.get(address)
