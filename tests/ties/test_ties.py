"""Staff declare their ties; two named colleagues read them, and keep them out of what they are about."""

import uuid

from flask import Flask

from caseapp.accounts.models import User
from caseapp.audit import verify
from caseapp.cases import Case
from caseapp.contact_requests.models import ContactRequest
from caseapp.db import db, write
from caseapp.people.actions import bring_into
from caseapp.people.merging import join_persons
from caseapp.people.models import Person as Human
from caseapp.web.roles import Role
from tests.accounts.test_changes_to_accounts import block_of
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import reference_of, start_case
from tests.conftest import Person
from tests.contact_requests.requesting import open_request
from tests.doorway import prepared
from tests.people import walking
from tests.security.test_the_log_itself import colleague, problems
from tests.ties.declaring import connect, declare, end, name_keepers, tie_of

REZA = "Reza from the camp"


@prepared
def bring(actor: Person, person_id: str, into: str) -> None:
    """Let a person who is here already come into another case, or into a request."""
    actor_id = actor.id
    is_case = into.startswith("/cases/")
    record_id = uuid.UUID(into.rpartition("/")[2] if is_case else walking.id_of(into))
    with actor.app.app_context(), write():
        user, human = db.session.get_one(User, actor_id), db.session.get_one(Human, uuid.UUID(person_id))
        found: Case | ContactRequest = db.session.get_one(Case if is_case else ContactRequest, record_id)
        bring_into(user, human, found.scope_id)


@prepared
def kept(clara: Person, drita: Person, besnik: Person, amina: Person, case: str) -> str:
    """Besnik is connected with the client of a case; returns the address of his tie, as Clara reads it."""
    name_keepers(drita, amina, clara)
    declare(besnik)
    tie = tie_of(clara)
    connect(clara, tie, walking.client_of(amina, case))
    return tie


def test_before_anybody_is_named_a_tie_is_kept_and_its_author_told(besnik: Person, clara: Person) -> None:
    declare(besnik)
    text = besnik.page("/ties/").text
    assert "Nobody reads it yet" in text
    assert "My cousin." in text
    clara.get("/ties/of-all", 404)


