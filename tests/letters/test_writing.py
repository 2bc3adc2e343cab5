"""Writing a letter: nothing typed is lost, and only the person changes their own words."""

import re
import uuid

import pytest

from tests.authorities.test_list_of_authorities import (
    MINISTER,
    add_authority,
    add_minister,
    version_on,
)
from tests.cases.test_starting_a_case import reference_of, start_case
from tests.conftest import Person
from tests.doorway import prepared
from tests.letters.preparing import (
    LONG_BODY,
    day,
    fields_of,
    prepare,
    pressed_by_enter,
    read_back,
    ready_for_review,
    status_of,
    step,
    write,
)


@prepared
def minister(person: Person) -> str:
    return add_minister(person, add_authority(person))


def test_addressee_and_salutation_come_from_the_office_holder_in_the_letters_language(amina: Person) -> None:
    letter = prepare(amina, start_case(amina), minister(amina), language="fa")
    fields = fields_of(amina, f"{letter}/edit")
    assert fields["addressee"].splitlines()[:3] == [
        "جناب آقای آگرون شمبول",
        "وزیر اسناد گمشده",
        "وزارت اسناد گمشده",
    ]
    assert fields["salutation"] == "با سلام و احترام،"
    assert fields["closing"] == "با احترام"


def test_a_letter_may_go_to_somebody_who_is_not_on_the_list(amina: Person) -> None:
    letter = prepare(amina, start_case(amina))
    write(amina, letter, addressee="The Registrar\nCourt of Samples", salutation="Dear Sir,")
    assert "The Registrar" in amina.page(letter).text


def test_another_addressee_is_put_in_without_saving_or_losing_the_text(amina: Person) -> None:
    letter = prepare(amina, start_case(amina))
    sent = {
        **fields_of(amina, f"{letter}/edit"),
        "holder": minister(amina),
        "body": "My own words.",
        "fill": "1",
    }
    page = amina.post(f"{letter}/edit", sent, 422).text
    assert "His Excellency Mr Agron Shembull" in page
    assert "My own words." in page
    assert "My own words." not in amina.get(letter).text


def test_more_than_two_thousand_words_come_through_word_for_word(amina: Person) -> None:
    assert len(LONG_BODY.split()) > 2000
    letter = prepare(amina, start_case(amina))
    write(amina, letter, addressee="The Registrar", body=LONG_BODY)
    assert fields_of(amina, f"{letter}/edit")["body"].replace("\r\n", "\n") == LONG_BODY


def test_a_row_for_another_point_is_added_without_a_script(amina: Person) -> None:
    letter = prepare(amina, start_case(amina))
    sent = {
        **fields_of(amina, f"{letter}/edit"),
        "points-0": "first",
        "points-1": "second",
        "add_row": "points",
    }
    page = amina.post(f"{letter}/edit", sent, 422).text
    assert 'name="points-2"' in page
    assert "second" in page


def test_points_are_numbered_anew_when_one_is_taken_out(amina: Person) -> None:
    letter = prepare(amina, start_case(amina))
    write(amina, letter, addressee="The Registrar", points=("one", "two", "three"))
    write(amina, letter, addressee="The Registrar", points=("one", "three"))
    fields = fields_of(amina, f"{letter}/edit")
    assert [fields["points-0"], fields["points-1"]] == ["one", "three"]
    assert "points-2" not in fields


def test_a_double_click_begins_one_letter(amina: Person) -> None:
    case = start_case(amina)
    sent = {"voice": "person", "language": "en", "holder": "", "authority": "", "subject": "Only once"}
    sent["new_id"] = str(uuid.uuid4())
    amina.post(f"{case}/letters/new", sent)
    amina.post(f"{case}/letters/new", sent)
    assert amina.page("/letters/").text.count("Only once") == 1


def test_five_megabytes_are_refused_with_their_length_and_come_back_whole(amina: Person) -> None:
    letter = prepare(amina, start_case(amina))
    paste = "A word that was pasted. " * 218_500
    response = write(amina, letter, 422, addressee="The Registrar", body=paste)
    assert "This is 5,244,000 characters long; up to 200,000 fit here." in response.text
    assert response.text.count("A word that was pasted.") == 218_500


