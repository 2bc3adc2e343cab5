"""The printed letter, in the name of a person or of the organisation, and our short cover letter."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from caseapp.dates import Calendar, PartialDate, format_both, format_date
from caseapp.printing.pdf import Rendered, render
from caseapp.printing.sheet import Body, SheetLanguage
from caseapp.printing.tree import Document, Paragraph, Text
from caseapp.printing.words import annex_label, words_for


class LetterForm(StrEnum):
    """In whose name a letter is written: only the organisation's carries the letterhead."""

    PERSON = "person"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The organisation at the head of its letters."""

    name: str
    address_lines: tuple[str, ...] = ()
    contact_line: str = ""


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs, with the name as in their papers, and in what capacity."""

    name: str
    capacity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSheet:
    """A letter as it goes to paper.

    ``language`` is one of ``words.LANGUAGES``. ``letterhead`` is printed in the organisation's form only,
    ``sender_lines`` (the name first, then a care-of address) in the person's only. ``addressee_lines`` run
    from the form of address to the postal address. ``body`` is text in the markup or its tree, ``points``
    are the numbered requests behind it, each in the markup, too; ``points_lead`` introduces them.
    ``enclosures`` are titles in their order.
    """

    language: str
    form: LetterForm
    reference: str
    place: str
    day: date
    addressee_lines: tuple[str, ...]
    salutation: str
    body: Body
    closing: str
    signatories: tuple[Signatory, ...]
    letterhead: Letterhead | None = None
    sender_lines: tuple[str, ...] = ()
    subject: str = ""
    points_lead: str = ""
    points: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverSheet:
    """Our own letter under which a person's letter goes out.

    ``writer`` is the person who wrote the enclosed letter of ``letter_day``; ``remarks`` may add a
    paragraph to the printed sentences.
    """

    language: str
    letterhead: Letterhead
    reference: str
    place: str
    day: date
    addressee_lines: tuple[str, ...]
    salutation: str
    writer: str
    letter_day: date
    closing: str
    signatories: tuple[Signatory, ...]
    remarks: str = ""
    enclosures: tuple[str, ...] = field(default=())
    copies: tuple[str, ...] = ()


def print_letter(sheet: LetterSheet) -> Rendered:
    """Print a letter; the same sheet gives the same bytes.

    Raises ``PrintingError``, ``UnsafeText`` for a field that ``clean_body`` would refuse, and ``KeyError``
    for a language without printed words.
    """
    return render("letter.typ", _letter_data(sheet, SheetLanguage(sheet.language)), day=sheet.day)


def print_cover_letter(sheet: CoverSheet) -> Rendered:
    """Print the cover letter for a person's own letter; errors as in ``print_letter``."""
    return print_letter(_cover_as_letter(sheet))


def printed_day(day: date | PartialDate, language: str) -> str:
    """Return a day as letters print it.

    The other calendar stands beside it in Persian, and in every language where it was stated in Jalali. What was
    stated stands first; a day that nobody stated in a calendar stands in Jalali first on Persian paper.
    """
    if language == "fa" and not isinstance(day, PartialDate):
        return format_both(day, language, Calendar.JALALI)
    in_both = language == "fa" or (isinstance(day, PartialDate) and day.calendar is Calendar.JALALI)
    return format_both(day, language) if in_both else format_date(day, language)


def _letter_data(sheet: LetterSheet, language: SheetLanguage) -> dict[str, Any]:
    return language.frame(sheet.reference) | {
        "form": sheet.form.value,
        "letterhead": _letterhead(sheet, language),
        "sender": language.lines(sheet.sender_lines) if sheet.form is LetterForm.PERSON else [],
        "reference": language.reference(sheet.reference),
        "place_and_date": _place_and_date(sheet, language),
        "addressee": language.lines(sheet.addressee_lines),
        "salutation": language.line(sheet.salutation),
        "subject": language.line(sheet.subject),
        "body": language.body(sheet.body),
        "points_lead": language.body(sheet.points_lead),
        "points": [language.body(point) for point in sheet.points],
        "closing": language.line(sheet.closing),
        "signatories": [
            {"name": language.line(each.name), "capacity": language.line(each.capacity)}
            for each in sheet.signatories
        ],
        "enclosures": [
            {"label": language.line(annex_label(sheet.language, number)), "title": language.line(title)}
            for number, title in enumerate(sheet.enclosures, 1)
        ],
        "copies": language.lines(sheet.copies),
    }


def _letterhead(sheet: LetterSheet, language: SheetLanguage) -> dict[str, Any] | None:
    if sheet.form is not LetterForm.ORGANISATION or sheet.letterhead is None:
        return None
    return {
        "name": language.line(sheet.letterhead.name),
        "address": language.lines(sheet.letterhead.address_lines),
        "contact": language.line(sheet.letterhead.contact_line),
    }


def _place_and_date(sheet: LetterSheet, language: SheetLanguage) -> str:
    day = printed_day(sheet.day, sheet.language)
    if not sheet.place.strip():
        return language.line(day)
    return language.line(language.words.place_and_date.format(place=sheet.place, date=day))


def _cover_as_letter(sheet: CoverSheet) -> LetterSheet:
    words = words_for(sheet.language)
    letter_day = printed_day(sheet.letter_day, sheet.language)
    paragraphs = (
        words.cover_text.format(writer=sheet.writer, date=letter_day),
        *([sheet.remarks] if sheet.remarks else []),
        words.cover_reply,
    )
    return LetterSheet(
        language=sheet.language,
        form=LetterForm.ORGANISATION,
        letterhead=sheet.letterhead,
        reference=sheet.reference,
        place=sheet.place,
        day=sheet.day,
        addressee_lines=sheet.addressee_lines,
        salutation=sheet.salutation,
        subject=words.cover_subject.format(writer=sheet.writer, date=letter_day),
        body=Document(tuple(Paragraph((Text(" ".join(paragraph.split())),)) for paragraph in paragraphs)),
        closing=sheet.closing,
        signatories=sheet.signatories,
        enclosures=sheet.enclosures,
        copies=sheet.copies,
    )
