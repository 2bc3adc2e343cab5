"""Nobody who is still inside is named in a letter past the list: by hand, by silence, or against what is on file."""

import re
import uuid
from dataclasses import dataclass

import pytest

from caseapp.access import keep_out
from caseapp.accounts.models import User
from caseapp.audit import record
from caseapp.db import Scope, db, write
from caseapp.people.models import Person as Human
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.doorway import once
from tests.letters import preparing as letters
from tests.people.walking import add_relative, client_of
from tests.people.walking import id_of as id_in

BROTHER = "Kaveh Nemunei"
MISSING = f"{BROTHER} stands in the letter and is not on the list of those named."
NEEDS_REASON = "needs their consent or a reason that the approver accepts"


BODY = f"I ask that my brother {BROTHER} may leave."


@dataclass
class About:
    """A case with a brother who is still inside, his id, and a letter that only lacks the step into review."""

    case: str
    brother: str
    letter: str


def about(amina: Person, body: str = BODY) -> About:
    """What each of these begins with: a letter with these words."""

    def prepared() -> str:
        case = start_case(amina, name="Dara Sample")
        add_relative(amina, case, whereabouts="inside")
        letter = letters.ready_for_review(amina, case)
        word(amina, letter, BODY)
        return f"{case} {person_called(amina, case, BROTHER)} {letter}"

    begun = About(*once(amina.app, "letter that names somebody inside", prepared).split())
    if body != BODY:
        word(amina, begun.letter, body)
    return begun


def word(amina: Person, letter: str, body: str) -> None:
    """Write these words, and read them back."""
    letters.write(amina, letter, body=body, at_their_wish="y")
    letters.read_back(amina, letter)


def take_over(person: Person, letter: str) -> str:
    """Put those found in the text on the list; returns the row of the last one."""
    version = letters.version_of(person, f"{letter}/named")
    person.post(f"{letter}/named", {"row_version": version, "take_over": "1"})
    return re.findall(r'name="ground-([0-9a-f-]{36})"', person.get(f"{letter}/named").text)[-1]


def person_called(person: Person, case: str, name: str) -> str:
    """The id of somebody of the case."""
    found = re.findall(r'href="/people/([0-9a-f-]{36})"', person.get(case).text)
    return next(
        each
        for each in found
        if name in person.get(f"/people/{each}").text and each != client_of(person, case)
    )


def test_somebody_on_file_whose_name_stands_in_the_text_has_to_be_on_the_list(
    amina: Person, clara: Person
) -> None:
    letter = about(amina).letter
    letters.step(amina, letter, "send_for_review")
    assert MISSING in letters.approve(clara, letter, 422).text
    row = take_over(clara, letter)
    letters.look_at(clara, letter, row, "reason", reason="He asked for it himself.")
    letters.approve(clara, letter)
    assert letters.status_of(clara, letter) == "approved"


def test_our_own_cover_letter_counts_as_text(amina: Person, clara: Person) -> None:
    letter = about(amina, "I ask for my papers.").letter
    letters.write(amina, letter, cover_remarks=f"His brother {BROTHER} is still there.", at_their_wish="y")
    letters.read_back(amina, letter)
    letters.step(amina, letter, "send_for_review")
    assert MISSING in letters.approve(clara, letter, 422).text


@pytest.mark.parametrize("ground", ["public_office", "self_published"])
def test_what_is_on_file_counts_whatever_is_chosen_on_the_list(
    amina: Person, clara: Person, ground: str
) -> None:
    letter = about(amina).letter
    letters.look_at(amina, letter, take_over(amina, letter), ground, standing="none")
    assert (
        "On file: still inside the group. That counts, whatever is chosen here."
        in amina.page(f"{letter}/named").text
    )
    letters.step(amina, letter, "send_for_review")
    page = clara.page(f"{letter}/approve").text
    assert NEEDS_REASON in page
    assert "still inside the group" in page
    letters.approve(clara, letter, 422)


