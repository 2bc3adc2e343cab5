"""Where a contact belongs: with cases and requests, out of them again, and what that tells whoever took the call."""

from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import reference_of, start_case
from tests.conftest import Person
from tests.contact_requests.requesting import open_request
from tests.doorway import prepared
from tests.incoming_contacts.test_incoming_contacts import log_contact
from tests.page_rules import Page
from tests.tasks.test_next_steps import case_id


@prepared
def file_with(person: Person, contact: str, case: str) -> None:
    """File a contact with a case."""
    person.post(f"{contact}/file", {"place": f"case:{case_id(case)}", "reference": ""})


@prepared
def keep_out(coordinator: Person, case: str, colleague: Person) -> None:
    """Keep a colleague out of a case."""
    change(coordinator, case, colleague, "keep_out")


def seen_by(person: Person, contact: str) -> tuple[int, str, str]:
    """What a colleague can tell of a contact: its page, the list, their home page."""
    page = person.client.get(contact)
    listed = Page(person.get("/incoming/").text).text
    return page.status_code, listed, Page(person.get("/").text).text


def test_it_is_filed_with_a_request_and_stands_on_its_page(amina: Person) -> None:
    request, contact = open_request(amina), log_contact(amina)
    reference = amina.page(request).h1[0].split()[-1]
    amina.post(f"{contact}/file", {"place": "", "reference": reference.lower()})
    assert "A man who says he is her uncle" in amina.page(request).text
    assert reference in amina.page(contact).text


def test_a_request_is_chosen_from_the_list(amina: Person) -> None:
    request, contact = open_request(amina), log_contact(amina)
    place = f"contact_request:{request.rpartition('/')[2]}"
    assert place in amina.get(contact).text
    amina.post(f"{contact}/file", {"place": place, "reference": ""})
    assert "Incoming contacts not filed" not in amina.page("/").text


def test_a_person_is_no_place_to_file_a_contact(amina: Person) -> None:
    contact = log_contact(amina)
    page = amina.post(f"{contact}/file", {"place": f"user:{amina.id}", "reference": ""}, status=422)
    assert "Please choose one of the list." in page.text


def test_whoever_took_a_call_about_a_case_they_are_kept_out_of_learns_no_more_than_of_any_case_of_others(
    amina: Person, besnik: Person, clara: Person
) -> None:
    shielded, foreign = start_case(amina), start_case(amina)
    keep_out(clara, shielded, besnik)
    told = []
    for case in (shielded, foreign):
        contact = log_contact(besnik)
        before = seen_by(besnik, contact)
        assert before[0] == 200
        file_with(clara, contact, case)
        told.append(seen_by(besnik, contact))
        assert "uncle" not in told[-1][1]
    assert told[0] == told[1]
    assert told[0][0] == 404


def test_entering_a_call_about_a_shielded_case_reads_as_one_about_nobody(
    amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina, name="Shirin Example")
    keep_out(clara, case, besnik)
    known = besnik.page(log_contact(besnik, about="Shirin Example", caller="", number=""))
    unknown = besnik.page(log_contact(besnik, about="Nobody Everheardof", caller="", number=""))
    one, other = (page.text.partition("What was said")[2] for page in (known, unknown))
    assert (
        one.partition("Printed by")[0].replace("Shirin Example", "*").split("Incoming contact I-")[0]
        == (
            other.partition("Printed by")[0]
            .replace("Nobody Everheardof", "*")
            .split("Incoming contact I-")[0]
        )
    )


def test_the_next_step_of_a_call_that_goes_elsewhere_becomes_the_work_of_whoever_filed_it(
    amina: Person, besnik: Person, clara: Person
) -> None:
    case, contact = start_case(amina), log_contact(besnik, next_step="Ring the uncle back")
    assert "Ring the uncle back" in besnik.page("/").text
    file_with(clara, contact, case)
    assert "Ring the uncle back" not in besnik.page("/").text
    assert "Ring the uncle back" in clara.page("/").text


def test_the_next_step_of_a_call_filed_with_ones_own_case_stays_ones_own(amina: Person) -> None:
    case, contact = start_case(amina), log_contact(amina, next_step="Ring the uncle back")
    file_with(amina, contact, case)
    assert "Ring the uncle back" in amina.page("/").text


def test_what_was_filed_by_mistake_is_taken_out_and_waits_again(
    amina: Person, besnik: Person, clara: Person
) -> None:
    case, contact = start_case(amina), log_contact(besnik)
    file_with(clara, contact, case)
    assert "uncle" in amina.page(case).text
    clara.post(f"{contact}/take-out", {"place": f"case:{case_id(case)}"})
    assert "uncle" not in amina.page(case).text
    amina.get(contact, 404)
    assert "Incoming contacts not filed" in besnik.page("/").text
    file_with(clara, contact, case)
    assert "uncle" in amina.page(case).text, "it can be filed there again"


def test_taking_it_out_of_one_case_leaves_it_in_the_other(amina: Person) -> None:
    one, other, contact = start_case(amina), start_case(amina), log_contact(amina)
    for case in (one, other):
        file_with(amina, contact, case)
    for _click in range(2):
        amina.post(f"{contact}/take-out", {"place": f"case:{case_id(one)}"})
    assert reference_of(amina, other) in amina.page(contact).text.partition("Where it belongs")[2]
    assert "uncle" not in amina.page(one).text
    assert "uncle" in amina.page(other).text


def test_what_was_put_aside_can_be_filed_after_all_and_its_next_steps_stay(amina: Person) -> None:
    case, contact = start_case(amina), log_contact(amina, next_step="Ring the uncle back")
    amina.post(f"{contact}/put-aside", {"why": "A wrong number."})
    assert "Ring the uncle back" in amina.page("/").text
    file_with(amina, contact, case)
    assert "uncle" in amina.page(case).text


def test_the_home_page_leads_straight_to_a_new_contact_for_those_who_log_them(
    amina: Person, drita: Person
) -> None:
    main = amina.get("/").text.partition('<main id="main"')[2]
    assert main.find('href="/incoming/new"') < main.find("<section")
    assert "/incoming/new" not in drita.get("/").text


def test_a_contact_that_belongs_nowhere_yet_offers_to_start_a_case(amina: Person) -> None:
    contact = log_contact(amina)
    assert 'href="/cases/new"' in amina.get(contact).text.partition('id="filing"')[2]
    case = start_case(amina)
    file_with(amina, contact, case)
    assert 'href="/cases/new"' not in amina.get(contact).text.partition('id="filing"')[2]
