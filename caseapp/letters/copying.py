"""Who gets a copy of a letter: only authorities of the register, each asked for as the addressee is."""

import uuid
from collections.abc import Mapping

from caseapp.accounts import User
from caseapp.audit import record
from caseapp.authorities.models import Authority
from caseapp.db import db
from caseapp.letters.actions import check_editable, put_back, seal_text, take_out
from caseapp.letters.models import Letter, LetterCopy
from caseapp.letters.parts import copies_of


def add_copy(actor: User, letter: Letter, authority: Authority) -> LetterCopy:
    """Let an authority have a copy; the letter prints its name in the register, in the letter's language.

    Raises:
        Frozen: the letter is being checked or was approved.
        ValueError: it gets the letter or a copy of it already.
    """
    check_editable(letter)
    _refuse_twice(letter, authority.id)
    copy = LetterCopy(
        scope_id=letter.scope_id,
        letter_id=letter.id,
        authority_id=authority.id,
        line="",
    )
    db.session.add(copy)
    _changed(actor, letter)
    return copy


def reword_copies(actor: User, letter: Letter, lines: Mapping[uuid.UUID, str]) -> None:
    """Set what the letter prints after the name in the register: id of the copy to its line, which may be empty.

    Raises:
        Frozen: the letter is being checked or was approved.
    """
    check_editable(letter)
    for copy in copies_of(letter):
        copy.line = lines.get(copy.id, "")
    _changed(actor, letter)


def strike_copy(actor: User, letter: Letter, copy: LetterCopy) -> None:
    """Let an authority have no copy after all.

    Raises:
        Frozen: the letter is being checked or was approved.
    """
    check_editable(letter)
    take_out(actor, copy)
    _changed(actor, letter)


def unstrike_copy(actor: User, letter: Letter, copy: LetterCopy) -> None:
    """Let an authority that was struck by mistake have its copy again, under the line that it had.

    Raises:
        Frozen: the letter is being checked or was approved.
        ValueError: it gets the letter or a copy of it meanwhile.
    """
    check_editable(letter)
    _refuse_twice(letter, copy.authority_id)
    put_back(copy)
    _changed(actor, letter)


def _refuse_twice(letter: Letter, authority_id: uuid.UUID) -> None:
    if authority_id in {letter.authority_id, *(copy.authority_id for copy in copies_of(letter))}:
        raise ValueError("this authority gets the letter already")


def _changed(actor: User, letter: Letter) -> None:
    seal_text(letter)
    record(actor, "letter.copies_changed", letter)
