"""Who reaches a case: given, ended, kept out, and only these people."""

import re

from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.doorway import prepared


@prepared
def change(clara: Person, address: str, colleague: Person, act: str) -> None:
    clara.post(
        f"{address}/access/", {"colleague": str(colleague.id), "act": act, "reason": "Speaks the language"}
    )


def test_a_member_reaches_the_case_until_they_are_removed(
    amina: Person, besnik: Person, clara: Person
) -> None:
    address = start_case(amina)
    change(clara, address, besnik, "add")
    besnik.get(address)
    assert "Reza" in besnik.get("/cases/").text
    change(clara, address, besnik, "remove")
    besnik.get(address, 404)


def test_being_kept_out_beats_membership(amina: Person, besnik: Person, clara: Person) -> None:
    address = start_case(amina)
    change(clara, address, besnik, "add")
    change(clara, address, besnik, "keep_out")
    besnik.get(address, 404)
    assert "Reza" not in besnik.get("/cases/").text
    change(clara, address, besnik, "let_in")
    besnik.get(address)


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
