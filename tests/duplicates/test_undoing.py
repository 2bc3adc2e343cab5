"""Taking a merge back: each record gets its former words again, and what was changed since is told and stays."""

import uuid
from pathlib import Path
from typing import Any

from sqlalchemy import select

from caseapp.access import keep_out
from caseapp.accounts.models import User
from caseapp.audit import verify
from caseapp.cases.models import Case
from caseapp.db import Record, Scope, db, write
from caseapp.db.engine import Base
from caseapp.db.versions import state_now
from caseapp.erasures.models import Erasure
from caseapp.people.actions import add_relation, change_facts, create_person
from caseapp.people.models import NameKind, Relation
from caseapp.people.models import Person as Human
from caseapp.people.queries import reached_through
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.doorway import prepared
from tests.duplicates.pairing import case_of, client_named, join, proposed
from tests.erasures.erasing import after_the_hold, approve, ask, carry_out, erase, look
from tests.erasures.test_former_states import NAME, write_tonight
from tests.erasures.test_mentions import bring, decide, lines
from tests.frame.conftest import behind
from tests.people.walking import client_of, errand, id_of, look_up

CHANGES = {"row_version", "seq", "changed_on", "row_mac", "access_mac"}


def states(person: Person) -> dict[uuid.UUID, dict[str, Any]]:
    """What every record says, but for the members of scopes and what counts changes."""
    found = {}
    with person.app.app_context():
        for mapper in Base.registry.mappers:
            model = mapper.class_
            if issubclass(model, Record) and not model.__tablename__.startswith("scope_"):
                for row in db.session.scalars(select(model)):
                    found[row.id] = {
                        name: value for name, value in state_now(row).items() if name not in CHANGES
                    }
    return found


def reach(person: Person, *humans: str) -> list[set[uuid.UUID]]:
    with person.app.app_context():
        return [set(reached_through(db.session.get_one(Human, uuid.UUID(each)))) for each in humans]


@prepared
def a_family(amina: Person, besnik: Person) -> tuple[str, str]:
    """Two records of one woman, each with a brother."""
    one = client_named(amina, "Zhaleh Emtehani", born="gregorian:1966", languages="Persian")
    other = client_named(besnik, "Jaleh Emtehani", born="jalali:1345-01-01", about="Came with a group.")
    for worker, client in ((amina, one), (besnik, other)):
        worker_id = worker.id
        with worker.app.app_context(), write():
            actor, human = db.session.get_one(User, worker_id), db.session.get_one(Human, uuid.UUID(client))
            through = reached_through(human)[0]
            brother = create_person(actor, through=through, name="Kaveh Mesali", kind=NameKind.LEGAL)
            add_relation(actor, through, human, brother, "brother", said_by="Herself")
    return one, other


def test_undoing_gives_every_record_its_former_words_again(
    amina: Person, besnik: Person, clara: Person
) -> None:
    one, other = a_family(amina, besnik)
    before, reached = states(clara), reach(clara, one, other)
    join(clara, one, other, take_born="other")
    assert states(clara) != before
    text = clara.page(f"/duplicates/undo/{other}").text
    assert "What is put back" in text
    assert "Relation" in text
    assert "What was changed since" not in text
    clara.post(f"/duplicates/undo/{other}")
    assert states(clara) == before
    assert reach(clara, one, other) == reached
    assert frozenset((one, other)) in proposed(clara)
    with clara.app.app_context():
        assert list(verify()) == []


def test_what_was_changed_since_is_told_and_stays(amina: Person, besnik: Person, clara: Person) -> None:
    one, other = a_family(amina, besnik)
    join(clara, one, other, take_languages="one", take_about="other")
    clara_id = clara.id
    with clara.app.app_context(), write():
        actor, human = db.session.get_one(User, clara_id), db.session.get_one(Human, uuid.UUID(one))
        change_facts(actor, human, {"about": "Came with a group in May."})
    text = clara.page(f"/duplicates/undo/{other}").text
    assert "What was changed since and stays as it is" in text
    assert "What else is known" in text.partition("What was changed since")[2]
    clara.post(f"/duplicates/undo/{other}")
    with clara.app.app_context():
        human = db.session.get_one(Human, uuid.UUID(one))
        assert human.about == "Came with a group in May."
        assert db.session.get_one(Human, uuid.UUID(other)).merged_into is None
        cases = {case.client_id for case in db.session.scalars(select(Case))}
        assert cases == {uuid.UUID(one), uuid.UUID(other)}


