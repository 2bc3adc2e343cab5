import re
from io import BytesIO

import pikepdf
import pytest

from caseapp.printing.bundle import bind
from caseapp.printing.enclosure import Enclosure
from caseapp.printing.letter import print_letter
from caseapp.printing.pdf import PrintingError, Rendered
from caseapp.printing.raster import DocumentFault, InvalidDocument
from caseapp.printing.statement import print_statement
from caseapp.printing.words import annex_label

from .files import active_pdf, blank_pdf, encrypted_pdf, photograph_with_place, picture
from .reading import comparable, needs_poppler, text_of, words_of
from .sheets import REFERENCE, english_letter, persian_letter, statement

PDF = "application/pdf"


def enclosures(language: str) -> list[Enclosure]:
    contents = (
        ("Statement", print_statement(statement()).pdf, PDF, True),
        ("Reply", blank_pdf(3), PDF, False),
        ("Photograph", photograph_with_place(), "image/jpeg", False),
        ("Active file", active_pdf(), PDF, False),
        ("Seal", picture(), "image/png", False),
    )
    return [
        Enclosure(annex_label(language, number), title, content, media_type, trusted)
        for number, (title, content, media_type, trusted) in enumerate(contents, 1)
    ]


@pytest.fixture(scope="module")
def letter() -> Rendered:
    return print_letter(english_letter())


@pytest.fixture(scope="module")
def bundle(letter: Rendered) -> Rendered:
    return bind(letter.pdf, enclosures("en"), "en", REFERENCE)


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf))


def streams(page: pikepdf.Page) -> list[bytes]:
    contents = page.obj.Contents
    parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return [part.read_raw_bytes() for part in parts]


def test_letter_stands_in_front_with_its_page_content_byte_for_byte(
    letter: Rendered, bundle: Rendered
) -> None:
    with opened(letter.pdf) as alone, opened(bundle.pdf) as bound:
        assert letter.pages == len(alone.pages) >= 2
        for page, bound_page in zip(alone.pages, bound.pages, strict=False):
            assert streams(page) == streams(bound_page)
            assert page.mediabox == bound_page.mediabox
            assert sorted(page.resources.keys()) == sorted(bound_page.resources.keys())


def test_bundle_holds_letter_index_and_every_page_of_every_enclosure(
    letter: Rendered, bundle: Rendered
) -> None:
    assert bundle.pages == letter.pages + 1 + 1 + 3 + 1 + 1 + 1
    with opened(bundle.pdf) as pdf:
        assert len(pdf.pages) == bundle.pages


def test_outline_has_one_entry_for_each_part_at_its_first_page(letter: Rendered, bundle: Rendered) -> None:
    with opened(bundle.pdf) as pdf, pdf.open_outline() as outline:
        pages = [page.objgen for page in pdf.pages]
        found = [(item.title, pages.index(item.destination[0].objgen)) for item in outline.root]
    first = letter.pages
    assert found == [
        ("Letter", 0),
        ("Index of enclosures", first),
        ("Annex 1 Statement", first + 1),
        ("Annex 2 Reply", first + 2),
        ("Annex 3 Photograph", first + 5),
        ("Annex 4 Active file", first + 6),
        ("Annex 5 Seal", first + 7),
    ]


ACTIVE = {
    "/JavaScript", "/JS", "/OpenAction", "/AA", "/EmbeddedFile", "/EmbeddedFiles", "/EF", "/URI", "/Annots",
    "/Launch", "/AcroForm", "/SubmitForm", "/RichMedia",
}  # fmt: skip


def names_in(pdf: pikepdf.Pdf) -> set[str]:
    """Every key of every dictionary in a file, and every name that is a value."""
    found: set[str] = set()
    waiting: list[object] = [pdf.trailer, *pdf.objects]
    while waiting:
        each = waiting.pop()
        if isinstance(each, pikepdf.Name):
            found.add(str(each))
        elif isinstance(each, pikepdf.Array):
            waiting += [item for item in each if not getattr(item, "is_indirect", False)]
        elif isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            found |= set(each.keys())
            waiting += [item for item in each.values() if not getattr(item, "is_indirect", False)]
    return found


def test_active_names_are_found_where_they_are() -> None:
    with opened(active_pdf()) as pdf:
        assert {"/JavaScript", "/JS", "/OpenAction", "/AA", "/EmbeddedFiles", "/URI", "/Annots"} <= names_in(
            pdf
        )


