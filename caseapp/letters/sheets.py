"""A letter as it goes to paper, and the digests that say which text was read, approved or printed."""

import hashlib
import json
from dataclasses import asdict
from datetime import date

from caseapp.accounts.organisation import organisation
from caseapp.clock import today
from caseapp.letters.models import Enclosure, Letter, LetterPoint, Voice
from caseapp.letters.parts import copy_lines, enclosures_of, points_of
from caseapp.printing.letter import CoverSheet, LetterForm, Letterhead, LetterSheet, Signatory
from caseapp.printing.markup import parse


def letter_sheet(letter: Letter) -> LetterSheet:
    """Return what the present text prints as."""
    is_persons = letter.voice is Voice.PERSON
    return LetterSheet(
        language=letter.language,
        form=LetterForm.PERSON if is_persons else LetterForm.ORGANISATION,
        reference=letter.reference,
        place=letter.place,
        day=letter.written_on or today(),
        addressee_lines=_lines(letter.addressee),
        salutation=letter.salutation,
        subject=letter.subject,
        body=parse(letter.body, letter.body_format),
        points_lead=letter.points_lead,
        points=tuple(point.text for point in points_of(letter)),
        closing=letter.closing,
        signatories=_signatories(letter),
        letterhead=None if is_persons else letterhead_in(letter.language),
        sender_lines=_lines(letter.sender) if is_persons else (),
        enclosures=tuple(enclosure.title for enclosure in enclosures_of(letter)),
        copies=tuple(copy_lines(letter)),
    )


def cover_sheet(letter: Letter, day: date) -> CoverSheet:
    """Return our cover letter for the person's own letter; ``day`` is the date that it bears."""
    return CoverSheet(
        language=letter.language,
        letterhead=letterhead_in(letter.language),
        reference=letter.reference,
        place=letter.place,
        day=day,
        addressee_lines=_lines(letter.addressee),
        salutation=letter.salutation,
        writer=letter.person_signs,
        letter_day=letter.written_on or day,
        closing=letter.closing,
        signatories=(_organisation_signs(letter),),
        remarks=letter.cover_remarks,
        enclosures=tuple(enclosure.title for enclosure in enclosures_of(letter)),
    )


def letterhead_in(language: str) -> Letterhead:
    """Return the organisation's letterhead as letters in ``language`` print it."""
    ours = organisation()
    name = ours.name_in(language)
    return Letterhead(name, _lines(ours.address), ours.contact_line)


def digest_of(letter: Letter) -> str:
    """Return the digest of everything that is printed: what an approver saw and what the file was made from."""
    enclosed = [[row.record_kind, str(row.record_id), row.title] for row in enclosures_of(letter)]
    cover = (
        asdict(cover_sheet(letter, letter.written_on or today())) if letter.voice is Voice.PERSON else None
    )
    return _digest({"sheet": asdict(letter_sheet(letter)), "cover": cover, "enclosed": enclosed})


def spoken_digest(letter: Letter) -> str:
    """Return the digest of the words that are read back to the person: their text, not the address block."""
    points = [point.text for point in points_of(letter)]
    return _digest(
        [letter.subject, letter.salutation, letter.body, letter.points_lead, points, letter.closing]
    )


def words_of(points: list[LetterPoint], enclosures: list[Enclosure], letter: Letter) -> str:
    """Return every word that the letter will show, for finding the names in it."""
    return "\n".join(
        [
            letter.subject,
            letter.salutation,
            letter.body,
            letter.points_lead,
            letter.closing,
            letter.cover_remarks or "",
            *(point.text for point in points),
            *(enclosure.title for enclosure in enclosures),
            *copy_lines(letter),
        ]
    )


def _signatories(letter: Letter) -> tuple[Signatory, ...]:
    person = Signatory(letter.person_signs, letter.person_capacity)
    match letter.voice:
        case Voice.PERSON:
            return (person,)
        case Voice.ORGANISATION:
            return (_organisation_signs(letter),)
        case Voice.BOTH:
            return (person, _organisation_signs(letter))


def _organisation_signs(letter: Letter) -> Signatory:
    return Signatory(letter.organisation_signs, letter.organisation_capacity)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _digest(value: object) -> str:
    # Dates and trees become text; the form only has to be the same for the same letter.
    return hashlib.sha256(json.dumps(value, default=str, ensure_ascii=False).encode()).hexdigest()