def test_relatives_of_somebody_inside_and_minors_on_file_count_as_such(amina: Person, clara: Person) -> None:
    begun = about(amina, "My cousin Omid Nemunei and Shirin Nemunei are well.")
    letter = begun.letter
    brother = begun.brother
    for name in ("Omid Nemunei", "Shirin Nemunei"):
        add_relative(amina, begun.case, name=name, kind="cousin", whereabouts="outside")
    omid, shirin = (
        uuid.UUID(person_called(amina, begun.case, name)) for name in ("Omid Nemunei", "Shirin Nemunei")
    )
    with amina.app.app_context():
        from caseapp.cases.models import Case
        from caseapp.dates import Calendar, PartialDate
        from caseapp.people.actions import add_relation, change_facts

        worker, found = (
            db.session.get_one(User, amina.id),
            db.session.get_one(Case, uuid.UUID(id_in(begun.case))),
        )
        with write():
            inside = db.session.get_one(Human, uuid.UUID(brother))
            add_relation(worker, found.scope_id, inside, db.session.get_one(Human, omid), "son")
            born = PartialDate(Calendar.GREGORIAN, 2012)
            change_facts(worker, db.session.get_one(Human, shirin), {"born": born})
    take_over(amina, letter)
    rows = dict.fromkeys(re.findall(r'name="ground-([0-9a-f-]{36})"', amina.get(f"{letter}/named").text))
    for row in rows:
        letters.look_at(amina, letter, row, "self_published", standing="none")
    letters.step(amina, letter, "send_for_review")
    page = letters.approve(clara, letter, 422).text
    assert page.count(NEEDS_REASON) == 2
    shown = clara.page(letter).text
    assert "a relative of somebody inside" in shown
    assert "a minor" in shown


def test_a_consent_of_somebody_typed_by_hand_needs_to_say_who_on_file_they_are(
    amina: Person, clara: Person
) -> None:
    begun = about(amina, "My brother Kaveh the Younger is well.")
    letter = begun.letter
    row = letters.name_somebody(amina, letter, "Kaveh the Younger", "inside")
    letters.look_at(amina, letter, row, "consent")
    letters.step(amina, letter, "send_for_review")
    cannot = "The consent of Kaveh the Younger cannot be looked up"
    assert cannot in letters.approve(clara, letter, 422).text
    brother = begun.brother
    letters.look_at(amina, letter, row, "consent", person=brother)
    page = letters.approve(clara, letter, 422).text
    assert cannot not in page
    assert f"/consents/person/{brother}" in page
    assert f"On file as \u2068{BROTHER}\u2069" in clara.get(f"{letter}/approve").text
    letters.consent_to_tell_authorities(amina, begun.case, brother)
    letters.approve(clara, letter)
    assert letters.status_of(clara, letter) == "approved"


def test_only_somebody_of_the_case_can_be_chosen(amina: Person) -> None:
    letter = about(amina).letter
    row = letters.name_somebody(amina, letter, "Kaveh the Younger")
    sent = {**letters.fields_of(amina, f"{letter}/named"), f"person-{row}": str(uuid.uuid4())}
    assert "Please choose one of the list." in amina.post(f"{letter}/named", sent, 422).text


def test_somebody_to_be_taken_out_may_not_stand_in_it_under_another_spelling(
    amina: Person, clara: Person
) -> None:
    begun = about(amina)
    letter = begun.letter
    row = letters.name_somebody(amina, letter, "my brother K.")
    letters.look_at(amina, letter, row, "take_out", person=begun.brother)
    letters.step(amina, letter, "send_for_review")
    assert "is to be taken out, but still stands in the letter." in letters.approve(clara, letter, 422).text


def test_the_letter_stops_for_somebody_whom_the_approver_does_not_see_and_does_not_tell_who(
    amina: Person, clara: Person
) -> None:
    begun = about(amina)
    letter = begun.letter
    letters.step(amina, letter, "send_for_review")
    brother = uuid.UUID(begun.brother)
    with amina.app.app_context(), write():
        actor, hidden = db.session.get_one(User, amina.id), db.session.get_one(Human, brother)
        keep_out(
            actor, db.session.get_one(Scope, hidden.scope_id), db.session.get_one(User, clara.id), "a reason"
        )
        record(actor, "person.changed", hidden, fields=[])
    page = letters.approve(clara, letter, 422).text
    assert "The letter names somebody of this case whom you do not see and who is not on the list." in page
    assert MISSING not in page
    assert "Found in the text" not in clara.get(f"{letter}/named").text
    letters.look_at(amina, letter, take_over(amina, letter), "reason", reason="He asked for it himself.")
    letters.approve(clara, letter)
    assert letters.status_of(clara, letter) == "approved"
