"""What a file is, its name and its content decide together."""

from collections.abc import Callable

import pytest
from flask import Flask

from caseapp.db import blobs
from caseapp.documents.files import (
    FileProblem,
    RefusedFile,
    clean_file_name,
    extension_of,
    sniff,
)
from caseapp.vault import BlobInfo
from tests.documents.made_files import (
    JPEG,
    M4A,
    MP3,
    OGG,
    OLD_PERSIAN_TEXT,
    PDF,
    PNG,
    PROGRAM,
    TEXT,
    UTF16_TEXT,
    docx,
    xlsx,
    zipped,
)

Stage = Callable[[bytes], BlobInfo]


@pytest.fixture
def stage(app: Flask) -> Stage:
    def staged(content: bytes) -> BlobInfo:
        with blobs().stage() as blob:
            blob.write(content)
            return blob.finish()

    with app.app_context():
        yield staged


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("order.pdf", PDF, "application/pdf"),
        ("ORDER.PDF", PDF, "application/pdf"),
        ("face.jpg", JPEG, "image/jpeg"),
        ("face.jpeg", JPEG, "image/jpeg"),
        ("map.png", PNG, "image/png"),
        ("letter.docx", docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("list.xlsx", xlsx(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("words.txt", TEXT, "text/plain"),
        ("old.txt", OLD_PERSIAN_TEXT, "text/plain"),
        ("wide.txt", UTF16_TEXT, "text/plain"),
        ("voice.mp3", MP3, "audio/mpeg"),
        ("voice.m4a", M4A, "audio/mp4"),
        ("voice.ogg", OGG, "audio/ogg"),
        ("نامه به وزیر.pdf", PDF, "application/pdf"),
    ],
)
def test_a_file_that_is_what_its_name_says_is_taken(
    stage: Stage, name: str, content: bytes, media_type: str
) -> None:
    assert sniff(stage(content), name) == media_type


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("order.pdf", b"", FileProblem.EMPTY),
        ("order.exe", PROGRAM, FileProblem.EXTENSION),
        ("order.html", b"<html></html>", FileProblem.EXTENSION),
        ("order.svg", b"<svg onload='x'/>", FileProblem.EXTENSION),
        ("order.docm", docx(), FileProblem.EXTENSION),
        ("order.zip", zipped(a=b"b"), FileProblem.EXTENSION),
        ("order", PDF, FileProblem.EXTENSION),
        (".pdf", PDF, FileProblem.EXTENSION),
        ("order.pdf.exe", PDF, FileProblem.EXTENSION),
        ("order.pdf", PROGRAM, FileProblem.MISMATCH),
        ("order.pdf", b"  %PDF-1.7 with rubbish in front", FileProblem.MISMATCH),
        ("order.png", JPEG, FileProblem.MISMATCH),
        ("order.jpg", b"<html><script>1</script></html>", FileProblem.MISMATCH),
        ("order.txt", PDF, FileProblem.MISMATCH),
        ("order.txt", b"a\x00b", FileProblem.MISMATCH),
        ("order.mp3", OGG, FileProblem.MISMATCH),
        ("order.m4a", PNG, FileProblem.MISMATCH),
        ("order.docx", xlsx(), FileProblem.MISMATCH),
        ("order.xlsx", docx(), FileProblem.MISMATCH),
        ("order.docx", zipped(a=b"b"), FileProblem.MISMATCH),
        ("order.docx", PDF, FileProblem.MISMATCH),
        ("order.docx", b"PK\x03\x04" + bytes(300), FileProblem.DAMAGED),
        ("order.docx", docx()[:-30], FileProblem.DAMAGED),
        ("order.docx", docx(word__vbaProject_bin=b"x"), None),
        ("order.docx", docx(**{"word/vbaProject.bin": b"x"}), FileProblem.MACROS),
        ("order.docx", docx(**{"word/embeddings/more.zip": b"x"}), FileProblem.DAMAGED),
        ("bomb.docx", docx(word__media__a=bytes(5_000_000)), FileProblem.DAMAGED),
        ("many.docx", docx(**{f"word/{number}": b"" for number in range(1001)}), FileProblem.DAMAGED),
    ],
)
def test_any_other_file_is_refused_with_its_reason(
    stage: Stage, name: str, content: bytes, problem: FileProblem | None
) -> None:
    info = stage(content)
    if problem is None:  # a name that only resembles that of a macro part
        assert sniff(info, name)
        return
    with pytest.raises(RefusedFile) as refused:
        sniff(info, name)
    assert refused.value.problem is problem


def test_a_file_over_the_limit_is_refused_before_it_is_read(app: Flask) -> None:
    info = BlobInfo(ref=None, key=b"", size=app.config["SETTINGS"].file_bytes + 1, sha256=b"", head=PDF)  # type: ignore[arg-type]
    with app.app_context(), pytest.raises(RefusedFile) as refused:
        sniff(info, "order.pdf")
    assert refused.value.problem is FileProblem.TOO_LARGE


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("order.pdf", "order.pdf"),
        ("../../etc/order.pdf", "order.pdf"),
        ("C:\\Users\\somebody\\order.pdf", "order.pdf"),
        ("annex\u202efdp.exe", "annexfdp.exe"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ("می\u200cخواهم.pdf", "می\u200cخواهم.pdf"),
        ("", "document"),
        ("...", "document"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
    ],
)
def test_a_file_name_keeps_its_words_and_loses_its_tricks(given: str, kept: str) -> None:
    assert clean_file_name(given) == kept


def test_a_name_that_looks_like_a_pdf_by_turning_letters_round_is_a_program() -> None:
    assert extension_of("annex\u202efdp.exe") == "exe"
