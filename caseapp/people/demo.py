"""Invented relatives for a demonstration, and how a client may be reached."""

from typing import Any

from caseapp.people.actions import add_name, add_relation, add_route, change_facts, create_person
from caseapp.people.models import NameKind, RouteKind

RELATIVES = (
    ("brother", "male", "inside", True),
    ("sister", "female", "outside", True),
    ("mother", "female", "outside", False),
    ("father", "male", "unknown", True),
    ("daughter", "female", "outside", True),
    ("son", "male", "unknown", True),
    ("cousin", "male", "inside", False),
)
"""Relation, sex, whereabouts, and whether they bear the client's family name."""
SAID_BY = {"en": "the client", "fa": "خود مددجو"}
FRIEND = {
    "en": "Left the camp in the same month (invented).",
    "fa": "در همان ماه از قرارگاه بیرون آمد (ساختگی).",
}
SAFETY = {
    "en": "Evenings only. Ask first whether it is a good time. Never leave a name.",
    "fa": "فقط عصرها. اول بپرسید وقت مناسبی هست یا نه. هرگز نامی گذاشته نشود.",
}
THROUGH = {
    "en": ("a friend (invented)", "Say that it is about the language course."),
    "fa": ("یکی از دوستان (ساختگی)", "بگویید دربارهٔ کلاس زبان است."),
}


def add_people(demo: Any) -> None:
    """Add two invented relatives and a friend to a case, another name of the client, and how to reach them."""
    alias = demo.relative(demo.invented.sex)
    add_name(demo.support, demo.client, alias.alias, NameKind.ORGANISATION)
    for kind, sex, where, of_the_family in demo.dice.sample(RELATIVES, 2):
        _add_relative(demo, kind, demo.relative(sex, of_the_family=of_the_family), where)
    friend = demo.relative(demo.dice.choice(("male", "female")), of_the_family=False)
    _add_relative(demo, "friend", friend, "left", FRIEND[demo.language])
    _add_routes(demo)


def _add_relative(demo: Any, kind: str, invented: Any, where: str, note: str = "") -> None:
    relative = create_person(
        demo.support, through=demo.case.scope_id, name=invented.latin, kind=NameKind.LEGAL
    )
    add_name(demo.support, relative, invented.persian, NameKind.LEGAL)
    change_facts(demo.support, relative, {"whereabouts": where, "sex": invented.sex})
    said_by = SAID_BY[demo.language]
    add_relation(demo.support, demo.case.scope_id, demo.client, relative, kind, said_by=said_by, note=note)


def _add_routes(demo: Any) -> None:
    whose, say = THROUGH[demo.language]
    add_route(
        demo.support,
        demo.client,
        kind=RouteKind.MESSENGER.value,
        value=f"+355 69 000 {demo.dice.randint(1000, 9999)}",
        whose=SAID_BY[demo.language],
        may_we="only_as_agreed",
        safety=SAFETY[demo.language],
    )
    if demo.story % 2 == 0:
        add_route(
            demo.support,
            demo.client,
            kind=RouteKind.THROUGH.value,
            value=f"+355 69 222 {demo.dice.randint(1000, 9999)}",
            whose=whose,
            may_we="yes",
            safety=say,
        )
