"""``disclose`` is the single door: it writes the ledger, and its token is what sending asks for."""

import re
import uuid
from collections.abc import Iterator
from datetime import date

import pytest

from caseapp.accounts import User
from caseapp.audit import verify
from caseapp.clock import today
from caseapp.db import WriteError, db, write
from caseapp.disclosures import (
    Audience,
    DisclosureToken,
    LedgerEntry,
    Refused,
    disclose,
    disclose_for_vital_interest,
    next_working_day,
    record_disclosure,
)
from caseapp.disclosures.definition import Decision
from caseapp.disclosures.models import DisclosureReview
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
)
from tests.disclosures.asking import MINISTRY, disclosure, working


@pytest.fixture
def case(amina: Person) -> str:
    return start_case(amina, name="Parvin the client")


@pytest.fixture
def client(amina: Person, case: str) -> uuid.UUID:
    return client_of(amina, case)


@pytest.fixture
def user(amina: Person, client: uuid.UUID) -> Iterator[User]:
    with working(amina) as user:
        yield user


def ledger() -> list[LedgerEntry]:
    return list(db.session.scalars(db.select(LedgerEntry).order_by(LedgerEntry.seq)))


def reviews() -> list[DisclosureReview]:
    return list(db.session.scalars(db.select(DisclosureReview)))


def tell_now(person: Person, about: uuid.UUID, status: int = 302, **changes: str) -> str:
    """Write down a disclosure for a vital interest; returns where it leads."""
    sent = {
        "new_id": str(uuid.uuid4()),
        "audience": "authority",
        "reason": "The police stand at the door of the shelter.",
        "purpose": "share",
        "identified": "named",
        **changes,
    }
    response = person.post(f"/disclosures/now/{about}", sent, status)
    return response.headers["Location"] if status == 302 else visible(response)


def test_a_refused_disclosure_writes_nothing(user: User, client: uuid.UUID) -> None:
    with pytest.raises(Refused) as refused, write():
        disclose(user, disclosure(client))
    assert [missing.subject_id for missing in refused.value.decision.missing] == [client]
    assert ledger() == []


def test_a_covered_disclosure_stands_in_the_ledger_of_every_subject(amina: Person, case: str) -> None:
    brother = add_relative(amina, case, "Hamid the brother")
    client = client_of(amina, case)
    for person_id in (client, brother):
        fill_sheet(amina, sheet_of(amina, case, person_id), share="yes")
    item = ("statement", uuid.uuid4())
    with working(amina) as user, write():
        token = disclose(user, disclosure(client, brother, items=(item,)))
    with working(amina):
        rows = ledger()
        assert {row.person_id for row in rows} == {client, brother}
        assert {row.disclosure_id for row in rows} == {token.id}
        assert len({row.scope_id for row in rows}) == 2
        assert all(row.items == [["statement", str(item[1])]] for row in rows)
        assert all(row.bases[0][0] == "consent" for row in rows)
        assert list(verify()) == []


def test_one_uncovered_subject_holds_everybody_back(amina: Person, case: str) -> None:
    brother = add_relative(amina, case, "Hamid the brother")
    client = client_of(amina, case)
    fill_sheet(amina, sheet_of(amina, case), share="yes")
    with working(amina) as user:
        with pytest.raises(Refused), write():
            disclose(user, disclosure(client, brother))
        assert ledger() == []


def test_a_token_holds_for_what_it_was_given_and_in_its_own_transaction(amina: Person, case: str) -> None:
    client = client_of(amina, case)
    fill_sheet(amina, sheet_of(amina, case), share="yes")
    item = ("document", uuid.uuid4())
    with working(amina) as user:
        with write():
            token = disclose(user, disclosure(client, items=(item,)))
            token.check(audience=MINISTRY, items=(item,), subjects=(client,))
            with pytest.raises(ValueError, match="something else"):
                token.check(audience=Audience("public"))
            with pytest.raises(ValueError, match="everything"):
                token.check(audience=MINISTRY, items=(("document", uuid.uuid4()),))
            with pytest.raises(ValueError, match="everything"):
                token.check(audience=MINISTRY, subjects=(uuid.uuid4(),))
        with pytest.raises(WriteError):
            token.check(audience=MINISTRY)


def test_nobody_else_makes_a_token(user: User, client: uuid.UUID) -> None:
    with pytest.raises(TypeError):
        DisclosureToken(object(), uuid.uuid4(), disclosure(client), Decision((), ()))


