"""``decide`` answers the one question before anything leaves the house, from what is on file."""

import re
import uuid

import pytest
from flask import url_for

from caseapp.db import db, write
from caseapp.disclosures import Audience, Purpose, Verdict
from caseapp.disclosures.definition import Finding
from caseapp.disclosures.wording import missing_sentence
from caseapp.workflow import Way
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.consents.sheets import (
    add_ministry,
    add_relative,
    client_of,
    day_boxes,
    days_from_now,
    fill_sheet,
    sheet_of,
)
from tests.disclosures.asking import asked, disclosure, verdict, working

PURPOSE_AND_AUDIENCE = [
    (Purpose.TRACE, "authority"),
    (Purpose.TRACE, "person"),
    (Purpose.TRACE, "partners"),
    (Purpose.CONTACT_FAMILY, "person"),
    (Purpose.SHARE, "authority"),
    (Purpose.PUBLISH, "public"),
]


@pytest.fixture
def case(amina: Person) -> str:
    return start_case(amina, name="Parvin the client")


@pytest.fixture
def client(amina: Person, case: str) -> uuid.UUID:
    return client_of(amina, case)


@pytest.fixture
def sheet(amina: Person, case: str) -> str:
    return sheet_of(amina, case)


def address(person: Person, there: Way | None) -> str:
    """The address that a page makes of the way to put something right."""
    assert there is not None
    with working(person):
        return url_for(there.endpoint, **there.arguments)


def test_without_a_consent_nothing_goes_out_and_the_refusal_links_to_the_sheet(
    amina: Person, client: uuid.UUID
) -> None:
    missing = asked(amina, client).missing[0]
    assert missing.verdict is Verdict.NOT_ASKED
    assert missing.reason == "Parvin the client has not been asked about “Tell authorities”."
    assert address(amina, missing.way) == f"/consents/person/{client}#share"
    assert "purpose=share" in address(amina, missing.ground_way)
    amina.get(address(amina, missing.way).partition("#")[0])
    amina.get(address(amina, missing.ground_way))


def test_a_yes_covers_and_names_its_consent(amina: Person, client: uuid.UUID, sheet: str) -> None:
    fill_sheet(amina, sheet, share="yes")
    decision = asked(amina, client)
    assert decision.allowed
    assert [(basis.subject_id, basis.record_kind) for basis in decision.bases] == [(client, "consent")]


@pytest.mark.parametrize("purpose", list(Purpose))
@pytest.mark.parametrize("kind", ["authority", "person", "partners", "public"])
def test_a_yes_to_one_question_covers_its_own_audiences_only(
    amina: Person, client: uuid.UUID, sheet: str, purpose: Purpose, kind: str
) -> None:
    fill_sheet(amina, sheet, **{purpose.value: "yes"})
    expected = Verdict.ALLOWS if (purpose, kind) in PURPOSE_AND_AUDIENCE else Verdict.OTHER_AUDIENCE
    assert verdict(amina, client, purpose=purpose, audience=Audience(kind)) is expected  # type: ignore[arg-type]
    for other in Purpose:
        if other is not purpose:
            assert verdict(amina, client, purpose=other, audience=Audience(kind)) is Verdict.NOT_ASKED  # type: ignore[arg-type]


def test_a_no_refuses(amina: Person, client: uuid.UUID, sheet: str) -> None:
    fill_sheet(amina, sheet, share="no")
    missing = asked(amina, client).missing[0]
    assert missing.verdict is Verdict.REFUSED
    assert missing.reason == "Parvin the client said no to “Tell authorities”."


def test_a_consent_for_one_authority_covers_no_other(amina: Person, client: uuid.UUID, sheet: str) -> None:
    named = add_ministry(amina, "Ministry of the Interior")
    fill_sheet(amina, sheet, share="conditions", **{"share-only": f"authority:{named}"})
    assert verdict(amina, client, audience=Audience("authority", named)) is Verdict.ALLOWS
    assert verdict(amina, client) is Verdict.OTHER_AUDIENCE
    assert verdict(amina, client, audience=Audience("authority")) is Verdict.OTHER_AUDIENCE


def test_a_narrower_answer_takes_the_place_of_a_wider_one(
    amina: Person, client: uuid.UUID, sheet: str
) -> None:
    named = add_ministry(amina, "Ministry of the Interior")
    fill_sheet(amina, sheet, share="yes")
    fill_sheet(amina, sheet, share="conditions", **{"share-only": f"authority:{named}"})
    assert verdict(amina, client) is Verdict.OTHER_AUDIENCE


def test_a_consent_without_the_name_covers_pseudonyms_only(
    amina: Person, client: uuid.UUID, sheet: str
) -> None:
    fill_sheet(amina, sheet, share="conditions", **{"share-without_name": "y"})
    assert verdict(amina, client, identified="pseudonymous") is Verdict.ALLOWS
    assert verdict(amina, client, identified="named") is Verdict.NOT_BY_NAME
    assert verdict(amina, client, identified="public") is Verdict.NOT_BY_NAME


