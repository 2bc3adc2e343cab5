"""Every mention elsewhere is found and decided one by one; what stays, stays whole, and nothing points to nobody."""

import re
import uuid
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from caseapp.accounts.models import User
from caseapp.cases.models import Case
from caseapp.db import db, history_of, write
from caseapp.disclosures.models import LedgerEntry
from caseapp.erasures.models import Mention, Residue
from caseapp.erasures.residue import proof_of
from caseapp.incoming_contacts.models import IncomingContact
from caseapp.people.actions import bring_into
from caseapp.people.models import Person as KnownPerson
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person, visible
from tests.contact_requests.requesting import open_request, searches, step
from tests.erasures.erasing import (
    after_the_hold,
    approve,
    ask,
    carry_out,
    erase,
    held_client,
    look,
    rows,
    send,
)
from tests.erasures.test_the_way import problems
from tests.incoming_contacts.test_filing import file_with
from tests.incoming_contacts.test_incoming_contacts import log_contact
from tests.notes.test_notes import write_note
from tests.people.walking import add_relative, client_of, id_of
from tests.statements.writing import write_statement


def lines(app: Flask, erasure: str) -> list[tuple[str, str, str, str]]:
    """Kind, way, part and decision of each mention, and the page on which it is decided."""
    with app.app_context():
        query = select(Mention).where(Mention.erasure_id == uuid.UUID(erasure.rpartition("/")[2]))
        found = [
            (each.mentioned_kind, each.found_by, each.decided, f"{erasure}/mentions/{each.id}")
            for each in db.session.scalars(query.order_by(Mention.seq))
        ]
        db.session.remove()
    return found


def decide(person: Person, address: str, decided: str, words: str = "", status: int = 302) -> str:
    return (
        visible(send(person, address, status, decided=decided, words=words))
        if status != 302
        else str(send(person, address, decided=decided, words=words))
    )


def bring(worker: Person, person_id: str, case: str) -> None:
    """Let a person who is known come into another case."""
    with worker.app.test_request_context():
        user = db.session.get_one(User, worker.id)
        with write():
            known = db.session.get_one(KnownPerson, uuid.UUID(person_id))
            bring_into(user, known, db.session.get_one(Case, uuid.UUID(id_of(case))).scope_id)
        db.session.remove()


