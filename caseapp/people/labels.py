"""Words for the codes of persons: names, ways to reach them, and relations worded from both sides."""

from collections.abc import Mapping

from flask_babel.speaklater import LazyString

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.people.models import NameKind, RouteKind

NAME_KINDS: Mapping[str, LazyString] = {
    NameKind.LEGAL.value: _l("legal name"),
    NameKind.PASSPORT.value: _l("as in the passport"),
    NameKind.BIRTH.value: _l("name at birth"),
    NameKind.ALIAS.value: _l("another name they go by"),
    NameKind.ORGANISATION.value: _l("name inside the group"),
    NameKind.WORKING.value: _l("working name"),
}
ROUTE_KINDS: Mapping[str, LazyString] = {
    RouteKind.TELEPHONE.value: _l("telephone"),
    RouteKind.MESSENGER.value: _l("messenger"),
    RouteKind.EMAIL.value: _l("e-mail"),
    RouteKind.POST.value: _l("post"),
    RouteKind.IN_PERSON.value: _l("in person"),
    RouteKind.THROUGH.value: _l("through someone"),
}
MAY_WE: Mapping[str, LazyString] = {
    "yes": _l("yes"),
    "no": _l("no, never"),
    "only_as_agreed": _l("only as agreed"),
    "not_asked": _l("not asked yet"),
}
SEXES: Mapping[str, LazyString] = {
    "": _l("not recorded"),
    "female": _l("female"),
    "male": _l("male"),
    "other": _l("another"),
}
WHEREABOUTS: Mapping[str, LazyString] = {
    "": _l("not recorded"),
    "inside": _l("inside the group"),
    "left": _l("has left the group"),
    "outside": _l("was never inside"),
    "unknown": _l("not known"),
    "dead": _l("has died"),
}

OFFERED: Mapping[str, LazyString] = {
    "brother": _l("brother"),
    "sister": _l("sister"),
    "father": _l("father"),
    "mother": _l("mother"),
    "son": _l("son"),
    "daughter": _l("daughter"),
    "husband": _l("husband"),
    "wife": _l("wife"),
    "uncle": _l("uncle"),
    "aunt": _l("aunt"),
    "nephew": _l("nephew"),
    "niece": _l("niece"),
    "cousin": _l("cousin"),
    "grandfather": _l("grandfather"),
    "grandmother": _l("grandmother"),
    "grandson": _l("grandson"),
    "granddaughter": _l("granddaughter"),
    "friend": _l("friend"),
    "other": _l("someone else"),
}
"""What a relative can be to a person, as a worker chooses it."""
RELATIONS: Mapping[str, LazyString] = {
    **OFFERED,
    "sibling": _l("brother or sister"),
    "parent": _l("father or mother"),
    "child": _l("son or daughter"),
    "spouse": _l("husband or wife"),
    "parents_sibling": _l("uncle or aunt"),
    "siblings_child": _l("nephew or niece"),
    "grandparent": _l("grandfather or grandmother"),
    "grandchild": _l("grandson or granddaughter"),
}
"""All words for relations, those included that say no sex because it is not known."""

_FAMILIES = {
    # What both sides are called: for a man, for a woman, and where the sex is not known.
    "sibling": ("brother", "sister", "sibling"),
    "parent": ("father", "mother", "parent"),
    "child": ("son", "daughter", "child"),
    "spouse": ("husband", "wife", "spouse"),
    "parents_sibling": ("uncle", "aunt", "parents_sibling"),
    "siblings_child": ("nephew", "niece", "siblings_child"),
    "grandparent": ("grandfather", "grandmother", "grandparent"),
    "grandchild": ("grandson", "granddaughter", "grandchild"),
}
_OPPOSITE = {
    "sibling": "sibling",
    "parent": "child",
    "child": "parent",
    "spouse": "spouse",
    "parents_sibling": "siblings_child",
    "siblings_child": "parents_sibling",
    "grandparent": "grandchild",
    "grandchild": "grandparent",
}
_FAMILY_OF = {word: family for family, words in _FAMILIES.items() for word in words}


def other_side(kind: str, sex: str) -> str:
    """Return what the other side of a relation is: a woman whose brother he is, is his ``sister``.

    ``sex`` is that of the person to be named; cousins, friends and others are the same from both sides.
    """
    family = _FAMILY_OF.get(kind)
    if family is None:
        return kind
    male, female, unknown = _FAMILIES[_OPPOSITE[family]]
    return {"male": male, "female": female}.get(sex, unknown)


def sex_said(kind: str) -> str:
    """Return the sex that the word for a relative says by itself: ``male`` for a brother, empty for a cousin."""
    family = _FAMILY_OF.get(kind)
    if family is None:
        return ""
    male, female, _unknown = _FAMILIES[family]
    return {male: "male", female: "female"}.get(kind, "")
