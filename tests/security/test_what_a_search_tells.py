"""The search before a name is written tells one sentence about work not shared, and nothing to those kept out."""

import string
import uuid

from caseapp.accounts.models import User
from caseapp.contact_requests.models import ContactRequest
from caseapp.db import db, write
from caseapp.db.references import LETTERS
from caseapp.people.actions import bring_into, create_person
from caseapp.people.models import NameKind
from caseapp.people.models import Person as Human
from caseapp.people.queries import reached_through
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import reference_of, start_case
from tests.conftest import Person
from tests.contact_requests.requesting import open_request, searches
from tests.frame.counted import questions
from tests.incidents.reporting import report
from tests.incoming_contacts.test_incoming_contacts import log_contact
from tests.letters.preparing import prepare
from tests.people import walking
from tests.search.test_searching import search
from tests.ties.test_ties import bring

ONE_SENTENCE = "Someone here may know this name. Ask the coordinator."


def test_joining_two_persons_does_not_tell_that_one_is_in_work_not_shared(
    amina: Person, besnik: Person, clara: Person
) -> None:
    hidden, own = start_case(besnik, name="Somebody else"), start_case(amina)
    client = walking.client_of(amina, own)
    known = walking.client_of(clara, start_case(amina, name="Kaveh Nemunei"))
    elsewhere, actor_id = walking.client_of(besnik, hidden), amina.id
    with amina.app.app_context(), write():
        actor = db.session.get_one(User, actor_id)
        through = reached_through(db.session.get_one(Human, uuid.UUID(elsewhere)))[0]
        bring_into(actor, db.session.get_one(Human, uuid.UUID(client)), through)
    walking.look_up(amina, "names", own, "Kaveh Nemunei")
    errand = walking.errand("names", own, client)
    amina.post(f"/people/check/{errand}/pick", {"picked": known})
    text = amina.get(f"/people/check/{errand}").text
    assert ONE_SENTENCE in text
    assert "several records" not in text


def test_who_is_kept_out_hears_nothing_of_a_person_named_in_a_request_of_that_case(
    amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina)
    request = open_request(amina, case)
    actor_id = amina.id
    with amina.app.app_context(), write():
        actor = db.session.get_one(User, actor_id)
        found = db.session.get_one(ContactRequest, uuid.UUID(walking.id_of(request)))
        create_person(actor, through=found.scope_id, name="Zhaleh Nemunei", kind=NameKind.LEGAL)
    own = start_case(besnik, name="Somebody else")
    assert ONE_SENTENCE in walking.look_up(besnik, "relative", own, "Zhaleh Nemunei")
    change(clara, case, besnik, "keep_out")
    assert ONE_SENTENCE not in walking.look_up(besnik, "relative", own, "Zhaleh Nemunei")


def test_a_person_of_other_work_is_known_elsewhere_whether_they_stand_in_a_case_one_is_kept_out_of_or_not(
    amina: Person, besnik: Person, clara: Person
) -> None:
    client = walking.client_of(amina, start_case(amina, name="Zhaleh Nemunei"))
    own = start_case(besnik, name="Somebody else")
    assert ONE_SENTENCE in walking.look_up(besnik, "relative", own, "Zhaleh Nemunei")
    shielded = start_case(amina, name="Kaveh Sample")
    change(clara, shielded, besnik, "keep_out")
    bring(amina, client, shielded)
    assert ONE_SENTENCE in walking.look_up(besnik, "relative", own, "Zhaleh Nemunei")


def test_nobody_is_asked_about_a_name_before_a_colleague_who_is_kept_out_of_whom_it_is_about(
    amina: Person, besnik: Person, clara: Person
) -> None:
    shielded = start_case(amina, name="Zhaleh Nemunei")
    own = start_case(besnik, name="Somebody else")
    assert ONE_SENTENCE in walking.look_up(besnik, "relative", own, "Zhaleh Nemunei")
    change(clara, shielded, clara, "keep_out")
    errand = walking.errand("relative", own, walking.client_of(besnik, own))
    besnik.post(f"/people/check/{errand}/ask")
    assert "Zhaleh" not in clara.get(own).text
    assert ONE_SENTENCE not in besnik.get(f"/people/check/{errand}").text
    assert ONE_SENTENCE not in walking.look_up(besnik, "relative", own, "Zhaleh Nemunei")
    begun = start_case(besnik, name="Zhaleh Nemunei")
    client = walking.client_of(besnik, begun)
    besnik.post(f"/people/check/{walking.errand('names', begun, client)}/ask", status=404)


def test_a_reference_that_is_not_shared_takes_as_many_questions_as_one_that_is_not_there(
    amina: Person, clara: Person, besnik: Person
) -> None:
    hidden = start_case(amina)
    reference = reference_of(amina, hidden)
    change(clara, hidden, besnik, "keep_out")

    def asked(text: str) -> list[str]:
        search(besnik, "Something else")  # what was typed is kept in the session, and written where it is new
        with questions(besnik.app) as sent:
            assert "Nothing was found" in search(besnik, text)
        return [str(question) for question in sent]

    assert asked(reference) == asked("C-26-AAAA")
    signs = reference[-4:]
    # Of the same kind in every sign, with the same beginning: E and three more may be an erasure's whole reference.
    kind = string.digits if signs[-1].isdecimal() else string.ascii_uppercase
    of_its_kind = signs[:-1] + next(sign for sign in LETTERS if sign in kind and sign != signs[-1])
    assert asked(signs) == asked(of_its_kind), f"{signs} {of_its_kind}"


def test_a_reference_that_is_not_shared_is_answered_in_every_form_as_one_that_is_not_there(
    amina: Person, besnik: Person, clara: Person
) -> None:
    hidden, own = start_case(amina), start_case(besnik, name="Somebody else")
    letter = prepare(amina, hidden)
    references = {
        "case": reference_of(amina, hidden),
        "letter": reference_of(amina, letter, "L"),
    }
    change(clara, hidden, besnik, "keep_out")
    search_of_own = searches(besnik, open_request(besnik, own))[0]
    forms = {
        f"{report(besnik)}/persons/add": ("text", references["case"], {"look": "1"}),
        f"{log_contact(besnik)}/file": ("reference", references["case"], {"row_version": "1", "place": ""}),
        f"{search_of_own}/letter": ("reference", references["letter"], {}),
    }
    for address, (field, reference, others) in forms.items():

        def answered(
            typed: str, address: str = address, field: str = field, others: dict[str, str] = others
        ) -> tuple[int, list[str]]:
            sent = {"csrf_token": besnik.token(), field: typed, **others}
            with questions(besnik.app) as asked:
                answer = besnik.client.post(address, data=sent)
            return answer.status_code, [str(each) for each in asked]

        nobodys = f"{reference[:5]}AAAA"
        for _time in range(2):  # what a page asks once, and what it asks about the time before
            answered(nobodys)
        assert answered(reference) == answered(nobodys), address
