"""Checking a letter: a second person, everybody named looked at, nothing that no consent covers, then frozen."""

import hashlib
import re
from itertools import product

from caseapp.db import db
from caseapp.documents.models import Document
from tests.authorities.test_list_of_authorities import add_authority, add_minister
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.letters.preparing import (
    LONG_BODY,
    approve,
    approved,
    cleared_statement,
    consent_to_tell_authorities,
    enclose,
    fields_of,
    in_review,
    look_at,
    name_somebody,
    pdf_of,
    prepare,
    pressed_by_enter,
    read_back,
    ready_for_review,
    settle_advice,
    status_of,
    step,
    text_of,
    version_of,
    write,
)
from tests.statements.writing import client_of, write_statement


def test_whoever_wrote_it_cannot_approve_it_even_with_the_permission(amina: Person, clara: Person) -> None:
    letter = in_review(clara)
    page = approve(clara, letter, 422).text
    assert "You have written a part of this letter. Somebody else has to approve it." in page
    assert status_of(clara, letter) == "to be checked"
    amina.get(letter, 404)


def test_while_something_stands_in_the_way_no_button_approves(amina: Person, clara: Person) -> None:
    letter = in_review(clara)
    page = clara.get(f"{letter}/approve").text
    assert "You have written a part of this letter." in page
    assert "It can be approved once what stands above is settled" in page
    assert "Approve exactly this letter</button>" not in page
    assert f'href="{letter}/step/return"' in page
    theirs = in_review(amina)
    assert "Approve exactly this letter</button>" in clara.get(f"{theirs}/approve").text


def test_a_coordinator_who_changed_one_sentence_cannot_approve_either(amina: Person, clara: Person) -> None:
    letter = ready_for_review(amina)
    write(clara, letter, closing="With respect,", at_their_wish="y")
    read_back(amina, letter)
    step(amina, letter, "send_for_review")
    assert "You have written a part of this letter." in approve(clara, letter, 422).text


def test_the_page_says_who_can_approve(amina: Person, clara: Person) -> None:
    letter = ready_for_review(amina)
    assert "These colleagues can approve it" not in amina.page(letter).text
    step(amina, letter, "send_for_review")
    assert "These colleagues can approve it: \u2068Clara Test\u2069" in amina.page(letter).text
    shown = clara.page(letter).text
    assert "You can approve it." in shown
    assert "These colleagues can approve it" not in shown


def test_the_page_says_when_nobody_can_approve_and_what_to_do(amina: Person, clara: Person) -> None:
    letter = ready_for_review(amina)
    write(clara, letter, closing="With respect,", at_their_wish="y")
    read_back(amina, letter)
    step(amina, letter, "send_for_review")
    page = amina.page(letter).text
    assert "Nobody can approve it as things stand" in page
    assert "has to be given access to the case" in page


def test_returning_and_commenting_make_nobody_an_author(amina: Person, clara: Person) -> None:
    letter = in_review(amina)
    clara.post(f"{letter}/comment", {"text": "Please add the date."})
    step(clara, letter, "return", reason="The date is missing.")
    home = amina.get("/").text
    assert "<span>returned</span>" in home[home.index('id="my-letters"') :]
    for page in ("/letters/", letter):
        assert "<span>returned</span>" in amina.get(page).text
        assert "<span>draft</span>" not in amina.get(page).text
    step(amina, letter, "send_for_review")
    approve(clara, letter)
    assert status_of(clara, letter) == "approved"


def test_the_page_of_the_reading_shows_the_text_to_read_out(amina: Person) -> None:
    page = amina.page(f"{ready_for_review(amina)}/read-back").text
    assert "asked for their protection" in page
    assert "that my papers are given back to me;" in page


def test_a_return_needs_its_reason(amina: Person, clara: Person) -> None:
    letter = in_review(amina)
    assert "This step needs a reason." in step(clara, letter, "return", 422).text


