"""Papers are filed under a record, encrypted, and come back only as downloads."""

import errno
import hashlib
import io
import re
import uuid
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from caseapp.db import db
from caseapp.documents import files
from caseapp.documents.models import Document
from caseapp.documents.queries import documents_of, named_files, read_content
from caseapp.vault import BlobStore
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person, visible
from tests.documents.made_files import PDF, PNG, PROGRAM

CANARY = b"%PDF-1.7\nThe canary of the order sings 4711.\n"


def file_document(
    person: Person, case: str, content: bytes = PDF, name: str = "order.pdf", status: int = 302, **fields: Any
) -> Any:
    """Send the form with a file through the browser's door."""
    sent = {
        "new_id": str(uuid.uuid4()),
        "title": "Order of the court",
        "kind": "court",
        "language": "sq",
        "source": "Brought by her on 3 March",
        **fields,
        "file": (io.BytesIO(content), name),
    }
    return person.post(add_url(case), sent, status, content_type="multipart/form-data")


def add_url(case: str) -> str:
    return f"/documents/add/case/{case.rpartition('/')[2]}"


def download_url(person: Person, case: str) -> str:
    found = re.search(r'href="(/documents/[0-9a-f-]{36})"', person.get(case).text)
    assert found, "no document on the case page"
    return found.group(1)


def kept_files(app: Flask) -> list[Path]:
    """Every file in the store, staged or kept."""
    return [
        path
        for path in (Path(app.instance_path) / "files").rglob("*")
        if path.is_file() and path.stat().st_size
    ]


def test_a_filed_document_stands_on_the_case_page_and_comes_back_unharmed(amina: Person) -> None:
    case = start_case(amina)
    file_document(amina, case, CANARY)
    text = amina.page(case).text
    assert "Order of the court" in text
    assert "Brought by her on 3 March" in text
    assert amina.get(download_url(amina, case)).data == CANARY


def test_a_download_is_never_shown_by_the_browser(amina: Person) -> None:
    case = start_case(amina)
    file_document(amina, case, name="نامهٔ دادگاه.pdf")
    response = amina.get(download_url(amina, case))
    assert response.mimetype == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith(
        'attachment; filename="document.pdf"; filename*=UTF-8'
    )
    assert "%D9%86%D8%A7%D9%85%D9%87" in response.headers["Content-Disposition"]
    assert response.headers["Content-Security-Policy"].startswith("sandbox;")
    assert response.headers["Cache-Control"] == "no-store"
    assert response.content_length == len(response.data) == len(PDF)


def test_nothing_of_a_filed_document_is_readable_on_the_disk(amina: Person) -> None:
    file_document(amina, start_case(amina), CANARY, "canary-of-the-order.pdf")
    for path in Path(amina.app.instance_path).rglob("*"):
        if path.is_file():
            assert b"canary" not in path.read_bytes().lower(), path


def test_a_file_that_is_not_what_its_name_says_is_refused_and_the_words_are_kept(amina: Person) -> None:
    case = start_case(amina)
    response = file_document(amina, case, PROGRAM, status=422)
    text = visible(response)
    assert "The name ends in .pdf, but the content is that of a .exe file." in text
    assert "Brought by her on 3 March" in response.text
    assert "Order of the court" not in amina.page(case).text


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "order.pdf", "This file is empty."),
        (PDF, "order.html", "Files of this kind are not taken."),
        (b"PK\x03\x04" + bytes(300), "order.docx", "This file is damaged"),
        (b"only words", "order.pdf", "the content is something else"),
    ],
)
def test_each_refusal_says_what_to_do(amina: Person, content: bytes, name: str, sentence: str) -> None:
    assert sentence in visible(file_document(amina, start_case(amina), content, name, 422))


def test_a_form_without_a_file_asks_for_one(amina: Person) -> None:
    page = amina.post(
        add_url(start_case(amina)), {"title": "Nothing", "kind": "other", "language": "fa"}, 422
    )
    assert "Please choose a file." in page.text


def test_a_good_file_in_a_bad_form_is_asked_for_again_only_where_the_disk_does_not_take_it(
    amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: Any) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    case = start_case(amina)
    before = kept_files(amina.app)
    monkeypatch.setattr(BlobStore, "adopt", full)
    text = visible(file_document(amina, case, kind="no such kind", status=422))
    assert "This file could not be kept. Choose it again." in text
    assert "What you typed is kept; a file could not be kept and has to be chosen again." in text
    assert "Nothing you typed is lost." not in text
    assert kept_files(amina.app) == before


def test_a_refused_file_leaves_nothing_behind(amina: Person) -> None:
    case = start_case(amina)
    before = kept_files(amina.app)
    file_document(amina, case, PROGRAM, status=422)
    assert kept_files(amina.app) == before


def test_a_file_whose_body_breaks_off_leaves_nothing_behind(amina: Person) -> None:
    case = start_case(amina)
    before = kept_files(amina.app)
    boundary = "a-boundary"
    body = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="order.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    ).encode() + PDF * 400
    response = amina.client.post(
        add_url(case), data=body, content_type=f"multipart/form-data; boundary={boundary}"
    )
    assert response.status_code == 400
    assert kept_files(amina.app) == before
    assert "order.pdf" not in amina.page(case).text


