"""One sheet, one save: what a person allows is written down once, and only grows."""

import io
import re
import uuid
from datetime import date

import pytest
from sqlalchemy import select

from caseapp.consents import Consent, KeepingGround
from caseapp.db import db
from caseapp.tasks.models import NextStep
from caseapp.web.consequences import Consequences
from caseapp.web.feature import Feature
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person, visible
from tests.consents.sheets import (
    add_ministry,
    add_relative,
    client_of,
    day_boxes,
    days_from_now,
    fill_sheet,
    sheet_of,
    version_of,
)
from tests.documents.made_files import PDF, PROGRAM


def answers(person: Person) -> list[tuple[str, str]]:
    """Every answer that is stored, oldest first."""
    with person.app.app_context():
        rows = db.session.scalars(select(Consent).order_by(Consent.seq))
        return [(row.purpose, row.answer) for row in rows]


def steps(person: Person) -> list[tuple[str, date]]:
    """The next steps that stand open: how each begins, and when it is due."""
    with person.app.app_context():
        return [(step.text[:41], step.due) for step in db.session.scalars(select(NextStep))]


def test_one_save_writes_every_answer_and_the_case_page_shows_them(amina: Person) -> None:
    case = start_case(amina)
    fill_sheet(amina, sheet_of(amina, case), keep="yes", trace="yes", contact_family="no", publish="no")
    assert answers(amina) == [("keep", "yes"), ("trace", "yes"), ("contact_family", "no"), ("publish", "no")]
    text = amina.page(case).text
    assert "Look for their family yes" in text
    assert "Tell their family no" in text
    assert "Tell authorities not asked yet" in text


def test_the_sheet_opens_with_the_answers_on_file(amina: Person) -> None:
    sheet = sheet_of(amina, start_case(amina))
    fill_sheet(amina, sheet, share="conditions", **{"share-conditions": "Not the police."})
    html = amina.get(sheet).text
    assert re.search(
        r'<input[^>]*checked[^>]*value="conditions"|value="conditions"[^>]*checked|checked[^>]*name="share-answer"[^>]*value="conditions"',
        html,
    )
    assert "Not the police." in html


def test_only_answers_that_differ_are_written_again(amina: Person) -> None:
    sheet = sheet_of(amina, start_case(amina))
    fill_sheet(amina, sheet, keep="yes", share="yes")
    fill_sheet(amina, sheet, keep="yes", share="no")
    assert answers(amina) == [("keep", "yes"), ("share", "yes"), ("share", "no")]


def test_all_answers_are_written_again_when_all_was_asked_again(amina: Person) -> None:
    sheet = sheet_of(amina, start_case(amina))
    fill_sheet(amina, sheet, keep="yes", share="yes")
    fill_sheet(amina, sheet, keep="yes", share="yes", asked_again="y")
    assert len(answers(amina)) == 4


def test_a_sheet_without_anything_new_writes_nothing(amina: Person) -> None:
    sheet = sheet_of(amina, start_case(amina))
    fill_sheet(amina, sheet)
    assert answers(amina) == []


def test_a_double_click_writes_one_sheet(amina: Person) -> None:
    sheet, same = sheet_of(amina, start_case(amina)), str(uuid.uuid4())
    fill_sheet(amina, sheet, keep="yes", new_id=same, row_version="0")
    fill_sheet(amina, sheet, keep="yes", new_id=same, row_version="0")
    assert answers(amina) == [("keep", "yes")]


def test_two_who_ask_at_once_are_told_and_nothing_is_lost(amina: Person, clara: Person) -> None:
    sheet = sheet_of(amina, start_case(amina))
    before = version_of(amina, sheet)
    fill_sheet(clara, sheet, share="no")
    response = fill_sheet(
        amina, sheet, 409, share="conditions", row_version=before, **{"share-conditions": "Only by post."}
    )
    assert "Somebody else has written down answers" in visible(response)
    assert "Only by post." in response.text
    assert answers(amina) == [("share", "no")]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"share": "conditions"}, "Which conditions? Write them in their words."),
        ({"share": "yes", "share-conditions": "But not to the police."}, "There are conditions here."),
        ({"publish": "yes", "publish-without_name": "y"}, "There are conditions here."),
        ({"keep": "perhaps"}, "Please choose one of the list."),
        ({"given_by": "guardian", "given_by_name": "Her aunt"}, "What does the minor say?"),
        ({"given_by": "proxy"}, "Who answered in their place?"),
        ({"given_on": days_from_now(3)}, "This day has not come yet."),
        ({"until": days_from_now(-3)}, "This lies before the day on which it was given."),
        ({"ground": "family_search"}, "A ground for keeping needs a day"),
        ({"ground": "family_search", "review_on": days_from_now(-1)}, "Give a day to come."),
        ({"share-only": "authority:somewhere-else", "share": "conditions"}, "Please choose of the list."),
    ],
)
def test_what_cannot_be_is_explained_and_what_was_typed_is_kept(
    amina: Person, said: dict[str, str], sentence: str
) -> None:
    sheet = sheet_of(amina, start_case(amina))
    response = fill_sheet(amina, sheet, 422, witness="A neighbour", **said)
    assert sentence in visible(response)
    assert "A neighbour" in response.text
    assert answers(amina) == []