def test_a_support_worker_has_no_way_to_approve(amina: Person) -> None:
    letter = in_review(amina)
    amina.get(f"{letter}/approve", 403)
    amina.post(f"{letter}/approve", {"row_version": "1"}, 403)


def test_the_coordinator_finds_it_on_the_home_page(amina: Person, clara: Person) -> None:
    in_review(amina)
    assert "Letters to check" in clara.page("/").text
    assert "Letters to check" not in amina.page("/").text


def test_the_approver_sees_every_printed_page(amina: Person, clara: Person) -> None:
    letter = in_review(amina, body=LONG_BODY)
    pages = re.findall(r'<img[^>]*src="([^"]+)"', clara.get(f"{letter}/approve").text)
    assert len(pages) >= 3
    picture = clara.get(pages[0])
    assert picture.mimetype == "image/png"
    assert picture.data.startswith(b"\x89PNG")
    clara.get(f"{letter}/pages/99.png", 404)


def test_approval_keeps_the_file_with_its_hash_and_its_text(amina: Person, clara: Person) -> None:
    letter = approved(amina, clara)
    found = re.search(
        r'href="/documents/([0-9a-f-]{36})">(?:(?!</a>).)*Letter as PDF</a>', clara.get(letter).text
    )
    assert found
    content = clara.get(f"/documents/{found.group(1)}").data
    with clara.app.app_context():
        import uuid

        kept = db.session.get(Document, uuid.UUID(found.group(1)))
        assert kept is not None
        assert kept.sha256 == hashlib.sha256(content).digest()
    amina.get(f"{letter}/edit", 302)
    late = {"row_version": "99", "body": "late", "subject": "late", "voice": "person", "language": "en"}
    assert "late" not in clara.page(letter).text
    assert amina.client.post(f"{letter}/edit", data={**late, "csrf_token": amina.token()}).status_code in (
        409,
        422,
    )
    assert "late" not in text_of(pdf_of(clara, letter, "Letter as PDF"))


def test_what_was_changed_while_the_approver_read_is_not_approved(amina: Person, clara: Person) -> None:
    letter = in_review(amina)
    seen = version_of(clara, f"{letter}/approve")
    step(clara, letter, "return", reason="One moment.")
    write(amina, letter, body="Quite another text.", at_their_wish="y")
    read_back(amina, letter)
    step(amina, letter, "send_for_review")
    page = clara.post(f"{letter}/approve", {"row_version": seen, "remark": ""}, 422).text
    assert "Somebody else has changed this letter in the meantime." in page
    assert status_of(clara, letter) == "to be checked"


def test_a_second_click_on_approve_changes_nothing(amina: Person, clara: Person) -> None:
    letter = in_review(amina)
    sent = {"row_version": version_of(clara, f"{letter}/approve"), "remark": ""}
    clara.post(f"{letter}/approve", sent)
    clara.post(f"{letter}/approve", sent)
    assert clara.get(letter).text.count("as approved") == 1


def test_somebody_who_was_not_looked_at_stops_the_approval(amina: Person, clara: Person) -> None:
    letter = ready_for_review(amina)
    row = name_somebody(amina, letter, "Zoran Sampleleader")
    step(amina, letter, "send_for_review")
    assert (
        "Zoran Sampleleader is named in the letter and has not been looked at."
        in approve(clara, letter, 422).text
    )
    look_at(clara, letter, row, "public_office")
    approve(clara, letter)
    assert status_of(clara, letter) == "approved"


