"""The printed statement: whose words it is, of what kind, where and when given, and who signs."""

from dataclasses import dataclass
from datetime import date

from caseapp.dates import PartialDate
from caseapp.printing.letter import Signatory, printed_day
from caseapp.printing.pdf import Rendered, render
from caseapp.printing.sheet import Body, SheetLanguage


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementSheet:
    """A statement as it goes to paper.

    ``maker`` is the name, or the protected label, of the person whose words these are; ``kind`` is worded
    in the language of the statement. ``day`` may be partial: people may only know the month. ``truth`` is
    the sentence above the signatures, in the maker's language. ``signatories`` begin with the maker; a
    witness, interpreter or reader may follow.
    """

    language: str
    reference: str
    title: str
    kind: str
    maker: str
    place: str
    day: date | PartialDate
    body: Body
    signatories: tuple[Signatory, ...]
    truth: str = ""


def print_statement(sheet: StatementSheet) -> Rendered:
    """Print a statement; errors as in ``print_letter``."""
    language = SheetLanguage(sheet.language)
    day = printed_day(sheet.day, sheet.language)
    place_and_date = language.words.place_and_date.format(place=sheet.place, date=day) if sheet.place else day
    data = language.frame(sheet.reference) | {
        "reference": language.reference(sheet.reference),
        "heading": language.line(sheet.title),
        "kind": language.line(sheet.kind),
        "maker": language.line(sheet.maker),
        "place_and_date": language.line(place_and_date),
        "body": language.body(sheet.body),
        "truth": language.line(sheet.truth),
        "signatories": [
            {"name": language.line(each.name), "capacity": language.line(each.capacity)}
            for each in sheet.signatories
        ],
    }
    dated = sheet.day.interval()[0] if isinstance(sheet.day, PartialDate) else sheet.day
    return render("statement.typ", data, day=dated)
