"""Reading back, signing, review, audiences, use, withdrawal: each step and what stands in its way."""

import re
import uuid
from collections.abc import Iterator

import pytest

from caseapp.statements.workflow import STATEMENT_WORKFLOW
from caseapp.workflow import UnknownTransition, Workflow
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person, visible
from tests.consents.sheets import fill_sheet
from tests.doorway import prepared

from .bringing import add_person
from .writing import (
    DECLARATION,
    propose,
    read_back,
    review,
    sign,
    status_of,
    step,
    write_statement,
)

HAPPENED = {
    "manner": "afterwards",
    "said_by": "The lawyer",
    "happened_on-day": "2",
    "happened_on-month": "11",
    "happened_on-year": "2026",
    "happened_on-calendar": "gregorian",
}


@prepared
def signed_statement(person: Person, **changes: str) -> str:
    address = write_statement(person, **changes)
    read_back(person, address)
    sign(person, address)
    return address


@prepared
def cleared_statement(amina: Person, clara: Person, **audience: str) -> str:
    address = signed_statement(amina)
    review(clara, address)
    clara.post(f"{propose(amina, address, **audience)}/agree")
    return address


def maker_of(person: Person, address: str) -> str:
    """The id of the statement's maker, from the address of the questions about voluntariness."""
    found = re.search(r"/voluntariness/([0-9a-f-]{36})", person.get(address).text)
    assert found
    return found.group(1)


def allow_publication(person: Person, address: str, **said: str) -> None:
    """Write down that the maker allows it."""
    fill_sheet(person, f"/consents/person/{maker_of(person, address)}", **{"publish": "yes", **said})


def test_every_step_of_the_table_starts_and_ends_in_a_known_state() -> None:
    known = {state.code for state in STATEMENT_WORKFLOW.states}
    for transition in STATEMENT_WORKFLOW.transitions:
        assert {*transition.sources, transition.target} <= known
    reached = {STATEMENT_WORKFLOW.start, *(step.target for step in STATEMENT_WORKFLOW.transitions)}
    assert reached == known


