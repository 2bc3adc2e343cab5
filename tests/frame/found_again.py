"""What is in an instance after its server has ended: everything confirmed, nothing half saved, and a log that fits."""

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

from flask import Flask
from sqlalchemy import select

from caseapp.accounts.models import User
from caseapp.application import create_app
from caseapp.audit import verify
from caseapp.cases.models import Case
from caseapp.db import blobs, db
from caseapp.documents.forms import AddDocumentForm
from caseapp.documents.models import Document
from caseapp.letters.models import Letter, Voice
from caseapp.letters.sheets import digest_of
from caseapp.people.models import Person
from caseapp.setup.installing import adopt_root, keys_folder
from caseapp.vault import open_file_root
from caseapp.web.drafts import find_draft
from caseapp.web.forms import drawn_id
from caseapp.workflow import steps_of
from tests.cases.test_starting_a_case import NIGHT
from tests.conftest import settings_for
from tests.frame.saving import Confirmed, draft_text

Found = TypeVar("Found")


@contextmanager
def opened(folder: Path) -> Iterator[Flask]:
    """The application on this instance, unlocked."""
    app = create_app(settings_for(folder))
    with app.app_context():
        adopt_root(app, open_file_root(keys_folder(app)))
        yield app
        db.session.remove()
        db.engine.dispose()


def integrity(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "caseapp.db")) as raw:
        found: str = raw.execute("PRAGMA integrity_check").fetchone()[0]
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
    return found


def everything_confirmed_is_there(folder: Path, *all_confirmed: Confirmed) -> None:
    with opened(folder):
        assert list(verify()) == []
        for confirmed in all_confirmed:
            assert 500 not in confirmed.answers
            _cases_are_there(confirmed)
            _files_are_there(confirmed)
            _drafts_are_there(confirmed)
            for letter in confirmed.approved:
                assert _record(Letter, letter).status == "approved"
        for document in db.session.scalars(select(Document)):
            assert content_of(document).rstrip().endswith(b"%%EOF"), "a row without its file"
        for letter in db.session.scalars(select(Letter)):
            _approved_wholly_or_not_at_all(letter)


def content_of(document: Document) -> bytes:
    """The file of a document; raises where it is not as it was written."""
    return blobs().read(document.blob_ref, document.file_key)


def _cases_are_there(confirmed: Confirmed) -> None:
    for address, name in confirmed.cases.items():
        case = _record(Case, address)
        client = db.session.get_one(Person, case.client_id)
        assert name in str(client.list_pack)
        assert case.tonight == NIGHT["tonight"]
        if address in confirmed.steps:
            assert case.status != "new"


def _files_are_there(confirmed: Confirmed) -> None:
    writer = _user(confirmed.by)
    for number, content in confirmed.files.items():
        document_id = drawn_id(AddDocumentForm, writer.id, uuid.UUID(number))
        assert content_of(db.session.get_one(Document, document_id)) == content


def _user(sign_in_name: str) -> User:
    return next(user for user in db.session.scalars(select(User)) if user.sign_in_name == sign_in_name)


def _drafts_are_there(confirmed: Confirmed) -> None:
    """Each holds at least the sentences that were confirmed, and no half of one."""
    writer = _user(confirmed.by)
    for form, sentences in confirmed.drafts.items():
        draft = find_draft(writer, form)
        assert draft is not None, form
        written = dict(draft.written())["summary"]
        assert written in {draft_text(sentences), draft_text(sentences + 1)}


def _approved_wholly_or_not_at_all(letter: Letter) -> None:
    files = [letter.approved_file_id, letter.bundle_file_id]
    if letter.voice is Voice.PERSON:
        files.append(letter.cover_file_id)
    steps = [step.transition for step in steps_of(letter)]
    if letter.status == "in_review":
        assert not any(files)
        assert "approve" not in steps
        return
    assert letter.status == "approved"
    assert steps[-1] == "approve"
    assert letter.text_digest == digest_of(letter)
    for file_id in files:
        assert file_id is not None
        assert content_of(db.session.get_one(Document, file_id)).startswith(b"%PDF-")


def _record(model: type[Found], address: str) -> Found:
    return db.session.get_one(model, uuid.UUID(address.rpartition("/")[2]))
