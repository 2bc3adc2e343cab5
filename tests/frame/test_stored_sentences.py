"""What the program words by itself is kept as a code, so that everybody reads it in their own language."""

import io
import re
from collections.abc import Iterator

from flask import Flask
from sqlalchemy import select

from caseapp.audit import record
from caseapp.db import Record, db, write
from caseapp.db.encrypted import BYTES, encrypted_columns
from caseapp.web.sentences import Lines, Sentence
from caseapp.workflow import Step
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.consents.sheets import day_boxes, days_from_now, fill_sheet, sheet_of
from tests.contact_requests import requesting
from tests.contact_requests.searching import withdraw
from tests.frame.every_row import models_with_ciphertexts
from tests.letters.preparing import PNG, day, ready_for_review, step, version_of
from tests.letters.preparing import approve as approve_letter
from tests.letters.test_sending import already_sent, dispatch, proof, withdraw_consent
from tests.letters.test_sending import sign as sign_letter
from tests.statements import writing as statements

PERSIAN_SCRIPT = re.compile("[\u0600-\u06ff]")
"""These tests type Latin letters alone, but for the ministry that they write to: all else is of the catalog."""
MINISTRY = "وزارت اسناد گمشده"
TYPED_IN_PERSIAN = ("authority.", "office_holder.")


def speak(language: str, *people: Person) -> None:
    for person in people:
        person.post("/language", {"locale": language, "return_to": "/"})


def scan() -> tuple[io.BytesIO, str]:
    return io.BytesIO(PNG), "scan.png"


def kept(app: Flask) -> Iterator[tuple[str, str]]:
    """Every sealed field of every record as it is kept, before it is worded for anybody: its label and its text."""
    with app.test_request_context():
        for model in models_with_ciphertexts():
            for row in db.session.scalars(select(model)) if issubclass(model, Record) else ():
                for column in (each for each in encrypted_columns(model) if each.codec is not BYTES):
                    value = getattr(row, column.name)
                    if value is not None and value != column.codec.empty:
                        yield column.label, column.codec.encode(value).decode()
        db.session.remove()


def test_nothing_of_the_catalog_is_kept_in_a_record(app: Flask, amina: Person, clara: Person) -> None:
    speak("fa", amina, clara)
    case = start_case(amina, name="Dara Sample")
    already_sent(amina, case, scan=scan())
    letter = ready_for_review(amina, case)
    step(amina, letter, "send_for_review")
    approve_letter(clara, letter)
    sign_letter(amina, letter, scan=scan())
    dispatch(amina, letter, proof=proof())
    answered = {
        "row_version": version_of(amina, f"{letter}/answer"),
        "kind": "reply",
        "summary": "They agree.",
    }
    amina.post(f"{letter}/answer", {**answered, **day("received_on"), "scan": scan()})
    withdraw_consent(amina, case)
    statement = statements.write_statement(amina, case)
    statements.read_back(amina, statement)
    statements.sign(amina, statement, scan=scan())
    statements.review(clara, statement)
    western = {"last_news_on-calendar": "gregorian"}
    search = requesting.searches(amina, requesting.open_request(amina, case, **western))[0]
    requesting.step(clara, search, "start_screening")
    requesting.afterwards(clara, search, "accept")
    withdraw(clara, search)
    fill_sheet(amina, sheet_of(amina, case), trace="yes", **day_boxes("until", days_from_now(60)))
    found = [each for each in kept(app) if not each[0].startswith(TYPED_IN_PERSIAN)]
    assert {"workflow_step.reason", "document.title", "next_step.text"} <= {label for label, _text in found}
    assert [(label, text) for label, text in found if PERSIAN_SCRIPT.search(text.replace(MINISTRY, ""))] == []


def test_each_reader_reads_in_their_language_what_would_have_stopped_a_letter(
    amina: Person, clara: Person
) -> None:
    speak("fa", amina)
    letter = already_sent(amina, start_case(amina, name="Dara Sample"), scan=scan()).headers["Location"]
    assert "این متن" not in clara.get(letter).text
    page = clara.page(letter).text
    assert "It has not been read back to the person." in page
    assert "Dara Sample has not been asked about “Tell authorities”." in page
    assert "as it was sent" in page
    review = re.search(r'href="(/reviews/[0-9a-f-]{36})"', clara.get("/reviews/").text)
    assert review
    page = clara.page(review.group(1)).text
    assert "Whoever wrote it down had written a part of the letter." in page
    assert "You have written" not in page


def test_what_was_written_down_in_words_still_reads_as_it_stands(app: Flask, amina: Person) -> None:
    letter = already_sent(amina, start_case(amina, name="Dara Sample")).headers["Location"]
    with app.test_request_context():
        query = select(Step).where(Step.transition == "record_sent")
        with write():
            db.session.scalars(query).one().reason = "Es fehlte die Zustimmung."
            record(None, "setup.unlocked")
        db.session.remove()
    page = amina.page(letter).text
    assert "Es fehlte die Zustimmung." in page


def test_a_sentence_within_a_sentence_comes_back_worded(app: Flask) -> None:
    with app.test_request_context():
        codec = Step.reason.codec
        inner = Sentence("missing.not_asked", person="Dara", purpose=Sentence("purpose.share"), audience="x")
        lines = Lines(
            [Sentence("letter.for_the_copy", recipient="The court", reason=inner), "typed", "typed"]
        )
        read = codec.decode(codec.encode(lines))
    assert read == "For the copy to The court: Dara has not been asked about “Tell authorities”.\ntyped"
    assert isinstance(read, Lines)