def test_a_name_in_the_note_of_another_case_is_found_however_it_is_spaced_and_waits_for_a_decision(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    case, erasure = held_client(amina, clara)
    other = start_case(besnik, name="Somebody else")
    write_note(besnik, other, "He says that PARVIN  NEMUNEI knows where his brother is.")
    write_note(besnik, other, "Nothing about anybody.")
    page = look(clara, erasure)
    assert "knows where his brother is" in page
    ((kind, way, decided, address),) = lines(app, erasure)
    assert (kind, way, decided) == ("note", "words", "open")
    blocked = clara.page(f"{erasure}/carry-out").text
    assert "A mention is not decided yet." in blocked
    clara.post(f"{erasure}/carry-out", {"sure": "y", "row_version": "5"}, 422)
    assert "Why does it stay?" in decide(clara, address, "keep", status=422)
    decide(clara, address, "keep", "It is his own account of his search.")
    decide(clara, address, "take_out", "no", status=422)
    carry_out(clara, erasure)
    besnik.get(other)
    amina.get(case, 404)
    assert problems(app) == []


def test_mentions_are_listed_by_their_record_and_before_looking_the_page_says_when(
    amina: Person, besnik: Person, clara: Person
) -> None:
    case, erasure = held_client(amina, clara)
    others = [start_case(besnik, name=f"Somebody {word}") for word in ("else", "other")]
    bring(amina, client_of(amina, case), others[0])
    for number in range(2):
        for other in others:
            write_note(besnik, other, f"Parvin Nemunei called, {number}.")
    before = clara.page(f"{erasure}/mentions").text
    assert "The mentions are listed here once everything was looked through." in before
    assert "Each mention needs a decision" not in before
    places = re.findall(r"Note (C-\S+)", look(clara, erasure))
    assert len(places) == 4
    assert places == sorted(places)


def test_whoever_does_not_see_a_mention_learns_only_that_a_colleague_decides(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina, name="Parvin Nemunei")
    client = client_of(amina, case)
    other = start_case(besnik, name="Somebody else")
    change(clara, other, clara, "add")
    bring(amina, client, other)
    add_relative_between(besnik, other, client)
    write_statement(besnik, other, makers=[client_of(besnik, other), client])
    with app.app_context():
        scope = db.session.get_one(Case, uuid.UUID(id_of(other))).scope_id
        db.session.remove()
    assert scope
    erasure = ask(amina, f"/people/{client}")
    approve(clara, erasure)
    with after_the_hold(amina, besnik, clara):
        page = look(clara, erasure)
        assert "Person who takes part" in page or "statement" in page.lower()
        amina_page = amina.page(f"{erasure}/mentions").text
        assert "A colleague has still to decide about a mention in their own work." in amina_page
        assert "Somebody else" not in amina_page
        found = [each for each in lines(app, erasure) if each[2] == "open"]
        assert {each[0] for each in found} == {"statement_person"}
        for each in found:
            amina.get(each[3], 404)
            decide(besnik, each[3], "keep", "It is a statement of two; she signed it with him.")
        before = rows(Path(app.config["SETTINGS"].instance_path))
        carry_out(clara, erasure)
        after = rows(Path(app.config["SETTINGS"].instance_path))
        assert before["statement_person"] == after["statement_person"]
        assert after["relation"] == {}
        assert "locked" in besnik.page(other).text or besnik.get(other).status_code == 200
        for path in ("/people/", "/statements/", "/"):
            besnik.get(path)
            clara.get(path)
    assert problems(app) == []


def add_relative_between(person: Person, case: str, relative: str) -> None:
    """State that a person who is known is related to the client of a case."""
    from caseapp.people.actions import add_relation

    with person.app.test_request_context():
        user = db.session.get_one(User, person.id)
        with write():
            found = db.session.get_one(Case, uuid.UUID(id_of(case)))
            client = db.session.get_one(KnownPerson, found.client_id)
            add_relation(
                user,
                found.scope_id,
                client,
                db.session.get_one(KnownPerson, uuid.UUID(relative)),
                "sister",
                said_by="He",
                note="",
            )
        db.session.remove()


def test_a_corrected_text_is_no_longer_found_and_its_former_states_are_emptied(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    _case, erasure = held_client(amina, clara)
    other = start_case(besnik, name="Somebody else", tonight="He sleeps at Parvin Nemunei's place.")
    look(clara, erasure)
    assert [each[:3] for each in lines(app, erasure)] == [("case", "words", "open")]
    form = next(each for each in besnik.page(f"{other}/edit").forms if "tonight" in each["fields"])
    besnik.post(
        f"{other}/edit", {**form["fields"], "tonight": "He sleeps at a friend's place.", "language": "fa"}
    )
    look(clara, erasure)
    assert sorted(each[:3] for each in lines(app, erasure)) == [
        ("case", "former", "empty"),
        ("case", "words", "gone"),
    ]
    carry_out(clara, erasure)
    with app.app_context():
        row = db.session.get_one(Case, uuid.UUID(id_of(other)))
        assert row.tonight == "He sleeps at a friend's place."
        assert [each.fields() for each in history_of(row) if each is not None] == [{}]
        db.session.remove()
    assert problems(app) == []


def test_a_call_that_lies_with_the_case_alone_may_go_along(app: Flask, amina: Person, clara: Person) -> None:
    case = start_case(amina, name="Parvin Nemunei")
    contact = log_contact(amina)
    file_with(amina, contact, case)
    erasure = ask(amina, case)
    approve(clara, erasure)
    with after_the_hold(amina, clara):
        look(clara, erasure)
        ((kind, way, decided, address),) = lines(app, erasure)
        assert (kind, way, decided) == ("contact_filing", "link", "open")
        assert "The whole record is erased along" in clara.page(address).text
        decide(clara, address, "along")
        assert "Incoming contact" in clara.page(erasure).text
        carry_out(clara, erasure)
        clara.get(contact, 404)
    with app.app_context():
        assert db.session.scalars(select(IncomingContact)).all() == []
        db.session.remove()
    assert problems(app) == []


def test_a_call_that_lies_elsewhere_too_only_loses_its_link(app: Flask, amina: Person, clara: Person) -> None:
    case, second = start_case(amina, name="Parvin Nemunei"), start_case(amina, name="Somebody else")
    contact = log_contact(amina)
    file_with(amina, contact, case)
    file_with(amina, contact, second)
    erasure = ask(amina, case)
    approve(clara, erasure)
    with after_the_hold(amina, clara):
        look(clara, erasure)
        ((_kind, _way, _decided, address),) = lines(app, erasure)
        decide(clara, address, "along", status=422)
        decide(clara, address, "take_out")
        carry_out(clara, erasure)
        assert amina.get(contact).status_code == 200
        assert "Somebody else" in amina.page(second).text
    assert problems(app) == []


def test_a_search_for_somebody_keeps_them_until_it_is_closed_and_then_stays_without_them(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    request = open_request(amina, sought_name="Daniel Probe")
    (search,) = searches(amina, request)
    with app.app_context():
        from caseapp.contact_requests.models import Search

        sought = db.session.scalars(select(Search)).one().sought_id
        db.session.remove()
    erasure = ask(amina, f"/people/{sought}")
    assert "This is still open" in amina.page(erasure).text
    approve(clara, erasure)
    step(clara, search, "reject", reason="She asked for it herself.")
    assert "This is still open" not in amina.page(erasure).text
    with after_the_hold(amina, clara):
        look(clara, erasure)
        for each in lines(app, erasure):
            decide(clara, each[3], "keep", "Her own enquiry stays hers.")
        carry_out(clara, erasure)
        for path in (request, "/requests/", "/people/", "/"):
            assert "Daniel Probe" not in amina.page(path).text
    assert problems(app) == []


def test_what_was_told_and_to_whom_stays_without_a_name(app: Flask, amina: Person, clara: Person) -> None:
    case = start_case(amina, name="Parvin Nemunei")
    client = client_of(amina, case)
    amina.post(
        f"/disclosures/now/{client}",
        {
            "new_id": str(uuid.uuid4()),
            "purpose": "share",
            "audience": "authority",
            "identified": "named",
            "reason": "She is at the border and they are about to send her back.",
        },
    )
    with app.app_context():
        (entry,) = db.session.scalars(select(LedgerEntry)).all()
        number, proof = entry.disclosure_id, proof_of(entry)
        db.session.remove()
    erasure = ask(amina, f"/people/{client}")
    assert "This is still open" in clara.page(erasure).text or "still open" in clara.page(erasure).text
    review = clara.page("/")
    assert review
    _answer_review(app, clara)
    approve(clara, erasure)
    with after_the_hold(amina, clara):
        look(clara, erasure)
        carry_out(clara, erasure)
        assert str(number)[:8] in clara.page(erasure).text
    with app.app_context():
        (left,) = db.session.scalars(select(Residue)).all()
        assert (left.disclosure_id, left.proof, left.audience) == (
            number,
            proof,
            {"kind": "authority", "id": None},
        )
        db.session.remove()
    assert problems(app) == []


def _answer_review(app: Flask, clara: Person) -> None:
    from caseapp.disclosures.models import DisclosureReview

    with app.app_context():
        review = db.session.scalars(select(DisclosureReview)).one().id
        db.session.remove()
    send(clara, f"/disclosures/reviews/{review}", answer="yes", reason="It was the least.")


@pytest.mark.parametrize("person", ["clara", "amina"])
def test_a_mention_of_another_erasure_is_not_there(
    person: str, people: dict[str, Person], amina: Person, besnik: Person
) -> None:
    first, second = ask(amina, start_case(amina)), ask(besnik, start_case(besnik))
    people[person].get(f"{first}/mentions/{uuid.uuid4()}", 404)
    amina.get(f"{second}/mentions", 404)


def test_the_whole_way_of_a_person_leaves_no_mention_behind(app: Flask, amina: Person, clara: Person) -> None:
    case = start_case(amina, name="Parvin Nemunei")
    add_relative(amina, case)
    erase(amina, clara, f"/people/{client_of(amina, case)}")
    with app.app_context():
        assert db.session.scalars(select(Mention)).all() == []
        db.session.remove()
