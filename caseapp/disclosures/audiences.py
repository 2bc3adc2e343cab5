"""Audiences in forms: one list of authorities, related persons and groups, and back again."""

import uuid
from typing import cast

from caseapp.accounts import User
from caseapp.authorities.queries import list_authorities
from caseapp.disclosures.definition import Audience, AudienceKind
from caseapp.disclosures.wording import AUDIENCES
from caseapp.i18n import locale_tag
from caseapp.people.models import Person
from caseapp.people.queries import relations_of, shown_names


def audience_choices(user: User, person: Person, *, public: bool) -> list[tuple[str, str]]:
    """Return whom something about ``person`` may be told to, as (code, words)."""
    choices = [
        (code_of("authority", authority.id), authority.name_in(locale_tag()))
        for authority in list_authorities(user, locale_tag())
    ]
    choices += relatives(user, person)
    kinds = [kind for kind in AUDIENCES if public or kind != "public"]
    return choices + [(code_of(kind), str(AUDIENCES[kind])) for kind in kinds]


def relatives(user: User, person: Person) -> list[tuple[str, str]]:
    """Return the persons related to ``person`` whom ``user`` may see, as (code, name)."""
    ids = {
        end
        for relation in relations_of(user, person)
        for end in (relation.person_id, relation.relative_id)
        if end != person.id
    }
    names = shown_names(user, ids)
    return [(code_of("person", each), name.name) for each, name in names.items()]


def code_of(kind: str, record_id: uuid.UUID | None = None) -> str:
    """Return the code of an audience in a form."""
    return f"{kind}:{record_id}" if record_id else kind


def audience_of(code: str) -> Audience:
    """Return the audience of a code that a form's list offered."""
    kind, _colon, record_id = code.partition(":")
    return Audience(cast("AudienceKind", kind), uuid.UUID(record_id) if record_id else None)