@pytest.mark.parametrize("sign", ["\u202e", "\x07"], ids=["override", "bell"])
def test_a_sign_that_can_hide_what_a_text_says_is_refused_by_its_line(amina: Person, sign: str) -> None:
    letter = prepare(amina, start_case(amina))
    page = write(amina, letter, 422, addressee="The Registrar", body=f"One\nTwo {sign} two").text
    assert re.search(r"in line 2, after “[^”]*Two[^”]*”, that can hide what the text says", page)


def test_a_date_of_two_calendars_is_explained(amina: Person) -> None:
    letter = prepare(amina, start_case(amina))
    mixed = day("written_on", day="13", month="August", year="1402")
    page = write(amina, letter, 422, addressee="The Registrar", **mixed).text
    assert "August is a month of the Gregorian calendar" in page


def test_two_who_write_one_letter_see_both_texts(amina: Person, clara: Person) -> None:
    letter = prepare(amina, start_case(amina))
    mine = {**fields_of(amina, f"{letter}/edit"), "addressee": "The Registrar", "body": "Amina's text."}
    write(clara, letter, addressee="The Registrar", body="Clara's text.")
    page = amina.post(f"{letter}/edit", mine, 409).text
    assert "Amina&#39;s text." in page
    assert "Clara&#39;s text." in page


def test_a_point_that_a_colleague_changed_is_a_conflict_too(amina: Person, clara: Person) -> None:
    letter = prepare(amina, start_case(amina))
    write(amina, letter, addressee="The Registrar", points=("one",))
    mine = {**fields_of(amina, f"{letter}/edit"), "points-0": "mine"}
    write(clara, letter, points=("hers",))
    assert "hers" in amina.post(f"{letter}/edit", mine, 409).text


def test_text_typed_while_a_colleague_sent_the_letter_on_stays_on_the_page(
    amina: Person, clara: Person
) -> None:
    letter = ready_for_review(amina)
    typed = {**fields_of(clara, f"{letter}/edit"), "closing": "With a new closing,", "at_their_wish": "y"}
    step(amina, letter, "send_for_review")
    typed["row_version"] = str(int(typed["row_version"]) + 1)
    page = clara.post(f"{letter}/edit", typed, 422).text
    assert "so it is no longer written" in page
    assert "With a new closing," in page


def test_what_is_being_written_is_kept_as_a_draft(amina: Person) -> None:
    letter = prepare(amina, start_case(amina))
    fields = {**fields_of(amina, f"{letter}/edit"), "body": "Half a sentence", "points-0": "half a point"}
    token = amina.token()
    answer = amina.client.post(
        f"/drafts/keep{letter}/edit", data=fields, headers={"X-CSRFToken": token, "X-Requested-With": "fetch"}
    )
    assert answer.status_code == 204
    page = amina.get(f"{letter}/edit").text
    assert "This is your text that was not saved yet" in page
    assert "Half a sentence" in page
    assert "half a point" in page


def test_after_the_reading_only_the_person_changes_the_text(amina: Person) -> None:
    letter = ready_for_review(amina)
    page = write(amina, letter, 422, body="Other words.").text
    assert "Only the person changes the text of their own letter." in page
    write(amina, letter, body="Other words.", at_their_wish="y")
    assert "Other words." in amina.get(letter).text


def test_a_change_after_the_reading_needs_another_reading(amina: Person) -> None:
    letter = ready_for_review(amina)
    write(amina, letter, body="Other words.", at_their_wish="y")
    page = step(amina, letter, "send_for_review", 422).text
    assert "The text was changed after it was read back to the person." in page
    read_back(amina, letter)
    step(amina, letter, "send_for_review")
    assert status_of(amina, letter) == "to be checked"


def test_a_changed_address_needs_no_other_reading(amina: Person) -> None:
    letter = ready_for_review(amina)
    write(amina, letter, addressee="The new address", at_their_wish="y")
    step(amina, letter, "send_for_review")
    assert status_of(amina, letter) == "to be checked"


def test_a_reading_at_which_the_person_wants_changes_does_not_count(amina: Person) -> None:
    letter = ready_for_review(amina)
    read_back(amina, letter, agreed="changes", remark="The date is wrong.")
    page = step(amina, letter, "send_for_review", 422).text
    assert "At the last reading the person wanted changes." in page
    assert "The date is wrong." in amina.page(letter).text