def test_a_record_that_was_moved_on_since_still_means_the_right_person(
    amina: Person, besnik: Person, clara: Person
) -> None:
    one, other = a_family(amina, besnik)
    case = case_of(besnik, other)
    join(clara, one, other)
    besnik.post(f"{case}/step/take_up", {"reason": ""})
    clara.post(f"/duplicates/undo/{other}")
    with clara.app.app_context():
        found = db.session.get_one(Case, uuid.UUID(case[-36:]))
        assert (found.client_id, found.status) == (uuid.UUID(other), "open")


def test_somebody_who_is_named_in_that_case_since_stays_in_it(
    amina: Person, besnik: Person, clara: Person
) -> None:
    one, other = a_family(amina, besnik)
    join(clara, one, other)
    clara_id = clara.id
    with clara.app.app_context(), write():
        actor, human = db.session.get_one(User, clara_id), db.session.get_one(Human, uuid.UUID(one))
        through = reached_through(db.session.get_one(Human, uuid.UUID(other)))[0]
        friend = create_person(actor, through=through, name="Mahin Farzi", kind=NameKind.LEGAL)
        add_relation(actor, through, human, friend, "friend", said_by="Herself")
    clara.post(f"/duplicates/undo/{other}")
    theirs, others = reach(clara, one, other)
    assert others < theirs


def test_who_was_joined_on_since_is_parted_in_the_other_order(amina: Person, clara: Person) -> None:
    one, other, third = (client_named(amina, name) for name in ("Omid Farzi", "Omid Farzi", "Omeed Farzi"))
    join(clara, other, third)
    join(clara, one, other)
    clara.get(f"/duplicates/undo/{third}", 302)
    assert "duplicates/undo" not in clara.get(f"/people/{third}").text
    clara.post(f"/duplicates/undo/{other}")
    clara.post(f"/duplicates/undo/{third}")
    with clara.app.app_context():
        assert [db.session.get_one(Human, uuid.UUID(each)).merged_into for each in (other, third)] == [
            None
        ] * 2


def test_a_merge_by_a_worker_can_be_undone_by_the_coordinator(amina: Person, clara: Person) -> None:
    known = client_named(amina, "Jaleh Emtehani")
    begun = client_named(amina, "The woman from the bus")
    case = case_of(amina, begun)
    look_up(amina, "names", case, "Jaleh Emtehani")
    amina.post(f"/people/check/{errand('names', case, begun)}/pick", {"picked": known})
    assert "They are two people after all" not in amina.get(f"/people/{begun}").text
    amina.get(f"/duplicates/undo/{begun}", 403)
    assert "They are two people after all" in clara.get(f"/people/{begun}").text
    clara.post(f"/duplicates/undo/{begun}")
    with clara.app.app_context():
        assert db.session.get_one(Case, uuid.UUID(case[-36:])).client_id == uuid.UUID(begun)


def test_a_merge_of_records_that_are_kept_from_the_reader_is_not_there(
    amina: Person, besnik: Person, clara: Person
) -> None:
    one, other = a_family(amina, besnik)
    join(clara, one, other)
    change(clara, case_of_record(clara, besnik), clara, "keep_out")
    assert "duplicates/undo" not in clara.get(f"/people/{other}", 404).text
    clara.get(f"/duplicates/undo/{other}", 404)
    clara.post(f"/duplicates/undo/{other}", status=404)


def case_of_record(reader: Person, worker: Person) -> str:
    worker_id = worker.id
    with reader.app.app_context():
        case = next(each for each in db.session.scalars(select(Case)) if each.responsible_id == worker_id)
        return f"/cases/{case.id}"