def test_an_answer_can_be_limited_to_one_authority(amina: Person) -> None:
    ministry = add_ministry(amina, "Ministry of the Interior")
    case = start_case(amina)
    sheet = sheet_of(amina, case)
    fill_sheet(amina, sheet, share="conditions", **{"share-only": f"authority:{ministry}"})
    assert "only: \u2068Ministry of the Interior\u2069" in amina.page(case).text


def test_conditions_are_kept_for_somebody_who_is_there_and_for_nobody_else(amina: Person) -> None:
    ministry = add_ministry(amina, "Ministry of the Interior")
    fill_sheet(
        amina, sheet_of(amina, start_case(amina)), share="conditions", **{"share-conditions": "By post only."}
    )
    with amina.app.app_context():
        consent = db.session.scalars(select(Consent).where(Consent.purpose == "share")).one().id
    page = f"/consents/conditions/{consent}?audience="
    assert "Ministry of the Interior" in amina.page(f"{page}authority:{ministry}").text
    for nobody in ("", "authority:someone", f"everybody:{ministry}"):
        amina.get(page + nobody, 404)


def test_a_guardian_answers_with_the_minors_own_view(amina: Person) -> None:
    case = start_case(amina)
    fill_sheet(
        amina,
        sheet_of(amina, case),
        keep="yes",
        given_by="guardian",
        given_by_name="Her aunt",
        own_view="She nods and says her name may be kept.",
    )
    text = amina.page(f"/people/{client_of(amina, case)}").text
    assert "answered by ⁨Her aunt⁩" in text
    assert "She nods and says her name may be kept." in text


def test_a_relative_who_was_not_spoken_to_is_kept_on_a_ground_with_a_review(amina: Person) -> None:
    case = start_case(amina)
    brother = add_relative(amina, case, "Hamid Samplepour")
    assert "No ground for keeping is recorded either." in amina.page(case).text
    sheet = sheet_of(amina, case, brother)
    fill_sheet(
        amina, sheet, ground="family_search", review_on=days_from_now(90), ground_words="She asked us."
    )
    text = amina.page(case).text
    assert "kept on the ground: A relative asked us to look for them" in text
    assert "No ground for keeping is recorded either." not in text
    fill_sheet(
        amina, sheet, ground="family_search", review_on=days_from_now(90), ground_words="She asked us."
    )
    with amina.app.app_context():
        assert len(list(db.session.scalars(select(KeepingGround)))) == 1


def test_a_ground_for_keeping_comes_back_as_a_next_step_on_its_review_day(amina: Person) -> None:
    case = start_case(amina)
    brother = add_relative(amina, case, "Hamid Samplepour")
    fill_sheet(amina, sheet_of(amina, case, brother), ground="family_search", review_on=days_from_now(90))
    assert steps(amina) == [("Look again at the ground on which we keep", days_from_now(90))]


@pytest.mark.parametrize(("holds_for", "asked_in"), [(100, 70), (10, 0)])
def test_a_consent_that_will_run_out_is_asked_again_in_time(
    amina: Person, holds_for: int, asked_in: int
) -> None:
    sheet = sheet_of(amina, start_case(amina))
    fill_sheet(amina, sheet, keep="yes", share="no", until=days_from_now(holds_for))
    assert steps(amina) == [("Consents of this person run out soon. Ask", days_from_now(asked_in))]


def test_a_no_is_not_asked_again_by_itself(amina: Person) -> None:
    fill_sheet(amina, sheet_of(amina, start_case(amina)), share="no", until=days_from_now(100))
    assert steps(amina) == []


def test_a_signed_sheet_is_filed_with_the_answers(amina: Person) -> None:
    case = start_case(amina)
    scan = {"scan": (io.BytesIO(PDF), "signed.pdf")}
    fill_sheet(amina, sheet_of(amina, case), keep="yes", how="written", **scan)
    page = amina.get(f"/people/{client_of(amina, case)}").text
    address = re.search(r'href="(/documents/[0-9a-f-]{36})"[^>]*>.{0,200}?Signed sheet', page, re.S)
    assert address
    assert amina.get(address.group(1)).data == PDF


