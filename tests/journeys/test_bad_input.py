"""What goes wrong at the keyboard: each time a clear message in the reader's language, and nothing typed is lost."""

import html
import io
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from werkzeug.test import TestResponse

from caseapp.clock import now
from tests.access.showing import show
from tests.cases.test_starting_a_case import NIGHT, start_case
from tests.conftest import Person
from tests.journeys.colleague import Colleague
from tests.journeys.conftest import Desk
from tests.journeys.texts import LATIN_NAME, TEXTS
from tests.journeys.words import says
from tests.letters.preparing import fields_of, prepare
from tests.page_rules import Page

LANGUAGES = pytest.mark.parametrize("language", ["en", "fa"])
TWO_CALENDARS = (
    "%(month)s is a month of the %(month_calendar)s calendar, and %(year)s is a year of the "
    "%(year_calendar)s calendar. A date has both from one calendar."
)


def speaking(person: Person, language: str) -> Person:
    """The same person, reading in a language."""
    person.post("/language", {"locale": language, "return_to": "/"})
    return person


def kept(response: TestResponse, text: str) -> bool:
    """Tell whether what was typed still stands in the answer."""
    return text in html.unescape(response.text)


def refusal(response: TestResponse) -> str:
    """What the page says has to be put right."""
    return html.unescape(response.text).partition('class="error-summary"')[2].partition("</ul>")[0]


@LANGUAGES
@pytest.mark.parametrize(
    ("day", "month", "year", "calendar", "message"),
    [
        ("13", "August", "1402", "jalali", TWO_CALENDARS),
        ("۱۳", "اوت", "۱۴۰۲", "gregorian", TWO_CALENDARS),
        ("31", "4", "2023", "gregorian", "That month has only %(last)s days."),
        ("۳۱", "مهر", "۱۴۰۲", "jalali", "That month has only %(last)s days."),
        ("5", "14", "2023", "gregorian", "There is no such month. Give its number, 1 to 12, or its name."),
        ("5", "", "2023", "gregorian", "There is a day but no month. Leave the day open too, or give the month."),
        ("", "", "9999", "gregorian",
         "This year lies too far away to be meant. Please give the year with four digits."),
        ("", "", "2099", "gregorian", "This day has not come yet."),
        ("once", "", "", "gregorian",
         "This cannot be read as a date. For example: 13 August 2023, or 22 Mordad 1402 in the Solar Hijri calendar."),
    ],
    ids=["two-calendars", "two-calendars-persian", "31-april", "31-mehr", "month-14", "day-without-month", "year-9999",
         "tomorrow", "words"],
)  # fmt: skip
def test_a_wrong_date_is_explained_beside_what_was_typed(
    amina: Person, language: str, day: str, month: str, year: str, calendar: str, message: str
) -> None:
    edit = f"{start_case(speaking(amina, language))}/edit"
    date = {"left_on-day": day, "left_on-month": month, "left_on-year": year, "left_on-calendar": calendar}
    answer = amina.post(edit, {**fields_of(amina, edit), "summary": "Kept as it is.", **date}, status=422)
    assert says(refusal(answer), language, message), refusal(answer)
    for typed in ("Kept as it is.", *(part for part in (day, month, year) if part)):
        assert kept(answer, typed)


@pytest.mark.parametrize(
    ("typed", "calendar", "meant"),
    [
        ("02", "jalali", "1402"),
        ("61", "jalali", "1361"),
        ("19", "gregorian", "2019"),
        ("81", "gregorian", "1981"),
    ],
)
def test_a_year_without_its_century_is_asked_back_with_the_one_that_has_been(
    amina: Person, typed: str, calendar: str, meant: str
) -> None:
    edit = f"{start_case(amina)}/edit"
    date = {"left_on-day": "", "left_on-month": "", "left_on-year": typed, "left_on-calendar": calendar}
    with time_machine.travel("2026-11-25 12:00Z", tick=False):
        answer = amina.post(edit, {**fields_of(amina, edit), **date}, status=422)
    assert f"Please give the year with four digits. Did you mean {meant}" in refusal(answer)


def test_the_numbers_in_a_refused_date_are_written_in_the_digits_of_the_reader(amina: Person) -> None:
    edit = f"{start_case(speaking(amina, 'fa'))}/edit"
    date = {"left_on-day": "31", "left_on-month": "8", "left_on-year": "1402", "left_on-calendar": "jalali"}
    answer = amina.post(edit, {**fields_of(amina, edit), **date}, status=422)
    assert "۳۰" in refusal(answer)
    assert "30" not in refusal(answer)


