"""Somebody rings: logged in seconds, never looked up, filed later or put aside."""

import uuid
from urllib.parse import urlsplit

import pytest

from caseapp.db import db
from caseapp.i18n import LANGUAGES
from caseapp.incoming_contacts.models import ContactFiling, IncomingContact
from caseapp.incoming_contacts.wording import NEITHER_CONFIRM_NOR_DENY
from tests.cases.test_starting_a_case import reference_of, start_case
from tests.conftest import Person
from tests.doorway import prepared
from tests.page_rules import Page
from tests.tasks.test_next_steps import case_id

CALL = {
    "caller": "A man who says he is her uncle",
    "number": "+355 69 000 2222",
    "about": "Shirin Example",
    "wanted": "Wants to know whether she sleeps at our place.",
    "answered": "The sentence, twice.",
    "medium": "call",
    "due_in": "0",
}


@prepared
def log_contact(person: Person, **changes: str) -> str:
    """Log a contact through the browser's door; returns its address."""
    response = person.post("/incoming/new", {**CALL, "new_id": str(uuid.uuid4()), **changes})
    return urlsplit(response.headers["Location"]).path


def test_one_line_is_enough(amina: Person) -> None:
    nothing = dict.fromkeys(("caller", "number", "about", "wanted", "answered"), "")
    address = log_contact(amina, **{**nothing, "wanted": "Hung up at once."})
    assert "Hung up at once." in amina.page(address).text


def test_an_empty_page_is_not_saved(amina: Person) -> None:
    nothing = dict.fromkeys(("caller", "number", "about", "wanted", "answered"), " ")
    page = amina.post("/incoming/new", {**CALL, **nothing}, status=422)
    assert "Write at least one line" in page.text


def test_a_contact_needs_no_case_and_waits_on_the_home_page(amina: Person) -> None:
    address = log_contact(amina)
    assert "A man who says he is her uncle" in amina.page(address).text
    assert "Incoming contacts not filed" in amina.page("/").text
    assert "A man who says he is her uncle" in amina.page("/").text


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_sentence_for_callers_stands_there_in_every_language(amina: Person, tag: str) -> None:
    sentence = NEITHER_CONFIRM_NOR_DENY[tag]
    for address in ("/incoming/new", log_contact(amina)):
        html = amina.get(address).text
        assert sentence in html
        assert f'lang="{tag}"' in html


def test_the_person_asked_about_is_not_looked_up(amina: Person) -> None:
    """The page is the same, sign for sign, whether a case of that name is there or not."""
    start_case(amina, name="Shirin Example")
    known = amina.page(log_contact(amina, about="Shirin Example"))
    unknown = amina.page(log_contact(amina, about="Nobody Everheardof"))
    for page in (known, unknown):
        panel = page.text.partition("What was said")[2].partition("Where it belongs")[0]
        assert "C-" not in panel
    assert known.text.count("Shirin Example") - 1 == unknown.text.count("Shirin Example"), (
        "beside the words of the caller the name stands only in the list of cases to file with"
    )


def test_the_next_step_is_made_with_it(amina: Person) -> None:
    log_contact(amina, next_step="Tell the coordinator about the uncle")
    assert "Tell the coordinator about the uncle" in amina.page("/").text


def test_it_is_filed_with_a_case_and_stands_on_its_timeline(amina: Person) -> None:
    case, contact = start_case(amina), log_contact(amina)
    amina.post(f"{contact}/file", {"place": f"case:{case_id(case)}", "reference": ""})
    assert "Incoming contact: A man who says he is her uncle" in amina.page(case).text
    assert reference_of(amina, case) in amina.page(contact).text
    assert "A man who says he is her uncle" not in amina.page("/").text


def test_it_is_filed_by_a_reference_however_it_is_typed(amina: Person) -> None:
    case, contact = start_case(amina), log_contact(amina)
    typed = reference_of(amina, case).lower().replace("-", " ")
    amina.post(f"{contact}/file", {"place": "", "reference": typed})
    assert "Incoming contact: A man" in amina.page(case).text