def test_conditions_in_words_cover_once_somebody_has_looked_at_them(
    amina: Person, client: uuid.UUID, sheet: str
) -> None:
    named = add_ministry(amina, "Ministry of the Interior")
    fill_sheet(amina, sheet, share="conditions", **{"share-conditions": "Only if sent by hand."})
    audience = Audience("authority", named)
    missing = asked(amina, client, audience=audience).missing[0]
    assert missing.verdict is Verdict.CONDITIONS_UNCHECKED
    assert "Only if sent by hand." in missing.reason
    confirming = address(amina, missing.way)
    assert "Only if sent by hand." in amina.page(confirming).text
    amina.post(confirming, {"new_id": str(uuid.uuid4()), "words": "Besa carries it herself."})
    assert verdict(amina, client, audience=audience) is Verdict.ALLOWS
    assert verdict(amina, client) is Verdict.CONDITIONS_UNCHECKED  # another authority: look again
    fill_sheet(
        amina, sheet, share="conditions", **{"share-conditions": "Only if sent by hand, and in Persian."}
    )
    assert verdict(amina, client, audience=audience) is Verdict.CONDITIONS_UNCHECKED  # new words: look again


def test_a_withdrawn_consent_covers_nothing_and_does_not_bring_an_older_one_back(
    amina: Person, case: str, client: uuid.UUID, sheet: str
) -> None:
    fill_sheet(amina, sheet, share="yes", given_on=days_from_now(-9))
    fill_sheet(amina, sheet, share="yes", asked_again="y")
    found = re.search(r'href="(/consents/withdraw/[0-9a-f-]{36})"', amina.get(case).text)
    assert found
    amina.post(
        found.group(1), {"given_by": "self", "how": "telephone", **day_boxes("given_on", days_from_now(0))}
    )
    assert verdict(amina, client) is Verdict.WITHDRAWN
    fill_sheet(amina, sheet, share="yes")
    assert verdict(amina, client) is Verdict.ALLOWS


def test_a_consent_holds_to_its_last_day_and_no_longer(amina: Person, client: uuid.UUID, sheet: str) -> None:
    fill_sheet(amina, sheet, share="yes", until=days_from_now(5))
    assert verdict(amina, client, day=days_from_now(5)) is Verdict.ALLOWS
    assert verdict(amina, client, day=days_from_now(6)) is Verdict.EXPIRED


def test_a_consent_that_has_run_out_does_not_bring_an_older_one_back(
    amina: Person, client: uuid.UUID, sheet: str
) -> None:
    fill_sheet(amina, sheet, share="yes", given_on=days_from_now(-9))
    fill_sheet(amina, sheet, share="yes", asked_again="y", until=days_from_now(1))
    assert verdict(amina, client, day=days_from_now(2)) is Verdict.EXPIRED


def test_a_no_never_runs_out(amina: Person, client: uuid.UUID, sheet: str) -> None:
    fill_sheet(amina, sheet, share="no", until=days_from_now(1))
    assert verdict(amina, client, day=days_from_now(400)) is Verdict.REFUSED


def test_a_consent_does_not_cover_a_day_before_it_was_given(
    amina: Person, client: uuid.UUID, sheet: str
) -> None:
    fill_sheet(amina, sheet, share="yes", given_on=days_from_now(-3))
    assert verdict(amina, client, day=days_from_now(-3)) is Verdict.ALLOWS
    assert verdict(amina, client, day=days_from_now(-4)) is Verdict.NOT_ASKED


def test_an_older_answer_written_down_later_does_not_decide(
    amina: Person, client: uuid.UUID, sheet: str
) -> None:
    fill_sheet(amina, sheet, share="no")
    fill_sheet(amina, sheet, share="yes", given_on=days_from_now(-30))
    assert verdict(amina, client) is Verdict.REFUSED


def test_each_of_several_persons_needs_a_basis_of_their_own(
    amina: Person, case: str, client: uuid.UUID, sheet: str
) -> None:
    brother = add_relative(amina, case, "Hamid the brother")
    fill_sheet(amina, sheet, share="yes")
    decision = asked(amina, client, brother, client)
    assert not decision.allowed
    assert [missing.subject_id for missing in decision.missing] == [brother]
    assert [basis.subject_id for basis in decision.bases] == [client]
    fill_sheet(amina, sheet_of(amina, case, brother), share="yes")
    assert asked(amina, client, brother).allowed


def test_a_disclosure_about_nobody_needs_nothing(amina: Person) -> None:
    assert asked(amina).allowed


def test_an_answer_counts_for_a_worker_who_cannot_see_it_and_no_name_is_told(
    amina: Person, besnik: Person, client: uuid.UUID, sheet: str
) -> None:
    fill_sheet(amina, sheet, share="no")
    reason = asked(besnik, client).missing[0].reason
    assert reason == "a person who is not shared with everybody said no to “Tell authorities”."


def test_a_consent_whose_key_is_gone_allows_nothing(amina: Person, client: uuid.UUID, sheet: str) -> None:
    fill_sheet(amina, sheet, share="yes")
    with amina.app.app_context():
        from caseapp.db import ScopeKey
        from caseapp.people.models import Person as Human

        scope_id = db.session.get_one(Human, client).scope_id
        with write(quiet=True):
            for key in db.session.scalars(db.select(ScopeKey).where(ScopeKey.scope_id == scope_id)):
                db.session.delete(key)
    assert verdict(amina, client) is Verdict.NOT_READABLE


def test_every_verdict_has_a_sentence_of_its_own_that_names_the_person(
    amina: Person, client: uuid.UUID
) -> None:
    with working(amina) as user:
        sentences = {
            missing_sentence(user, disclosure(client), Finding(client, each))
            for each in Verdict
            if each is not Verdict.ALLOWS
        }
    assert len(sentences) == len(Verdict) - 1
    assert all("Parvin the client" in sentence for sentence in sentences)