def test_people_inside_relatives_and_minors_need_consent_or_a_reason(amina: Person, clara: Person) -> None:
    """One of each standing with each of the grounds that suffice for others."""
    letter = ready_for_review(amina)
    wanted = product(("inside", "relative", "minor"), ("public_office", "self_published"))
    people = dict(zip(("Arash", "Behrang", "Cyrus", "Dara", "Esfandiar", "Farhad"), wanted, strict=True))
    rows = {name: name_somebody(amina, letter, f"{name} Example", people[name][0]) for name in people}
    grounds = {f"ground-{row}": people[name][1] for name, row in rows.items()}
    amina.post(f"{letter}/named", {**fields_of(amina, f"{letter}/named"), **grounds})
    step(amina, letter, "send_for_review")
    page = approve(clara, letter, 422).text
    for name in people:
        said = f"{name} Example is still inside, a relative or a minor: that needs their consent or a reason"
        assert said in page, people[name]
    last = rows.pop("Farhad")
    reasons = {f"ground-{row}": "reason" for row in rows.values()}
    reasons |= {f"reason-{row}": f"The mother of {name} asks for it." for name, row in rows.items()}
    clara.post(f"{letter}/named", {**fields_of(clara, f"{letter}/named"), **reasons})
    page = approve(clara, letter, 422).text
    assert page.count("needs their consent or a reason that the approver accepts") == 1
    look_at(clara, letter, last, "reason", reason="The mother of Farhad asks for it.")
    approve(clara, letter)
    page = clara.page(letter).text
    assert all(f"The mother of {name} asks for it." in page for name in people)


def test_a_reason_has_to_be_written_down(amina: Person, clara: Person) -> None:
    letter = ready_for_review(amina)
    row = name_somebody(amina, letter, "Behrang Sample")
    sent = {**fields_of(amina, f"{letter}/named"), f"ground-{row}": "reason"}
    page = amina.post(f"{letter}/named", {**sent, "name-new": "Somebody Else"}, 422).text
    assert "Write for which reason they are named." in page
    assert 'value="Somebody Else"' in page
    step(amina, letter, "send_for_review")
    assert (
        "Behrang Sample is named in the letter and has not been looked at."
        in approve(clara, letter, 422).text
    )


def test_whoever_is_struck_needs_no_reason_any_more(amina: Person) -> None:
    letter = ready_for_review(amina)
    row = name_somebody(amina, letter, "Sister Sample")
    sent = {**fields_of(amina, f"{letter}/named"), f"ground-{row}": "reason", "strike": row}
    amina.post(f"{letter}/named", sent)
    assert "Sister Sample" not in amina.page(f"{letter}/named").text


def test_who_is_to_be_taken_out_may_not_stand_in_the_text_any_more(amina: Person, clara: Person) -> None:
    letter = ready_for_review(amina)
    write(amina, letter, body="I shared a room with Behrang Sample.", at_their_wish="y")
    look_at(amina, letter, name_somebody(amina, letter, "BEHRANG  Sample"), "take_out")
    read_back(amina, letter)
    step(amina, letter, "send_for_review")
    assert "is to be taken out, but still stands in the letter." in approve(clara, letter, 422).text
    step(clara, letter, "return", reason="Take him out.")
    write(amina, letter, body="I shared a room with Behrang Samplesson.", at_their_wish="y")
    read_back(amina, letter)
    step(amina, letter, "send_for_review")
    approve(clara, letter)
    assert status_of(clara, letter) == "approved"


def test_a_relative_of_the_case_is_found_in_the_text_by_any_spelling(amina: Person) -> None:
    case = start_case(amina, name="Dara Sample")
    letter = prepare(amina, case)
    add_relative(amina, case, "Behrang Nemunei", "بهرنگ نمونه‌ای")
    write(
        amina,
        letter,
        addressee="The Registrar",
        body="My brother بهرنگ نمونه‌ای is well; Dara Sample writes this.",
    )
    page = amina.page(f"{letter}/named").text
    assert "Found in the text بهرنگ نمونه‌ای" in page
    version = version_of(amina, f"{letter}/named")
    amina.post(f"{letter}/named", {"row_version": version, "take_over": "1"})
    page = amina.page(f"{letter}/named").text
    assert "Found in the text" not in page
    assert "بهرنگ نمونه‌ای" in page


