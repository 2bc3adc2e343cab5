"""A printed certificate or report: a heading, a sentence, longer texts, and tables of facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from caseapp.printing.letter import printed_day
from caseapp.printing.pdf import Rendered, render
from caseapp.printing.sheet import SheetLanguage


@dataclass(frozen=True, slots=True)
class CertifiedTable:
    """A table of a certificate: its heading, and lines of what and how much, when or by whom."""

    heading: str
    lines: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateSheet:
    """A certificate as it goes to paper. All words are worded in its language by whoever makes it."""

    language: str
    reference: str
    organisation: str
    title: str
    lead: str
    tables: Sequence[CertifiedTable]
    notes: Sequence[str]
    day: date
    texts: Sequence[tuple[str, str]] = ()
    """Longer texts before the tables: heading and words, whose lines become paragraphs."""
    says_more: bool = False
    """The second column of the tables holds words rather than numbers, so it is the wider one."""


def print_certificate(sheet: CertificateSheet) -> Rendered:
    """Print a certificate; errors as in ``print_letter``."""
    language = SheetLanguage(sheet.language)
    data = language.frame(sheet.reference) | {
        "reference": language.reference(sheet.reference),
        "organisation": language.line(sheet.organisation),
        "heading": language.line(sheet.title),
        "date": language.line(printed_day(sheet.day, sheet.language)),
        "lead": language.line(sheet.lead),
        "texts": [
            {"heading": language.line(heading), "paragraphs": language.lines(words.splitlines())}
            for heading, words in sheet.texts
        ],
        "tables": [
            {
                "heading": language.line(table.heading),
                "lines": [[language.line(label), language.line(value)] for label, value in table.lines],
            }
            for table in sheet.tables
        ],
        "notes": language.lines(sheet.notes),
        "says-more": sheet.says_more,
    }
    return render("certificate.typ", data, day=sheet.day)