def paths(workflow: Workflow, state: str, walked: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every way through the table from ``state`` on that comes into no state twice."""
    walked = (*walked, state)
    yield walked
    for step_made in workflow.leaving(state):
        if step_made.target not in walked:
            yield from paths(workflow, step_made.target, walked)


def test_no_path_of_the_table_leads_outside_past_the_review() -> None:
    outside = [
        path for path in paths(STATEMENT_WORKFLOW, "draft") if path[-1] in ("cleared", "used", "published")
    ]
    assert {path[-1] for path in outside} == {"cleared", "used", "published"}
    assert [path for path in outside if "reviewed" not in path] == []


def test_what_is_reviewed_was_signed_on_every_path() -> None:
    for path in paths(STATEMENT_WORKFLOW, "draft"):
        assert path[-1] != "reviewed" or "signed" in path, path


@pytest.mark.parametrize("code", ["use", "publish"])
def test_nothing_is_used_or_published_from_a_state_before_its_review(code: str) -> None:
    for source in ("draft", "read_back", "signed", "out_unreviewed"):
        with pytest.raises(UnknownTransition):
            STATEMENT_WORKFLOW.transition(code, source)


def test_a_statement_agreed_before_its_review_is_not_used_without_one(amina: Person, clara: Person) -> None:
    address = signed_statement(amina)
    clara.post(f"{propose(amina, address)}/agree")
    step(amina, address, "use", 409)
    page = visible(step(amina, address, "use_unreviewed", 422))
    assert "Nobody has reviewed it yet." in page
    assert status_of(amina, address) == "signed"


def test_a_use_before_the_review_is_written_down_and_opens_one(amina: Person, clara: Person) -> None:
    address = signed_statement(amina)
    step(amina, address, "use_unreviewed", **HAPPENED)
    assert status_of(amina, address) == "outside without a review"
    assert "A step of it was written down although a rule would have stopped it." in amina.page(address).text
    assert "To look at again" in clara.page("/").text
    clara.post(f"{propose(amina, address)}/agree")
    step(amina, address, "use", 409)
    review(clara, address)
    assert status_of(amina, address) == "reviewed"
    step(amina, address, "use")
    assert status_of(amina, address) == "used"


def test_a_statement_that_went_out_unreviewed_is_cleared_for_no_letter(amina: Person, clara: Person) -> None:
    from caseapp.db import db
    from caseapp.statements.models import Statement
    from caseapp.statements.queries import is_cleared_for

    address = signed_statement(amina)
    clara.post(f"{propose(amina, address)}/agree")
    step(amina, address, "use_unreviewed", **HAPPENED)
    with amina.app.app_context():
        statement = db.session.get(Statement, uuid.UUID(address.rpartition("/")[2]))
        assert statement is not None
        assert not is_cleared_for(statement, "partners")


def test_the_page_says_who_can_review_it(amina: Person, clara: Person) -> None:
    statement = signed_statement(amina)
    assert "These colleagues can review it: \u2068Clara Test\u2069" in amina.page(statement).text
    shown = clara.page(statement).text
    assert "You can review it." in shown
    assert "These colleagues can review it" not in shown
    assert "Nobody can review it as things stand" in clara.page(signed_statement(clara)).text


def test_a_table_that_names_an_unknown_state_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown state"):
        Workflow(
            kind="statement",
            label=STATEMENT_WORKFLOW.label,
            start="draft",
            phases=STATEMENT_WORKFLOW.phases,
            states=STATEMENT_WORKFLOW.states[:1],
            transitions=STATEMENT_WORKFLOW.transitions,
        )


def test_a_statement_without_text_cannot_be_read_back(amina: Person) -> None:
    address = write_statement(amina, body="")
    assert "The text has not been written down yet." in amina.get(f"{address}/step/read_back").text


def test_reading_back_keeps_who_read_in_which_language(amina: Person) -> None:
    address = write_statement(amina)
    assert 'value="Amina Test"' in amina.get(f"{address}/step/read_back").text, "most often it is the worker"
    read_back(amina, address, read_by="Sister Elira", interpreter="Mrs. Golnar")
    text = amina.page(address).text
    assert "by Sister Elira" in text
    assert "Mrs. Golnar" in text
    assert "Persian" in text


def test_reading_back_without_a_reader_is_refused(amina: Person) -> None:
    address = write_statement(amina)
    response = step(amina, address, "read_back", 422, read_by="", language="fa")
    assert "Please fill this in." in response.text


def test_the_text_to_read_out_stands_on_the_page(amina: Person) -> None:
    page = amina.page(f"{write_statement(amina)}/step/read_back").text
    assert "Nobody told me to write this." in page


def test_a_signature_asks_for_one_day(amina: Person) -> None:
    address = write_statement(amina)
    read_back(amina, address)
    page = amina.get(f"{address}/step/sign").text
    assert 'name="signed_on-day"' in page
    assert 'name="happened_on-day"' not in page
    sign(amina, address, manner="afterwards", said_by="The lawyer")
    assert "25 November 2021" in amina.page(address).text.partition("What happened")[2]


def test_a_text_that_was_not_read_back_cannot_be_signed(amina: Person) -> None:
    page = amina.get(f"{write_statement(amina)}/step/sign").text
    assert "This text has not been read back to the person in their language." in page


def test_the_signature_is_kept_with_method_place_and_day(amina: Person) -> None:
    text = amina.page(signed_statement(amina)).text
    assert "Signed by hand on paper" in text
    assert "25 November 2021" in text


def test_a_signed_text_is_frozen_and_a_change_is_a_supplement(amina: Person) -> None:
    address = signed_statement(amina)
    assert amina.get(f"{address}/edit", 302).headers["Location"] == address
    assert "This text was signed, so it stays as it is." in amina.page(address).text
    form = {**DECLARATION, "makers": [], "new_id": str(uuid.uuid4())}
    page = amina.get(f"{address}/supplement").text
    assert "Supplement to: Declaration of separation" in page
    maker = re.search(r'name="makers"[^>]*value="([0-9a-f-]{36})"', page)
    assert maker
    sent = {**form, "makers": [maker.group(1)], "title": "One more thing"}
    supplement = amina.post(f"{address}/supplement", sent).headers["Location"]
    assert "One more thing" in amina.page(address).text
    assert "This is a supplement" in amina.page(supplement).text


def test_an_edit_sent_after_the_signature_changes_nothing(amina: Person) -> None:
    address = write_statement(amina)
    form = next(form for form in amina.page(f"{address}/edit").forms if "body" in form["fields"])
    read_back(amina, address)
    sign(amina, address)
    sent = {**DECLARATION, "makers": [form["fields"]["makers"]], "body": "Other words.", "row_version": ""}
    amina.post(f"{address}/edit", sent)
    assert "Other words." not in amina.page(address).text


def test_a_joint_statement_is_signed_when_the_last_maker_has_signed(amina: Person) -> None:
    case = start_case(amina)
    second = add_person(amina, case, "Nadia Beispiel")
    first = re.findall(r'name="makers"[^>]*value="([0-9a-f-]{36})"', amina.get(f"{case}/statements/new").text)
    assert second in first
    address = write_statement(amina, case, kind="joint", makers=first)
    read_back(amina, address)
    sign(amina, address, signers=[first[0]])
    assert status_of(amina, address) == "read back"
    amina.get(f"{address}/edit", 302)
    sign(amina, address)
    assert status_of(amina, address) == "signed"


def test_who_wrote_it_down_cannot_review_it(amina: Person, clara: Person) -> None:
    address = signed_statement(clara)
    assert "You took part in writing it down." in visible(review(clara, address, 422))


def test_a_support_worker_cannot_review(amina: Person) -> None:
    review(amina, signed_statement(amina), 403)


def test_a_review_says_who_is_named_and_what_may_come_of_it(amina: Person, clara: Person) -> None:
    address = signed_statement(amina)
    review(clara, address, named_persons="The commander of hall 5; a public office.")
    assert status_of(clara, address) == "reviewed"
    assert "The commander of hall 5; a public office." in clara.page(address).text


def test_an_audience_needs_a_second_person(amina: Person, clara: Person) -> None:
    address = signed_statement(amina)
    review(clara, address)
    own = propose(clara, address)
    page = clara.get(address).text
    assert "Another colleague has to agree." in page
    assert f'{own}/agree"' not in page
    clara.post(f"{own}/agree")
    assert "Somebody else has to agree to it." in clara.page(address).text
    assert status_of(clara, address) == "reviewed"
    amina.post(f"{own}/agree", status=403)


def test_the_same_audience_is_not_proposed_twice(amina: Person, clara: Person) -> None:
    address = signed_statement(amina)
    propose(amina, address)
    sent = {"audience_kind": "partners", "audience_name": "The legal clinic", "authority": "", "remark": ""}
    page = clara.post(f"{address}/audiences/new", sent, 422).text
    assert "This audience is on the list already." in page
    propose(clara, address, audience_kind="public", audience_name="")
    page = amina.post(f"{address}/audiences/new", {**sent, "audience_kind": "public"}, 422).text
    assert "This audience is on the list already." in page


def test_an_agreed_audience_clears_a_reviewed_statement(amina: Person, clara: Person) -> None:
    assert status_of(amina, cleared_statement(amina, clara)) == "cleared"


def test_it_cannot_be_used_before_an_audience_is_agreed(amina: Person, clara: Person) -> None:
    address = signed_statement(amina)
    review(clara, address)
    assert "No audience has been agreed yet" in visible(step(amina, address, "use", 422))


def test_an_audience_taken_back_stops_new_uses(amina: Person, clara: Person) -> None:
    address = cleared_statement(amina, clara)
    found = re.findall(r"/audiences/([0-9a-f-]{36})/end", amina.get(address).text)
    amina.post(f"{address}/audiences/{found[0]}/end", {"reason": "She asked us to."})
    assert "No audience has been agreed yet" in visible(step(amina, address, "use", 422))


def test_publishing_needs_the_public_as_agreed_audience(amina: Person, clara: Person) -> None:
    address = cleared_statement(amina, clara)
    allow_publication(amina, address)
    assert "that the public may read it" in visible(step(clara, address, "publish", 422))
    clara.post(f"{propose(amina, address, audience_kind='public', audience_name='')}/agree")
    step(clara, address, "publish")
    assert status_of(clara, address) == "published"


def test_a_support_worker_cannot_publish(amina: Person, clara: Person) -> None:
    step(amina, cleared_statement(amina, clara), "publish", 403)


def test_a_withdrawal_needs_a_reason_and_ends_it(amina: Person, clara: Person) -> None:
    address = cleared_statement(amina, clara)
    assert "This step needs a reason." in visible(step(amina, address, "withdraw", 422))
    step(amina, address, "withdraw", reason="He does not want it used any more.")
    assert status_of(amina, address) == "withdrawn"
    step(amina, address, "use", 409)


def test_it_is_replaced_only_by_a_signed_supplement(amina: Person, clara: Person) -> None:
    address = signed_statement(amina)
    response = step(clara, address, "supersede", 422, reason="A better one exists.")
    assert "No signed supplement takes its place." in visible(response)


def test_the_way_back_to_a_step_that_was_taken_leads_to_the_statement(amina: Person, clara: Person) -> None:
    address = signed_statement(amina)
    review(clara, address)
    for person, code in ((clara, "review"), (amina, "sign"), (amina, "read_back")):
        assert person.get(f"{address}/step/{code}", 302).headers["Location"] == address
        assert "This step was taken before. It now stands at: reviewed." in person.page(address).text
    amina.get(f"{address}/step/publish_unreviewed", 403)
    amina.get(f"{address}/step/use_unreviewed", 302)
    assert "This step cannot be taken now. It stands at: reviewed." in amina.page(address).text
    amina.get(f"{address}/step/nonsense", 404)


def test_a_step_sent_twice_counts_once_and_what_another_wrote_for_it_is_not_lost(
    amina: Person, clara: Person
) -> None:
    address = signed_statement(amina)
    sent = {"manner": "done_here", "reason": "He asked for it."}
    for _ in range(2):
        amina.post(f"{address}/step/withdraw", sent)
    page = visible(clara.post(f"{address}/step/withdraw", sent, 409))
    assert "This step was taken before. It now stands at: withdrawn." in page
    assert "He asked for it." in page


def test_who_may_review_or_agree_finds_on_the_home_page_what_waits_for_them(
    amina: Person, besnik: Person, clara: Person
) -> None:
    address = write_statement(amina)
    assert "Statements waiting for you" not in clara.page("/").text
    read_back(amina, address)
    sign(amina, address)
    assert f'href="{address}"' in clara.get("/").text
    assert "to be reviewed" in clara.page("/").text
    for nobody in (amina, besnik):
        assert "Statements waiting for you" not in nobody.page("/").text
    review(clara, address)
    assert "Statements waiting for you" not in clara.page("/").text
    audience = propose(amina, address)
    assert "to be agreed" in clara.page("/").text
    clara.post(f"{audience}/agree")
    assert "Statements waiting for you" not in clara.page("/").text


def test_nobody_is_told_to_review_or_agree_to_what_they_took_part_in(clara: Person) -> None:
    address = signed_statement(clara)
    propose(clara, address)
    assert "Statements waiting for you" not in clara.page("/").text


def test_the_review_shows_the_text_that_it_is_about_and_the_step_its_title(
    amina: Person, clara: Person
) -> None:
    address = signed_statement(amina, title="Why I went")
    page = clara.page(f"{address}/step/review").text
    assert "The text that is reviewed" in page
    assert "Nobody told me to write this." in page
    assert "Why I went" in page