def test_undoing_where_nobody_was_merged_is_not_there(amina: Person, clara: Person) -> None:
    one = client_named(amina, "Omid Farzi")
    clara.get(f"/duplicates/undo/{one}", 404)
    clara.get(f"/duplicates/undo/{uuid.uuid4()}", 404)


def test_a_history_that_was_cut_by_hand_is_no_ground_to_undo(
    amina: Person, besnik: Person, clara: Person, instance: Path
) -> None:
    one, other = a_family(amina, besnik)
    join(clara, one, other)
    with clara.app.app_context():
        relation = (
            db.session.scalars(select(Relation).where(Relation.person_id == uuid.UUID(one))).all()[-1].id
        )
        db.session.remove()
    with behind(instance / "caseapp.db") as raw:
        raw.execute("DELETE FROM record_version WHERE record_id = ?", (relation.hex,))
    clara.get(f"/duplicates/undo/{other}", 302)
    assert "This cannot be undone as it stands" in clara.page(f"/people/{other}").text


def test_of_a_record_that_was_erased_since_nobody_hears_by_undoing_who_is_kept_out_of_it(
    amina: Person, besnik: Person, clara: Person
) -> None:
    one, other = client_named(amina, "Zhaleh Emtehani"), client_named(besnik, "Jaleh Emtehani")
    bring(amina, other, case_of(amina, one))
    theirs = case_of(besnik, other)
    join(clara, one, other)
    erasure = erase(besnik, clara, theirs)
    assert "2 records were erased since." in clara.page(f"/duplicates/undo/{other}").text
    with clara.app.test_request_context():
        scope = db.session.get_one(Scope, db.session.get_one(Erasure, uuid.UUID(id_of(erasure))).scope_id)
        with write():
            keep_out(db.session.get_one(User, amina.id), scope, db.session.get_one(User, clara.id), "Family")
        db.session.remove()
    clara.get(f"/duplicates/undo/{other}", 404)
    assert "two people again" not in clara.page(f"/people/{other}").text


def test_a_text_in_whose_history_an_erasure_blackened_a_name_stays_as_it_is(
    amina: Person, besnik: Person, clara: Person
) -> None:
    one, other = a_family(amina, besnik)
    case, text = case_of(besnik, other), f"At {NAME}'s."
    write_tonight(besnik, case, text)
    target = f"/people/{client_of(amina, start_case(amina, name=NAME))}"
    join(clara, one, other)
    erasure = ask(amina, target)
    approve(clara, erasure)
    with after_the_hold(amina, besnik, clara):
        look(clara, erasure)
        for _kind, way, _decided, address in lines(clara.app, erasure):
            decide(clara, address, "blacken" if way == "former" else "keep", "He needs to know.")
        carry_out(clara, erasure)
        clara.post(f"/duplicates/undo/{other}")
    with clara.app.app_context():
        found = db.session.get_one(Case, uuid.UUID(case[-36:]))
        assert (found.client_id, found.tonight) == (uuid.UUID(other), text)
        assert list(verify()) == []


def test_where_an_erasure_emptied_the_history_of_a_record_nobody_is_parted_from_their_case(
    amina: Person, besnik: Person, clara: Person
) -> None:
    one, other = a_family(amina, besnik)
    case = case_of(besnik, other)
    write_tonight(besnik, case, f"At {NAME}'s.")
    write_tonight(besnik, case, "At a friend's.")
    target = f"/people/{client_of(amina, start_case(amina, name=NAME))}"
    join(clara, one, other)
    erasure = ask(amina, target)
    approve(clara, erasure)
    with after_the_hold(amina, besnik, clara):
        look(clara, erasure)
        for *_found, address in lines(clara.app, erasure):
            decide(clara, address, "empty")
        carry_out(clara, erasure)
        sent = {"csrf_token": clara.token()}
        assert clara.client.post(f"/duplicates/undo/{other}", data=sent).status_code < 500
    with clara.app.app_context():
        human = db.session.get_one(Human, uuid.UUID(other))
        found = db.session.get_one(Case, uuid.UUID(case[-36:]))
        assert (human.merged_into, found.client_id) == (uuid.UUID(one), uuid.UUID(one))
