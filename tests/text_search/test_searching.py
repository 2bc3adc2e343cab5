"""Searching in texts: what is found where, for whom, and what it leaves behind."""

import html
import re
import uuid
from collections.abc import Callable
from contextvars import Context, copy_context
from pathlib import Path

import pytest
from sqlalchemy import select

from caseapp.access import keep_out, link_scopes, unlink_scopes
from caseapp.accounts import User
from caseapp.audit.models import AuditEvent
from caseapp.cases.models import Case
from caseapp.contact_requests.models import ContactRequest, Search
from caseapp.db import Scope, ScopeKey, db, write
from caseapp.db.unlocked import vault_of
from caseapp.notes.models import Note
from caseapp.people.models import Person as Known
from caseapp.text_search import looking, streaming
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.contact_requests.requesting import open_request
from tests.letters.preparing import prepare
from tests.notes.test_notes import write_note
from tests.page_rules import Page
from tests.people.walking import client_of, events
from tests.statements.writing import DECLARATION, write_statement

NEEDLE = "Zaravandi"


def case_id(case: str) -> str:
    return case.rpartition("/")[2]


def in_case(person: Person, case: str, words: str, status: int = 200) -> str:
    """Search from the form on a case's page; returns the page that follows."""
    return searched(person, f"/texts/in/case/{case_id(case)}", words)


def searched(person: Person, address: str, words: str) -> str:
    response = person.post(address, {"words": words})
    assert words not in response.headers["Location"]
    return person.get(response.headers["Location"]).text


def marked(text: str) -> list[str]:
    return [html.unescape(found) for found in re.findall("<mark>(.*?)</mark>", text)]


class Stream:
    """An answer as it leaves, piece by piece, while others work; each piece is made in the answer's own context."""

    def __init__(self, person: Person, address: str) -> None:
        self.context = copy_context()
        self.response = self.context.run(person.client.get, address, buffered=False)
        self.pieces = iter(self.response.response)

    def next(self) -> str:
        piece = self.context.run(next, self.pieces, b"")
        return piece if isinstance(piece, str) else piece.decode()

    def rest(self) -> str:
        return "".join(iter(self.next, ""))

    def go_away(self) -> None:
        self.context.run(self.response.close)


def end_of(text: str) -> str:
    """What the page says at the end of the search."""
    return Page(text.rpartition('class="text-progress"')[2].rpartition("</main>")[0]).text


def test_the_form_on_a_case_leads_to_the_notes_that_have_all_words(amina: Person) -> None:
    case = start_case(amina)
    write_note(amina, case, f"His brother {NEEDLE} lives in Tirana.")
    write_note(amina, case, "His brother is well.")
    form = next(form for form in amina.page(case).forms if "words" in form["fields"])
    text = searched(amina, form["action"], f"{NEEDLE.lower()} broth")
    assert marked(text) == ["brother", NEEDLE]
    assert "lives in Tirana." in Page(text).text
    assert "is well" not in text
    assert f'href="{case}"' in text
    assert "Found: 1." in end_of(text)


def test_it_finds_across_scripts_of_digits_accents_and_forms_of_letters(amina: Person) -> None:
    case = start_case(amina)
    write_note(amina, case, "در سال ۱۴۰۲ به مدرسهٔ علي رفت")
    text = in_case(amina, case, "علی 1402")
    assert marked(text) == ["۱۴۰۲", "علي"]
    assert re.search(r'<p class="text-excerpt" dir="rtl"', text)


def test_a_phrase_must_stand_together(amina: Person) -> None:
    case = start_case(amina)
    write_note(amina, case, "They left the old camp.")
    assert marked(in_case(amina, case, '"the old camp"')) == ["the old camp"]
    assert "None of the texts here has all these words." in in_case(amina, case, '"left camp"')


