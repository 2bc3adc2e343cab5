"""A house with one coordinator ends a hold, too: an administrator is the second person, and reads nothing of it."""

import re

from tests.conftest import Person
from tests.erasures.erasing import send
from tests.incidents.reporting import WORDS, report, version_of

WHY = "The court has lifted it, says the lawyer of Parvin."


def decision_of(person: Person) -> str:
    found = re.search(r'href="(/incidents/register/[0-9a-f-]{36}/hold)"', person.get("/").text)
    return found.group(1) if found else ""


def test_an_administrator_ends_a_hold_that_the_only_coordinator_asks_to_end(
    amina: Person, clara: Person, drita: Person, edon: Person
) -> None:
    incident = report(amina, "order")
    assert decision_of(drita) == ""
    send(clara, f"{incident}/hold/end", why=WHY)
    assert decision_of(edon) == "", "an auditor is told that it stands, and decides nothing"
    there = decision_of(drita)
    assert there
    assert there in drita.get("/incidents/register").text
    page = drita.page(there).text
    assert "Clara Test" in page
    for hidden in (WHY, WORDS, "Parvin"):
        assert hidden not in page
    edon.get(there, 403)
    clara.get(there, 403)
    send(drita, there, 422, answer="yes", words="")
    send(drita, there, answer="yes", words="Clara showed me the paper.")
    page = clara.page(incident).text
    assert "ended" in page
    assert "Drita Test" in page
    assert "Clara showed me the paper." in page
    assert decision_of(drita) == ""


def test_they_may_let_it_stand(amina: Person, clara: Person, drita: Person) -> None:
    incident = report(amina, "order")
    send(clara, f"{incident}/hold/end", why=WHY)
    there = decision_of(drita)
    version = version_of(drita, there)
    send(drita, there, answer="no", words="I know nothing of it.")
    assert "nothing is erased" in clara.page(incident).text
    answer = {"row_version": version, "answer": "yes", "words": "Yes."}
    drita.post(there, answer)
    assert "nothing is erased" in clara.page(incident).text


def test_whoever_asked_does_not_end_it_as_an_administrator(
    amina: Person, clara: Person, drita: Person
) -> None:
    drita.post(f"/staff/{clara.id}/roles", {"roles": ["administrator", "coordinator"]})
    clara.sign_in()
    incident = report(amina, "order")
    send(clara, f"{incident}/hold/end", why=WHY)
    assert decision_of(clara) == ""
    there = decision_of(drita)
    answer = {"row_version": version_of(drita, there), "answer": "yes", "words": "Yes."}
    assert "You asked for it" in clara.post(there, answer, 422).text
    assert "nothing is erased" in clara.page(incident).text


def test_an_incident_without_a_hold_has_no_such_page(amina: Person, drita: Person) -> None:
    incident = report(amina, "loss")
    drita.get(f"/incidents/register/{incident.rpartition('/')[2]}/hold", 404)
