"""Writing the list of people named in a letter."""

import uuid

from sqlalchemy.orm.attributes import flag_modified

from caseapp.accounts import User
from caseapp.audit import record
from caseapp.db import current_act, db
from caseapp.letters.actions import put_back, take_out
from caseapp.letters.models import Letter, NamedPerson
from caseapp.letters.names import Suggestion
from caseapp.letters.parts import named_in
from caseapp.letters.standing import on_file

LOOKED_AT_IN = ("draft", "with_client", "in_review")
"""After the approval the list is part of what was approved."""


def add_named(
    actor: User, letter: Letter, name: str, person_id: uuid.UUID | None = None, standing: str = "none"
) -> NamedPerson:
    """Put somebody on the list of those named; nobody has looked at them yet."""
    row = NamedPerson(
        scope_id=letter.scope_id,
        letter_id=letter.id,
        person_id=person_id,
        name=name,
        ground="not_looked_at",
        standing=standing,
        reason="",
    )
    db.session.add(row)
    _show_the_approver(letter)
    record(actor, "letter.named_changed", letter)
    return row


def take_over(actor: User, letter: Letter, found: list[Suggestion]) -> None:
    """Put the people whose names were found in the letter on the list."""
    for suggestion in found:
        standing = on_file(letter, suggestion.person_id) or "none"
        add_named(actor, letter, suggestion.name, suggestion.person_id, standing)


def look_at(actor: User, letter: Letter, answers: dict[uuid.UUID, tuple[str, str, str]]) -> None:
    """Write down why each person may be named: row id to (ground, standing, reason)."""
    for row in named_in(letter):
        if row.id in answers:
            row.ground, row.standing, row.reason = answers[row.id]
    _show_the_approver(letter)
    record(actor, "letter.named_changed", letter)


def say_who(letter: Letter, chosen: dict[uuid.UUID, uuid.UUID]) -> None:
    """Write down which person on file a name typed by hand means: row id to person. Inside ``look_at``'s write."""
    for row in named_in(letter):
        if row.id in chosen and row.person_id is None:
            row.person_id = chosen[row.id]


def strike(actor: User, letter: Letter, row: NamedPerson) -> None:
    """Take somebody off the list who is not named in the letter."""
    take_out(actor, row)
    _show_the_approver(letter)
    record(actor, "letter.named_changed", letter)


def unstrike(actor: User, letter: Letter, row: NamedPerson) -> None:
    """Put somebody who was struck by mistake back on the list, with what was answered about them."""
    put_back(row)
    _show_the_approver(letter)
    record(actor, "letter.named_changed", letter)


def accept_reasons(approver_id: uuid.UUID, letter: Letter) -> None:
    """Note that the approver accepted every reason for naming somebody."""
    for row in named_in(letter):
        if row.ground == "reason":
            row.accepted_by = approver_id


def _show_the_approver(letter: Letter) -> None:
    """Move the letter's version on where the list changed while an approver looks at it: they accept what they saw."""
    db.session.flush()
    act = current_act()
    if letter.status == "in_review" and any(isinstance(row, NamedPerson) for row in act.written.values()):
        flag_modified(letter, "status")