def test_a_scan_that_is_a_program_is_refused_and_the_answers_are_kept_in_the_form(amina: Person) -> None:
    scan = {"scan": (io.BytesIO(PROGRAM), "signed.pdf")}
    response = fill_sheet(amina, sheet_of(amina, start_case(amina)), 422, keep="yes", witness="Aunt", **scan)
    assert "the content is that of a .exe file" in visible(response)
    assert "Aunt" in response.text


def test_another_worker_sees_no_sheet(amina: Person, besnik: Person) -> None:
    case = start_case(amina)
    besnik.get(sheet_of(amina, case), 404)
    besnik.get(f"/consents/person/{client_of(amina, case)}", 404)


def test_administrator_and_auditor_see_no_sheet(amina: Person, drita: Person, edon: Person) -> None:
    sheet = sheet_of(amina, start_case(amina))
    drita.get(sheet, 403)
    edon.get(sheet, 403)


def test_a_sheet_is_not_found_through_a_case_that_is_not_there(amina: Person) -> None:
    person = client_of(amina, start_case(amina))
    amina.get(f"/consents/{uuid.uuid4()}/{person}", 404)


def test_taking_back_holds_at_once_and_stays_in_the_history(amina: Person) -> None:
    case = start_case(amina)
    fill_sheet(amina, sheet_of(amina, case), share="yes")
    withdraw = withdrawal_url(amina, case)
    amina.post(withdraw, taken_back(words="She is afraid."))
    assert answers(amina) == [("share", "yes"), ("share", "withdrawn")]
    text = amina.page(case).text
    assert "Tell authorities withdrawn" in text
    assert "Consent withdrawn" in text


def test_taking_back_holds_from_the_day_it_was_said(amina: Person) -> None:
    case = start_case(amina)
    fill_sheet(amina, sheet_of(amina, case), share="yes", given_on=days_from_now(-9))
    amina.post(withdrawal_url(amina, case), taken_back(-3))
    with amina.app.app_context():
        taken = [each for each in db.session.scalars(select(Consent)) if each.answer == "withdrawn"]
        assert [each.given_on for each in taken] == [days_from_now(-3)]


def test_every_feature_hears_of_a_consent_that_is_taken_back(
    amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[str, str]] = []
    hear = Consequences(withdrawn=lambda actor, taken: heard.append((taken.purpose, taken.answer)))
    toy = Feature(name="toy", consequences=hear)
    known = amina.app.extensions["caseapp-features"]
    monkeypatch.setitem(amina.app.extensions, "caseapp-features", (*known, toy))
    case = start_case(amina)
    fill_sheet(amina, sheet_of(amina, case), share="yes")
    amina.post(withdrawal_url(amina, case), taken_back())
    assert heard == [("share", "withdrawn")]


def test_what_is_no_consent_cannot_be_taken_back(amina: Person) -> None:
    case = start_case(amina)
    fill_sheet(amina, sheet_of(amina, case), share="no")
    with amina.app.app_context():
        refusal = db.session.scalars(select(Consent)).one().id
    assert "there is nothing to take back" in amina.page(f"/consents/withdraw/{refusal}").text
    amina.post(f"/consents/withdraw/{refusal}", taken_back(), 422)
    assert answers(amina) == [("share", "no")]


def test_a_consent_is_not_taken_back_before_it_was_given(amina: Person) -> None:
    case = start_case(amina)
    fill_sheet(amina, sheet_of(amina, case), share="yes", given_on=days_from_now(-2))
    page = amina.post(withdrawal_url(amina, case), taken_back(-5), 422)
    assert "This consent was not given yet on that day" in visible(page)
    assert answers(amina) == [("share", "yes")]


def test_the_audit_log_shows_the_sheet_and_verifies(amina: Person, edon: Person) -> None:
    case = start_case(amina)
    fill_sheet(amina, sheet_of(amina, case), share="yes")
    amina.post(withdrawal_url(amina, case), taken_back())
    text = edon.page("/audit/").text
    assert "Wrote down consents" in text
    assert "Wrote down that a consent was taken back" in text
    from caseapp.audit import verify

    with amina.app.app_context():
        assert list(verify()) == []


def test_what_was_written_so_far_comes_back_as_a_draft(amina: Person) -> None:
    sheet = sheet_of(amina, start_case(amina))
    amina.client.post(f"/drafts/keep{sheet}", data={"csrf_token": amina.token(), "witness": "The neighbour"})
    assert "The neighbour" in amina.get(sheet).text


def withdrawal_url(person: Person, case: str) -> str:
    found = re.search(r'href="(/consents/withdraw/[0-9a-f-]{36})"', person.get(case).text)
    assert found, "no consent to take back on the case page"
    return found.group(1)


def taken_back(days: int = 0, **more: str) -> dict[str, str]:
    return {
        "given_by": "self",
        "how": "telephone",
        "witness": "",
        **day_boxes("given_on", days_from_now(days)),
        **more,
    }