def test_what_belongs_to_the_case_is_looked_through_and_linked(amina: Person) -> None:
    case = start_case(amina, tonight=f"At {NEEDLE}'s")
    letter = prepare(amina, case, subject=f"Papers of {NEEDLE}")
    request = open_request(amina, case, remark=f"Asked by {NEEDLE}")
    text = in_case(amina, case, NEEDLE)
    for address in (case, letter, request):
        assert f'href="{address}"' in text, address
    within = searched(amina, f"/texts/in/contact_request/{request.rpartition('/')[2]}", NEEDLE)
    assert f'href="{request}"' in within
    assert f'href="{letter}"' not in within


def test_above_a_list_it_looks_through_what_the_filters_leave(amina: Person) -> None:
    taken, resting = start_case(amina), start_case(amina, name="Shirin")
    for case in (taken, resting):
        write_note(amina, case, f"{NEEDLE} rang")
    amina.post(f"{taken}/step/take_up", {})
    forms = amina.page("/cases/?status=new").forms
    address = next(form["action"] for form in forms if "words" in form["fields"])
    text = searched(amina, html.unescape(address), NEEDLE)
    assert f'href="{resting}"' in text
    assert f'href="{taken}"' not in text
    assert "new" in text.partition('class="lead"')[2].partition("</p>")[0]
    both = searched(amina, "/texts/list/cases", NEEDLE)
    assert f'href="{taken}"' in both


@pytest.mark.parametrize(
    "name", ["cases", "letters", "statements", "incoming_contacts", "people", "searches"]
)
def test_every_list_of_records_with_texts_has_the_form(amina: Person, name: str) -> None:
    case = start_case(amina)
    prepare(amina, case)
    open_request(amina, case)
    text = searched(amina, f"/texts/list/{name}", NEEDLE)
    assert "texts" in end_of(text)
    listed = amina.page(re.search(r'<nav class="trail".*?href="([^"]+)"', text, re.DOTALL).group(1))  # type: ignore[union-attr]
    assert any(f"/texts/list/{name}" in str(form["action"]) for form in listed.forms)


def test_a_list_or_kind_without_texts_is_not_there(amina: Person) -> None:
    amina.get("/texts/list/nothing", 404)
    amina.get(f"/texts/in/note/{uuid.uuid4()}", 404)
    amina.get(f"/texts/in/case/{uuid.uuid4()}", 404)


def test_words_that_cannot_be_looked_for_are_told_beside_the_field(amina: Person) -> None:
    address = f"/texts/in/case/{case_id(start_case(amina))}"
    assert "Please fill this in." in amina.post(address, {"words": " "}, status=422).text
    assert "Please type a word or a number." in amina.post(address, {"words": "?!"}, status=422).text
    many = " ".join(f"word{number}" for number in range(13))
    answer = amina.post(address, {"words": many}, status=422)
    assert "Please type fewer words" in answer.text
    assert many in answer.text
    assert "up to 200" in Page(amina.post(address, {"words": "x" * 300}, status=422).text).text


def test_a_colleague_who_is_kept_out_finds_nothing_and_counts_nothing(
    amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina)
    write_note(amina, case, f"{NEEDLE} rang")
    change(clara, case, besnik, "add")
    assert marked(in_case(besnik, case, NEEDLE)) == [NEEDLE]
    change(clara, case, besnik, "keep_out")
    besnik.get(f"/texts/in/case/{case_id(case)}", 404)
    text = searched(besnik, "/texts/list/cases", NEEDLE)
    assert not marked(text)
    assert "There is no text here yet." in text
    people = searched(besnik, "/texts/list/people", NEEDLE)
    assert "There is no text here yet." in people


def test_a_coordinator_does_not_find_what_is_kept_among_the_members(amina: Person, clara: Person) -> None:
    case = start_case(amina)
    write_note(amina, case, f"{NEEDLE} rang")
    assert marked(searched(clara, "/texts/list/cases", NEEDLE)) == [NEEDLE]
    clara.post(f"{case}/access/level", {"level": "members"})
    shared = marked(searched(clara, "/texts/list/cases", NEEDLE))
    clara.post(f"{case}/access/", {"colleague": str(clara.id), "act": "remove", "reason": "Not hers"})
    clara.get(case, 404)
    assert not marked(searched(clara, "/texts/list/cases", NEEDLE))
    assert shared == [NEEDLE]
    assert marked(searched(amina, "/texts/list/cases", NEEDLE)) == [NEEDLE]


