"""Invented relatives for a demonstration."""

from typing import Any

from caseapp.people.actions import add_name, add_relation, change_facts, create_person
from caseapp.people.models import NameKind

RELATIVES = (
    ("brother", "Sohrab Farzi", "سهراب فرضی", "outside"),
    ("sister", "Mina Khiali", "مینا خیالی", "outside"),
    ("nephew", "Kian Mesali", "کیان مثالی", "unknown"),
    ("friend", "Siamak Tamrini", "سیامک تمرینی", "inside"),
)
"""Relation, both spellings and whereabouts. The family names say that nobody is meant."""
SAID_BY = {"en": "the client", "fa": "خود مددجو"}


def add_relatives(demo: Any) -> None:
    """Add two of the invented relatives to the case of ``demo``."""
    for kind, latin, persian, whereabouts in demo.dice.sample(RELATIVES, 2):
        relative = create_person(demo.support, through=demo.case.scope_id, name=latin, kind=NameKind.LEGAL)
        add_name(demo.support, relative, persian, NameKind.LEGAL)
        change_facts(demo.support, relative, {"whereabouts": whereabouts})
        add_relation(
            demo.support, demo.case.scope_id, demo.client, relative, kind, said_by=SAID_BY[demo.language]
        )
