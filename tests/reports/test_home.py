"""The home page by role: what is due first for workers, the doors of the house for those who read no cases."""

from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.incoming_contacts.test_incoming_contacts import log_contact
from tests.letters.preparing import step
from tests.tasks.test_next_steps import add_step


def order_of(text: str, *titles: str) -> list[int]:
    """Where each title stands in a page."""
    places = [text.find(title) for title in titles]
    assert -1 not in places, dict(zip(titles, places, strict=True))
    return places


def test_a_worker_sees_what_is_due_then_their_cases_then_what_is_not_filed(amina: Person) -> None:
    case = start_case(amina)
    add_step(amina, case, "Ring the hostel")
    log_contact(amina)
    main = amina.get("/").text.partition('<main id="main"')[2]
    places = order_of(main, 'id="today-and-late"', 'id="my-cases"', 'id="incoming-not-filed"')
    assert places == sorted(places)


def test_the_five_cases_last_changed_stand_there(amina: Person) -> None:
    for number in range(6):
        start_case(amina, name=f"Guest {number}")
    text = amina.page("/").text
    assert "Guest 5" in text
    assert "Guest 0" not in text
    assert "1 more" in text


def test_a_closed_case_makes_room(amina: Person, clara: Person) -> None:
    case = start_case(amina, name="Guest who went on")
    step(clara, case, "close", reason="He has a flat and work.")
    assert "Guest who went on" not in amina.page("/").text
    assert "Guest who went on" in amina.page("/cases/").text


def test_a_case_of_somebody_else_is_not_among_ones_own(amina: Person, clara: Person) -> None:
    start_case(amina, name="Guest of Amina")
    assert "Guest of Amina" not in clara.page("/").text


def test_an_administrator_finds_the_doors_of_the_house(drita: Person) -> None:
    main = drita.get("/").text.partition('<main id="main"')[2]
    for address in ("/staff", "/audit/", "/reports/"):
        assert f'href="{address}"' in main
    assert "My cases" not in main


def test_an_auditor_finds_log_and_numbers_and_no_staff(edon: Person) -> None:
    main = edon.get("/").text.partition('<main id="main"')[2]
    assert 'href="/audit/"' in main
    assert 'href="/reports/"' in main
    assert 'href="/staff"' not in main


def test_a_worker_has_no_such_doors(amina: Person) -> None:
    assert "Running the house" not in amina.page("/").text


def test_seeing_names_on_the_home_page_is_recorded(amina: Person, edon: Person) -> None:
    start_case(amina)
    amina.get("/")
    assert "Saw a list of cases" in edon.page("/audit/").text