def test_it_may_lie_with_several_cases_and_once_with_each(amina: Person) -> None:
    one, other, contact = start_case(amina), start_case(amina), log_contact(amina)
    for case in (one, other, one):
        amina.post(f"{contact}/file", {"place": f"case:{case_id(case)}", "reference": ""})
    with amina.app.app_context():
        assert db.session.query(ContactFiling).count() == 2


def test_a_case_of_others_and_a_case_that_is_not_there_are_the_same(amina: Person, besnik: Person) -> None:
    foreign, contact = reference_of(amina, start_case(amina)), log_contact(besnik)
    answers = [
        Page(besnik.post(f"{contact}/file", {"place": "", "reference": typed}, status=422).text).text
        for typed in (foreign, "C-26-WWWW")
    ]
    assert answers[0] == answers[1]
    assert "There is no case or request of this reference that you may see." in answers[0]


def test_a_foreign_case_cannot_be_chosen_by_its_id(amina: Person, besnik: Person) -> None:
    case, contact = start_case(amina), log_contact(besnik)
    page = besnik.post(f"{contact}/file", {"place": f"case:{case_id(case)}", "reference": ""}, status=422)
    assert "Please choose one of the list." in page.text


def test_who_reaches_the_case_reaches_the_contact_once_it_is_filed(
    amina: Person, besnik: Person, clara: Person
) -> None:
    contact = log_contact(amina)
    besnik.get(contact, 404)
    clara.get(contact)
    case = start_case(amina)
    amina.post(f"{contact}/file", {"place": f"case:{case_id(case)}", "reference": ""})
    besnik.get(contact, 404)
    assert "uncle" not in besnik.get("/incoming/").text


def test_it_is_put_aside_for_a_reason(amina: Person) -> None:
    contact = log_contact(amina)
    page = amina.post(f"{contact}/put-aside", {"why": " "}, status=422)
    assert "Please fill this in." in page.text
    amina.post(f"{contact}/put-aside", {"why": "A wrong number."})
    assert "Put aside: A wrong number." in amina.page(contact).text
    assert "Incoming contacts not filed" not in amina.page("/").text


def test_two_who_deal_with_it_are_told(amina: Person, clara: Person) -> None:
    contact = log_contact(amina)
    clara.post(f"{contact}/put-aside", {"why": "A wrong number.", "row_version": "1"})
    page = amina.post(f"{contact}/put-aside", {"why": "A test call.", "row_version": "1"}, status=409)
    assert "Somebody has dealt with this in the meantime." in page.text
    assert "A test call." in page.text


def test_a_double_click_makes_one_contact(amina: Person) -> None:
    same = str(uuid.uuid4())
    assert log_contact(amina, new_id=same) == log_contact(amina, new_id=same)
    with amina.app.app_context():
        assert db.session.query(IncomingContact).count() == 1


def test_the_list_is_cut_by_status(amina: Person) -> None:
    log_contact(amina)
    aside = log_contact(amina, caller="A wrong number")
    amina.post(f"{aside}/put-aside", {"why": "A wrong number."})
    assert "A wrong number" not in amina.page("/incoming/?status=new").text
    assert "A wrong number" in amina.page("/incoming/?status=put_aside").text


def test_administrators_and_auditors_read_none(amina: Person, drita: Person, edon: Person) -> None:
    contact = log_contact(amina)
    for reader in (drita, edon):
        reader.get(contact, 403)
        reader.get("/incoming/", 403)
        reader.get("/incoming/new", 403)


def test_the_audit_log_verifies_after_all_of_it(amina: Person) -> None:
    case, contact = start_case(amina), log_contact(amina, next_step="Ring")
    amina.post(f"{contact}/file", {"place": f"case:{case_id(case)}", "reference": ""})
    amina.get(case)
    from caseapp.audit import verify

    with amina.app.app_context():
        assert list(verify()) == []
