"""Whoever is kept out while their act waits for the write lock writes nothing any more."""

import threading
import uuid

from caseapp.access import keep_out
from caseapp.accounts.models import User
from caseapp.audit import record
from caseapp.cases.models import Case
from caseapp.db import Scope, db, write
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person


def responsible_for(person: Person, case: str) -> uuid.UUID:
    with person.app.app_context():
        return db.session.get_one(Case, uuid.UUID(case.rpartition("/")[2])).responsible_id


def test_an_act_that_waited_while_its_maker_was_kept_out_writes_nothing(
    amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina)
    change(clara, case, besnik, "add")
    form = next(form for form in besnik.page(f"{case}/edit").forms if "row_version" in form["fields"])
    coordinator, colleague, token = clara.id, besnik.id, besnik.token()
    locked, sent = threading.Event(), {**form["fields"], "csrf_token": token}

    def shut_out() -> None:
        with besnik.app.app_context(), write():
            actor, other = db.session.get_one(User, coordinator), db.session.get_one(User, colleague)
            found = db.session.get_one(Case, uuid.UUID(case.rpartition("/")[2]))
            keep_out(actor, db.session.get_one(Scope, found.scope_id), other, "A relative of his")
            record(actor, "case.changed", found, fields=[])
            db.session.flush()
            locked.set()
            threading.Event().wait(0.5)

    closing = threading.Thread(target=shut_out)
    closing.start()
    locked.wait()
    answer = besnik.client.post(
        f"{case}/edit",
        data={**sent, "language": "fa", "safe_now": "unsure", "who_knows": "Written after that."},
    )
    closing.join()
    besnik.get(case, 404)
    assert "Written after that." not in amina.page(case).text
    assert answer.status_code == 404


def test_nobody_who_was_kept_out_meanwhile_becomes_the_responsible_worker(
    amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina)
    coordinator, colleague, token, locked = clara.id, besnik.id, clara.token(), threading.Event()

    def shut_out() -> None:
        with clara.app.app_context(), write():
            actor, other = db.session.get_one(User, coordinator), db.session.get_one(User, colleague)
            found = db.session.get_one(Case, uuid.UUID(case.rpartition("/")[2]))
            keep_out(actor, db.session.get_one(Scope, found.scope_id), other, "A relative of his")
            locked.set()
            threading.Event().wait(0.5)

    closing = threading.Thread(target=shut_out)
    closing.start()
    locked.wait()
    sent = {"colleague": str(colleague), "act": "hand_over", "reason": "Speaks the language"}
    answer = clara.client.post(f"{case}/access/", data={"csrf_token": token, **sent})
    closing.join()
    assert answer.status_code == 422
    assert "They are kept out of this case." in answer.text
    assert amina.id == responsible_for(amina, case)
