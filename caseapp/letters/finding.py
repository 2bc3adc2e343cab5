"""What the search box finds among letters: the one that bears a reference."""

from collections.abc import Iterator

from flask import url_for

from caseapp.access import get_visible
from caseapp.accounts import User
from caseapp.db.references import find_by_reference
from caseapp.letters.models import Letter
from caseapp.web.errors import NotFound
from caseapp.web.feature import Found


def letters_found(user: User, text: str) -> Iterator[Found]:
    """Yield the letter whose reference was typed; the rest of its content is not searched."""
    found = find_by_reference(Letter, text)
    if found is None:
        return
    try:
        letter = get_visible(user, Letter, found.id)
    except NotFound:
        return
    url = url_for("letters.show", letter_id=letter.id)
    yield Found(letter.id, letter.reference, "", letter.subject, url, exact=True)
