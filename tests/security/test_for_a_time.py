"""Whoever sees a case until a day works there like anybody, and lets nobody in: least of all themselves for longer."""

from datetime import timedelta

import pytest
from flask import Flask

from caseapp.clock import today
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import start_case
from tests.cases.test_team_of_a_case import elira, team_called
from tests.conftest import Person
from tests.handovers.test_handing_over import terms
from tests.leaving.test_a_colleague_leaves import leave
from tests.letters.preparing import day
from tests.people.walking import id_of

__all__ = ["elira"]
SAID = "You see this case until a day."


def share(clara: Person, case: str, colleague: Person) -> None:
    """Share a case with a colleague until tomorrow."""
    last = today() + timedelta(days=1)
    until = day("until", day=str(last.day), month=str(last.month), year=str(last.year))
    sent = {"colleague": str(colleague.id), "act": "add", "reason": "Stands in for Amina", **until}
    clara.post(f"{case}/access/", sent)
    colleague.get(case)


@pytest.fixture
def case(amina: Person, clara: Person, elira: Person) -> str:
    """A case of Amina's that Elira, a coordinator of another team, sees until tomorrow."""
    case = start_case(amina)
    share(clara, case, elira)
    return case


@pytest.mark.parametrize("act", ["add", "hand_over"])
def test_they_do_not_let_themselves_stay(clara: Person, elira: Person, case: str, act: str) -> None:
    sent = {"colleague": str(elira.id), "act": act, "reason": "I stay"}
    assert SAID in elira.post(f"{case}/access/", sent, status=422).text
    change(clara, case, elira, act)


def test_they_let_nobody_else_in_and_keep_somebody_out(
    besnik: Person, elira: Person, clara: Person, case: str
) -> None:
    sent = {"colleague": str(besnik.id), "act": "add", "reason": "Speaks the language"}
    assert SAID in elira.post(f"{case}/access/", sent, status=422).text
    besnik.get(case, 404)
    change(elira, case, besnik, "keep_out")
    sent["act"] = "let_in"
    assert SAID in elira.post(f"{case}/access/", sent, status=422).text
    change(clara, case, besnik, "let_in")


def test_they_give_it_neither_to_their_team_nor_keep_it_among_its_members_with_themselves(
    app: Flask, elira: Person, clara: Person, case: str
) -> None:
    elira.post(f"{case}/access/team", {"team": team_called(app, "The other team")})
    elira.post(f"{case}/access/level", {"level": "members"})
    assert SAID in elira.get(f"{case}/access/").text
    clara.get(case)


def test_they_do_not_hand_it_over(elira: Person, clara: Person, besnik: Person, case: str) -> None:
    address = f"/handovers/case/{id_of(case)}"
    elira.get(address, 404)
    elira.post(address, terms(id_of(case), besnik), status=404)
    clara.get(address)


def test_they_share_a_leavers_case_out_to_others_and_not_to_themselves(
    amina: Person, besnik: Person, elira: Person, drita: Person, case: str
) -> None:
    page = leave(drita, amina)
    sent = {"which": "everything", "colleague": str(elira.id)}
    assert "cannot be given this" in elira.post(f"{page}/share-out", sent, status=422).text
    elira.post(f"{page}/share-out", {**sent, "colleague": str(besnik.id)})
    besnik.get(case)