def test_no_active_content_of_an_enclosure_survives(bundle: Rendered) -> None:
    with opened(bundle.pdf) as pdf:
        assert len(pdf.attachments) == 0
        assert names_in(pdf) & ACTIVE == set()
        streams_of_all = [
            each.read_bytes()
            for each in pdf.objects
            if isinstance(each, pikepdf.Stream) and each.get("/Filter") != "/DCTDecode"
        ]
    for content in (*streams_of_all, bundle.pdf):
        assert b"canary" not in content
        assert b"<script" not in content


def test_foreign_files_are_bound_as_images_and_trusted_ones_as_pages(
    letter: Rendered, bundle: Rendered
) -> None:
    with opened(bundle.pdf) as pdf:
        kinds = [
            any(each.get("/Subtype") == "/Image" for each in page.resources.get("/XObject", {}).values())
            for page in list(pdf.pages)[letter.pages + 1 :]
        ]
        assert kinds == [False, True, True, True, True, True, True]
        assert all("/StructParents" not in page for page in list(pdf.pages)[letter.pages :])


@needs_poppler
def test_index_and_stamps_name_each_enclosure_and_its_pages(letter: Rendered, bundle: Rendered) -> None:
    pages = [" ".join(comparable(page).split()) for page in text_of(bundle.pdf, "-layout").split("\f")]
    index = pages[letter.pages]
    assert f"Enclosed with the letter {REFERENCE}" in index
    assert re.search(rf"Annex 2 Reply 3 {letter.pages + 3}\b", index)
    assert f"Annex 1 — page 1 of 1 {REFERENCE}" in pages[letter.pages + 1]
    assert f"Annex 2 — page 3 of 3 {REFERENCE}" in pages[letter.pages + 4]
    assert "What I saw in the winter of 2002" in pages[letter.pages + 1]


@needs_poppler
def test_persian_bundle_is_stamped_in_persian() -> None:
    printed = print_letter(persian_letter(paragraphs=1))
    bound = bind(printed.pdf, [Enclosure("پیوست ۱", "عکس", picture(), "image/png")], "fa", REFERENCE)
    stamped = words_of(text_of(bound.pdf).split("\f")[printed.pages + 1])
    assert sorted(stamped) == sorted(["پیوست", "۱", "صفحۀ", "۱", "از", "۱", REFERENCE])
    assert stamped[:4] == ["پیوست", "۱", "صفحۀ", "۱"]


def test_long_index_moves_the_pages_that_it_names() -> None:
    letter = print_letter(english_letter(paragraphs=1))
    parts = [
        Enclosure(f"Annex {n}", "Seal " * 12, print_statement(statement()).pdf, PDF, True)
        for n in range(1, 41)
    ]
    bound = bind(letter.pdf, parts, "en", REFERENCE)
    with opened(bound.pdf) as pdf, pdf.open_outline() as outline:
        first_annex = [page.objgen for page in pdf.pages].index(outline.root[2].destination[0].objgen)
    assert first_annex > letter.pages + 1
    assert bound.pages == first_annex + 40


def test_letter_without_enclosures_gets_no_index(letter: Rendered) -> None:
    assert bind(letter.pdf, [], "en", REFERENCE).pages == letter.pages


def test_enclosure_that_cannot_be_opened_stops_the_bundle_and_says_why(letter: Rendered) -> None:
    with pytest.raises(InvalidDocument) as refused:
        bind(letter.pdf, [Enclosure("Annex 1", "Locked", encrypted_pdf(), PDF)], "en", REFERENCE)
    assert refused.value.code is DocumentFault.ENCRYPTED


@pytest.mark.parametrize("content", [active_pdf(), b"no PDF at all"])
def test_trusted_enclosure_and_letter_with_active_content_are_refused(
    letter: Rendered, content: bytes
) -> None:
    with pytest.raises(PrintingError):
        bind(letter.pdf, [Enclosure("Annex 1", "Forged", content, PDF, trusted=True)], "en", REFERENCE)
    with pytest.raises(PrintingError):
        bind(content, [], "en", REFERENCE)


def test_same_parts_give_the_same_bytes(letter: Rendered) -> None:
    part = [Enclosure("Annex 1", "Seal", picture(), "image/png")]
    assert bind(letter.pdf, part, "en", REFERENCE).pdf == bind(letter.pdf, part, "en", REFERENCE).pdf
