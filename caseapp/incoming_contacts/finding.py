"""What the search box finds among incoming contacts: by the telephone number or e-mail address of the caller."""

from collections.abc import Iterator

from flask import url_for

from caseapp.accounts import User
from caseapp.incoming_contacts.callers import contacts_by_number
from caseapp.incoming_contacts.labels import caller_named
from caseapp.web.feature import Found
from caseapp.web.values import day


def contacts_found(user: User, text: str) -> Iterator[Found]:
    """Yield the contacts that ``user`` may see whose caller gave the number or address ``text``."""
    for contact in contacts_by_number(user, text):
        yield Found(
            contact.id,
            contact.reference,
            caller_named(contact),
            day(contact.happened_on) if contact.happened_on else "",
            url_for("incoming_contacts.show", contact_id=contact.id),
        )
