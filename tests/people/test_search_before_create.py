"""The search before a name is written down: what it finds, what it may tell, what it leaves behind."""

import re
import uuid

from caseapp.access import keep_out
from caseapp.accounts.models import User
from caseapp.cases.models import Case
from caseapp.db import Scope, db, write
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.contact_requests.requesting import open_request
from tests.people.walking import add_names, client_of, errand, events, form_values, id_of, look_up

TELLING = "Someone here may know this name. Ask the coordinator."


def test_a_search_that_finds_nothing_lets_the_worker_go_on(amina: Person) -> None:
    text = look_up(amina, "names", start_case(amina), "Jaleh Emtehani")
    assert "Nothing found, go on" in text
    assert TELLING not in text


def test_the_client_of_the_errand_is_not_found_as_somebody_else(amina: Person) -> None:
    text = look_up(amina, "names", start_case(amina, name="Jaleh Emtehani"), "Jaleh Emtehani")
    assert "Nothing found, go on" in text


def test_a_visible_person_is_found_across_scripts(amina: Person) -> None:
    known = start_case(amina, name="ژاله امتحانی")
    text = look_up(amina, "relative", start_case(amina), "Jaleh Emtehani")
    assert client_of(amina, known) in text
    assert "It is none of them, go on" in text


def test_of_other_peoples_cases_only_one_sentence_is_told(amina: Person, besnik: Person) -> None:
    page = add_names(amina, start_case(amina, name="Jaleh Emtehani"))
    text = look_up(besnik, "names", start_case(besnik, name="Omid"), "Jale Emtehani")
    assert TELLING in text
    assert id_of(page) not in text
    assert "Emtehani</bdi>" not in text
    assert "Nemunei" not in text


def test_somebody_kept_out_is_not_told_even_that(amina: Person, besnik: Person, clara: Person) -> None:
    case = start_case(amina, name="Jaleh Emtehani")
    with amina.app.app_context():
        with write():
            scope = db.session.get(Scope, db.session.get_one(Case, uuid.UUID(id_of(case))).scope_id)
            assert scope is not None
            keep_out(
                db.session.get_one(User, clara.id), scope, db.session.get_one(User, besnik.id), "A cousin."
            )
        db.session.remove()
    text = look_up(besnik, "names", start_case(besnik, name="Omid"), "Jaleh Emtehani")
    assert TELLING not in text
    assert "Nothing found, go on" in text


def test_asking_the_coordinator_is_recorded_once_and_becomes_a_next_step(
    amina: Person, besnik: Person, clara: Person
) -> None:
    start_case(amina, name="Jaleh Emtehani")
    case = start_case(besnik, name="Omid")
    look_up(besnik, "names", case, "Jaleh Emtehani")
    way = f"/people/check/{errand('names', case, client_of(besnik, case))}"
    besnik.post(f"{way}/ask")
    besnik.post(f"{way}/ask")
    assert len(events(besnik, "person.coordinator_asked")) == 1
    assert "The coordinator has been asked." in besnik.page(way).text
    if "tasks" in besnik.app.blueprints:
        assert "Is Jaleh Emtehani here already" in clara.page(case).text


def test_nobody_is_asked_where_there_is_nothing_to_ask(amina: Person) -> None:
    case = start_case(amina)
    look_up(amina, "names", case, "Jaleh Emtehani")
    amina.post(f"/people/check/{errand('names', case, client_of(amina, case))}/ask")
    assert events(amina, "person.coordinator_asked") == []


def test_the_audit_log_keeps_that_a_search_was_made_but_not_the_name(amina: Person, edon: Person) -> None:
    known = client_of(amina, start_case(amina, name="Jaleh Emtehani"))
    look_up(amina, "relative", start_case(amina), "Jaleh Emtehani")
    (detail,) = events(amina, "person.looked_up")
    assert detail["shown"] == [known]
    assert re.fullmatch(r"[0-9a-f]{64}", detail["query"])
    assert "Emtehani" not in str(detail)
    text = edon.page("/audit/").text
    assert "Looked for a person before writing down a name" in text
    assert "Emtehani" not in text


def test_picking_the_person_who_is_here_already_makes_them_the_client(amina: Person) -> None:
    known = start_case(amina, name="Jaleh Emtehani")
    jaleh = client_of(amina, known)
    case = start_case(amina, name="The woman from the bus")
    begun = client_of(amina, case)
    look_up(amina, "names", case, "Jaleh Emtehani")
    amina.post(f"/people/check/{errand('names', case, begun)}/pick", {"picked": jaleh})
    assert client_of(amina, case) == jaleh
    assert (
        "Also written down elsewhere as: \u2068The woman from the bus\u2069"
        in amina.page(f"/people/{jaleh}").text
    )
    assert "The same person is recorded in another place" in amina.page(f"/people/{begun}").text
    assert "Jaleh Emtehani" in amina.page("/cases/").text


def test_a_colleague_of_the_second_case_then_reaches_the_person(amina: Person, clara: Person) -> None:
    jaleh = client_of(amina, start_case(amina, name="Jaleh Emtehani"))
    case = start_case(amina, name="The woman from the bus")
    look_up(amina, "names", case, "Jaleh Emtehani")
    amina.post(f"/people/check/{errand('names', case, client_of(amina, case))}/pick", {"picked": jaleh})
    assert "Jaleh Emtehani" in clara.page(case).text


