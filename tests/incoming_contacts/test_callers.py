"""Who a caller may be is looked up among what the worker may see; whom they ask about never is."""

import html
import uuid

import pytest

from caseapp.incoming_contacts.wording import NEITHER_CONFIRM_NOR_DENY
from tests.cases.test_starting_a_case import reference_of, start_case
from tests.conftest import Person
from tests.consents.sheets import client_of
from tests.doorway import prepared
from tests.incoming_contacts.test_filing import keep_out
from tests.incoming_contacts.test_incoming_contacts import CALL, log_contact
from tests.letters.preparing import fields_of

NUMBER = "+355 69 555 0199"


def looked_up(person: Person, **typed: str) -> str:
    """What the page answers when the caller is looked up before anything is saved."""
    sent = {**CALL, "new_id": str(uuid.uuid4()), "look_up": "1", "number": "", "about": "", **typed}
    page = person.post("/incoming/new", sent, status=200).text
    return html.unescape(page.partition('aria-label="Who the caller may be"')[2].partition("</section>")[0])


@prepared
def with_number(person: Person, case: str, number: str = NUMBER) -> None:
    """Write down a way to reach the client of a case."""
    add = f"/people/{client_of(person, case)}/routes/new"
    person.post(add, {**fields_of(person, add), "kind": "telephone", "value": number, "may_we": "not_asked"})


def test_a_person_is_found_by_the_number_however_it_is_typed(amina: Person) -> None:
    with_number(amina, start_case(amina, name="Nasrin Example"))
    found = looked_up(amina, caller="Somebody", number="069 555 0199")
    assert "Nasrin Example" in found
    assert "This number is written down for them." in found
    assert "Nobody has checked" in found
    assert 'target="_blank" rel="noopener"' in found, "the half-written form stays open"


def test_a_person_is_found_by_the_name_in_another_script(amina: Person) -> None:
    start_case(amina, name="Nasrin Nemunei")
    assert "Nasrin Nemunei" in looked_up(amina, caller="نسرین نمونه‌ای")


def test_an_earlier_contact_is_found_by_its_number_and_by_its_name(amina: Person) -> None:
    log_contact(amina, caller="Ardit Shembulli", number=NUMBER)
    for typed in ({"caller": "", "number": "00355695550199"}, {"caller": "Ardit Shembulli"}):
        assert "Ardit Shembulli" in looked_up(amina, **typed)


def test_the_one_asked_about_is_not_looked_up_however_they_are_typed(amina: Person) -> None:
    case = start_case(amina, name="Nasrin Example")
    with_number(amina, case)
    found = looked_up(amina, caller="A man", about="Nasrin Example", wanted=f"Her number is {NUMBER}")
    assert "Nasrin" not in found
    assert "Nobody with this number or name among what you may see." in found


def test_calling_oneself_the_relative_of_somebody_does_not_find_them(amina: Person) -> None:
    start_case(amina, name="Nasrin Example")
    assert "/people/" not in looked_up(amina, caller="A man who says he is an uncle of Nasrin")


def test_people_and_contacts_of_others_are_the_same_as_none(amina: Person, besnik: Person) -> None:
    with_number(amina, start_case(amina, name="Nasrin Example"))
    log_contact(amina, caller="Nasrin Example", number=NUMBER)
    of_others = looked_up(besnik, caller="Nasrin Example", number=NUMBER)
    assert of_others == looked_up(besnik, caller="Nobody Everheardof", number="+355 69 000 0000")


def test_what_was_typed_stands_there_after_looking_up(amina: Person) -> None:
    sent = {**CALL, "new_id": str(uuid.uuid4()), "look_up": "1", "language": "sq"}
    page = html.unescape(amina.post("/incoming/new", sent, status=200).text)
    for name in ("caller", "number", "about", "wanted", "answered"):
        assert CALL[name] in page
    assert (
        '<input checked class="form-check-input" id="language-4" name="language" type="radio" value="sq">'
        in page
    )
    assert "A man who says he is her uncle" not in amina.page("/incoming/").text, "nothing was saved"


def test_a_hidden_character_is_said_and_not_searched_for(amina: Person) -> None:
    sent = {**CALL, "new_id": str(uuid.uuid4()), "look_up": "1", "caller": "Reza\u202eazeR"}
    page = amina.post("/incoming/new", sent, status=422)
    assert "There is an invisible character (U+202E)" in page.text


def test_nothing_is_looked_up_before_a_name_or_a_number_is_written(amina: Person) -> None:
    sent = {**CALL, "new_id": str(uuid.uuid4()), "look_up": "1", "caller": " ", "number": ""}
    page = amina.post("/incoming/new", sent, status=422)
    assert "Write a name or a number first." in page.text
    assert CALL["wanted"] in page.text


def test_the_saved_contact_says_who_the_caller_may_be_and_not_that_it_is_they(amina: Person) -> None:
    with_number(amina, start_case(amina, name="Nasrin Example"))
    text = amina.page(log_contact(amina, caller="Somebody", number=NUMBER)).text
    assert "Who the caller may be" in text
    assert "Nasrin Example" in text
    assert "Nobody has checked" in text


def test_looking_up_is_in_the_log_without_the_words_that_were_typed(amina: Person, edon: Person) -> None:
    looked_up(amina, caller="Nasrin Example", number=NUMBER)
    text = edon.page("/audit/").text
    assert "Looked up who a caller may be" in text
    assert "Nasrin" not in text


@pytest.mark.parametrize("reads", ["en", "fa"])
@pytest.mark.parametrize("tag", ["en", "fa", "ar", "sq"])
def test_the_sentence_is_in_the_language_of_the_caller_whatever_the_worker_reads(
    amina: Person, reads: str, tag: str
) -> None:
    amina.post("/language", {"locale": reads, "return_to": "/"})
    page = amina.get(log_contact(amina, language=tag)).text
    told = page.partition("notice-info")[2].partition("<details")[0]
    side = "rtl" if tag in {"fa", "ar"} else "ltr"
    assert f'<p lang="{tag}" dir="{side}" class="said-aloud">{NEITHER_CONFIRM_NOR_DENY[tag]}</p>' in told
    assert told.count("said-aloud") == 1
    new = amina.get("/incoming/new").text
    assert all(sentence in new for sentence in NEITHER_CONFIRM_NOR_DENY.values())


def test_the_search_box_finds_a_number_that_stands_only_in_a_contact(
    amina: Person, besnik: Person, clara: Person
) -> None:
    contact = log_contact(amina, caller="Ardit Shembulli", number=NUMBER)
    amina.post("/search/find", {"query": "00355695550199"})
    page = amina.get("/search/").text
    assert f'href="{contact}"' in page
    assert "Ardit Shembulli" in page
    case = start_case(amina, name="Nasrin Example")
    amina.post(f"{contact}/file", {"place": "", "reference": reference_of(amina, case)})
    keep_out(clara, case, besnik)
    besnik.post("/search/find", {"query": NUMBER})
    assert "Nothing was found among what you may see." in besnik.get("/search/").text
