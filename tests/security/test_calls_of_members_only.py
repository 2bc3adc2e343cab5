"""A call filed with a request of a case that is kept among its members is kept among them with it."""

from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.contact_requests.requesting import open_request
from tests.incoming_contacts.test_filing import file_with
from tests.incoming_contacts.test_incoming_contacts import log_contact


def among_members(clara: Person, case: str) -> None:
    clara.post(f"{case}/access/level", {"level": "members"})
    change(clara, case, clara, "remove")
    clara.get(case, 404)


def test_a_call_filed_with_the_case_itself_is_kept_among_its_members(amina: Person, clara: Person) -> None:
    case, contact = start_case(amina), log_contact(amina)
    file_with(amina, contact, case)
    among_members(clara, case)
    clara.get(contact, 404)


def test_a_call_filed_with_a_request_of_the_case_is_kept_among_its_members(
    amina: Person, clara: Person
) -> None:
    case, contact = start_case(amina), log_contact(amina)
    request = open_request(amina, case)
    place = f"contact_request:{request.rpartition('/')[2]}"
    amina.post(f"{contact}/file", {"place": place, "reference": ""})
    among_members(clara, case)
    clara.get(request, 404)
    clara.get(contact, 404)
    assert "her uncle" not in clara.get("/incoming/").text
    amina.get(contact)
