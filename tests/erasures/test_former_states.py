"""What stood in a record before it was changed, and what was taken out, is found and decided like any mention."""

import sqlite3
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from caseapp.accounts.models import User
from caseapp.cases.models import Case
from caseapp.db import RecordVersion, db, history_of, write
from caseapp.db.encrypted import encrypted_columns
from caseapp.documents.models import Document
from caseapp.erasures.blackening import BLACK, blackened
from caseapp.erasures.models import Erasure
from caseapp.erasures.needles import Needles
from caseapp.people.actions import add_name
from caseapp.people.models import NameKind
from caseapp.people.models import Person as KnownPerson
from caseapp.web.installed import all_kinds
from caseapp.web.sentences import Lines, Sentence
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.documents.test_filing_documents import download_url, file_document
from tests.doorway import prepared
from tests.erasures.erasing import NAME, after_the_hold, approve, ask, carry_out, held_client, look, send
from tests.erasures.test_mentions import decide, lines
from tests.erasures.test_the_way import problems
from tests.notes.test_notes import note_with, write_note
from tests.people.walking import client_of, id_of


@prepared
def write_tonight(person: Person, case: str, text: str) -> None:
    """Change where the client of a case sleeps tonight."""
    form = next(each for each in person.page(f"{case}/edit").forms if "tonight" in each["fields"])
    person.post(f"{case}/edit", {**form["fields"], "tonight": text, "language": "fa"})


def everything_opened(app: Flask) -> Iterator[str]:
    """Open every sealed column of every row, and every former state: what a holder of all keys can read."""
    with app.app_context():
        for kind in all_kinds().values():
            for row in db.session.scalars(select(kind.model)):
                for column in encrypted_columns(kind.model):
                    yield str(getattr(row, column.name))
        for version in db.session.scalars(select(RecordVersion)):
            yield str(version.state)
        db.session.remove()


def named_anywhere(app: Flask, name: str = NAME) -> list[str]:
    return [text for text in everything_opened(app) if name in text]


def former_of(app: Flask, case: str) -> list[str | None]:
    """What stood under "tonight" in the former states of a case, the newest first; None where nothing is left."""
    with app.app_context():
        row = db.session.get_one(Case, uuid.UUID(id_of(case)))
        found = [each.fields().get("tonight") for each in history_of(row) if each is not None]
        db.session.remove()
    return found


