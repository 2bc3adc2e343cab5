"""CSV: no cell of it is a formula in a spreadsheet, and nothing else in it changes."""

import csv
import io
import tempfile
import zipfile
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from caseapp.reports.spreadsheet import LINES, LONGEST_CELL, csv_chunks, safe_cell, xlsx_file

STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "﹢", "﹣", "−")
BEFORE = ("", " ", "\t", "\r", "\n", "\u00a0", "\u200f", "\ufeff", "\u2066", "\x00")
CALL = 'cmd|"/C calc"!A0'
PAYLOADS = [f"{before}{start}{CALL}" for before, start in product(BEFORE, STARTS)]


def read_back(rows: list[list[str | int]]) -> list[list[str]]:
    """The cells as an independent reader finds them."""
    text = b"".join(csv_chunks(rows)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_reaches_a_spreadsheet_as_a_formula(payload: str) -> None:
    [[cell]] = read_back([[payload]])
    assert cell.startswith("'")
    assert cell[1:].lstrip("\u2066").endswith(CALL)


def test_no_payload_is_a_formula_in_an_xlsx_file_and_none_is_changed() -> None:
    assert len(PAYLOADS) >= 40
    made = xlsx_file([["text"], *([payload] for payload in PAYLOADS)], "Numbers", right_to_left=False)
    cells = [row[0] for row in load_workbook(io.BytesIO(made)).active.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)
    for cell, payload in zip(cells, PAYLOADS, strict=True):
        assert str(cell.value).endswith(CALL), payload


def test_an_xlsx_file_holds_no_formula_and_no_link() -> None:
    texts = ["https://example.org", "=1+1", "mailto:a@example.org"]
    made = xlsx_file([["text"], *([text] for text in texts)], "x", right_to_left=True)
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert 'rightToLeft="1"' in sheet


def test_a_text_longer_than_a_cell_is_cut_where_it_shows() -> None:
    made = xlsx_file([["text"], ["x" * (LONGEST_CELL + 1)]], "x", right_to_left=False)
    [value] = [row[0].value for row in load_workbook(io.BytesIO(made)).active.iter_rows(min_row=2)]
    assert len(value) == LONGEST_CELL
    assert value.endswith("…")


def test_an_xlsx_file_is_made_without_any_file_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise AssertionError("a temporary file")

    for name in ("mkstemp", "mkdtemp", "TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile"):
        monkeypatch.setattr(tempfile, name, refuse)
    assert xlsx_file([["a", "b"], ["c", 1]], "x", right_to_left=False).startswith(b"PK")


@pytest.mark.parametrize("start", ["\t", "\r", "\n"])
def test_a_cell_that_begins_with_a_break_is_held_back(start: str) -> None:
    assert str(safe_cell(f"{start}Tirana")).startswith("'")


@pytest.mark.parametrize(
    "text",
    ["Tirana", "closed", "زمان نامشخص", "2026-Q3", "a = b", "C-26-7KQ3", "", "under 5", "'quoted'", "1+1"],
)
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert read_back([[text, "x"]]) == [[text, "x"]]


def test_isolates_of_the_page_are_left_out() -> None:
    assert safe_cell("\u2068C-26-7KQ3\u2069") == "C-26-7KQ3"


def test_numbers_stay_numbers() -> None:
    assert safe_cell(-5) == -5
    assert read_back([[12, -5]]) == [["12", "-5"]]


def test_commas_quotes_and_lines_stay_in_their_cell() -> None:
    text = 'one, "two"\nthree'
    assert read_back([[text, "next"]]) == [[text, "next"]]


def test_the_file_begins_with_the_mark_and_comes_in_pieces() -> None:
    chunks = csv_chunks([["a"]] * LINES + [["b"]])
    assert next(chunks) == b"\xef\xbb\xbf"
    assert next(chunks) == b'"a"\r\n' * LINES
    assert next(chunks) == b'"b"\r\n'


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_whatever_the_text_it_comes_back_whole_and_never_as_a_formula(text: str) -> None:
    [[cell, _other]] = read_back([[text, "x"]])
    without_isolates = "".join(sign for sign in text if sign not in "\u2066\u2067\u2068\u2069")
    assert cell in (without_isolates, f"'{without_isolates}")
    assert cell.lstrip()[:1] not in STARTS
