"""Names and facts of a person, from the case page on."""

import re
import uuid

from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.people.walking import add_names, client_of, errand, form_values, id_of, look_up


def test_names_in_two_scripts_and_an_alias_stand_on_the_page_of_the_person(amina: Person) -> None:
    case = start_case(amina)
    text = amina.page(add_names(amina, case)).text
    for name in ("آرش نمونه‌ای", "Arash Nemunei", "Behrouz", "Reza from the camp"):
        assert name in text
    assert "as in the passport" in text


def test_the_case_list_shows_the_real_name_first_and_the_other_script_beside_it(amina: Person) -> None:
    add_names(amina, start_case(amina))
    text = amina.page("/cases/").text
    assert "Arash Nemunei" in text
    assert "آرش نمونه‌ای" in text


def test_a_reader_of_persian_sees_the_name_in_persian_script_first(amina: Person) -> None:
    add_names(amina, start_case(amina))
    assert amina.page("/cases/").text.index("Arash Nemunei") < amina.page("/cases/").text.index("آرش نمونه‌ای")
    amina.post("/me", {"language": "fa", "calendar": "jalali", "theme": "auto"})
    text = amina.page("/cases/").text
    assert text.index("آرش نمونه‌ای") < text.index("Arash Nemunei")


def test_nobody_writes_names_without_having_searched(amina: Person) -> None:
    case = start_case(amina)
    client = client_of(amina, case)
    answer = amina.post(
        f"/people/names/case/{id_of(case)}/{client}",
        {"new_id": str(uuid.uuid4()), "name": "Kaveh Farzi", "kind": "legal"},
    )
    assert "/people/check/names/" in answer.headers["Location"]
    assert "Kaveh Farzi" not in amina.page(f"/people/{client}").text


def test_each_errand_asks_for_a_search_of_its_own(amina: Person) -> None:
    case = start_case(amina)
    add_names(amina, case)
    form = f"/people/names/case/{id_of(case)}/{client_of(amina, case)}"
    assert "/people/check/names/" in amina.get(form, 302).headers["Location"]


def test_a_double_click_writes_the_names_once(amina: Person) -> None:
    case = start_case(amina)
    same = str(uuid.uuid4())
    add_names(amina, case, new_id=same)
    add_names(amina, case, new_id=same)
    assert amina.page(f"/people/{client_of(amina, case)}").text.count("Behrouz") == 1


def test_a_partial_birth_date_is_kept_as_stated(amina: Person) -> None:
    page = add_names(
        amina, start_case(amina), **{"born-year": "1349", "born-calendar": "jalali", "born-about": "y"}
    )
    assert "about 1349 (" in amina.page(page).text  # the reader's own calendar stands beside it


def test_an_override_of_direction_in_a_name_is_refused_and_nothing_is_lost(amina: Person) -> None:
    case = start_case(amina)
    look_up(amina, "names", case, "Kaveh")
    answer = amina.post(
        f"/people/names/case/{id_of(case)}/{client_of(amina, case)}",
        {
            "new_id": str(uuid.uuid4()),
            "name": "Ka\u202eveh",
            "kind": "legal",
            "third": "Farzin",
            "third_kind": "alias",
        },
        status=422,
    )
    assert "U+202E" in answer.text
    assert "Farzin" in answer.text


def test_a_birth_after_the_departure_is_refused_naming_both_dates(amina: Person) -> None:
    case = start_case(amina)
    form = amina.get(f"{case}/edit").text
    amina.post(
        f"{case}/edit",
        {
            "row_version": form_values(form, "row_version"),
            "safe_now": "yes",
            "may_ring": "yes",
            "language": "fa",
            "left_on-year": "1996",
            "left_on-calendar": "gregorian",
        },
    )
    person = f"/people/{client_of(amina, case)}"
    version = form_values(amina.get(f"{person}/edit").text, "row_version")
    facts = {
        "row_version": version,
        "born-year": "2001",
        "born-calendar": "gregorian",
        "born_where": "Tabriz",
    }
    answer = amina.post(f"{person}/edit", facts, status=422)
    assert "born on 2001, after they left on 1996" in answer.text
    assert "Tabriz" in answer.text
    amina.post(f"{person}/edit", {**facts, "born-year": "1971"})
    assert "1971" in amina.page(person).text


def test_a_departure_before_the_birth_is_refused_too(amina: Person) -> None:
    case = start_case(amina)
    add_names(amina, case, **{"born-year": "2001", "born-calendar": "gregorian"})
    answer = amina.post(
        f"{case}/edit",
        {
            "safe_now": "yes",
            "may_ring": "yes",
            "language": "fa",
            "left_on-year": "1996",
            "left_on-calendar": "gregorian",
        },
        status=422,
    )
    assert "One of the two dates cannot be right" in answer.text


def test_a_name_is_corrected_and_taken_out_with_a_reason(amina: Person) -> None:
    person = add_names(amina, start_case(amina))
    address = _name_page(amina, person, "Behrouz")
    version = form_values(amina.get(address).text, "row_version")
    amina.post(address, {"row_version": version, "name": "Behruz", "kind": "organisation"})
    assert "Behruz" in amina.page(person).text
    amina.post(f"{address}/remove", {"reason": " "}, status=422)
    amina.post(f"{address}/remove", {"reason": "It was somebody else's."})
    assert "Behruz" not in amina.page(person).text


