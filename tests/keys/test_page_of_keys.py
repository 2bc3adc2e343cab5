"""The page on which an administrator sees how the keys stand and renews one."""

import pytest

from caseapp.db import db
from caseapp.db.carried import wraps_by_version
from caseapp.jobs.background import under_way
from caseapp.keys import views
from caseapp.keys.changing import rotate
from caseapp.vault import Purpose
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.keys.turning import in_memory, problems


def wait_until_done(person: Person) -> None:
    running = under_way(person.app, views.PLACE)
    if running is not None and running.thread is not None:
        running.thread.join()


def test_drita_renews_the_key_for_cases_while_amina_works(amina: Person, drita: Person) -> None:
    case = start_case(amina, name="Dara Sample")
    before = drita.page("/settings/keys/").text
    assert "former" not in before.split("Destroying")[0]
    drita.post("/settings/keys/renew", {"purpose": "org_kek"})
    assert "Dara Sample" in amina.page(case).text
    wait_until_done(drita)
    after = drita.page("/settings/keys/").text
    assert "former" in after.split("Destroying")[0]
    assert "nothing; it can be destroyed" in after
    with amina.app.app_context():
        assert set(wraps_by_version()) == {2}
        db.session.remove()
    assert problems(amina.app) == []


@pytest.mark.parametrize("purpose", list(Purpose))
def test_every_key_may_be_renewed_on_the_page(purpose: Purpose, drita: Person) -> None:
    drita.post("/settings/keys/renew", {"purpose": purpose.value})
    wait_until_done(drita)
    assert in_memory(drita.app).active(purpose)[0] == 2
    assert drita.page("/settings/keys/").h1 == ["Keys"]
    assert drita.page("/audit/").h1


def test_a_renewal_that_was_interrupted_is_told_of_and_gone_on_with(amina: Person, drita: Person) -> None:
    start_case(amina)
    with amina.app.app_context():
        rotate(None, Purpose.SCOPE_WRAP)
        db.session.remove()
    assert "still wrapped by a former key" in drita.page("/settings/keys/").text
    drita.post("/settings/keys/go-on")
    wait_until_done(drita)
    assert "still wrapped by a former key" not in drita.page("/settings/keys/").text


def test_a_key_that_there_is_not_is_not_there(drita: Person) -> None:
    drita.post("/settings/keys/renew", {"purpose": "another"}, status=404)
    drita.post("/settings/keys/renew", {}, status=404)


def test_nobody_else_sees_the_keys_or_renews_one(amina: Person, clara: Person, edon: Person) -> None:
    for person in (amina, clara, edon):
        person.get("/settings/keys/", status=403)
        person.post("/settings/keys/renew", {"purpose": "org_kek"}, status=403)
        assert in_memory(person.app).active(Purpose.SCOPE_WRAP)[0] == 1
