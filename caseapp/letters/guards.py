"""What stands in the way of a step of a letter, in plain words, with the way to unblock it.

What may stand in the way of a letter that has gone out already is written down beside it, for readers of every
language: it is a sentence of ``sentences``.
"""

from collections.abc import Iterator

from caseapp.accounts import User
from caseapp.accounts.deputies import stands_for
from caseapp.authorities.models import OfficeHolder
from caseapp.cases import Case
from caseapp.db import db
from caseapp.documents.models import Document
from caseapp.i18n.messages import gettext as _
from caseapp.letters.authorship import writers_of
from caseapp.letters.covering import coverage_blocks
from caseapp.letters.models import Letter, NamedPerson
from caseapp.letters.names import all_suggestions, spellings_of, stands_in, words_to_search
from caseapp.letters.parts import enclosures_of, named_in, points_of, read_backs_of
from caseapp.letters.sheets import spoken_digest
from caseapp.letters.standing import standing_of
from caseapp.web.sentences import Sentence
from caseapp.workflow import Block, way

NEEDS_A_REASON = ("inside", "relative", "minor")
"""People still inside, their relatives and minors: named with consent, or for a reason that a second person accepts."""


def text_is_there(_actor: User, letter: Letter) -> Iterator[Block]:
    """Ask for the text and the address block."""
    edit = way("letters.edit", letter_id=letter.id)
    if not letter.body.strip():
        yield Block(_("The text has not been written yet."), edit, _("Write the letter"))
    if not letter.addressee.strip():
        yield Block(_("Nobody is addressed yet."), edit, _("Say to whom"))


def addressee_is_in_office(_actor: User, letter: Letter) -> Iterator[Block]:
    """Stop a letter to somebody who holds the office no more: ministers change."""
    holder = db.session.get(OfficeHolder, letter.holder_id) if letter.holder_id else None
    if holder is not None and (holder.removed_on is not None or not holder.in_office):
        yield Block(
            Sentence("letter.holder_left"),
            way("letters.edit", letter_id=letter.id),
            _("Choose the addressee"),
        )


def was_read_back(_actor: User, letter: Letter) -> Iterator[Block]:
    """Ask that the person has heard the present text and agrees; the organisation knows its own."""
    if not letter.voice.speaks_for_the_person:
        return
    last = next(iter(read_backs_of(letter)), None)
    there = way("letters.read_back", letter_id=letter.id)
    if last is None:
        yield Block(Sentence("letter.not_read_back"), there, _("Record the reading"))
    elif last.text_digest != spoken_digest(letter):
        yield Block(
            Sentence("letter.changed_after_reading"),
            there,
            _("Record another reading"),
        )
    elif last.agreed != "yes":
        yield Block(Sentence("letter.changes_wanted"), there, _("Record another reading"))


def advice_was_offered(_actor: User, letter: Letter) -> Iterator[Block]:
    """Ask what must be settled before a person's words go to an authority."""
    if not letter.voice.speaks_for_the_person:
        return
    there = way("letters.advice", letter_id=letter.id)
    if letter.advice == "not_asked":
        yield Block(
            Sentence("letter.no_advice"),
            there,
            _("Record it"),
        )
    if letter.told != "yes":
        yield Block(
            Sentence("letter.not_told"),
            there,
            _("Record it"),
        )


def names_were_looked_at(actor: User, letter: Letter) -> Iterator[Block]:
    """Stop while anybody named in the letter has not been looked at.

    The list cannot be left short: everybody of the case whose name stands in the text has to be on it. Whoever looks
    is told the names of persons whom they see. Of a person whom they do not see, they are told that there is one and
    who can help: the letter stops all the same, and nobody learns more of that person than the text says already.
    """
    there = way("letters.named", letter_id=letter.id)
    action = _("Look at the people named")
    rows = named_in(letter)
    spellings = spellings_of(row.person_id for row in rows if row.person_id)
    words = words_to_search(letter)
    for row in rows:
        reason = _named_reason(
            letter, row, [row.name, *(spellings[row.person_id] if row.person_id else ())], words
        )
        if reason:
            yield Block(reason, there, action)
    case = db.session.get(Case, letter.case_id)
    assert case is not None
    unlisted, unseen = all_suggestions(actor, letter, case)
    for each in unlisted:
        yield Block(Sentence("letter.not_on_the_list", name=each.name), there, action)
    if unseen:
        yield Block(
            _(
                "The letter names somebody of this case whom you do not see and who is not on the list. A coordinator "
                "who sees everybody in the case has to look at it."
            ),
            noted=Sentence("letter.somebody_unlisted"),
        )


def approver_wrote_none_of_it(actor: User, letter: Letter) -> Iterator[Block]:
    """Ask for a second pair of eyes: whoever wrote a part of the letter does not approve it."""
    if stands_for(actor) & writers_of(letter):
        yield Block(
            _("You have written a part of this letter. Somebody else has to approve it."),
            noted=Sentence("letter.approved_by_writer"),
        )


def encloses_no_list_of_people(_actor: User, letter: Letter) -> Iterator[Block]:
    """Stop a letter with a list of people still inside among its enclosures, whoever allows what."""
    for enclosure in enclosures_of(letter):
        document = db.session.get(Document, enclosure.record_id)
        if enclosure.record_kind == "document" and document is not None and document.lists_people_inside:
            yield Block(
                list_of_people_sentence(enclosure.title),
                way("letters.enclosures", letter_id=letter.id),
                _("Take it out"),
            )


def list_of_people_sentence(title: str) -> str:
    """Return why a list of people still inside does not travel with a letter."""
    return Sentence("letter.list_of_people", title=title)


def may_go_to_its_recipients(actor: User, letter: Letter) -> Iterator[Block]:
    """Ask for the consents and clearances that cover the addressee and everybody who gets a copy."""
    yield from coverage_blocks(actor, letter)


def every_point_has_an_outcome(_actor: User, letter: Letter) -> Iterator[Block]:
    """Ask for the outcome of each numbered point."""
    still_open = sum(1 for point in points_of(letter) if not point.outcome)
    if still_open:
        yield Block(
            _("%(count)s points have no outcome yet.", count=still_open),
            way("letters.outcomes", letter_id=letter.id),
            _("Record the outcomes"),
        )


def _named_reason(letter: Letter, row: NamedPerson, spellings: list[str], words: str) -> str:
    if row.ground in ("", "not_looked_at"):
        return Sentence("letter.not_looked_at", name=row.name)
    if row.ground == "take_out" and any(stands_in(name, words) for name in spellings):
        return Sentence("letter.not_taken_out", name=row.name)
    if row.ground == "consent" and row.person_id is None:
        return Sentence("letter.nobody_chosen", name=row.name)
    if standing_of(letter, row) in NEEDS_A_REASON and row.ground in ("public_office", "self_published"):
        return Sentence("letter.needs_a_reason", name=row.name)
    if row.ground == "reason" and not row.reason.strip():
        return Sentence("letter.no_reason", name=row.name)
    return ""