def test_a_double_click_files_one_document(amina: Person) -> None:
    case, same = start_case(amina), str(uuid.uuid4())
    file_document(amina, case, new_id=same)
    file_document(amina, case, new_id=same)
    assert len(re.findall(r'href="/documents/[0-9a-f-]{36}" download', amina.get(case).text)) == 1
    assert len(kept_files(amina.app)) == 1


def test_another_worker_neither_sees_nor_adds(amina: Person, besnik: Person) -> None:
    case = start_case(amina)
    file_document(amina, case)
    besnik.get(download_url(amina, case), 404)
    besnik.get(add_url(case), 404)
    file_document(besnik, case, status=404)


def test_administrator_and_auditor_open_no_document(amina: Person, drita: Person, edon: Person) -> None:
    case = start_case(amina)
    file_document(amina, case)
    drita.get(download_url(amina, case), 403)
    edon.get(download_url(amina, case), 403)


def test_documents_hang_only_where_their_panel_stands(amina: Person) -> None:
    amina.get(f"/documents/add/user/{amina.id}", 404)
    amina.get(f"/documents/add/nonsense/{uuid.uuid4()}", 404)
    amina.get(f"/documents/add/case/{uuid.uuid4()}", 404)


def test_what_is_said_about_a_document_can_be_corrected(amina: Person) -> None:
    case = start_case(amina)
    file_document(amina, case)
    edit = download_url(amina, case) + "/edit"
    form = next(each for each in amina.page(edit).forms if "title" in each["fields"])["fields"]
    sent = {
        "row_version": form["row_version"],
        "title": "Judgment of the court",
        "kind": "court",
        "language": "sq",
        "source": "",
    }
    amina.post(edit, sent)
    assert "Judgment of the court" in amina.page(case).text
    page = amina.post(edit, {**sent, "title": "Another"}, 409)
    assert "Judgment of the court" in page.text


def test_a_document_is_taken_out_with_a_reason_and_its_file_stays_for_the_history(amina: Person) -> None:
    case = start_case(amina)
    file_document(amina, case)
    address = download_url(amina, case)
    assert "Please fill this in." in amina.post(f"{address}/remove", {"reason": " "}, 422).text
    amina.post(f"{address}/remove", {"reason": "Filed under the wrong case."})
    amina.get(address, 404)
    with amina.app.app_context():
        assert len(named_files()) == 1


def test_downloads_stand_in_the_audit_log(amina: Person, edon: Person) -> None:
    case = start_case(amina)
    file_document(amina, case)
    assert amina.get(download_url(amina, case)).data == PDF
    text = edon.page("/audit/").text
    assert "Filed a document" in text
    assert "Downloaded a document" in text


def test_a_filed_document_keeps_size_hash_and_kind(amina: Person) -> None:
    file_document(amina, start_case(amina), PNG, "map.png", kind="photograph")
    with amina.app.app_context():
        document = db.session.scalars(db.select(Document)).one()
        assert (document.size, document.media_type, document.kind) == (len(PNG), "image/png", "photograph")
        assert document.sha256 == hashlib.sha256(PNG).digest()
        assert read_content(document) == PNG


def test_documents_are_listed_for_those_who_reach_the_record(amina: Person, besnik: Person) -> None:
    from caseapp.accounts import User
    from caseapp.cases import Case

    case_id = uuid.UUID(start_case(amina).rpartition("/")[2])
    file_document(amina, f"/cases/{case_id}")
    with amina.app.app_context():
        case = db.session.get_one(Case, case_id)
        seen = {
            person.name: len(documents_of(db.session.get_one(User, person.id), case))
            for person in (amina, besnik)
        }
    assert seen == {"amina": 1, "besnik": 0}


def test_the_sweep_removes_old_files_without_a_record_and_no_others(
    amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = start_case(amina)
    file_document(amina, case)
    from caseapp.db import blobs
    from caseapp.documents import commands
    from caseapp.jobs import chores

    with amina.app.app_context():
        with blobs().stage() as orphan:
            orphan.write(b"left behind by a crash")
            orphan.finish()
        runner = amina.app.test_cli_runner()
        assert "0 files" in runner.invoke(commands.documents, ["sweep"]).output
        from datetime import timedelta

        monkeypatch.setattr(chores, "YOUNGEST", timedelta(days=-1))
        assert "1 files" in runner.invoke(commands.documents, ["sweep"]).output
    assert amina.get(download_url(amina, case)).data == PDF


def test_a_limit_on_files_is_told_in_megabytes(amina: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "largest_file", lambda: 10)
    assert "This file is larger than" in visible(file_document(amina, start_case(amina), status=422))


def test_how_large_a_file_may_be_is_a_setting_that_the_pages_tell(
    amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = amina.app.config["SETTINGS"]
    assert settings.upload_bytes == settings.file_bytes + settings.form_bytes
    case = start_case(amina)
    form = case.replace("/cases/", "/documents/add/case/")
    assert "up to 60 MB" in amina.page(form).text
    monkeypatch.setitem(amina.app.config, "SETTINGS", replace(settings, file_bytes=500 * 1024**2))
    assert "up to 500 MB" in amina.page(form).text
    monkeypatch.setitem(amina.app.config, "MAX_CONTENT_LENGTH", 100)
    answer = amina.client.post(form, data={"csrf_token": amina.token(), "title": "x" * 200})
    assert answer.status_code == 413
    assert "a file up to 500 MB" in answer.text