def test_two_who_correct_a_name_see_both_versions(amina: Person, clara: Person) -> None:
    person = add_names(amina, start_case(amina))
    address = _name_page(amina, person, "Behrouz")
    version = form_values(amina.get(address).text, "row_version")
    clara.post(address, {"row_version": version, "name": "Behrooz", "kind": "organisation"})
    page = amina.post(address, {"row_version": version, "name": "Behruz", "kind": "organisation"}, status=409)
    assert "Behrooz" in page.text
    assert "Behruz" in page.text


def test_a_former_name_stands_in_the_history_with_who_corrected_it(amina: Person, clara: Person) -> None:
    person = add_names(amina, start_case(amina))
    address = _name_page(amina, person, "Behrouz")
    version = form_values(amina.get(address).text, "row_version")
    clara.post(address, {"row_version": version, "name": "Behruz", "kind": "organisation"})
    text = amina.page(f"/history/person_name/{address.rpartition('/')[2]}").text
    assert "Behrouz" in text
    assert "Clara Test" in text


def test_the_only_name_stays(amina: Person) -> None:
    case = start_case(amina)
    person = f"/people/{client_of(amina, case)}"
    amina.post(f"{_name_page(amina, person, 'Reza from the camp')}/remove", {"reason": "wrong"})
    assert "Reza from the camp" in amina.page(person).text


def test_a_name_of_one_person_is_no_name_of_another(amina: Person) -> None:
    first = add_names(amina, start_case(amina))
    other = client_of(amina, start_case(amina, name="Omid"))
    name_id = _name_page(amina, first, "Behrouz").rpartition("/")[2]
    amina.get(f"/people/{other}/names/{name_id}", 404)


def test_a_name_written_down_elsewhere_is_corrected_there_alone(amina: Person) -> None:
    known = client_of(amina, start_case(amina, name="Jaleh Emtehani"))
    case = start_case(amina, name="The woman from the bus")
    same = client_of(amina, case)
    name_id = _name_page(amina, f"/people/{same}", "The woman from the bus").rpartition("/")[2]
    look_up(amina, "names", case, "Jaleh Emtehani")
    amina.post(f"/people/check/{errand('names', case, same)}/pick", {"picked": known})
    amina.get(f"/people/{known}/names/{name_id}", 404)
    amina.get(f"/people/{known}/names/{name_id}/remove", 404)
    amina.get(f"/people/{same}/names/{name_id}")


def test_a_way_to_reach_them_says_whose_it_is_and_what_to_take_care_of(amina: Person) -> None:
    case = start_case(amina)
    person = f"/people/{client_of(amina, case)}"
    route = {
        "new_id": str(uuid.uuid4()),
        "kind": "telephone",
        "value": "+355 69 222 3333",
        "whose": "The landlord's",
        "may_we": "only_as_agreed",
        "safety": "Never leave a message.",
    }
    amina.post(f"{person}/routes/new", route)
    amina.post(f"{person}/routes/new", route)
    for page in (person, case):
        text = amina.page(page).text
        assert text.count("+355 69 222 3333") == 1
        assert "Never leave a message." in text
        assert "only as agreed" in text


def test_a_way_to_reach_them_is_corrected_and_taken_out(amina: Person) -> None:
    person = f"/people/{client_of(amina, start_case(amina))}"
    amina.post(
        f"{person}/routes/new",
        {"new_id": str(uuid.uuid4()), "kind": "email", "value": "a@example.org", "may_we": "yes"},
    )
    found = re.search(rf'href="({person}/routes/[0-9a-f-]{{36}})"', amina.get(person).text)
    assert found
    address = found.group(1)
    version = form_values(amina.get(address).text, "row_version")
    amina.post(address, {"row_version": version, "kind": "email", "value": "b@example.org", "may_we": "no"})
    assert "b@example.org" in amina.page(person).text
    amina.post(f"{address}/remove", {"reason": "Read by others."})
    assert "b@example.org" not in amina.page(person).text


def test_another_worker_finds_no_page_of_the_person(amina: Person, besnik: Person) -> None:
    person = add_names(amina, start_case(amina))
    for page in ("", "/edit", "/routes/new"):
        besnik.get(person + page, 404)


def _name_page(person: Person, page: str, name: str) -> str:
    found = re.search(rf'href="({page}/names/[0-9a-f-]+)"><bdi>{name}<', person.get(page).text)
    assert found, name
    return found.group(1)


def test_a_number_among_persian_words_keeps_its_order(amina: Person) -> None:
    case = start_case(amina)
    person = f"/people/{client_of(amina, case)}"
    through = {"kind": "through", "value": "از طریق فرنگیس، +355 69 888 3434", "may_we": "yes"}
    amina.post(f"{person}/routes/new", {"new_id": str(uuid.uuid4()), **through})
    amina.post("/language", {"locale": "fa"})
    for page in (person, case):
        assert "\N{LEFT-TO-RIGHT ISOLATE}+355 69 888 3434\N{POP DIRECTIONAL ISOLATE}" in amina.get(page).text