def test_what_hangs_on_a_request_that_is_kept_from_somebody_is_not_told_to_hang_on_the_case(
    amina: Person, besnik: Person, clara: Person
) -> None:
    case, elsewhere = start_case(amina), start_case(besnik)
    request = open_request(amina, case)
    with amina.app.test_request_context():
        users = {name: db.session.get(User, person.id) for name, person in (("b", besnik), ("c", clara))}
        asked = db.session.get(ContactRequest, uuid.UUID(case_id(request)))
        assert asked is not None
        sought = db.session.scalars(select(Search).where(Search.request_id == asked.id)).one().sought_id
        person, scope = db.session.get(Known, sought), db.session.get(Scope, asked.scope_id)
        assert person is not None
        own = person.scope_id
        with write():
            keep_out(users["c"], scope, users["b"], "A conflict")
            unlink_scopes(own, _scope_of(case), users["c"])
            link_scopes(own, _scope_of(elsewhere), users["c"])
    change(clara, case, besnik, "add")
    assert besnik.client.get(request).status_code == 404
    besnik.get(f"/people/{sought}")
    person_note = {"text": f"{NEEDLE} rang", "medium": "call", "reached": "yes", "new_id": str(uuid.uuid4())}
    amina.post(f"/notes/on/person/{sought}", person_note)
    assert marked(searched(besnik, "/texts/list/people", NEEDLE)) == [NEEDLE]
    assert not marked(in_case(besnik, case, NEEDLE))
    assert marked(in_case(amina, case, NEEDLE)) == [NEEDLE]


def _scope_of(case: str) -> uuid.UUID:
    found = db.session.get(Case, uuid.UUID(case_id(case)))
    assert found is not None
    return found.scope_id


def test_administrators_and_auditors_search_in_no_texts(drita: Person, edon: Person) -> None:
    for person in (drita, edon):
        person.get("/texts/list/cases", 403)


def test_what_was_removed_is_not_found(amina: Person) -> None:
    case = start_case(amina)
    person = f"/people/{client_of(amina, case)}"
    sent = {"new_id": str(uuid.uuid4()), "kind": "telephone", "value": "+355 69 000 1111", "may_we": "yes"}
    amina.post(f"{person}/routes/new", {**sent, "safety": f"Ask for {NEEDLE}"})
    assert marked(in_case(amina, case, NEEDLE)) == [NEEDLE]
    for route in set(re.findall(rf'href="({person}/routes/[0-9a-f-]{{36}})"', amina.get(person).text)):
        amina.post(f"{route}/remove", {"reason": "It is somebody else's"})
    assert not marked(in_case(amina, case, NEEDLE))


def test_a_scope_whose_key_is_not_to_be_had_is_counted_and_said(amina: Person) -> None:
    first, second = start_case(amina), start_case(amina, name="Shirin")
    for case in (first, second):
        write_note(amina, case, f"{NEEDLE} rang")
    with amina.app.app_context():
        note = db.session.scalars(select(Note)).first()
        assert note is not None
        lost, kept = (note, first if str(note.record_id) == case_id(second) else second)
        with db.engine.connect().execution_options(caseapp_write=True) as connection, connection.begin():
            connection.execute(ScopeKey.__table__.delete().where(ScopeKey.scope_id == lost.scope_id))  # type: ignore[attr-defined]
        db.session.remove()
    text = searched(amina, "/texts/list/cases", NEEDLE)
    assert marked(text) == [NEEDLE]
    assert f'href="{kept}"' in text
    assert re.search(r"Entries that are locked and could not be looked through: \d", end_of(text))


