"""Relatives of a client, worded from both sides, shown where the stating case is seen."""

import re
import uuid

from caseapp.accounts.models import User
from caseapp.cases.models import Case
from caseapp.db import db, write
from caseapp.people.actions import bring_into
from caseapp.people.labels import OFFERED, RELATIONS, other_side, sex_said
from caseapp.people.models import Person as KnownPerson
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.people.walking import add_relative, client_of, errand, form_values, id_of, look_up


def test_a_relative_stands_on_the_case_page_worded_from_the_clients_side(amina: Person) -> None:
    case = start_case(amina)
    add_relative(amina, case)
    text = amina.page(case).text
    assert "brother" in text
    assert "Kaveh Nemunei" in text
    assert "inside the group" in text


def test_the_other_side_is_worded_by_the_sex_of_the_client(amina: Person) -> None:
    case = start_case(amina)
    client = f"/people/{client_of(amina, case)}"
    add_relative(amina, case)
    kaveh = _relative_of(amina, case, "brother")
    assert "brother or sister" in amina.page(kaveh).text
    version = form_values(amina.get(f"{client}/edit").text, "row_version")
    amina.post(f"{client}/edit", {"row_version": version, "sex": "female", "whereabouts": "left"})
    text = amina.page(kaveh).text
    assert "sister Reza from the camp" in text
    assert "brother or sister" not in text


def test_a_relation_must_be_chosen_and_somebody_must_say_so(amina: Person) -> None:
    case = start_case(amina)
    look_up(amina, "relative", case, "Kaveh")
    answer = amina.post(
        f"/people/relative/case/{id_of(case)}/{client_of(amina, case)}",
        {
            "new_id": str(uuid.uuid4()),
            "name": "Kaveh",
            "kind": "",
            "said_by": "",
            "note": "A remark worth keeping.",
        },
        status=422,
    )
    assert "Please choose what they are to each other." in answer.text
    assert "A remark worth keeping." in answer.text


def test_a_double_click_makes_one_relative(amina: Person) -> None:
    case = start_case(amina)
    same = str(uuid.uuid4())
    add_relative(amina, case, new_id=same)
    add_relative(amina, case, new_id=same)
    assert amina.get(case).text.count("<bdi>brother</bdi>") == 1


def test_a_relation_shows_only_where_its_case_is_seen(amina: Person, besnik: Person) -> None:
    """Both have a case that names the same man; what hers says of his family, his does not show."""
    hers = start_case(amina, name="Arash Nemunei")
    add_relative(amina, hers)
    arash, kaveh = client_of(amina, hers), _relative_of(amina, hers, "brother")
    his = start_case(besnik, name="Somebody else")
    _bring_in(besnik, arash, his)
    page = besnik.page(f"/people/{arash}").text
    assert "Arash Nemunei" in page
    assert "Kaveh" not in page
    assert "named in it" in page
    assert amina.page(hers).h1[0].split()[-1] not in page
    besnik.get(kaveh, 404)


def test_somebody_who_is_here_already_becomes_the_relative(amina: Person) -> None:
    known = start_case(amina, name="Laleh Tamrini")
    case = start_case(amina, name="Omid Mesali")
    text = look_up(amina, "relative", case, "لاله تمرینی")
    laleh = client_of(amina, known)
    assert f'value="{laleh}"' in text
    way = errand("relative", case, client_of(amina, case))
    amina.post(f"/people/check/{way}/pick", {"picked": laleh})
    amina.post(
        f"/people/relative/case/{id_of(case)}/{client_of(amina, case)}",
        {"new_id": str(uuid.uuid4()), "kind": "wife", "said_by": "The client", "note": ""},
    )
    text = amina.page(f"/people/{laleh}").text
    assert "husband or wife Omid Mesali" in text
    assert len(set(re.findall(r"C-\d\d-\w{4}", text))) == 2


def test_a_relation_is_taken_out_with_a_reason(amina: Person) -> None:
    case = start_case(amina)
    add_relative(amina, case)
    client = f"/people/{client_of(amina, case)}"
    found = re.search(rf'href="({client}/relations/[^"]+/remove)"', amina.get(client).text)
    assert found
    asked = amina.page(found.group(1))
    assert asked.h1 == ["Take this relation out"]
    assert "brother · ⁨Kaveh Nemunei" in asked.text, "the relation is named, not only the person"
    amina.post(found.group(1), {"reason": "A misunderstanding."})
    assert "Kaveh Nemunei" not in amina.page(case).text
    amina.get(found.group(1), 404)


def test_a_relative_cannot_be_added_through_a_case_they_are_not_in(amina: Person) -> None:
    case, other = start_case(amina), start_case(amina, name="Omid")
    way = errand("relative", case, client_of(amina, other))
    amina.get(f"/people/check/{way}", 404)


def test_nobody_of_another_case_is_reached_by_guessing_addresses(amina: Person, besnik: Person) -> None:
    case = start_case(amina)
    client = client_of(amina, case)
    for aim in ("names", "relative"):
        besnik.get(f"/people/check/{errand(aim, case, client)}", 404)
        besnik.post(f"/people/check/{errand(aim, case, client)}", {"name": "Reza"}, status=404)


def test_every_word_for_a_relation_has_one_for_the_other_side() -> None:
    for kind in OFFERED:
        for sex in ("male", "female", ""):
            back = other_side(kind, sex)
            assert back in RELATIONS
            assert kind in {other_side(back, sex_said(kind)), *_without_sex(kind)}


def test_the_word_for_the_other_side_follows_the_sex_of_who_is_named() -> None:
    assert other_side("brother", "male") == "brother"
    assert other_side("brother", "female") == "sister"
    assert other_side("nephew", "female") == "aunt"
    assert other_side("mother", "") == "child"
    assert other_side("cousin", "female") == "cousin"


def _without_sex(kind: str) -> set[str]:
    return {kind} if not sex_said(kind) else set()


def _relative_of(person: Person, case: str, word: str) -> str:
    found = re.search(rf'href="(/people/[0-9a-f-]+)"><bdi>{word}<', person.get(case).text)
    assert found, word
    return found.group(1)


def _bring_in(worker: Person, person_id: str, case: str) -> None:
    with worker.app.app_context():
        user = db.session.get_one(User, worker.id)
        with write():
            known = db.session.get_one(KnownPerson, uuid.UUID(person_id))
            bring_into(user, known, db.session.get_one(Case, uuid.UUID(id_of(case))).scope_id)
        db.session.remove()
