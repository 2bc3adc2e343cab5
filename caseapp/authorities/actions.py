"""Writing the list of authorities."""

import uuid
from typing import Any

from caseapp.accounts import User
from caseapp.audit import record
from caseapp.authorities.models import Authority, Office, OfficeHolder
from caseapp.db import ORGANISATION, Record, db, system_scope_id


def add_authority(actor: User, facts: dict[str, Any], authority_id: uuid.UUID | None = None) -> Authority:
    """Add an authority; ``facts`` are its encrypted fields by name."""
    authority = Authority(id=authority_id or uuid.uuid4(), scope_id=system_scope_id(ORGANISATION), **facts)
    db.session.add(authority)
    record(actor, "authority.added", authority)
    return authority


def change_authority(actor: User, authority: Authority, facts: dict[str, Any]) -> None:
    """Put what is known about an authority right."""
    record(actor, "authority.changed", authority, fields=_set(authority, facts))


def add_office(
    actor: User, authority: Authority, facts: dict[str, Any], office_id: uuid.UUID | None = None
) -> Office:
    """Add an office to an authority."""
    office = Office(
        id=office_id or uuid.uuid4(), scope_id=authority.scope_id, authority_id=authority.id, **facts
    )
    db.session.add(office)
    record(actor, "office.added", office, authority)
    return office


def change_office(actor: User, office: Office, facts: dict[str, Any]) -> None:
    """Put what is known about an office right."""
    record(actor, "office.changed", office, fields=_set(office, facts))


def add_holder(
    actor: User, authority: Authority, facts: dict[str, Any], holder_id: uuid.UUID | None = None
) -> OfficeHolder:
    """Add an office-holder to an authority; ``facts`` may name their ``office_id``."""
    holder = OfficeHolder(
        id=holder_id or uuid.uuid4(), scope_id=authority.scope_id, authority_id=authority.id, **facts
    )
    db.session.add(holder)
    record(actor, "office_holder.added", holder, authority)
    return holder


def change_holder(actor: User, holder: OfficeHolder, facts: dict[str, Any]) -> None:
    """Put what is known about an office-holder right, such as the end of their term."""
    record(actor, "office_holder.changed", holder, fields=_set(holder, facts))


def _set(row: Record, facts: dict[str, Any]) -> list[str]:
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, facts[name])
    return changed