def test_the_log_holds_who_searched_where_and_what_was_shown_but_no_word_of_it(
    amina: Person, edon: Person, instance: Path
) -> None:
    case = start_case(amina)
    write_note(amina, case, f"{NEEDLE} rang")
    in_case(amina, case, NEEDLE)
    searched(amina, "/texts/list/cases?status=new", NEEDLE)
    made, found = events(amina, "text_search.made"), events(amina, "text_search.found")
    assert made[0]["texts"] == made[1]["texts"] > 1
    assert made[1]["list"] == {"name": "cases", "filters": {"status": "new"}}
    assert {each["query"] for each in found} == {made[0]["query"]}
    assert case_id(case) in found[0]["shown"]
    with amina.app.app_context():
        note = db.session.scalars(select(Note)).one()
        assert str(note.id) in found[0]["shown"]
        first = db.session.scalars(select(AuditEvent).where(AuditEvent.code == "text_search.made")).first()
        assert first is not None
    assert NEEDLE not in repr(made) + repr(found)
    assert "Searched in texts" in edon.page("/audit/").text
    for file in instance.rglob("*"):
        if file.is_file():
            assert NEEDLE.encode() not in file.read_bytes(), file


def test_nothing_leaves_before_the_log_holds_that_it_was_shown(amina: Person) -> None:
    case = start_case(amina)
    write_note(amina, case, f"{NEEDLE} rang")
    address = f"/texts/in/case/{case_id(case)}"
    amina.post(address, {"words": NEEDLE})
    stream = Stream(amina, address)
    assert "<h1>" in stream.next()
    assert len(events(amina, "text_search.made")) == 1
    assert not events(amina, "text_search.found")
    assert marked(stream.next()) == [NEEDLE]
    assert len(events(amina, "text_search.found")) == 1
    assert "</html>" in stream.rest()


def test_access_that_is_taken_away_ends_what_is_found(
    amina: Person, besnik: Person, clara: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "STEPS", (2,))
    cases = [start_case(amina, name=name) for name in ("Shirin", "Arash")]
    for case in cases:
        write_note(amina, case, f"{NEEDLE} rang")
        change(clara, case, besnik, "add")
    besnik.post("/texts/list/cases", {"words": NEEDLE})
    stream = Stream(besnik, "/texts/list/cases")
    while not marked(stream.next()):
        pass
    for case in cases:
        change(clara, case, besnik, "keep_out")
    rest = stream.rest()
    assert not marked(rest)
    assert "Found: 1." in end_of(rest)


