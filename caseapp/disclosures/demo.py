"""Invented grounds and disclosures for a demonstration: what takes two, waiting and decided."""

from collections.abc import Iterator
from typing import Any

from caseapp.authorities.demo import invented_minister
from caseapp.clock import today
from caseapp.disclosures.actions import disclose_for_vital_interest
from caseapp.disclosures.definition import Audience, Disclosure, Purpose
from caseapp.disclosures.models import GroundKind
from caseapp.disclosures.queries import reviews_waiting
from caseapp.disclosures.second_person import ask_ground, decide_ground, review_disclosure
from caseapp.people.models import Person
from caseapp.people.queries import get_person, relations_of

GROUNDS = {7: None, 8: False, 9: True, 10: None}
"""Stories with a ground: approved, refused, or None while it waits for a second person."""
AT_ONCE = {6: 0.02, 10: 0.95, 11: 0.9}
"""Stories in which something was told for a vital interest, and at which share of the case's time."""
REVIEWED_IN = (6,)
"""Stories in which a second person has looked at that; in the others it waits."""
WORDS = {
    "en": "The relative is named in the register extract that the ministry asks for. Name and year of birth suffice.",
    "fa": "نام این خویشاوند در سند سجلی‌ای آمده که وزارت خواسته است. نام و سال تولد کافی است.",
}
DECISIONS = {
    True: {"en": "Agreed: nothing more than name and year.", "fa": "موافقم: فقط نام و سال تولد."},
    False: {
        "en": "Not needed: the extract can be sent with the name blackened.",
        "fa": "لازم نیست: می‌شود سند را با نام سیاه‌شده فرستاد.",
    },
}
REASONS = {
    "en": "No bed for the night, so the hostel was told the first name and that nobody may ask for them.",
    "fa": "برای شب جایی نداشت؛ به خوابگاه فقط نام کوچکش را گفتیم و این‌که کسی نباید سراغش را بگیرد.",
}
REVIEWED = {"en": "Right, and no more than was needed.", "fa": "درست بود و بیش از حد لازم گفته نشد."}


def add_disclosures(demo: Any) -> Iterator[float]:
    """Ask for a ground about a relative, or tell the least that was needed at once, as the story goes."""
    if demo.story in GROUNDS:
        yield from _ask_ground(demo, GROUNDS[demo.story])
    if demo.story in AT_ONCE:
        yield AT_ONCE[demo.story]
        _tell_at_once(demo)
    if demo.story in REVIEWED_IN:
        yield AT_ONCE[demo.story]
        review_what_waits(demo)


def _ask_ground(demo: Any, approve: bool | None) -> Iterator[float]:
    yield 0.35
    ground = ask_ground(
        demo.support,
        _relative(demo),
        purpose=Purpose.SHARE,
        audience=Audience("authority", invented_minister(demo.coordinator).authority_id),
        ground=GroundKind.LEGAL_CLAIM,
        words=WORDS[demo.language],
        until=None,
    )
    if approve is not None:
        yield 0.45
        decide_ground(demo.coordinator, ground, approve=approve, reason=DECISIONS[approve][demo.language])


def review_what_waits(demo: Any) -> None:
    """Let the coordinator look at what was told about the client without a basis on file."""
    for review in reviews_waiting(demo.coordinator):
        if review.person_id == demo.client.id:
            review_disclosure(demo.coordinator, review, agree=True, outcome=REVIEWED[demo.language])


def _tell_at_once(demo: Any) -> None:
    told = Disclosure((demo.client.id,), Purpose.SHARE, Audience("partners"), (), "pseudonymous", today())
    disclose_for_vital_interest(demo.support, told, REASONS[demo.language])


def _relative(demo: Any) -> Person:
    relation = relations_of(demo.support, demo.client)[0]
    return get_person(demo.support, relation.relative_id)