def test_a_name_that_was_edited_away_long_before_is_one_decision_and_blackened_in_every_state(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    _case, erasure = held_client(amina, clara)
    other = start_case(besnik, name="Somebody else", tonight="He sleeps at Parvin Nemunei's place, says he.")
    for text in (
        "He sleeps at PARVIN  NEMUNEI's, at the station.",
        "Nothing yet.",
        f"With {NAME} again.",
        "At a friend's.",
    ):
        write_tonight(besnik, other, text)
    page = look(clara, erasure)
    ((kind, way, decided, address),) = lines(app, erasure)
    assert (kind, way, decided) == ("case", "former", "open")
    for words in ("place, says he.", "at the station.", "again."):
        assert words in page
    assert "Nothing yet." not in page
    assert "A mention is not decided yet." in clara.page(f"{erasure}/carry-out").text
    page = clara.page(address).text
    assert f"With {BLACK} again." in page
    assert "Changed on" in page
    assert "The link is taken out" not in page
    decide(clara, address, "take_out", status=422)
    decide(clara, address, "blacken")
    assert named_anywhere(app), "until it is carried out nothing is touched"
    carry_out(clara, erasure)
    assert named_anywhere(app) == []
    assert named_anywhere(app, "NEMUNEI") == []
    assert former_of(app, other) == [
        f"With {BLACK} again.",
        "Nothing yet.",
        f"He sleeps at {BLACK} at the station.",
        f"He sleeps at {BLACK} place, says he.",
    ]
    history = besnik.page(f"/history/case/{other.rpartition('/')[2]}").text
    assert BLACK in history
    assert "Former states of other records in which they are named no more" in clara.page(erasure).text
    assert problems(app) == []


def test_what_they_are_called_cannot_grow_between_a_decision_and_the_erasure(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    case, erasure = held_client(amina, clara)
    other = start_case(besnik, name="Somebody else", tonight=f"At {NAME}'s. His brother has the key.")
    write_tonight(besnik, other, "At a friend's.")
    client = client_of(amina, case)
    look(clara, erasure)
    ((*_found, address),) = lines(app, erasure)
    decide(clara, address, "blacken")
    with app.test_request_context():
        user = db.session.get_one(User, amina.id)
        with write():
            person = db.session.get_one(KnownPerson, uuid.UUID(client))
            add_name(user, person, name="brother", kind=NameKind.ALIAS)
        db.session.remove()
    page = clara.page(f"{erasure}/carry-out").text
    assert "You have not looked through everything for mentions today." in page
    look(clara, erasure)
    assert [decided for _kind, _way, decided, _address in lines(app, erasure)] == ["open"]
    assert "A mention is not decided yet." in clara.page(f"{erasure}/carry-out").text
    assert f"{BLACK} has the key" in clara.page(address).text
    decide(clara, address, "blacken")
    carry_out(clara, erasure)
    assert problems(app) == []


def test_a_former_state_may_stay_for_a_reason_or_be_emptied(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    _case, erasure = held_client(amina, clara)
    kept = start_case(besnik, name="Somebody else", tonight=f"At {NAME}'s.")
    emptied = start_case(besnik, name="A third one", tonight=f"With {NAME}.")
    for each in (kept, emptied):
        write_tonight(besnik, each, "In a hotel.")
    look(clara, erasure)
    for _kind, _way, _decided, address in lines(app, erasure):
        if f"With {BLACK}" in clara.page(address).text:
            decide(clara, address, "empty")
        else:
            assert "Why does it stay?" in decide(clara, address, "keep", status=422)
            decide(clara, address, "keep", "A court has asked for this history.")
    carry_out(clara, erasure)
    history = besnik.page(f"/history/case/{emptied.rpartition('/')[2]}").text
    assert "What stood here before is no longer kept." in history
    assert "In a hotel." not in history, "nothing is told of what changed"
    assert former_of(app, kept) == [f"At {NAME}'s."]
    assert former_of(app, emptied) == [None]
    assert problems(app) == []


def test_what_was_taken_out_is_blackened_with_its_history_and_by_whoever_reaches_it(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    _case, erasure = held_client(amina, clara)
    other = start_case(besnik, name="Somebody else")
    file_document(besnik, other, title=f"Letter of {NAME} to him")
    document = download_url(besnik, other)
    besnik.post(f"{document}/remove", {"reason": f"It is {NAME}'s own."})
    page = look(clara, erasure)
    assert "Letter of" in page
    assert "Taken out on" in page
    ((kind, way, _decided, address),) = lines(app, erasure)
    assert (kind, way) == ("document", "former")
    amina.get(address, 404)  # the record in which it stands is not shared with her
    assert "A colleague has still to decide" in amina.page(f"{erasure}/mentions").text
    assert "emptied" not in clara.page(address).text.partition("What becomes of it?")[2]
    besnik.get(address, 404)  # whom it is about is not shared with him
    decide(clara, address, "blacken")
    carry_out(clara, erasure)
    assert named_anywhere(app) == []
    with app.app_context():
        row = db.session.scalars(select(Document)).one()
        assert (row.title, row.removed_reason) == (f"Letter of {BLACK} to him", f"It is {BLACK} own.")
        db.session.remove()
    assert problems(app) == []


def test_a_record_taken_out_after_its_mention_was_found_is_still_decided(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    _case, erasure = held_client(amina, clara)
    other = start_case(besnik, name="Somebody else")
    file_document(besnik, other, title=f"Letter of {NAME} to him")
    look(clara, erasure)
    besnik.post(f"{download_url(besnik, other)}/remove", {"reason": "A mistake."})
    assert "A mention is not decided yet." in clara.page(f"{erasure}/carry-out").text
    look(clara, erasure)
    found = {way: (decided, address) for _kind, way, decided, address in lines(app, erasure)}
    assert {way: decided for way, (decided, _) in found.items()} == {"words": "gone", "former": "open"}
    decide(clara, found["former"][1], "blacken")
    carry_out(clara, erasure)
    assert named_anywhere(app) == []
    assert problems(app) == []


def test_a_text_that_stays_and_what_it_was_before_are_two_decisions(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    _case, erasure = held_client(amina, clara)
    other = start_case(besnik, name="Somebody else", tonight=f"At {NAME}'s, third floor.")
    write_tonight(besnik, other, f"At {NAME}'s.")
    look(clara, erasure)
    found = {way: address for _kind, way, _decided, address in lines(app, erasure)}
    assert sorted(found) == ["former", "words"]
    decide(clara, found["words"], "keep", "He needs to find the way back.")
    decide(clara, found["former"], "blacken")
    carry_out(clara, erasure)
    assert former_of(app, other) == [f"At {BLACK} third floor."]
    with app.app_context():
        assert db.session.get_one(Case, uuid.UUID(id_of(other))).tonight == f"At {NAME}'s."
        db.session.remove()
    assert problems(app) == []


def test_a_name_in_a_note_that_was_corrected_by_another_is_blackened_in_both_and_in_their_history(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    _case, erasure = held_client(amina, clara)
    other = start_case(besnik, name="Somebody else")
    write_note(besnik, other, f"He wants to call {NAME} tomorrow.")
    note = note_with(besnik, f"He wants to call {NAME} tomorrow.").id
    sent = {"new_id": str(uuid.uuid4()), "medium": "call", "reached": "yes"}
    besnik.post(f"/notes/{note}/correct", {**sent, "text": f"He wants {NAME} to call him."})
    look(clara, erasure)
    found = lines(app, erasure)
    assert {each[:3] for each in found} == {("note", "words", "open")}
    assert len(found) == 2
    for *_rest, address in found:
        assert BLACK in clara.page(address).text
        decide(clara, address, "blacken")
    carry_out(clara, erasure)
    assert f"He wants {BLACK} to call him." in besnik.page(other).text
    assert named_anywhere(app) == []
    assert problems(app) == []


def test_what_was_corrected_for_the_erasure_is_emptied_unless_somebody_decides_otherwise(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    _case, erasure = held_client(amina, clara)
    other = start_case(besnik, name="Somebody else", tonight=f"At {NAME}'s, third floor.")
    look(clara, erasure)
    write_tonight(besnik, other, "At a friend's.")
    look(clara, erasure)
    found = {way: (decided, address) for _kind, way, decided, address in lines(app, erasure)}
    assert found["words"][0] == "gone"
    assert found["former"][0] == "empty"
    decide(clara, found["former"][1], "blacken")
    look(clara, erasure)
    assert [each[2] for each in lines(app, erasure)] == ["gone", "blacken"]
    carry_out(clara, erasure)
    assert former_of(app, other) == [f"At {BLACK} third floor."]


@pytest.mark.parametrize("edited", [b"\xc1" + bytes(200), b"\xff\xfe", "Parvin was here"])
def test_a_former_state_that_was_edited_outside_the_application_stops_no_erasure(
    edited: bytes | str, app: Flask, instance: Path, amina: Person, besnik: Person, clara: Person
) -> None:
    _case, erasure = held_client(amina, clara)
    other = start_case(besnik, name="Somebody else", tonight=f"At {NAME}'s.")
    write_tonight(besnik, other, f"With {NAME}.")
    write_tonight(besnik, other, "In a hotel.")
    with sqlite3.connect(instance / "caseapp.db") as database:
        database.execute(
            "UPDATE record_version SET state = ? WHERE row_version = 1 AND record_id = ?",
            (edited, id_of(other).replace("-", "")),
        )
    database.close()
    look(clara, erasure)
    ((_kind, way, _decided, address),) = lines(app, erasure)
    assert way == "former"
    decide(clara, address, "blacken")
    carry_out(clara, erasure)
    assert "carried out" in clara.page(erasure).text
    assert former_of(app, other)[:1] == [f"With {BLACK}"]
    assert any("former state" in each for each in problems(app))


def test_an_erasure_that_is_over_notes_no_mention(app: Flask, amina: Person, clara: Person) -> None:
    from caseapp.accounts.models import User
    from caseapp.db import write
    from caseapp.erasures.looking import note_mentions
    from caseapp.erasures.mentions import Hit
    from caseapp.erasures.models import How, Mention

    carried_out, stopped = ask(amina, start_case(amina)), ask(amina, start_case(amina))
    approve(clara, carried_out)
    send(amina, f"{stopped}/stop", words="She changed her mind.")
    with after_the_hold(amina, clara):
        look(clara, carried_out)
        carry_out(clara, carried_out)
    with app.app_context():
        for erasure in (carried_out, stopped):
            with write(quiet=True):
                found = db.session.get_one(Erasure, uuid.UUID(erasure.rpartition("/")[2]))
                user = db.session.get_one(User, clara.id)
                note_mentions(user, found, [Hit("case", uuid.uuid4(), How.WORDS, "tonight")])
        assert db.session.scalars(select(Mention)).all() == []
        db.session.remove()


NEEDLES = Needles.of({NAME, "Ali", "+355 69 000 1111", "پروین نمونه‌ای"})


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Nobody is named here.", "Nobody is named here."),
        (f"{NAME} rang.", f"{BLACK} rang."),
        ("NEMUNEI, Parvin:\n\trang.", f"{BLACK}\n\trang."),
        ("parvin\nnemunei", BLACK),
        (f"{NAME} {NAME} and {NAME}", f"{BLACK} and {BLACK}"),
        (f"Parvin {NAME} Nemunei", BLACK),
        ("Ali and Alida; Natali, too. (Ali)", f"{BLACK} and Alida; Natali, too. {BLACK}"),
        ("Her number is 069-000-1111", "Her number is 069-000-1111"),
        ("Ring +355 (69) 000 11 11 tonight", f"Ring {BLACK} tonight"),
        ("به پروین نمونه ای زنگ بزن", f"به {BLACK} زنگ بزن"),
        ("", ""),
    ],
)
def test_only_the_words_that_name_them_are_blackened(text: str, left: str) -> None:
    assert blackened(text, NEEDLES) == left
    assert not NEEDLES.are_in(blackened(text, NEEDLES))


def test_blackening_keeps_the_shape_of_what_is_no_text(app: Flask) -> None:
    value = {"to": [NAME, 3, None, {"said": f"to {NAME} alone"}], "kind": "person"}
    assert blackened(value, NEEDLES) == {
        "to": [BLACK, 3, None, {"said": f"to {BLACK} alone"}],
        "kind": "person",
    }
    with app.test_request_context():
        worded = Lines([Sentence("not-declared", name=f"{NAME} herself"), "Nobody."])
        left = blackened(worded, NEEDLES)
        assert isinstance(left, Lines)
        assert isinstance(left.sentences[0], Sentence)
        assert dict(left.sentences[0].values) == {"name": f"{BLACK} herself"}
        assert left.sentences[1] == "Nobody."