def test_the_form_says_who_will_read_a_tie_and_that_nobody_does_before_anybody_is_named(
    amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    assert "Nobody reads it yet" in besnik.page("/ties/new").text
    name_keepers(drita, amina, clara)
    text = besnik.page("/ties/new").text
    assert "the two colleagues who are named to read ties" in text
    assert "Nobody reads it yet" not in text


def test_only_its_author_and_the_two_who_are_named_read_a_tie(
    app: Flask, amina: Person, besnik: Person, clara: Person, drita: Person, edon: Person
) -> None:
    declare(besnik)
    name_keepers(drita, amina, clara)
    tie = tie_of(clara)
    assert tie
    assert tie_of(amina) == tie, "a tie from before they were named is read, too"
    assert "My cousin." in clara.page(tie).text
    other = colleague(app, "zef", Role.COORDINATOR)
    for person, status in ((other, 404), (besnik, 404), (drita, 403), (edon, 403)):
        person.get(tie, status)
        person.get("/ties/of-all", status)
        if person is not besnik:
            person.get(f"{tie}/edit", 404)


def test_when_another_is_named_the_reach_of_all_ties_follows(
    app: Flask, amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    name_keepers(drita, amina, clara)
    declare(besnik)
    tie = tie_of(clara)
    other = colleague(app, "zef", Role.SUPPORT)
    name_keepers(drita, amina, other)
    clara.get(tie, 404)
    assert tie_of(other) == tie
    assert tie_of(amina) == tie
    assert "My cousin." in besnik.page("/ties/").text


def test_an_administrator_and_an_auditor_declare_ties_too(
    amina: Person, clara: Person, drita: Person, edon: Person
) -> None:
    name_keepers(drita, amina, clara)
    for person in (drita, edon):
        declare(person, who=f"Somebody of {person.name}")
        assert f"Somebody of {person.name}" in person.page("/ties/").text
        assert tie_of(clara, f"Somebody of {person.name}")


def test_naming_is_seen_by_all_who_watch_over_accounts(
    amina: Person, clara: Person, drita: Person, edon: Person
) -> None:
    name_keepers(drita, amina, clara)
    for person in (clara, drita, edon):
        assert "Drita Test named Amina Test to read the ties of colleagues" in block_of(person)


def test_two_different_colleagues_are_named(drita: Person, clara: Person) -> None:
    name_keepers(drita, clara, clara, status=422)


def test_the_author_corrects_a_tie(besnik: Person, clara: Person, amina: Person, drita: Person) -> None:
    name_keepers(drita, amina, clara)
    declare(besnik)
    tie = tie_of(clara)
    said = {"about": "person", "who": REZA, "kind": "friend", "words": "Not a cousin.", "row_version": "1"}
    besnik.post(f"{tie}/edit", said)
    assert "Not a cousin." in clara.page(tie).text


def test_who_is_connected_with_a_person_is_kept_out_of_their_case_and_told_nothing(
    amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    case = start_case(amina)
    change(clara, case, besnik, "add")
    client = walking.client_of(amina, case)
    besnik.get(case)
    kept(clara, drita, besnik, amina, case)
    for page in (case, f"/people/{client}"):
        besnik.get(page, 404)
        amina.get(page)
    assert "kept out" not in besnik.page("/ties/").text
    assert "Conflict of interest" in clara.page(f"{case}/access/").text


def test_who_is_kept_out_is_kept_out_of_the_next_case_of_the_person_too(
    amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    case = start_case(amina)
    other = start_case(amina, name="Somebody else")
    change(clara, other, besnik, "add")
    kept(clara, drita, besnik, amina, case)
    besnik.get(other)
    bring(clara, walking.client_of(amina, case), other)
    besnik.get(other, 404)


def test_a_request_in_which_the_person_stands_closes_its_case_as_well(
    amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    case = start_case(amina)
    other = start_case(amina, name="Somebody else")
    request = open_request(amina, other)
    change(clara, other, besnik, "add")
    kept(clara, drita, besnik, amina, case)
    besnik.get(request)
    bring(clara, walking.client_of(amina, case), request)
    besnik.get(request, 404)
    besnik.get(other, 404)


def test_ending_the_connection_lets_in_again_only_what_it_kept_out(
    amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    case = start_case(amina)
    by_hand = start_case(amina, name="Somebody else")
    for each in (case, by_hand):
        change(clara, each, besnik, "add")
    bring(clara, walking.client_of(amina, case), by_hand)
    change(clara, by_hand, besnik, "keep_out")
    tie = kept(clara, drita, besnik, amina, case)
    besnik.get(case, 404)
    end(clara, tie)
    besnik.get(case)
    besnik.get(by_hand, 404)


def test_two_ties_to_one_person_keep_out_until_both_have_ended(
    amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    case = start_case(amina)
    change(clara, case, besnik, "add")
    tie = kept(clara, drita, besnik, amina, case)
    declare(besnik, who="Reza again")
    other = tie_of(clara, "Reza again")
    connect(clara, other, walking.client_of(amina, case))
    end(clara, tie)
    besnik.get(case, 404)
    end(clara, other)
    besnik.get(case)


def test_a_coordinator_does_not_let_in_whom_a_tie_keeps_out(
    amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    case = start_case(amina)
    kept(clara, drita, besnik, amina, case)
    for act in ("let_in", "add", "hand_over"):
        sent = {"colleague": str(besnik.id), "act": act, "reason": "By mistake"}
        clara.post(f"{case}/access/", sent, status=422)
    besnik.get(case, 404)


def test_a_shield_that_is_lifted_by_hand_stays_while_a_tie_holds_it(
    amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    case = start_case(amina)
    change(clara, case, besnik, "add")
    change(clara, case, besnik, "keep_out")
    tie = kept(clara, drita, besnik, amina, case)
    change(clara, case, besnik, "let_in")
    besnik.get(case, 404)
    end(clara, tie)
    besnik.get(case)


def test_a_responsible_worker_is_not_connected_before_their_case_is_handed_over(
    amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    case = start_case(besnik)
    name_keepers(drita, amina, clara)
    declare(besnik)
    tie = tie_of(clara)
    connect(clara, tie, walking.client_of(clara, case))
    assert "Have it handed over first" in clara.page(tie).text
    besnik.get(case)
    change(clara, case, amina, "hand_over")
    connect(clara, tie_of(clara), walking.client_of(clara, case))
    besnik.get(case, 404)


def test_whoever_brings_the_person_into_the_case_of_a_relative_becomes_responsible_for_it(
    amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    case, own = start_case(amina), start_case(besnik, name="Somebody else")
    kept(clara, drita, besnik, amina, case)
    bring(clara, walking.client_of(amina, case), own)
    besnik.get(own, 404)
    text = clara.page(own).text
    assert "You are responsible for this case now" in text


def test_whoever_became_responsible_that_way_stays_when_the_case_is_kept_among_its_members(
    app: Flask, amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    case, own = start_case(amina), start_case(besnik, name="Somebody else")
    kept(clara, drita, besnik, amina, case)
    bring(clara, walking.client_of(amina, case), own)
    zef = colleague(app, "zef", Role.COORDINATOR)
    zef.post(f"{own}/access/level", {"level": "members"})
    clara.get(own)


def test_whoever_joins_two_persons_does_not_become_responsible_for_a_case_that_they_do_not_see(
    amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    case, other = start_case(amina), start_case(amina, name="Reza of the other case")
    own = start_case(besnik, name="Somebody else")
    kept(clara, drita, besnik, amina, case)
    mine, known = walking.client_of(amina, case), walking.client_of(amina, other)
    bring(clara, known, own)
    walking.look_up(amina, "names", case, "Reza of the other case")
    amina.post(f"/people/check/{walking.errand('names', case, mine)}/pick", {"picked": known})
    besnik.get(own, 404)
    amina.get(own, 404)
    assert "You are responsible for this case now" in clara.page("/").text


def test_where_they_are_there_for_an_emergency_a_coordinator_becomes_responsible(
    app: Flask, amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    case, own = start_case(amina), start_case(besnik, name="Somebody else")
    kept(clara, drita, besnik, amina, case)
    zef = colleague(app, "zef", Role.SUPPORT)
    sent = {
        "new_id": str(uuid.uuid4()),
        "reference": reference_of(besnik, own),
        "reason": "Now",
        "until": "0",
    }
    zef.post("/emergency-access/", sent)
    bring(zef, walking.client_of(amina, case), own)
    besnik.get(own, 404)
    assert "You are responsible for this case now" in clara.page(own).text
    assert "Clara Test" in zef.page(own).text


def test_who_sees_a_case_by_emergency_access_keeps_nobody_out_of_it(
    amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    name_keepers(drita, clara, besnik)
    declare(amina, who="Somebody of mine")
    own = start_case(amina, name="Somebody else")
    sent = {"new_id": str(uuid.uuid4()), "reference": reference_of(amina, own), "reason": "Now", "until": "0"}
    besnik.post("/emergency-access/", sent)
    change(clara, own, clara, "hand_over")
    tie = tie_of(besnik, "Somebody of mine")
    text = besnik.post(f"{tie}/shield", {"reference": reference_of(clara, own)}, status=422).text
    assert "You see this case by emergency access" in text
    amina.get(own)
    connect(besnik, tie, walking.client_of(besnik, own))
    assert "You see this case by emergency access" in besnik.page(tie).text
    amina.get(own)


def join(person: Person, goes: str, stays: str) -> None:
    """Make two persons one, as the page of people written down twice does."""
    actor_id = person.id
    with person.app.app_context(), write():
        one, two = (db.session.get_one(Human, uuid.UUID(each)) for each in (goes, stays))
        join_persons(db.session.get_one(User, actor_id), one, two, {})


def test_joining_two_persons_keeps_the_tie_and_undoing_it_does_not_let_anybody_in(
    amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    case, other = start_case(amina), start_case(amina, name="Reza of the other case")
    change(clara, other, besnik, "add")
    kept(clara, drita, besnik, amina, case)
    mine, known = walking.client_of(amina, case), walking.client_of(amina, other)
    join(clara, mine, known)
    besnik.get(other, 404)
    besnik.get(case, 404)
    clara.post(f"/duplicates/undo/{mine}", status=302)
    besnik.get(case, 404)


def test_undoing_makes_nobody_responsible_again_for_a_case_that_they_are_kept_out_of(
    amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    case, other = start_case(amina), start_case(amina, name="Reza of the other case")
    own = start_case(besnik, name="Somebody else")
    kept(clara, drita, besnik, amina, case)
    mine, known = walking.client_of(amina, case), walking.client_of(amina, other)
    bring(clara, known, own)
    join(clara, mine, known)
    besnik.get(own, 404)
    clara.post(f"/duplicates/undo/{mine}")
    besnik.get(own, 404)
    assert responsible_for(clara, own) == clara.id


def responsible_for(reader: Person, case: str) -> uuid.UUID | None:
    with reader.app.app_context():
        return db.session.get_one(Case, uuid.UUID(case[-36:])).responsible_id


def test_nobody_reads_or_connects_their_own_tie_as_one_of_the_two(
    amina: Person, clara: Person, drita: Person
) -> None:
    name_keepers(drita, amina, clara)
    declare(clara)
    assert tie_of(clara) == ""
    tie = tie_of(amina)
    clara.get(tie, 404)


def test_a_place_is_no_person_and_the_author_is_kept_out_of_one_case_by_hand(
    amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    case = start_case(amina)
    change(clara, case, besnik, "add")
    name_keepers(drita, amina, clara)
    declare(besnik, who="The old quarry", about="place")
    tie = tie_of(clara, "The old quarry")
    clara.post(f"{tie}/shield", {"reference": "C-26-AAAA"}, status=422)
    clara.post(f"{tie}/shield", {"reference": reference_of(amina, case)})
    besnik.get(case, 404)


def test_the_person_is_found_by_name_among_those_whom_the_reader_sees(
    amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    start_case(amina)
    name_keepers(drita, amina, clara)
    declare(besnik)
    tie = tie_of(clara)
    clara.post(f"{tie}/find", {"name": "Reza from the camp"})
    assert "This is the person" in clara.page(tie).text


def test_the_log_stays_whole_and_tells_the_author_nothing(
    app: Flask, amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    case = start_case(amina)
    kept(clara, drita, besnik, amina, case)
    with app.app_context():
        assert list(verify()) == []


def test_whoever_connects_a_tie_does_not_hear_of_a_case_that_they_are_kept_out_of(
    app: Flask, amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    zef, seen = colleague(app, "zef", Role.COORDINATOR), start_case(amina)
    reza, shielded = walking.client_of(amina, seen), start_case(besnik, name="Darya Sample")
    bring(besnik, reza, shielded)
    change(zef, shielded, clara, "keep_out")
    name_keepers(drita, amina, clara)
    declare(besnik)
    tie = tie_of(clara)
    page = clara.client.post(
        f"{tie}/connect/{reza}", data={"csrf_token": clara.token()}, follow_redirects=True
    ).text
    assert "responsible worker of a case" not in page
    assert "Connected. The colleague is kept out" in page
    besnik.get(shielded, 404)
    assert "Zef Test" in zef.page(shielded).text
    assert list(problems(app)) == []


def test_a_case_that_nobody_else_reaches_is_not_taken_from_its_responsible_worker(
    app: Flask, amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    seen, lonely = start_case(amina), start_case(besnik, name="Darya Sample")
    bring(besnik, walking.client_of(amina, seen), lonely)
    change(clara, lonely, clara, "keep_out")
    name_keepers(drita, amina, clara)
    declare(besnik)
    connect(clara, tie_of(clara), walking.client_of(amina, seen))
    besnik.get(lonely)