@LANGUAGES
def test_a_departure_before_the_birth_is_refused_in_words(amina: Person, language: str) -> None:
    case = start_case(speaking(amina, language))
    edit = f"{case}/edit"
    person = next(
        part
        for part in amina.get(case).text.split('"')
        if part.startswith("/people/") and part.count("/") == 2 and part != "/people/"
    )
    facts = f"{person}/edit"
    born = {"born-day": "", "born-month": "", "born-year": "1990", "born-calendar": "gregorian"}
    amina.post(facts, {**fields_of(amina, facts), **born})
    left = {"left_on-day": "", "left_on-month": "", "left_on-year": "1985", "left_on-calendar": "gregorian"}
    answer = amina.post(edit, {**fields_of(amina, edit), "summary": "Kept as it is.", **left}, status=422)
    message = (
        "By this they were born on %(born)s, after they left on %(left)s (case %(reference)s). "
        "One of the two dates cannot be right."
    )
    assert says(refusal(answer), language, message)
    assert kept(answer, "Kept as it is.")


@LANGUAGES
@pytest.mark.parametrize("hidden", ["\u202e", "\u202a", "\x07", "\x1b"], ids=["rlo", "lre", "bell", "escape"])
def test_a_name_with_a_hidden_character_is_refused_and_the_rest_is_kept(
    amina: Person, language: str, hidden: str
) -> None:
    sent = {**NIGHT, "name": f"Reza{hidden}azeR", "new_id": str(uuid.uuid4())}
    answer = speaking(amina, language).post("/cases/new", sent, status=422)
    message = (
        "There is an invisible character (%(code)s) after “%(words)s” that can hide what this text says."
    )
    assert says(refusal(answer), language, message)
    assert "Reza" in refusal(answer)
    assert kept(answer, NIGHT["tonight"])
    assert "Reza" not in amina.page("/cases/").text


def test_what_nobody_sees_is_taken_out_on_request_and_the_rest_is_saved(amina: Person) -> None:
    sent = {**NIGHT, "name": "Reza\u202eNemunei", "tonight": "At home\u202d, one night."}
    refused = amina.post("/cases/new", {**sent, "new_id": str(uuid.uuid4())}, status=422)
    assert "There is an invisible character (U+202D) in line 1, after “\u2068At home\u2069”" in refusal(
        refused
    )
    boxes = dict.fromkeys(("name-visible", "tonight-visible"), "1")
    assert all(f'name="{box}"' in refused.text for box in boxes)
    saved = amina.post("/cases/new", {**sent, **boxes, "new_id": str(uuid.uuid4())})
    text = amina.page(saved.headers["Location"]).text
    assert "RezaNemunei" in text
    assert "At home, one night." in text


@LANGUAGES
@pytest.mark.parametrize("name", ["\u200b \u200f", "\u200c", "\u3164", "\u2800", "\u0301"])
def test_a_name_of_which_nothing_is_seen_is_refused(amina: Person, language: str, name: str) -> None:
    sent = {**NIGHT, "name": name, "new_id": str(uuid.uuid4())}
    answer = speaking(amina, language).post("/cases/new", sent, status=422)
    assert says(refusal(answer), language, "There is nothing to be seen in this name. Please write a name.")
    assert kept(answer, NIGHT["tonight"])


@LANGUAGES
def test_a_joiner_and_a_name_in_two_scripts_are_welcome(amina: Person, language: str) -> None:
    name = "کاوه نمونه\u200cای (Kaveh)"
    assert name in amina.page(start_case(speaking(amina, language), name=name)).text


@LANGUAGES
def test_five_megabytes_pasted_into_a_letter_come_back_with_the_limit_in_words(
    amina: Person, language: str
) -> None:
    edit = f"{prepare(speaking(amina, language), start_case(amina))}/edit"
    pasted = "one word after another " * 230_000
    assert len(pasted) > 5_000_000
    answer = amina.post(edit, {**fields_of(amina, edit), "body": pasted}, status=422)
    message = "This is %(length)s characters long; up to %(most)s fit here. What does not fit can go into a document."
    assert says(refusal(answer)[:3000], language, message)
    assert kept(answer, pasted.strip())


