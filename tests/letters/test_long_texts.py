"""What is too long is refused beside its box and kept; nothing is cut in silence."""

from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.letters.preparing import fields_of, name_somebody, ready_for_review
from tests.letters.test_sending import dispatch, proof, ready_to_send
from tests.statements.writing import write_statement


def test_a_long_title_is_refused_beside_its_box_and_kept(amina: Person) -> None:
    case = start_case(amina, name="Dara Sample")
    statement = write_statement(amina, case).rpartition("/")[2]
    letter = ready_for_review(amina, case)
    sent = {**fields_of(amina, f"{letter}/enclosures"), f"take-{statement}": "1"}
    page = amina.post(f"{letter}/enclosures", {**sent, f"title-{statement}": "T" * 301}, 422).text
    assert "This is 301 characters long; up to 300 fit here." in page
    assert "T" * 301 in page
    assert f'id="title-{statement}-error"' in page


def test_a_long_reason_for_naming_somebody_is_kept_whole(amina: Person) -> None:
    letter = ready_for_review(amina)
    row = name_somebody(amina, letter, "Behrang Sample")
    reason = "Because of his papers. " * 300 + "The end."
    sent = {**fields_of(amina, f"{letter}/named"), f"ground-{row}": "reason", f"reason-{row}": reason}
    amina.post(f"{letter}/named", sent)
    assert "The end." in amina.page(letter).text
    page = amina.post(f"{letter}/named", {**sent, f"reason-{row}": "R" * 20_001}, 422).text
    assert "This is 20,001 characters long" in page
    assert "R" * 20_001 in page


def test_a_name_that_is_too_long_for_the_list_is_not_cut(amina: Person) -> None:
    letter = ready_for_review(amina)
    sent = {**fields_of(amina, f"{letter}/named"), "name-new": "N" * 301, "add": "1"}
    page = amina.post(f"{letter}/named", sent, 422).text
    assert "This is 301 characters long" in page
    assert "N" * 301 in page


def test_a_long_reason_of_an_authority_is_kept_whole(amina: Person, clara: Person) -> None:
    letter = ready_to_send(amina, clara)
    dispatch(amina, letter, proof=proof())
    sent = fields_of(amina, f"{letter}/outcomes")
    name = next(name for name in sent if name.startswith("reason-"))
    amina.post(f"{letter}/outcomes", {**sent, name: "Their words. " * 500 + "The end."})
    assert "The end." in amina.get(f"{letter}/outcomes").text
    again = fields_of(amina, f"{letter}/outcomes")
    page = amina.post(f"{letter}/outcomes", {**again, name: "W" * 20_001}, 422).text
    assert "This is 20,001 characters long" in page
    assert "W" * 20_001 in page