def test_nobody_is_picked_whom_the_search_did_not_show(amina: Person, besnik: Person) -> None:
    foreign = client_of(amina, start_case(amina, name="Jaleh Emtehani"))
    case = start_case(besnik, name="Omid")
    look_up(besnik, "names", case, "Jaleh Emtehani")
    way = errand("names", case, client_of(besnik, case))
    besnik.post(f"/people/check/{way}/pick", {"picked": foreign}, status=404)
    besnik.get(f"/people/{foreign}", 404)


def test_somebody_of_several_cases_is_not_replaced_by_one_worker(amina: Person) -> None:
    jaleh = client_of(amina, start_case(amina, name="Jaleh Emtehani"))
    shared = start_case(amina, name="Dara Khiali")
    dara = client_of(amina, shared)
    other = start_case(amina, name="Omid")
    look_up(amina, "relative", other, "Dara Khiali")
    amina.post(f"/people/check/{errand('relative', other, client_of(amina, other))}/pick", {"picked": dara})
    amina.post(
        f"/people/relative/case/{id_of(other)}/{client_of(amina, other)}",
        {"new_id": str(uuid.uuid4()), "kind": "friend", "said_by": "Omid", "note": ""},
    )
    look_up(amina, "names", shared, "Jaleh Emtehani")
    amina.post(f"/people/check/{errand('names', shared, dara)}/pick", {"picked": jaleh})
    assert client_of(amina, shared) == dara


def test_an_empty_search_asks_for_the_name(amina: Person) -> None:
    case = start_case(amina)
    answer = amina.post(
        f"/people/check/{errand('names', case, client_of(amina, case))}", {"name": " "}, status=422
    )
    assert "Please fill this in." in answer.text


def test_the_searched_name_waits_in_the_form(amina: Person) -> None:
    case = start_case(amina)
    look_up(amina, "relative", case, "Jaleh Emtehani")
    form = amina.get(f"/people/relative/case/{id_of(case)}/{client_of(amina, case)}").text
    assert form_values(form, "name") == "Jaleh Emtehani"


def test_an_unknown_aim_or_kind_is_not_there(amina: Person) -> None:
    case = start_case(amina)
    client = client_of(amina, case)
    amina.get(f"/people/check/gossip/case/{id_of(case)}/{client}", 404)
    amina.get(f"/people/check/names/nothing/{id_of(case)}/{client}", 404)


def test_what_speaks_for_and_against_each_one_found_stands_beside_what_was_typed(amina: Person) -> None:
    known = start_case(amina, name="ژاله امتحانی")
    add_names(amina, known, name="Jaleh Emtehani", second="", third="", **born("1345", "jalali"))
    case = start_case(amina)
    typed = {"name": "Zhaleh Emtehani", **born("1966", "gregorian")}
    address = f"/people/check/{errand('relative', case, client_of(amina, case))}"
    amina.post(address, typed)
    text = amina.page(address).text
    assert (
        "the same sound in another script: \u2068Zhaleh Emtehani\u2069 and \u2068ژاله امتحانی\u2069" in text
    )
    assert "the birth dates may be the same" in text
    assert "may be the same" in text
    form = amina.get(f"/people/relative/case/{id_of(case)}/{client_of(amina, case)}").text
    assert form_values(form, "born-year") == "1966"


def test_a_birth_date_that_is_none_is_refused_and_the_name_stays(amina: Person) -> None:
    case = start_case(amina)
    way = f"/people/check/{errand('names', case, client_of(amina, case))}"
    answer = amina.post(way, {"name": "Jaleh Emtehani", **born("13456", "jalali")}, status=422)
    assert "Jaleh Emtehani" in answer.text
    assert "Nothing was searched" in answer.text


def test_a_case_that_begins_with_a_name_like_one_that_is_here_says_so_on_its_page(
    amina: Person, besnik: Person, clara: Person
) -> None:
    known = start_case(amina, name="Jaleh Emtehani")
    asking = "This person may be here already."
    assert asking not in amina.page(known).text
    begun = start_case(amina, name="Zhaleh Emtehani")
    text = amina.get(begun).text
    assert asking in text
    way = f"/people/check/{errand('names', begun, client_of(amina, begun))}"
    assert f'href="{way}#found"' in text
    assert "It is this person" in amina.page(way).text
    assert asking in besnik.page(start_case(besnik, name="Jaleh Emtehani")).text
    amina.post(f"{way}/pick", {"picked": client_of(amina, known)})
    assert asking not in amina.page(begun).text


def test_who_is_kept_out_of_the_only_one_of_that_name_is_told_nothing_on_the_page_of_a_new_case(
    amina: Person, besnik: Person, clara: Person
) -> None:
    change(clara, start_case(amina, name="Jaleh Emtehani"), besnik, "keep_out")
    begun = besnik.page(start_case(besnik, name="Jaleh Emtehani")).text
    assert "This person may be here already." not in begun
    assert events(besnik, "person.looked_up") == []


def born(year: str, calendar: str) -> dict[str, str]:
    return {"born-day": "", "born-month": "", "born-year": year, "born-calendar": calendar}


def test_somebody_sought_whose_name_is_here_already_is_to_be_looked_at_on_the_page_of_the_request(
    amina: Person,
) -> None:
    start_case(amina, name="Jaleh Emtehani")
    request = open_request(amina, sought_name="Zhaleh Emtehani")
    assert "This person may be here already." in amina.page(request).text
    assert "It is this person" in amina.page(request_check(amina, request)).text
    other = open_request(amina, sought_name="Nobody Known")
    assert "This person may be here already." not in amina.page(other).text


def request_check(person: Person, request: str) -> str:
    found = re.search(r'href="(/people/check/names/contact_request/[^"#]+)#found"', person.get(request).text)
    assert found
    return found.group(1)
