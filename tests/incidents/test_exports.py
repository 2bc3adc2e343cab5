"""An export of exactly the persons whom an order names: two people, one file, a manifest, and nobody else."""

import hashlib
import io
import json
import re
import uuid
from typing import Any

import pytest
import pyzipper
from flask import Flask
from sqlalchemy import select

from caseapp.clock import today
from caseapp.db import db
from caseapp.disclosures.models import LedgerEntry, LegalGround
from caseapp.incidents.exporting import FETCHED_WITHIN
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person, visible
from tests.doorway import prepared
from tests.erasures.erasing import send
from tests.incidents.reporting import add_person, report, step, version_of
from tests.incidents.test_orders import write_order
from tests.notes.test_notes import write_note
from tests.people.walking import add_names, add_relative, client_of
from tests.reports.test_export_fetching import hide
from tests.ties.test_ties import bring

CANARY = "Kanarya Sari"


@prepared
def order_with(amina: Person, *persons: str) -> str:
    incident = report(amina, "order")
    write_order(amina, incident)
    for person in persons:
        add_person(amina, incident, person)
    return incident


def ask_export(clara: Person, incident: str, persons: list[str], status: int = 302, **changes: Any) -> str:
    first = clara.post(f"{incident}/exports/new", {"choose": "1", "person": persons}, 200).text
    sent = {
        "new_id": str(uuid.uuid4()),
        "person": persons,
        "parts": ["names", "cases"],
        "texts": re.findall(r'name="texts"[^>]*value="([^"]+)"', first),
        "reason": "The order names him. Notes of before 2024 are left out.",
        **changes,
    }
    answer = clara.post(f"{incident}/exports/new", sent, status)
    return str(answer.headers["Location"]) if status == 302 else answer.text


def agree(ilir: Person, export: str, status: int = 302, answer: str = "yes") -> Any:
    return send(ilir, export, status, answer=answer, reason="I compared it with the order.")


def fetch(clara: Person, export: str) -> dict[str, bytes]:
    passphrase = re.search(r'name="passphrase"[^>]*value="([^"]+)"', clara.get(export).text)
    assert passphrase
    clara.post(f"{export}/file", {"passphrase": passphrase.group(1)})
    content = clara.client.get(f"{export}/file").data
    with pyzipper.AESZipFile(io.BytesIO(content)) as archive:
        archive.setpassword(passphrase.group(1).encode())
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_file_holds_exactly_those_named_and_its_manifest_is_right(
    app: Flask, amina: Person, clara: Person, ilir: Person
) -> None:
    case = start_case(amina)
    reza = client_of(amina, case)
    write_note(amina, case, text="He asked for his papers.")
    add_relative(amina, case, name=CANARY)
    canary = client_of(amina, start_case(amina, name=f"{CANARY} of another case"))
    incident = order_with(amina, reza, canary)
    export = ask_export(clara, incident, [reza])
    agree(ilir, export)
    files = fetch(clara, export)
    assert set(files) == {"person-1/record.txt", "person-1/text-1.txt", "manifest.json"}
    everything = b"".join(files.values()).decode()
    assert "Reza from the camp" in everything
    assert "He asked for his papers." in everything
    assert CANARY not in everything
    assert "+355" not in everything, "ways to reach him were not chosen"
    manifest = json.loads(files["manifest.json"])
    assert [each["name"] for each in manifest["persons"]] == ["Reza from the camp"]
    assert {each["file"]: each["sha256"] for each in manifest["files"]} == {
        name: hashlib.sha256(content).hexdigest()
        for name, content in files.items()
        if name != "manifest.json"
    }
    assert manifest["order"]["number"] == "K-17/2026"
    assert manifest["order"]["court"] == "District court of nowhere"
    assert manifest["fetched_by"] == "Clara Test"
    assert manifest["second_person"] == "Ilir Test"
    assert manifest["why_these_and_what_is_left_out"].startswith("The order names him.")
    assert any("relations" in each for each in manifest["not_included"])
    assert hashlib.sha256(files["manifest.json"]).hexdigest() in clara.get(export).text


