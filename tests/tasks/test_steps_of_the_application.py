"""Next steps that the application writes by itself: each reader reads them in their own language."""

from typing import Any

from caseapp.db import db
from caseapp.tasks.models import NextStep
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.consents.sheets import days_from_now, fill_sheet, sheet_of
from tests.journeys.words import catalog

RUNS_OUT = "Consents of this person run out soon. Ask again, in private, before they do."


def step_of(person: Person) -> str:
    with person.app.app_context():
        return f"/next-steps/{db.session.query(NextStep).one().id}"


def caused_by(person: Person, language: str) -> str:
    person.post("/language", {"locale": language, "return_to": "/"})
    fill_sheet(person, sheet_of(person, start_case(person)), trace="yes", until=days_from_now(20))
    return step_of(person)


def test_it_is_read_in_the_language_of_the_reader_and_not_of_who_caused_it(
    amina: Person, clara: Person
) -> None:
    step = caused_by(amina, "fa")
    assert RUNS_OUT in clara.page(step).text
    assert catalog("fa").gettext(RUNS_OUT) in amina.page(step).text


def test_moving_it_leaves_it_in_the_language_of_each_reader(amina: Person, clara: Person) -> None:
    step = caused_by(amina, "fa")
    change(clara, step)
    assert catalog("fa").gettext(RUNS_OUT) in amina.page(step).text


def test_whoever_rewords_it_puts_their_own_words_in_its_place(amina: Person, clara: Person) -> None:
    step = caused_by(amina, "fa")
    change(clara, step, text="Ring her on Monday.")
    assert "Ring her on Monday." in amina.page(step).text
    assert catalog("fa").gettext(RUNS_OUT) in amina.page(f"/history/next_step/{step.rpartition('/')[2]}").text


def change(person: Person, step: str, **sent: Any) -> None:
    due = {"due-day": "1", "due-month": "1", "due-year": "2030", "due-calendar": "gregorian"}
    page = person.page(step)
    form = next(each for each in page.forms if "text" in each["fields"])
    person.post(step, {**form["fields"], **due, "assignee": str(person.id), **sent})
