"""Invented letters for demonstrations: in every phase from writing to closed, and one that went out on paper."""

from collections.abc import Iterator
from typing import Any

from caseapp.authorities.demo import invented_minister
from caseapp.authorities.queries import get_authority
from caseapp.db import db
from caseapp.disclosures import record_disclosure
from caseapp.disclosures.demo import review_what_waits
from caseapp.letters import demo_words as words
from caseapp.letters.actions import change_letter, move_letter, new_sent_letter, prepare_letter
from caseapp.letters.covering import disclosures_of
from caseapp.letters.demo_road import approve_on_the_telephone, enclose, name_the_minister, take
from caseapp.letters.drafting import first_values
from caseapp.letters.models import Letter, Voice
from caseapp.letters.sending import Sending, record_sent
from caseapp.workflow import StepDetails

LETTERS = {
    1: ("closed",),
    2: ("posted_on_paper",),
    3: ("draft",),
    4: ("acknowledged",),
    5: ("returned",),
    6: ("posted_on_paper",),
    7: ("in_review",),
    8: ("approved",),
    9: ("by_telephone",),
    10: ("outcomes", "draft"),
    11: ("draft",),
    12: ("draft",),
}
"""Story to the letters of its case, and how far each has come."""
BEGUN_LATE = {5: 0.8, 7: 0.9, 8: 0.85, 9: 0.9}
"""Stories whose letter is begun later than others, because it still waits."""
BEGUN = 0.4
WITH_ENCLOSURES = (1, 4, 10)
REVIEWED_IN = (2,)
"""Stories in which a second person has looked at a letter that nothing on file covered."""
OF_THE_ORGANISATION = (3, 9, 12)
"""Stories in which we write in our own name; elsewhere the person does."""
WRITTEN_IN = {3: "sq", 12: "ar"}
"""Stories whose letter is in another language than the records of the case."""


def add_letters(demo: Any) -> Iterator[float]:
    """Add the letters of a case's story."""
    for reached in LETTERS.get(demo.story, ()):
        if reached == "posted_on_paper":
            yield 0.8
            _posted_on_paper(demo)
            if demo.story in REVIEWED_IN:
                yield 0.85
                review_what_waits(demo)
        else:
            begun = BEGUN_LATE.get(demo.story, BEGUN)
            yield begun
            yield from _written_here(demo, reached, begun)


def _written_here(demo: Any, reached: str, begun: float) -> Iterator[float]:
    actor, language = demo.support, _language(demo)
    said = words.OUR_OWN if demo.story in OF_THE_ORGANISATION else words.OF_THE_PERSON
    letter = prepare_letter(actor, demo.case, {**_values(demo), "body": said["body"][language]})
    change_letter(actor, letter, {"place": words.PLACE[language]}, said["points"][language])
    if reached == "draft":
        return
    if demo.story in WITH_ENCLOSURES:
        enclose(demo, letter)
        name_the_minister(demo, letter, invented_minister(demo.coordinator).names[language])
    db.session.flush()
    match reached:
        case "returned":
            yield from take(demo, letter, "in_review", begun)
            yield 0.95
            move_letter(demo.coordinator, letter, "return", StepDetails(reason=words.RETURNED[language]))
        case "by_telephone":
            yield from take(demo, letter, "in_review", begun)
            yield 0.97
            approve_on_the_telephone(demo, letter)
        case _:
            yield from take(demo, letter, reached, begun)


def _posted_on_paper(demo: Any) -> None:
    actor, said_by = demo.support, demo.coordinator.name
    letter: Letter = new_sent_letter(actor, demo.case, _values(demo))
    sent_on = demo.day(0.6)
    tokens = [record_disclosure(actor, told, said_by) for told in disclosures_of(letter, sent_on)]
    record_sent(actor, letter, tokens, Sending("registered_post", sent_on), said_by, None)


def _language(demo: Any) -> str:
    return WRITTEN_IN.get(demo.story, str(demo.language))


def _values(demo: Any) -> dict[str, Any]:
    minister = invented_minister(demo.coordinator)
    said = words.OUR_OWN if demo.story in OF_THE_ORGANISATION else words.OF_THE_PERSON
    db.session.flush()
    return first_values(
        demo.support,
        demo.case,
        voice=Voice.ORGANISATION if demo.story in OF_THE_ORGANISATION else Voice.PERSON,
        language=_language(demo),
        subject=said["subject"][_language(demo)],
        holder=minister,
        authority=get_authority(demo.support, minister.authority_id),
    )