def add_relative(person: Person, case: str, latin: str, persian: str) -> None:
    """Add a brother through the pages of the people of the case, with both spellings of his name."""
    import uuid

    from caseapp.accounts.models import User
    from caseapp.cases import Case
    from caseapp.db import write as writing
    from caseapp.people.actions import add_name, add_relation, create_person
    from caseapp.people.models import NameKind

    with person.app.app_context():
        worker = db.session.get(User, person.id)
        found = db.session.get(Case, uuid.UUID(case.rpartition("/")[2]))
        assert worker is not None
        assert found is not None
        with writing():
            brother = create_person(worker, through=found.scope_id, name=latin, kind=NameKind.LEGAL)
            add_name(worker, brother, persian, NameKind.LEGAL)
            from caseapp.people.models import Person as Human

            client = db.session.get(Human, found.client_id)
            assert client is not None
            add_relation(worker, found.scope_id, client, brother, "brother")


def test_a_name_typed_by_mistake_is_struck_off_the_list(amina: Person) -> None:
    letter = ready_for_review(amina)
    row = name_somebody(amina, letter, "Nobody Sample")
    amina.post(f"{letter}/named", {**fields_of(amina, f"{letter}/named"), "strike": row})
    assert "Nobody Sample" not in amina.get(letter).text


def test_who_is_struck_is_announced_and_can_be_put_back_with_their_answers(amina: Person) -> None:
    letter = ready_for_review(amina)
    row = name_somebody(amina, letter, "Sister Sample")
    look_at(amina, letter, row, "reason", reason="Her safety is what the letter is about.")
    sent = {**fields_of(amina, f"{letter}/named"), "strike": row}
    there = amina.post(f"{letter}/named", sent).headers["Location"]
    page = amina.get(there).text
    assert "was taken off the list." in page
    assert f'name="put_back" value="{row}"' in page
    amina.post(f"{letter}/named", {**fields_of(amina, f"{letter}/named"), "put_back": row})
    assert "Her safety is what the letter is about." in amina.get(f"{letter}/named").text


def test_a_part_of_another_letter_is_not_put_back(amina: Person) -> None:
    letter, other = ready_for_review(amina), ready_for_review(amina)
    row = name_somebody(amina, letter, "Sister Sample")
    amina.post(f"{letter}/named", {**fields_of(amina, f"{letter}/named"), "strike": row})
    for sent in (row, "nobody"):
        amina.post(f"{other}/named", {**fields_of(amina, f"{other}/named"), "put_back": sent})
        assert "Sister Sample" not in amina.get(f"{other}/named?struck={sent}").text
    assert "Sister Sample" not in amina.get(f"{letter}/named").text


def test_enter_adds_the_name_that_was_typed_and_strikes_nobody(amina: Person) -> None:
    letter = ready_for_review(amina)
    name_somebody(amina, letter, "Sister Sample")
    assert 'name="add"' in pressed_by_enter(amina.get(f"{letter}/named").text)


def test_without_a_consent_the_approver_is_told_whose_and_where_to_record_it(
    amina: Person, clara: Person
) -> None:
    case = start_case(amina, name="Dara Sample")
    letter = prepare(amina, case, add_minister(amina, add_authority(amina)))
    write(amina, letter)
    read_back(amina, letter)
    settle_advice(amina, letter)
    step(amina, letter, "send_for_review")
    page = approve(clara, letter, 422).text
    assert "Dara Sample" in page
    assert "has not been asked about" in page
    client = client_of(amina, case)
    assert f"/consents/person/{client}" in page
    consent_to_tell_authorities(amina, case, client)
    approve(clara, letter)
    assert status_of(clara, letter) == "approved"


def test_a_consent_for_another_authority_does_not_cover_this_one(amina: Person, clara: Person) -> None:
    case = start_case(amina, name="Dara Sample")
    police = add_authority(amina, name_en="Police of Samples", name_fa="")
    client = client_of(amina, case)
    code = f"authority:{police.rpartition('/')[2]}"
    only = {"share-answer": "conditions", "share-only": code}
    consent_to_tell_authorities(amina, case, client, **only)
    letter = prepare(amina, case, add_minister(amina, add_authority(amina)))
    write(amina, letter)
    read_back(amina, letter)
    settle_advice(amina, letter)
    step(amina, letter, "send_for_review")
    assert "does not cover Ministry for Lost Papers" in approve(clara, letter, 422).text


