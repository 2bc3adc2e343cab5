"""What goes wrong while somebody is on the line: a clear message, and nothing typed is lost."""

import uuid
from datetime import timedelta

import pytest
import time_machine

from caseapp.clock import now
from caseapp.db import db
from caseapp.incoming_contacts.models import IncomingContact
from tests.access.showing import show
from tests.conftest import Person
from tests.incoming_contacts.test_incoming_contacts import CALL, log_contact
from tests.journeys.test_bad_input import LANGUAGES, TWO_CALENDARS, kept, refusal, speaking
from tests.journeys.words import says
from tests.letters.preparing import fields_of
from tests.page_rules import Page

NEW = "/incoming/new"


def dated(day: str, month: str, year: str, calendar: str = "gregorian") -> dict[str, str]:
    """The boxes of the day on which it happened."""
    boxes = {"day": day, "month": month, "year": year, "calendar": calendar}
    return {f"happened_on-{name}": typed for name, typed in boxes.items()}


def sent(**changes: str) -> dict[str, str]:
    """A call as the form sends it."""
    return {**CALL, "new_id": str(uuid.uuid4()), **changes}


def count(person: Person) -> int:
    """How many contacts are there."""
    with person.app.app_context():
        return db.session.query(IncomingContact).count()


@LANGUAGES
@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (("13", "August", "1402", "jalali"), TWO_CALENDARS),
        (("31", "4", "2023"), "That month has only %(last)s days."),
        (("", "4", "2023"), "Please give the whole date with day and month."),
        (("", "", ""), "Please fill this in."),
        (("1", "1", "2099"), "This day has not come yet."),
        (("once", "", ""),
         "This cannot be read as a date. For example: 13 August 2023, or 22 Mordad 1402 in the Solar Hijri calendar."),
    ],
    ids=["two-calendars", "31-april", "no-day", "empty", "the-future", "words"],
)  # fmt: skip
def test_a_wrong_day_is_explained_and_shown_unfolded(
    amina: Person, language: str, typed: tuple[str, ...], message: str
) -> None:
    answer = speaking(amina, language).post(NEW, sent(**dated(*typed)), status=422)
    assert says(refusal(answer), language, message), refusal(answer)
    for words in (CALL["caller"], CALL["wanted"], *(part for part in typed[:3] if part)):
        assert kept(answer, words)
    folded = answer.text.rpartition("<details")[2].partition("</details>")[0]
    assert 'id="happened_on"' in folded
    assert folded.partition(">")[0].endswith(" open")


@LANGUAGES
def test_a_step_due_on_a_day_that_has_passed_or_without_words_is_asked_back(
    amina: Person, language: str
) -> None:
    speaking(amina, language)
    boxes = {"due_on-day": "1", "due_on-month": "1", "due_on-year": "2020", "due_on-calendar": "gregorian"}
    answer = amina.post(NEW, sent(next_step="Ring back", **boxes), status=422)
    assert says(refusal(answer), language, "This day has passed.")
    later = {**boxes, "due_on-year": str(now().year + 1)}
    answer = amina.post(NEW, sent(**later), status=422)
    assert says(refusal(answer), language, "What is to be done on this day?")
    assert kept(answer, CALL["answered"])


@LANGUAGES
@pytest.mark.parametrize("hidden", ["\u202e", "\u202a", "\x07", "\x1b"], ids=["rlo", "lre", "bell", "escape"])
@pytest.mark.parametrize("field", ["caller", "number", "about", "wanted", "answered", "next_step"])
def test_a_hidden_character_is_refused_in_every_box_and_the_rest_is_kept(
    amina: Person, language: str, hidden: str, field: str
) -> None:
    answer = speaking(amina, language).post(NEW, sent(**{field: f"Reza{hidden}azeR"}), status=422)
    assert "U+" in refusal(answer)
    assert kept(answer, CALL["wanted" if field != "wanted" else "caller"])
    assert count(amina) == 0