def test_the_ledger_of_those_named_tells_of_it_and_of_nobody_else(
    app: Flask, amina: Person, clara: Person, ilir: Person
) -> None:
    reza = client_of(amina, start_case(amina))
    other = client_of(amina, start_case(amina, name="Parisa"))
    export = ask_export(clara, order_with(amina, reza, other), [reza])
    agree(ilir, export)
    fetch(clara, export)
    with app.app_context():
        entries = list(db.session.scalars(select(LedgerEntry)))
        assert [str(each.person_id) for each in entries] == [reza]
        assert entries[0].identified == "named"
        assert [kind for kind, _id in entries[0].bases] == ["legal_ground"]
        db.session.remove()
    assert (
        "An authority" in amina.page(f"/disclosures/of/{reza}").text
        or "authorit" in amina.page(f"/disclosures/of/{reza}").text
    )


def test_it_takes_two_and_nothing_is_fetched_before(amina: Person, clara: Person, ilir: Person) -> None:
    reza = client_of(amina, start_case(amina))
    incident = order_with(amina, reza)
    amina.get(f"{incident}/exports/new", 403)
    export = ask_export(clara, incident, [reza])
    clara.post(f"{export}/file", {"passphrase": "x"}, 422)
    clara.get(f"{export}/file", 404)
    assert "You asked for it, so a colleague decides." in clara.page(export).text
    clara.post(export, {"row_version": "1", "answer": "yes", "reason": "Mine."})
    assert clara.page(export).text.count("You asked for it, so a colleague decides.") == 2
    agree(ilir, export, answer="no")
    assert "refused" in clara.page(export).text
    clara.post(f"{export}/file", {"passphrase": "x"}, 422)
    ilir.get(f"{export}/file", 404)


def test_the_second_person_sees_everybody_in_it(
    amina: Person, besnik: Person, clara: Person, ilir: Person
) -> None:
    case = start_case(amina)
    reza = client_of(amina, case)
    incident = order_with(amina, reza)
    export = ask_export(clara, incident, [reza])
    clara.post(f"{case}/access/level", {"level": "members"})
    page = visible(agree(ilir, export, 422))
    assert "Not everybody in it is shared with you." in page
    assert "Reza" not in page
    sent = {"colleague": str(ilir.id), "act": "keep_out", "reason": "A relative"}
    clara.post(f"{case}/access/", sent)
    ilir.get(export, 404)


def test_the_second_person_agrees_to_no_note_that_they_do_not_see(
    amina: Person, clara: Person, ilir: Person
) -> None:
    case, other = start_case(amina), start_case(amina, name="Parisa")
    reza = client_of(amina, case)
    bring(amina, reza, other)
    write_note(amina, case, text="The note of the case.")
    export = ask_export(clara, order_with(amina, reza), [reza])
    clara.post(f"{case}/access/level", {"level": "members"})
    assert "and others that are not shared with you" in ilir.page(export).text
    assert "Not every note and file in it is shared with you." in visible(agree(ilir, export, 422))
    agree(ilir, export, answer="no")


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_a_ground_that_was_approved_by_itself_lasts_no_longer_than_the_export(
    app: Flask, amina: Person, clara: Person, ilir: Person, answer: str
) -> None:
    reza = client_of(amina, start_case(amina))
    export = ask_export(clara, order_with(amina, reza), [reza])
    with app.app_context():
        ground = db.session.scalars(select(LegalGround.id)).one()
        db.session.remove()
    send(ilir, f"/disclosures/grounds/{ground}", answer="yes", reason="I read the order.")
    agree(ilir, export, answer=answer)
    with app.app_context():
        found = db.session.get_one(LegalGround, ground)
        assert found.until == today() + FETCHED_WITHIN
        assert found.status == ("approved" if answer == "yes" else "ended")
        db.session.remove()


