"""A legal ground is asked for by one person and approved by another."""

import uuid
from typing import Any

import pytest

from caseapp.disclosures import Audience, Purpose, Verdict
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person, visible
from tests.consents.sheets import add_ministry, client_of, day_boxes, days_from_now, fill_sheet, sheet_of
from tests.disclosures.asking import asked, verdict


@pytest.fixture
def client(amina: Person) -> uuid.UUID:
    return client_of(amina, start_case(amina, name="Parvin the client"))


def ask_ground(person: Person, about: uuid.UUID, status: int = 302, **changes: Any) -> Any:
    """Send the form that asks for a ground; returns the answer."""
    until = changes.pop("until", None)
    return person.post(
        f"/disclosures/grounds/new/{about}",
        {
            "new_id": str(uuid.uuid4()),
            "purpose": "share",
            "audience": "authority",
            "ground": "court_order",
            "words": "The court of Tirana asks where she is registered.",
            **(day_boxes("until", until) if until else {}),
            **changes,
        },
        status,
    )


def decide_ground(person: Person, address: str, answer: str, status: int = 302) -> Any:
    form = next(each for each in person.page(address).forms if "reason" in each["fields"])
    sent = {
        "row_version": form["fields"]["row_version"],
        "answer": answer,
        "reason": "I have read the order.",
    }
    return person.post(address, sent, status)


def test_a_ground_allows_nothing_until_a_second_person_approves_it(
    amina: Person, clara: Person, client: uuid.UUID
) -> None:
    address = ask_ground(amina, client).headers["Location"]
    missing = asked(amina, client).missing[0]
    assert missing.verdict is Verdict.AWAITS_APPROVAL
    assert "waits for a second person" in missing.reason
    decide_ground(clara, address, "yes")
    decision = asked(amina, client)
    assert decision.allowed
    assert [basis.record_kind for basis in decision.bases] == ["legal_ground"]


def test_a_refused_ground_allows_nothing(amina: Person, clara: Person, client: uuid.UUID) -> None:
    address = ask_ground(amina, client).headers["Location"]
    decide_ground(clara, address, "no")
    assert verdict(amina, client) is Verdict.NOT_ASKED
    assert "refused" in clara.page(address).text


def test_who_asks_does_not_approve(clara: Person, amina: Person, client: uuid.UUID) -> None:
    address = ask_ground(clara, client).headers["Location"]
    page = clara.page(address)
    assert "You asked for it, so a colleague decides." in page.text
    assert "You are the second person" not in page.text
    clara.post(address, {"answer": "yes", "reason": "I agree with myself."})
    assert verdict(amina, client) is Verdict.NOT_ASKED  # what the form does for her is end it


def test_the_action_itself_refuses_whoever_asked(clara: Person, client: uuid.UUID) -> None:
    from caseapp.db import db, write
    from caseapp.disclosures import LegalGround
    from caseapp.disclosures.second_person import SamePerson
    from caseapp.disclosures.second_person import decide_ground as decide
    from tests.disclosures.asking import working

    ask_ground(clara, client)
    with working(clara) as user:
        ground = db.session.scalars(db.select(LegalGround)).one()
        with pytest.raises(SamePerson), write():
            decide(user, ground, approve=True, reason="I agree with myself.")


def test_a_worker_without_the_permission_is_not_asked_to_decide(
    amina: Person, clara: Person, client: uuid.UUID
) -> None:
    address = ask_ground(clara, client).headers["Location"]
    assert "You are the second person" not in amina.page(address).text


def test_an_ended_ground_allows_nothing(amina: Person, clara: Person, client: uuid.UUID) -> None:
    address = ask_ground(amina, client).headers["Location"]
    decide_ground(clara, address, "yes")
    amina.post(address, {"reason": "The order was lifted."})
    assert verdict(amina, client) is Verdict.NOT_ASKED