@LANGUAGES
@pytest.mark.parametrize("field", ["caller", "number", "about", "wanted", "answered"])
def test_five_megabytes_pasted_into_a_box_come_back_with_the_limit(
    amina: Person, language: str, field: str
) -> None:
    pasted = "one word after another " * 230_000
    answer = speaking(amina, language).post(NEW, sent(**{field: pasted}), status=422)
    advice = {
        "wanted": "What does not fit can go into a document.",
        "answered": "What does not fit can go into a document.",
    }
    message = "This is %(length)s characters long; up to %(most)s fit here. " + advice.get(
        field, "Please say it in fewer words."
    )
    assert says(refusal(answer)[:3000], language, message)
    assert kept(answer, pasted.strip())


def test_five_megabytes_are_not_looked_up(amina: Person) -> None:
    answer = amina.post(NEW, sent(caller="Somebody " * 600_000, look_up="1"), status=422)
    assert "characters long" in refusal(answer)[:3000]


@pytest.mark.parametrize("nothing", [" ", "\u200b \u200f", "\u3164", "\u2800"])
def test_what_nobody_sees_is_not_a_contact(amina: Person, nothing: str) -> None:
    empty = dict.fromkeys(("caller", "number", "about", "wanted", "answered"), nothing)
    assert "Write at least one line" in refusal(amina.post(NEW, sent(**empty), status=422))


def test_choices_that_the_page_never_offered_are_refused_beside_them(amina: Person) -> None:
    for field in ("medium", "language", "due_in"):
        answer = amina.post(NEW, sent(**{field: "pigeon"}), status=422)
        assert "Please choose one of the list." in refusal(answer)
        assert kept(answer, CALL["wanted"])


@LANGUAGES
def test_a_call_whose_session_has_ended_waits_for_its_writer(amina: Person, language: str) -> None:
    typed = {**sent(), "csrf_token": speaking(amina, language).token()}
    with time_machine.travel(now() + timedelta(hours=20)):
        answer = amina.client.post(NEW, data=typed)
        assert "/sign-in" in answer.headers["Location"]
        amina.sign_in()
        page = amina.get(NEW)
        assert says(
            page.text,
            language,
            "Your session had ended while you were writing. Your text is here; nothing was sent yet.",
        )
        for field in ("caller", "number", "about", "wanted", "answered"):
            assert kept(page, CALL[field])
    assert count(amina) == 0


@LANGUAGES
def test_two_who_correct_the_same_contact_see_both_versions(
    amina: Person, clara: Person, language: str
) -> None:
    edit = f"{log_contact(speaking(amina, language))}/edit"
    opened = fields_of(amina, edit)
    show(clara, "incoming_contact", edit.split("/")[2])
    clara.post(edit, {**fields_of(clara, edit), "answered": "That we ring back."})
    answer = amina.post(edit, {**opened, "answered": "Nothing but the sentence."}, status=409)
    assert says(answer.text, language, "Someone else has saved this in the meantime")
    for text in ("That we ring back.", "Nothing but the sentence."):
        assert kept(answer, text)
    mine = next(form for form in Page(answer.text).forms if form["action"] == edit)
    amina.post(edit, mine["fields"])
    assert "Nothing but the sentence." in amina.page(edit.removesuffix("/edit")).text


def test_a_correction_leaves_one_line_and_keeps_what_stood_there_before(amina: Person) -> None:
    contact = log_contact(amina)
    edit = f"{contact}/edit"
    empty = dict.fromkeys(("caller", "number", "about", "wanted", "answered"), "")
    page = amina.post(edit, {**fields_of(amina, edit), **empty}, status=422)
    assert "Write at least one line" in page.text
    amina.post(edit, {**fields_of(amina, edit), "caller": "Her uncle Agron", "language": "sq"})
    text = amina.page(contact).text
    assert "Her uncle Agron" in text
    assert "Albanian" in text
    history = amina.page(f"/history/incoming_contact/{contact.rpartition('/')[2]}").text
    assert "A man who says he is her uncle" in history


def test_a_reference_that_is_none_comes_back_beside_its_box(amina: Person) -> None:
    contact = log_contact(amina)
    for typed in ("once", "C-26-7KQ3", "۱۲۳", "C" * 20):
        answer = amina.post(f"{contact}/file", {"place": "", "reference": typed}, status=422)
        assert kept(answer, typed)
        assert "There is no case or request of this reference that you may see." in refusal(answer)
    answer = amina.post(f"{contact}/file", {"place": "", "reference": ""}, status=422)
    assert "Choose a case or a request, or type its reference." in refusal(answer)