def test_a_ground_that_was_ended_lets_nothing_out(
    app: Flask, amina: Person, clara: Person, ilir: Person
) -> None:
    reza = client_of(amina, start_case(amina))
    export = ask_export(clara, order_with(amina, reza), [reza])
    agree(ilir, export)
    with app.app_context():
        ground = db.session.scalars(select(LegalGround)).one().id
        db.session.remove()
    send(clara, f"/disclosures/grounds/{ground}", reason="The lawyer found a mistake.")
    passphrase = re.search(r'name="passphrase"[^>]*value="([^"]+)"', clara.get(export).text)
    assert passphrase
    page = clara.post(f"{export}/file", {"passphrase": passphrase.group(1)}, 422)
    assert "The legal ground for somebody in it was ended meanwhile." in visible(page)
    with app.app_context():
        assert list(db.session.scalars(select(LedgerEntry))) == []
        db.session.remove()


def test_a_text_that_names_others_says_so_before_it_is_chosen(
    amina: Person, clara: Person, ilir: Person
) -> None:
    case = start_case(amina)
    reza = client_of(amina, case)
    add_relative(amina, case, name=CANARY)
    write_note(amina, case, text=f"His sister {CANARY} waits outside.")
    incident = order_with(amina, reza)
    page = clara.post(f"{incident}/exports/new", {"choose": "1", "person": [reza]}, 200).text
    assert f"names others: {CANARY}" in " ".join(page.replace("\u2068", "").replace("\u2069", "").split())
    assert ": \u2068" in page, "what was written keeps its own direction in the label of another language"
    export = ask_export(clara, incident, [reza], texts=[])
    agree(ilir, export)
    assert CANARY.encode() not in b"".join(fetch(clara, export).values())


def test_on_a_demand_without_an_order_rests_no_export(amina: Person, clara: Person) -> None:
    incident = report(amina, "demand")
    clara.get(f"{incident}/exports/new", 404)
    assert "Prepare an export" not in clara.page(incident).text


def test_an_export_of_nothing_comes_back_with_what_was_written(amina: Person, clara: Person) -> None:
    reza = client_of(amina, start_case(amina))
    incident = order_with(amina, reza)
    page = ask_export(clara, incident, [reza], 422, parts=[], texts=[])
    assert "Choose at least one." in page
    assert "The order names him." in page
    assert "Please fill this in." in ask_export(clara, incident, [reza], 422, reason="")
    step(clara, incident, "take_up", reason="")


def test_the_address_of_another_incidents_export_leads_nowhere(amina: Person, clara: Person) -> None:
    reza = client_of(amina, start_case(amina))
    export = ask_export(clara, order_with(amina, reza), [reza])
    other = report(amina, "order")
    clara.get(f"{other}/exports/{export.rpartition('/')[2]}", 404)


VOID = "The order, or whom it names, was changed after this was asked for."


@pytest.mark.parametrize("asked", ["only asked for", "agreed to"])
def test_a_change_of_what_the_order_covers_voids_an_export(
    amina: Person, clara: Person, ilir: Person, asked: str
) -> None:
    case = start_case(amina)
    reza = client_of(amina, case)
    incident = order_with(amina, reza)
    export = ask_export(clara, incident, [reza])
    version = version_of(ilir, export)
    if asked == "agreed to":
        agree(ilir, export)
    order = {"row_version": version_of(amina, f"{incident}/order")}
    write_order(amina, incident, **order, lawyer_words="She rang back.")
    assert VOID not in clara.page(export).text
    order = {"row_version": version_of(amina, f"{incident}/order")}
    write_order(amina, incident, **order, scope_words="The files of everybody.")
    page = clara.page(export)
    assert VOID in page.text
    assert "Fetch the file" not in page.text
    clara.post(f"{export}/file", {"passphrase": "x"}, 422)
    answer = {"row_version": version, "answer": "yes", "reason": "I compared it with the order."}
    ilir.post(export, answer)
    assert VOID in ilir.page(export).text
    assert not standing_grounds(amina), "nothing of it allows anything any more"
    agree(ilir, ask_export(clara, incident, [reza]))