def test_who_is_shut_out_while_the_hit_waits_for_the_lock_does_not_see_it(
    amina: Person, besnik: Person, clara: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = start_case(amina)
    write_note(amina, case, f"{NEEDLE} rang")
    change(clara, case, besnik, "add")
    besnik.post("/texts/list/cases", {"words": NEEDLE})
    look_at = looking.Looking.look_at

    def shut_out_behind(self: looking.Looking, piece: looking.Piece) -> looking.Looked:
        looked = look_at(self, piece)
        if looked.hits:
            Context().run(change, clara, case, besnik, "keep_out")
        return looked

    monkeypatch.setattr(looking.Looking, "look_at", shut_out_behind)
    text = Stream(besnik, "/texts/list/cases").rest()
    assert not marked(text)
    assert "</html>" in text
    assert not events(besnik, "text_search.found")


def test_a_session_that_is_ended_meanwhile_ends_the_search(
    amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = _interrupted(amina, monkeypatch, lambda: amina.post("/sign-out", {}))
    assert not marked(text)
    assert "You are no longer signed in, and the search stopped." in text


def test_an_account_that_is_closed_meanwhile_ends_the_search(
    amina: Person, drita: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    close = f"/staff/{amina.id}/disable"
    text = _interrupted(amina, monkeypatch, lambda: Context().run(drita.post, close, {"reason": "Left us."}))
    assert not marked(text)
    assert "You are no longer signed in, and the search stopped." in text


def test_a_system_that_is_locked_meanwhile_ends_the_search(
    amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = vault_of(amina.app)
    text = _interrupted(amina, monkeypatch, lambda: setattr(vault, "keys", None))
    assert not marked(text)
    assert "The system was locked, and the search stopped." in text
    assert "</html>" in text


def test_what_goes_wrong_meanwhile_is_said_with_a_number(
    amina: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_given: object) -> None:
        raise RuntimeError(NEEDLE)

    text = _interrupted(amina, monkeypatch, lambda: monkeypatch.setattr(looking.Looking, "look_at", fail))
    number = re.search(r"Tell your administrator this number: ([0-9a-f]{8})", text)
    assert number
    assert number.group(1) in caplog.text
    assert NEEDLE not in caplog.text


def _interrupted(amina: Person, monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[], object]) -> str:
    """Search through several pieces, with something behind the first hit; returns what came behind it."""
    monkeypatch.setattr(looking, "STEPS", (2,))
    for name in ("Shirin", "Arash"):
        write_note(amina, start_case(amina, name=name), f"{NEEDLE} rang")
    amina.post("/texts/list/cases", {"words": NEEDLE})
    stream = Stream(amina, "/texts/list/cases")
    while not marked(stream.next()):
        pass
    meanwhile()
    return stream.rest()


def test_who_goes_away_ends_the_work(amina: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "STEPS", (2,))
    for name in ("Shirin", "Arash"):
        write_note(amina, start_case(amina, name=name), f"{NEEDLE} rang")
    amina.post("/texts/list/cases", {"words": NEEDLE})
    stream = Stream(amina, "/texts/list/cases")
    while not marked(stream.next()):
        pass
    stream.go_away()
    assert not stream.next()
    assert len(events(amina, "text_search.found")) == 1


def test_many_texts_of_one_case_are_looked_through_piece_by_piece(
    amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "STEPS", (3,))
    case = start_case(amina)
    for number in range(8):
        write_note(amina, case, f"{NEEDLE} rang again, {number}")
    text = in_case(amina, case, NEEDLE)
    assert len(marked(text)) == 8
    looked, whole = re.findall(r"Looked through (\d+) of (\d+) entries. Found: 8\.", end_of(text))[-1]
    assert looked == whole
    assert text.count('class="text-progress"') >= 4


def test_long_texts_are_looked_through_in_smaller_pieces(
    amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "MOST_BYTES", 20_000)
    case = start_case(amina)
    for number in range(4):
        write_note(amina, case, f"{'word ' * 3_000}{NEEDLE} rang again, {number}")
    text = in_case(amina, case, NEEDLE)
    assert len(marked(text)) == 4
    assert text.count('class="text-progress"') >= 5


def test_of_many_that_are_found_the_first_are_shown_and_the_rest_is_said(
    amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "STEPS", (2,))
    monkeypatch.setattr(streaming, "MOST_SHOWN", 3)
    case = start_case(amina)
    for number in range(6):
        write_note(amina, case, f"{NEEDLE} rang again, {number}")
    text = in_case(amina, case, NEEDLE)
    assert len(marked(text)) == 3
    assert "These are the first 3 texts; there the search stopped." in end_of(text)


def test_the_last_ones_that_have_no_room_are_not_left_out_in_silence(
    amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "MOST_SHOWN", 3)
    case = start_case(amina)
    for number in range(4):
        write_note(amina, case, f"{NEEDLE} rang again, {number}")
    assert "These are the first 3 texts; there the search stopped." in end_of(in_case(amina, case, NEEDLE))


def test_only_the_last_wording_of_a_statement_is_found(amina: Person) -> None:
    case = start_case(amina)
    statement = write_statement(amina, case, body="I left the camp of Zaravandi on my own.")
    form = next(form for form in amina.page(f"{statement}/edit").forms if "body" in form["fields"])
    kept = {name: form["fields"][name] for name in ("makers", "row_version")}
    assert marked(in_case(amina, case, NEEDLE)) == [NEEDLE]
    amina.post(f"{statement}/edit", {**DECLARATION, **kept, "body": "I left the camp on my own."})
    assert not marked(in_case(amina, case, NEEDLE))
    text = in_case(amina, case, '"left the camp"')
    assert marked(text) == ["left the camp"]
    assert f'href="{statement}"' in text