def test_a_ground_covers_what_it_was_asked_for_and_nothing_else(
    amina: Person, clara: Person, client: uuid.UUID
) -> None:
    ministry = add_ministry(amina, "Ministry of the Interior")
    address = ask_ground(amina, client, audience=f"authority:{ministry}").headers["Location"]
    decide_ground(clara, address, "yes")
    assert verdict(amina, client, audience=Audience("authority", ministry)) is Verdict.ALLOWS
    assert verdict(amina, client) is Verdict.NOT_ASKED
    assert verdict(amina, client, audience=Audience("public")) is Verdict.NOT_ASKED
    assert (
        verdict(amina, client, audience=Audience("authority", ministry), purpose=Purpose.TRACE)
        is Verdict.NOT_ASKED
    )


def test_a_ground_holds_to_its_last_day(amina: Person, clara: Person, client: uuid.UUID) -> None:
    address = ask_ground(amina, client, until=days_from_now(4)).headers["Location"]
    decide_ground(clara, address, "yes")
    assert verdict(amina, client, day=days_from_now(4)) is Verdict.ALLOWS
    missing = asked(amina, client, day=days_from_now(5)).missing[0]
    assert missing.verdict is Verdict.EXPIRED
    assert "the legal ground for “Tell authorities” has run out" in missing.reason


def test_an_approved_ground_stands_beside_a_refusal(amina: Person, clara: Person) -> None:
    case = start_case(amina)
    fill_sheet(amina, sheet_of(amina, case), share="no")
    client = client_of(amina, case)
    assert verdict(amina, client) is Verdict.REFUSED
    decide_ground(clara, ask_ground(amina, client).headers["Location"], "yes")
    assert verdict(amina, client) is Verdict.ALLOWS


def test_a_ground_that_waits_stands_on_the_coordinators_page_until_it_is_decided(
    amina: Person, clara: Person, client: uuid.UUID
) -> None:
    address = ask_ground(amina, client).headers["Location"]
    assert "Legal ground: ⁨Parvin the client⁩" in clara.page("/").text
    assert "Legal ground: ⁨Parvin" not in amina.page("/").text
    decide_ground(clara, address, "yes")
    assert "Legal ground: ⁨Parvin" not in clara.page("/").text


def test_two_second_persons_decide_once(amina: Person, clara: Person, client: uuid.UUID) -> None:
    address = ask_ground(amina, client).headers["Location"]
    version = next(each for each in clara.page(address).forms if "reason" in each["fields"])["fields"]
    decide_ground(clara, address, "no")
    sent = {"row_version": version["row_version"], "answer": "yes", "reason": "Yes after all."}
    clara.post(address, sent, 422)
    assert verdict(amina, client) is Verdict.NOT_ASKED


def test_a_double_click_asks_once(amina: Person, client: uuid.UUID) -> None:
    same = str(uuid.uuid4())
    first = ask_ground(amina, client, new_id=same).headers["Location"]
    assert ask_ground(amina, client, new_id=same).headers["Location"] == first


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"words": " "}, "Please fill this in."),
        ({"ground": "because"}, "Please choose one of the list."),
        ({"audience": "authority:nowhere"}, "Please choose one of the list."),
        ({"until": days_from_now(-1)}, "This day is over."),
    ],
)
def test_a_ground_that_cannot_be_is_explained(
    amina: Person, client: uuid.UUID, changes: dict[str, Any], sentence: str
) -> None:
    assert sentence in visible(ask_ground(amina, client, 422, **changes))


def test_another_worker_sees_no_ground(amina: Person, besnik: Person, client: uuid.UUID) -> None:
    address = ask_ground(amina, client).headers["Location"]
    besnik.get(address, 404)
    besnik.get(f"/disclosures/grounds/new/{client}", 404)


def test_administrator_and_auditor_see_no_ground(
    amina: Person, drita: Person, edon: Person, client: uuid.UUID
) -> None:
    address = ask_ground(amina, client).headers["Location"]
    drita.get(address, 403)
    edon.get(address, 403)