def standing_grounds(person: Person) -> list[str]:
    with person.app.app_context():
        found = [each.status for each in db.session.scalars(select(LegalGround))]
        return [each for each in found if each in ("asked", "approved")]


@pytest.mark.parametrize("change", ["one more", "one less"])
def test_a_change_of_whom_the_order_names_voids_it_too(
    amina: Person, clara: Person, ilir: Person, change: str
) -> None:
    reza, other = (client_of(amina, start_case(amina, name=name)) for name in ("Reza Mesali", "Omid Mesali"))
    incident = order_with(amina, reza, *([other] if change == "one less" else []))
    export = ask_export(clara, incident, [reza])
    agree(ilir, export)
    if change == "one more":
        add_person(amina, incident, other)
    else:
        rows = re.findall(rf"{incident}/persons/([0-9a-f-]{{36}})", clara.get(incident).text)
        for each in set(rows):
            if "Omid" in clara.page(f"{incident}/persons/{each}/remove").text:
                send(clara, f"{incident}/persons/{each}/remove", reason="A mistake.")
    assert VOID in clara.page(export).text


def test_the_file_is_made_from_what_was_agreed_or_not_at_all(
    amina: Person, clara: Person, ilir: Person
) -> None:
    case = start_case(amina)
    reza = client_of(amina, case)
    incident = order_with(amina, reza)
    export = ask_export(clara, incident, [reza], texts=[])
    agree(ilir, export)
    add_names(amina, case, name="Reza of Another Name")
    passphrase = re.search(r'name="passphrase"[^>]*value="([^"]+)"', clara.get(export).text)
    assert passphrase
    page = clara.post(f"{export}/file", {"passphrase": passphrase.group(1)}, 422)
    assert "Something in it was changed since your colleague agreed" in visible(page)
    again = ask_export(clara, incident, [reza], texts=[])
    agree(ilir, again)
    assert "Reza of Another Name" in fetch(clara, again)["person-1/record.txt"].decode()


def begin_to_fetch(amina: Person, clara: Person, ilir: Person) -> tuple[str, str, str, str]:
    """A case, an incident with an order, its person and an export whose file was made and not downloaded yet."""
    case = start_case(amina)
    reza = client_of(amina, case)
    write_note(amina, case, text="He asked for his papers.")
    incident = order_with(amina, reza)
    export = ask_export(clara, incident, [reza])
    agree(ilir, export)
    passphrase = re.search(r'name="passphrase"[^>]*value="([^"]+)"', clara.get(export).text)
    assert passphrase
    clara.post(f"{export}/file", {"passphrase": passphrase.group(1)})
    return case, incident, reza, export


def test_a_file_that_was_not_downloaded_yet_is_not_handed_out_once_the_order_was_changed(
    amina: Person, clara: Person, ilir: Person
) -> None:
    _case, incident, _reza, export = begin_to_fetch(amina, clara, ilir)
    clara.get(f"{export}/file")
    write_order(amina, incident, scope_words="Nothing but his name.")
    clara.get(f"{export}/file", 404)
    assert "Refresh" not in clara.get(export).headers


def test_a_file_that_was_not_downloaded_yet_is_not_handed_out_once_somebody_in_it_was_hidden(
    amina: Person, clara: Person, ilir: Person
) -> None:
    case, _incident, _reza, export = begin_to_fetch(amina, clara, ilir)
    hide(amina, case)
    clara.get(f"{export}/file", 404)
    assert "Refresh" not in clara.get(export).headers
