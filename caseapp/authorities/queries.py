"""Reading authorities."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select

from caseapp.access import get_visible, list_visible
from caseapp.accounts import User
from caseapp.authorities.models import Authority, Office, OfficeHolder, worded
from caseapp.names import CollationKey, collation_key


@dataclass(frozen=True)
class Address:
    """An office-holder as a letter addresses them: the lines of the address block, and the salutation."""

    lines: tuple[str, ...]
    salutation: str


def get_authority(user: User, authority_id: uuid.UUID) -> Authority:
    """Return an authority.

    Raises:
        NotFound: there is none.
    """
    return get_visible(user, Authority, authority_id)


def get_office(user: User, office_id: uuid.UUID) -> Office:
    """Return an office; raises ``NotFound``."""
    return get_visible(user, Office, office_id)


def get_holder(user: User, holder_id: uuid.UUID) -> OfficeHolder:
    """Return an office-holder; raises ``NotFound``."""
    return get_visible(user, OfficeHolder, holder_id)


def list_authorities(user: User, language: str) -> list[Authority]:
    """Return all authorities by country and name, as ``language`` names them and in its alphabet."""

    def place(each: Authority) -> tuple[CollationKey, CollationKey, uuid.UUID]:
        return collation_key(each.country, language), collation_key(each.name_in(language), language), each.id

    return sorted(list_visible(user, select(Authority)), key=place)


def offices_of(user: User, authority: Authority) -> list[Office]:
    """Return the offices of an authority, in the order they were written."""
    return list_visible(user, select(Office).where(Office.authority_id == authority.id).order_by(Office.seq))


def holders_of(user: User, authority: Authority) -> list[OfficeHolder]:
    """Return the office-holders of an authority: those in office first, then the former ones."""
    query = select(OfficeHolder).where(OfficeHolder.authority_id == authority.id).order_by(OfficeHolder.seq)
    return sorted(list_visible(user, query), key=lambda holder: not holder.in_office)


def holders_in_office(user: User) -> list[OfficeHolder]:
    """Return everybody whom a letter can be addressed to today."""
    found = list_visible(user, select(OfficeHolder).order_by(OfficeHolder.seq))
    return [holder for holder in found if holder.in_office]


def address_of(user: User, holder: OfficeHolder, language: str) -> Address:
    """Word the address block and the salutation for a letter in ``language``."""
    authority = get_authority(user, holder.authority_id)
    office = get_office(user, holder.office_id) if holder.office_id else None
    lines = [
        holder.name_in(language),
        worded(holder.titles, language),
        office.name_in(language) if office else "",
        authority.name_in(language),
        *((office.address if office else "") or authority.address).splitlines(),
    ]
    return Address(
        tuple(line.strip() for line in lines if line.strip()), (holder.salutations or {}).get(language, "")
    )
