"""What letters do when a person takes a consent back, or turns out to be somebody who is here already."""

from typing import Any

from sqlalchemy import select

from caseapp.accounts import User
from caseapp.clock import today
from caseapp.db import db, own_act
from caseapp.disclosures import Purpose
from caseapp.letters.covering import subjects_of_letter
from caseapp.letters.models import Letter, NamedPerson
from caseapp.letters.workflow import NOT_SENT
from caseapp.people.merging import let_mean
from caseapp.people.models import Person
from caseapp.web.installed import add_next_step
from caseapp.web.sentences import Sentence

ON_THE_WAY = (*NOT_SENT, "delivery_failed")
"""Where a letter can still be stopped."""


def stop_letters(actor: User, consent: Any) -> None:
    """Tell whoever writes a letter that a consent which it rests on was taken back. Inside that write.

    From here the guards of approval and dispatch refuse it. It reaches letters that ``actor`` cannot see: a withdrawal
    counts whoever brings it. Each is an act of its own, as when it stops searches.
    """
    if consent.purpose != Purpose.SHARE:
        return
    query = select(Letter).where(Letter.status.in_(ON_THE_WAY), Letter.removed_on.is_(None))
    for letter in db.session.scalars(query).all():
        if consent.person_id in subjects_of_letter(letter):
            text = Sentence("letter.consent_withdrawn", reference=letter.reference)
            with own_act():
                add_next_step(actor, letter, text, today(), letter.author_id)


def point_to(actor: User, person: Person, known: Person) -> None:
    """Let lists of people named mean ``known`` where they meant ``person``, who is the same human being."""
    rows = db.session.scalars(select(NamedPerson).where(NamedPerson.person_id == person.id))
    let_mean(actor, person, known, rows, "person_id")