@LANGUAGES
def test_a_file_that_is_not_what_its_name_says_is_not_kept_but_the_words_beside_it_are(
    amina: Person, language: str
) -> None:
    case = start_case(speaking(amina, language))
    add = f"/documents/add/case/{case.rpartition('/')[2]}"
    program = b"MZ\x90\x00\x03" + b"\x00" * 2000
    sent = {
        **fields_of(amina, add),
        "title": "Scan of the passport",
        "file": (io.BytesIO(program), "passport.pdf"),
    }
    answer = amina.post(add, sent, status=422, content_type="multipart/form-data")
    told = refusal(answer)
    assert any(
        says(told, language, message)
        for message in (
            "The name ends in .%(extension)s, but the content is that of a .%(found)s file. Nothing was kept. "
            "If it is one of these: %(kinds)s, give it its right name and choose it again.",
            "The name ends in .%(extension)s, but the content is something else. Nothing was kept. "
            "Open it where it comes from, save it as %(extension)s and choose it again.",
        )
    ), told
    assert kept(answer, "Scan of the passport")
    assert "passport.pdf" not in amina.page(case).text


@LANGUAGES
@pytest.mark.parametrize(
    "form", ["/cases/new", "{case}/letters/new", "{case}/statements/new", "/requests/new"]
)
def test_an_empty_form_says_what_is_missing(amina: Person, language: str, form: str) -> None:
    path = form.format(case=start_case(speaking(amina, language)))
    empty: dict[str, Any] = dict.fromkeys(fields_of(amina, path), "")
    answer = amina.post(path, empty, status=422)
    assert says(refusal(answer), language, "Nothing you typed is lost. Please look at these places:")


@LANGUAGES
def test_a_form_whose_session_has_ended_waits_for_its_writer(amina: Person, language: str) -> None:
    case = start_case(speaking(amina, language))
    edit = f"{case}/edit"
    typed = {**fields_of(amina, edit), "summary": TEXTS[language].body[:5000], "csrf_token": amina.token()}
    with time_machine.travel(now() + timedelta(hours=20)):
        answer = amina.client.post(edit, data=typed)
        assert answer.status_code == 302
        assert "/sign-in" in answer.headers["Location"]
        amina.sign_in()
        page = amina.get(edit)
        assert kept(page, TEXTS[language].body[:5000].strip())
        assert says(
            page.text,
            language,
            "Your session had ended while you were writing. Your text is here; nothing was sent yet.",
        )
        assert TEXTS[language].body[:200] not in amina.page(case).text


@LANGUAGES
def test_two_who_edit_the_same_case_see_both_versions(amina: Person, clara: Person, language: str) -> None:
    case = start_case(speaking(amina, language))
    edit = f"{case}/edit"
    opened = fields_of(amina, edit)
    show(clara, "case", case.rpartition("/")[2])
    clara.post(edit, {**fields_of(clara, edit), "tonight": "In our flat."})
    answer = amina.post(edit, {**opened, "tonight": "With the priest."}, status=409)
    assert says(answer.text, language, "Someone else has saved this in the meantime")
    for text in ("In our flat.", "With the priest."):
        assert kept(answer, text)
    kept_form = Page(answer.text).forms
    mine = next(form for form in kept_form if form["action"] == edit)
    amina.post(edit, mine["fields"])
    assert "With the priest." in amina.page(case).text


@pytest.mark.browser
@LANGUAGES
def test_a_double_click_makes_one_case(desk: Callable[..., Desk], language: str) -> None:
    amina = Colleague(desk("amina"), language)
    amina.open("/cases/new")
    amina.fill("Working name", LATIN_NAME)
    with amina.next_page():
        amina.main.get_by_role("button", name=amina.word("Save the case"), exact=True).dblclick()
    amina.page.wait_for_url(lambda url: "/cases/" in url and not url.endswith("/new"))
    amina.open("/cases/")
    assert amina.main.locator("tbody tr").count() == 1


@pytest.mark.browser
@LANGUAGES
def test_the_back_button_after_saving_does_not_save_a_second_time(
    desk: Callable[..., Desk], language: str
) -> None:
    amina = Colleague(desk("amina"), language)
    amina.open("/cases/new")
    amina.fill("Working name", LATIN_NAME)
    amina.press("Save the case")
    case = amina.path()
    amina.page.go_back()
    amina.open("/cases/")
    assert amina.main.locator("tbody tr").count() == 1
    amina.open(f"{case}/edit")
    amina.fill("In short", TEXTS[language]["note"])
    amina.press("Save")
    amina.page.go_back()
    assert amina.main.get_by_label(amina.word("In short")).input_value() == TEXTS[language]["note"]
    amina.press("Save")
    amina.sees(LATIN_NAME)
