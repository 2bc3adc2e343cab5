"""When two records turn out to be one human being, what they allowed and where it went comes together."""

import io
import uuid

from caseapp.accounts import User
from caseapp.db import db, write
from caseapp.disclosures import Verdict, record_disclosure
from caseapp.disclosures.queries import ledger_of
from caseapp.documents.queries import documents_of
from caseapp.people.merging import merge_person
from caseapp.people.models import Person as Human
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.consents.sheets import add_relative, client_of, days_from_now, fill_sheet, sheet_of
from tests.disclosures.asking import disclosure, verdict, working
from tests.documents.made_files import PDF


def merge(person: Person, doubled: uuid.UUID, known: uuid.UUID) -> None:
    with person.app.app_context(), write():
        merge_person(
            db.session.get_one(User, person.id),
            db.session.get_one(Human, doubled),
            db.session.get_one(Human, known),
        )


def test_a_newer_refusal_decides_whichever_record_it_was_written_in(amina: Person) -> None:
    case = start_case(amina)
    known, doubled = client_of(amina, case), add_relative(amina, case, "Parvin once more")
    fill_sheet(amina, sheet_of(amina, case, doubled), share="yes", given_on=days_from_now(-9))
    fill_sheet(amina, sheet_of(amina, case, known), share="no", given_on=days_from_now(-3))
    merge(amina, doubled, known)
    assert verdict(amina, known) is Verdict.REFUSED


def test_an_answer_of_the_doubled_record_counts_for_the_known_one(amina: Person) -> None:
    case = start_case(amina)
    known, doubled = client_of(amina, case), add_relative(amina, case, "Parvin once more")
    fill_sheet(amina, sheet_of(amina, case, doubled), share="yes")
    merge(amina, doubled, known)
    assert verdict(amina, known) is Verdict.ALLOWS


def test_the_ledger_and_the_papers_come_along(amina: Person) -> None:
    case = start_case(amina)
    known, doubled = client_of(amina, case), add_relative(amina, case, "Parvin once more")
    scan = {"scan": (io.BytesIO(PDF), "signed.pdf")}
    fill_sheet(amina, sheet_of(amina, case, doubled), keep="yes", **scan)
    with working(amina) as user, write():
        record_disclosure(user, disclosure(doubled), "The porter")
    merge(amina, doubled, known)
    with working(amina) as user:
        person = db.session.get_one(Human, known)
        assert len(ledger_of(user, person)) == 1
        assert len(documents_of(user, person)) == 1