def test_a_disclosure_about_a_person_who_is_not_there_is_an_error(user: User) -> None:
    with pytest.raises(ValueError, match="not there"), write():
        record_disclosure(user, disclosure(uuid.uuid4()), "The porter")


def test_a_vital_interest_goes_out_at_once_and_alerts_a_second_person(
    amina: Person, clara: Person, client: uuid.UUID
) -> None:
    tell_now(amina, client)
    assert "Disclosure without a basis on file: ⁨Parvin the client⁩" in clara.page("/").text
    with working(amina):
        (entry,), (review,) = ledger(), reviews()
        assert (entry.manner, entry.bases) == ("vital_interest", [])
        assert review.asked_id == clara.id
        assert review.due_on == next_working_day(today())
        assert review.status == "open"


def test_the_second_person_finds_the_review_among_their_next_steps(
    amina: Person, clara: Person, client: uuid.UUID
) -> None:
    tell_now(amina, client)
    assert "Review a disclosure that was made without a consent" in clara.page("/next-steps/").text


def test_the_second_person_reviews_and_the_page_says_so(
    amina: Person, clara: Person, client: uuid.UUID
) -> None:
    where = tell_now(amina, client).partition("#")[0]
    assert "waits for review" in amina.page(where).text
    found = re.search(r'href="(/disclosures/reviews/[^"]+)"', clara.get("/").text)
    assert found
    assert "The police stand at the door" in clara.page(found.group(1)).text
    clara.post(found.group(1), {"answer": "no", "reason": "The address was not needed."})
    assert "reviewed: not agreed" in amina.page(where).text
    assert "Disclosure without a basis" not in clara.page("/").text
    clara.post(found.group(1), {"answer": "yes", "reason": "On second thought."}, 422)


def test_a_review_of_something_that_changed_meanwhile_is_not_taken(
    amina: Person, clara: Person, client: uuid.UUID
) -> None:
    tell_now(amina, client)
    with working(clara):
        review = reviews()[0]
        address, version = f"/disclosures/reviews/{review.id}", review.row_version
    sent = {"answer": "yes", "reason": "It was right."}
    page = clara.post(address, {**sent, "row_version": str(version + 1)}, 422)
    assert "Somebody has reviewed this in the meantime." in visible(page)
    with working(clara):
        assert reviews()[0].status == "open"
    clara.post(address, {**sent, "row_version": str(version)})


def test_who_disclosed_does_not_review(clara: Person, client: uuid.UUID) -> None:
    tell_now(clara, client)
    with working(clara):
        review_id = reviews()[0].id
    assert "A second person reviews it." in clara.page(f"/disclosures/reviews/{review_id}").text
    page = clara.post(f"/disclosures/reviews/{review_id}", {"answer": "yes", "reason": "Fine."}, 422)
    assert "You made this disclosure yourself." in visible(page)


def test_a_support_worker_does_not_review(amina: Person, clara: Person, client: uuid.UUID) -> None:
    tell_now(clara, client)
    with working(clara):
        review_id = reviews()[0].id
    amina.get(f"/disclosures/reviews/{review_id}", 403)


def test_a_vital_interest_needs_a_line_of_reason(amina: Person, client: uuid.UUID) -> None:
    assert "Please fill this in." in tell_now(amina, client, 422, reason=" ")
    with working(amina):
        assert ledger() == []


def test_the_public_is_never_told_for_a_vital_interest(amina: Person, user: User, client: uuid.UUID) -> None:
    assert "Please choose one of the list." in tell_now(amina, client, 422, audience="public")
    with pytest.raises(ValueError, match="public"), write():
        disclose_for_vital_interest(user, disclosure(client, audience=Audience("public")), "Urgent")


def test_a_double_click_tells_once(amina: Person, client: uuid.UUID) -> None:
    same = str(uuid.uuid4())
    tell_now(amina, client, new_id=same)
    tell_now(amina, client, new_id=same)
    with working(amina):
        assert len(ledger()) == len(reviews()) == 1