def test_a_statement_that_is_not_cleared_for_the_addressee_stops_the_approval(
    amina: Person, clara: Person
) -> None:
    case = start_case(amina, name="Dara Sample")
    letter = ready_for_review(amina, case)
    statement = write_statement(amina, case).rpartition("/")[2]
    enclose(amina, letter, statement)
    step(amina, letter, "send_for_review")
    page = approve(clara, letter, 422).text
    assert "The statement Declaration of separation is not cleared for this addressee." in page
    assert f"/statements/{statement}" in page


def test_enclosures_are_bound_in_the_order_that_was_numbered(amina: Person, clara: Person) -> None:
    case = start_case(amina, name="Dara Sample")
    consent_to_tell_authorities(amina, case, client_of(amina, case))
    authority = add_authority(amina)
    first = cleared_statement(amina, clara, case, authority, title="Earlier declaration")
    second = cleared_statement(amina, clara, case, authority, title="Later declaration")
    letter = prepare(amina, case, add_minister(amina, authority), voice="organisation")
    write(amina, letter)
    enclose(amina, letter, second, first)
    step(amina, letter, "send_for_review")
    approve(clara, letter)
    words = text_of(pdf_of(clara, letter, "Letter with enclosures"))
    assert words.index("Later declaration") < words.index("Earlier declaration")
    assert "Annex 1" in words


def test_an_approval_by_telephone_stays_marked_until_it_is_confirmed(amina: Person, clara: Person) -> None:
    letter = in_review(amina)
    sent = {"row_version": version_of(amina, f"{letter}/approve-by-telephone"), "approver": str(clara.id)}
    sent |= {"at_time": "22:10", "remark": "The removal is tomorrow at six."}
    amina.post(f"{letter}/approve-by-telephone", sent)
    page = amina.page(letter).text
    assert "Clara Test approved it at 22:10. It stays marked until they confirm." in page
    assert "I confirm that I approved it" not in page
    assert "confirm what you approved by telephone" in clara.page("/").text
    found = re.search(rf'action="({letter}/confirm/[0-9a-f-]{{36}})"', clara.get(letter).text)
    assert found
    amina.post(found.group(1), status=403)
    clara.post(found.group(1))
    assert "not confirmed yet" not in clara.get(letter).text
    assert text_of(pdf_of(clara, letter, "Letter as PDF"))


def test_nobody_who_wrote_a_part_can_be_named_as_approver_by_telephone(amina: Person, clara: Person) -> None:
    letter = ready_for_review(amina)
    write(clara, letter, closing="With respect,", at_their_wish="y")
    read_back(amina, letter)
    step(amina, letter, "send_for_review")
    page = amina.get(f"{letter}/approve-by-telephone").text
    assert "Clara Test</option>" not in page
    sent = {"row_version": version_of(amina, f"{letter}/approve-by-telephone"), "approver": str(clara.id)}
    sent |= {"at_time": "22:10", "remark": "Urgent"}
    amina.post(f"{letter}/approve-by-telephone", sent, 422)


def test_a_sign_that_no_font_has_is_named_before_anything_is_approved(amina: Person, clara: Person) -> None:
    letter = ready_for_review(amina)
    write(amina, letter, body="Thank you \U0001f64f.", at_their_wish="y")
    read_back(amina, letter)
    step(amina, letter, "send_for_review")
    page = approve(clara, letter, 422).text
    assert "which cannot be printed" in page
    assert "\U0001f64f" in page
    assert status_of(clara, letter) == "to be checked"


def test_the_audit_log_shows_each_step_and_verifies(amina: Person, clara: Person, edon: Person) -> None:
    approved(amina, clara)
    text = edon.page("/audit/").text
    for words in ("Approved a letter", "Moved a letter on", "Recorded that a letter was read back"):
        assert words in text
    from caseapp.audit import verify

    with amina.app.app_context():
        assert list(verify()) == []