def test_the_organisations_letter_is_neither_read_back_nor_warned_about(amina: Person) -> None:
    letter = prepare(amina, start_case(amina), minister(amina), voice="organisation")
    write(amina, letter)
    step(amina, letter, "send_for_review")
    assert status_of(amina, letter) == "to be checked"


def test_without_advice_and_warning_a_persons_words_stay_here(amina: Person) -> None:
    letter = prepare(amina, start_case(amina), minister(amina))
    write(amina, letter)
    read_back(amina, letter)
    page = step(amina, letter, "send_for_review", 422).text
    assert "has not been offered independent legal advice" in page
    assert "has not been told what may happen if this reaches the group" in page


def test_that_no_lawyer_was_to_be_had_needs_a_reason(amina: Person) -> None:
    letter = prepare(amina, start_case(amina), minister(amina))
    sent = {**fields_of(amina, f"{letter}/advice"), "advice": "not_to_be_had", "told": "yes"}
    assert "Why was none to be had" in amina.post(f"{letter}/advice", sent, 422).text


def test_a_letter_to_somebody_who_left_the_office_is_stopped(amina: Person, clara: Person) -> None:
    case = start_case(amina)
    authority = add_authority(amina)
    holder = add_minister(amina, authority)
    letter = prepare(amina, case, holder, voice="organisation")
    write(amina, letter)
    edit = f"/authorities/holders/{holder}/edit"
    clara.post(edit, {**MINISTER, "row_version": version_on(clara, edit), "term_to-year": "2024"})
    assert "The addressee no longer holds this office." in step(amina, letter, "send_for_review", 422).text
    assert "(no longer in office)" in amina.get(f"{letter}/edit").text


def test_a_comment_changes_nothing_in_the_letter(amina: Person, clara: Person) -> None:
    letter = ready_for_review(amina)
    clara.post(f"{letter}/comment", {"text": "Perhaps say when it happened."})
    assert "Perhaps say when it happened." in amina.page(letter).text
    step(amina, letter, "send_for_review")
    assert status_of(amina, letter) == "to be checked"


def test_the_history_of_a_letter_keeps_the_former_text(amina: Person) -> None:
    letter = prepare(amina, start_case(amina), minister(amina))
    write(amina, letter, body="The first wording.")
    write(amina, letter, body="The second wording.")
    history = amina.page(f"/history/letter/{letter.rpartition('/')[2]}").text
    assert "The first wording." in history
    assert "The second wording." in history


def test_another_worker_finds_no_trace_of_it(amina: Person, besnik: Person) -> None:
    case = start_case(amina)
    letter = prepare(amina, case, minister(amina))
    for page in (
        "",
        "/edit",
        "/pages",
        "/pages/1.png",
        "/enclosures",
        "/named",
        "/read-back",
        "/step/withdraw",
    ):
        besnik.get(f"{letter}{page}", 404)
    besnik.get(f"{case}/letters/new", 404)
    besnik.get(f"{case}/letters/already-sent", 404)
    assert "Protection after leaving" not in besnik.get("/letters/").text
    assert "Protection after leaving" not in besnik.get("/").text


def test_administrator_and_auditor_read_no_letter(amina: Person, drita: Person, edon: Person) -> None:
    letter = prepare(amina, start_case(amina))
    for person in (drita, edon):
        person.get(letter, 403)
        person.get("/letters/", 403)


def test_the_list_filters_by_phase_and_by_who_began(amina: Person, clara: Person) -> None:
    prepare(amina, start_case(amina), subject="First subject")
    assert "First subject" in amina.get("/letters/?phase=writing").text
    assert "First subject" not in amina.get("/letters/?phase=sent").text
    assert "First subject" in clara.get("/letters/").text
    assert "First subject" not in clara.get("/letters/?mine=1").text


def test_the_search_box_finds_a_letter_by_its_reference(amina: Person) -> None:
    letter = prepare(amina, start_case(amina))
    reference = reference_of(amina, letter, "L")
    response = amina.client.post("/search/find", data={"csrf_token": amina.token(), "query": reference})
    assert letter in (response.headers.get("Location") or response.text)


def test_enter_in_a_line_of_the_letter_saves_it(amina: Person) -> None:
    letter = ready_for_review(amina)
    assert "name=" not in pressed_by_enter(amina.get(f"{letter}/edit").text)
