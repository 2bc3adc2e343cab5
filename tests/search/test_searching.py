"""The search box: what it finds for whom, and what it leaves behind."""

import html
import uuid

from caseapp.accounts import User
from caseapp.db import db
from caseapp.search.references import referenced
from tests.cases.test_starting_a_case import reference_of, start_case
from tests.conftest import Person
from tests.people.walking import add_names, client_of, events


def search(person: Person, text: str) -> str:
    """Search through the box on the top bar; returns the text of the page that follows."""
    response = person.post("/search/find", {"query": text})
    return person.get(response.headers["Location"]).text


def test_a_reference_leads_straight_to_its_case_however_it_is_typed(amina: Person) -> None:
    case = start_case(amina)
    reference = reference_of(amina, case)
    for typed in (reference, reference.lower(), reference.replace("-", " ")):
        assert amina.post("/search/find", {"query": typed}).headers["Location"] == case


def test_the_signs_of_a_reference_find_it_without_prefix_and_year(amina: Person, besnik: Person) -> None:
    case = start_case(amina)
    reference = reference_of(amina, case)
    for typed in (reference[2:], reference[-4:], reference[-4:].lower()):
        answer = amina.post("/search/find", {"query": typed})
        found = answer.headers["Location"] == case or f'href="{case}"' in amina.get("/search/").text
        assert found, typed
        assert "Nothing was found" in search(besnik, typed)


def test_what_signs_of_a_reference_may_mean_stands_beside_whose_case_it_is(amina: Person) -> None:
    case = start_case(amina)
    signs = reference_of(amina, case)[-4:]
    with amina.app.test_request_context():
        user = db.session.get(User, amina.id)
        assert user is not None
        found = [one for one in referenced(user, signs) if one.url == case]
    assert found[0].other == "Reza from the camp"


def test_a_result_says_which_name_it_was_found_by(amina: Person) -> None:
    person = add_names(amina, start_case(amina))
    text = search(amina, "behrooz")
    line = text.partition(f'href="{person}"')[2].partition("</li>")[0]
    assert "Behrouz" in line
    assert "found by" in line
    plain = search(amina, "Arash Nemunei").partition(f'href="{person}"')[2].partition("</li>")[0]
    assert "found by" not in plain


def test_a_reference_of_somebody_elses_case_finds_nothing(amina: Person, besnik: Person) -> None:
    reference = reference_of(amina, start_case(amina))
    text = search(besnik, reference)
    assert "Nothing was found among what you may see." in text
    assert search(besnik, "C-26-AAAA").replace("C-26-AAAA", reference).count(reference) == text.count(
        reference
    )


def test_a_name_finds_the_person_and_their_case_across_scripts(amina: Person) -> None:
    case = start_case(amina)
    person = add_names(amina, case)
    for typed in ("Arash Nemounei", "آرش نمونه ای", "behrooz"):
        text = search(amina, typed)
        assert f'href="{person}"' in text, typed
        assert f'href="{case}"' in text, typed


def test_other_peoples_records_are_in_no_result_and_no_count(amina: Person, besnik: Person) -> None:
    add_names(amina, start_case(amina))
    text = search(besnik, "Arash Nemunei")
    assert "Nothing was found among what you may see." in text
    assert 'class="count"' not in text


def test_a_telephone_number_finds_the_case_and_the_person(amina: Person) -> None:
    case = start_case(amina, telephone="+355 69 000 1111")
    person = f"/people/{client_of(amina, case)}"
    amina.post(
        f"{person}/routes/new",
        {"new_id": str(uuid.uuid4()), "kind": "telephone", "value": "069 777 8888", "may_we": "yes"},
    )
    assert f'href="{case}"' in search(amina, "069 000 1111")
    text = search(amina, "+355697778888")
    assert f'href="{case}"' in text
    assert f'href="{person}"' in text


def test_a_telephone_number_of_another_case_finds_nothing(amina: Person, besnik: Person) -> None:
    start_case(amina, telephone="+355 69 000 1111")
    assert "Nothing was found" in search(besnik, "069 000 1111")


def test_the_query_stands_in_no_address_and_in_no_plain_event(amina: Person) -> None:
    person = client_of(amina, start_case(amina, name="Jaleh Emtehani"))
    response = amina.post("/search/find", {"query": "Jaleh Emtehani"})
    assert response.headers["Location"] == "/search/"
    amina.get("/search/")
    (detail,) = events(amina, "search.made")
    assert person in detail["shown"]
    assert "Emtehani" not in str(detail)


def test_an_empty_or_endless_query_is_answered_with_a_sentence(amina: Person) -> None:
    assert "Please fill this in." in amina.post("/search/find", {"query": "  "}, status=422).text
    assert "up to 200 fit here" in amina.post("/search/find", {"query": "x" * 500}, status=422).text


def test_signs_that_are_no_name_find_nothing_and_break_nothing(amina: Person) -> None:
    start_case(amina)
    for typed in ("%", "'; drop table", "؟؟؟", "@", "+++", "🙂", "٠٠٠٠٠٠٠"):
        assert "Nothing was found" in search(amina, typed), typed


def test_administrators_and_auditors_have_no_search_box(drita: Person, edon: Person) -> None:
    for person in (drita, edon):
        assert "/search/find" not in person.get("/me").text
        person.post("/search/find", {"query": "Reza"}, status=403)


def test_a_result_says_how_the_query_met_the_name(amina: Person) -> None:
    start_case(amina, name="Shokufa Thaqori")

    def note(query: str) -> str:
        text = html.unescape(search(amina, query))
        return (
            text.partition('class="plain-list"')[2]
            .partition('href="/people/')[2]
            .partition("</li>")[0]
            .replace("\u2068", "")
            .replace("\u2069", "")
        )

    assert "Shokofa sounds like Shokufa" in note("Shokofa Thaqori")
    assert "شکوفه in another script: Shokufa" in note("شکوفه Thaqori")
    assert "Thawori is one letter away from Thaqori" in note("Shokufa Thawori")
    assert "Mina is not in this name" in note("Shokufa Mina Thaqori")
    assert "in another order" in note("Thaqori Shokufa")
    for plain in ("Shokufa Thaqori", "shokufa thaq"):
        assert not any(words in note(plain) for words in ("sounds", "script", "letter", "order", "not in")), (
            plain
        )