def test_what_happened_is_written_down_and_opens_a_review_where_it_would_have_been_refused(
    user: User, client: uuid.UUID
) -> None:
    told = disclosure(client, day=date(2026, 2, 3))
    with write():
        record_disclosure(user, told, "The porter handed it over")
    (entry,) = ledger()
    assert (entry.manner, entry.day, entry.words) == (
        "afterwards",
        date(2026, 2, 3),
        "The porter handed it over",
    )
    assert [review.manner for review in reviews()] == ["afterwards"]


def test_the_ledger_says_whose_word_it_is_that_something_happened_unless_its_author_says_so(
    amina: Person, case: str
) -> None:
    client = client_of(amina, case)
    with working(amina) as user, write():
        record_disclosure(user, disclosure(client), "Hana the porter")
        record_disclosure(user, disclosure(client), user.name)
    page = amina.page(f"/disclosures/of/{client}").text
    assert page.count("Who says so:") == page.count("Hana the porter") == 1


def test_what_happened_with_a_consent_opens_no_review(amina: Person, case: str) -> None:
    client = client_of(amina, case)
    fill_sheet(amina, sheet_of(amina, case), share="yes", given_on=days_from_now(-30))
    with working(amina) as user:
        with write():
            record_disclosure(user, disclosure(client, day=days_from_now(-20)), "I posted it")
        assert len(ledger()) == 1
        assert reviews() == []


def test_somebody_has_to_say_that_it_happened(user: User, client: uuid.UUID) -> None:
    with pytest.raises(ValueError, match="somebody"), write():
        record_disclosure(user, disclosure(client), " ")


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2026, 11, 19), date(2026, 11, 20)),
        (date(2026, 11, 20), date(2026, 11, 23)),
        (date(2026, 11, 21), date(2026, 11, 23)),
        (date(2026, 11, 22), date(2026, 11, 23)),
    ],
)
def test_the_next_working_day_is_no_saturday_or_sunday(day: date, following: date) -> None:
    assert next_working_day(day) == following


def test_a_persons_page_shows_where_it_went_and_prints_in_their_language(amina: Person, case: str) -> None:
    client = client_of(amina, case)
    ministry = add_ministry(amina, "Ministry of the Interior")
    fill_sheet(amina, sheet_of(amina, case), share="yes")
    told = disclosure(client, audience=Audience("authority", ministry))
    with working(amina) as user, write():
        disclose(user, told)
    assert "Ministry of the Interior" in amina.page(f"/people/{client}").text
    where = f"/disclosures/of/{client}"
    assert "on the basis of: consent" in amina.page(where).text
    persian = amina.page(f"{where}?language=fa")
    assert persian.html_attributes == {**persian.html_attributes, "lang": "fa", "dir": "rtl"}
    assert "Ministry of the Interior" in persian.text


def test_taking_a_consent_back_lists_where_it_went_and_asks_to_recall_it(amina: Person, case: str) -> None:
    client = client_of(amina, case)
    ministry = add_ministry(amina, "Ministry of the Interior")
    fill_sheet(amina, sheet_of(amina, case), share="yes")
    told = disclosure(client, audience=Audience("authority", ministry))
    with working(amina) as user, write():
        disclose(user, told)
    found = re.search(r'href="(/consents/withdraw/[0-9a-f-]{36})"', amina.get(case).text)
    assert found
    assert "Ministry of the Interior" in amina.page(found.group(1)).text
    amina.post(found.group(1), {"given_by": "self", "how": "telephone", **day_boxes("given_on", today())})
    assert (
        "Ask Ministry of the Interior to give back or destroy what we sent" in amina.page("/next-steps/").text
    )
    with working(amina) as user, pytest.raises(Refused), write():
        disclose(user, told)


def test_another_worker_sees_nothing_of_it(amina: Person, besnik: Person, client: uuid.UUID) -> None:
    tell_now(amina, client)
    besnik.get(f"/disclosures/of/{client}", 404)
    besnik.get(f"/disclosures/now/{client}", 404)


def test_administrator_and_auditor_see_no_ledger(drita: Person, edon: Person, client: uuid.UUID) -> None:
    drita.get(f"/disclosures/of/{client}", 403)
    edon.get(f"/disclosures/of/{client}", 403)


def test_the_audit_log_shows_each_step_and_verifies(amina: Person, edon: Person, client: uuid.UUID) -> None:
    tell_now(amina, client)
    text = edon.page("/audit/").text
    assert "Disclosed something for a vital interest" in text
    assert "Alerted a second person to a disclosure" in text
    with working(amina):
        assert list(verify()) == []
