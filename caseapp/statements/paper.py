"""A statement on paper."""

import uuid

from caseapp.db import db
from caseapp.people.models import Person
from caseapp.people.queries import shown_name
from caseapp.printing.letter import Signatory
from caseapp.printing.statement import StatementSheet, print_statement
from caseapp.statements import printed_words as words
from caseapp.statements.models import Statement, StatementPerson
from caseapp.statements.parts import (
    is_of_organisation,
    makers_of,
    present_version,
    readings_of,
    signatures_of,
)

ARABIC_SCRIPT = ("fa", "ar")


def annex_pdf(statement: Statement) -> bytes:
    """Print a statement as it goes behind a letter: whose words, what kind, where and when, the text, who signed.

    A statement that nobody has signed says so; once its text was read back, it says that this is the copy to sign,
    which stays true of the sheet with the signature. One of which only a scan exists has no text to print.

    Raises:
        PrintingError: a sign of the text has no shape in the bundled fonts.
    """
    language = statement.language
    version = present_version(statement)
    makers = _names_of_makers(statement)
    sheet = StatementSheet(
        language=language,
        reference=statement.reference,
        title=statement.title,
        kind=_kind(statement),
        maker=words.AND[language].join(makers),
        place=statement.place,
        day=statement.given_on or statement.created_on,
        body=version.body if version is not None else "",
        signatories=tuple(_signatories(statement, makers)),
        truth=_truth(statement, len(makers)),
    )
    return print_statement(sheet).pdf


def _kind(statement: Statement) -> str:
    kind = words.KINDS[statement.language][statement.kind]
    if statement.status not in ("draft", "read_back"):
        return kind
    is_final = statement.status == "read_back" and _present_text_was_read_back(statement)
    marked = words.TO_SIGN if is_final else words.NOT_SIGNED
    return marked[statement.language].format(kind=kind)


def _present_text_was_read_back(statement: Statement) -> bool:
    version = present_version(statement)
    return version is not None and any(each.version_id == version.id for each in readings_of(statement))


def _truth(statement: Statement, makers: int) -> str:
    if is_of_organisation(statement) or not makers:
        return ""
    return (words.TRUTH if makers == 1 else words.TRUTH_OF_SEVERAL)[statement.language]


def _names_of_makers(statement: Statement) -> list[str]:
    if is_of_organisation(statement):
        return [statement.organisation_name] if statement.organisation_name else []
    return [_printed_name(maker, statement.language) for maker in makers_of(statement)]


def _printed_name(maker: StatementPerson, language: str) -> str:
    if maker.printed_as:
        return maker.printed_as
    return name_in_script(maker.person_id, language)


def name_in_script(person_id: uuid.UUID, language: str) -> str:
    """Return a person's name in the script of a language, in another one when there is none."""
    person = db.session.get(Person, person_id)
    if person is None:
        return ""
    name = shown_name(person)
    is_arabic = {name.name: bool(name.name_lang), name.other: bool(name.other_lang)}
    wanted = language in ARABIC_SCRIPT
    return next((text for text, arabic in is_arabic.items() if text and arabic == wanted), name.name)


def _signatories(statement: Statement, makers: list[str]) -> list[Signatory]:
    signatures = signatures_of(statement)
    signed_as = [Signatory(each.signed_as) for each in signatures if each.signed_as]
    witnesses = dict.fromkeys(each.witness for each in signatures if each.witness)
    of_makers = signed_as if signed_as and is_of_organisation(statement) else [Signatory(n) for n in makers]
    return [*of_makers, *(Signatory(name, words.WITNESS[statement.language]) for name in witnesses)]
