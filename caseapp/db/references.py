"""References: short, easy to say on the telephone, never consecutive; found by a keyed token."""

import secrets
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.clock import today
from caseapp.dates import latin_digits
from caseapp.db.encrypted import Encrypted
from caseapp.db.engine import db
from caseapp.db.records import Record
from caseapp.db.scopes import ORGANISATION
from caseapp.db.unlocked import keyring
from caseapp.vault import keyed_token

LETTERS = "ACDEFHJKMNPRTWXY34679"
"""Signs that neither look nor sound like one another."""
LENGTH = 4


class Referenced(Record):
    """A record with a reference such as ``C-26-7KQ3``: prefix, year, four random signs.

    The reference is sealed under the organisation's own scope, so that it can be shown where the record's own key is
    not to be had.
    """

    __abstract__ = True
    __reference_prefix__: str

    reference = Encrypted.short(".reference", in_scope=ORGANISATION)
    reference_token: Mapped[bytes] = mapped_column(unique=True)

    def give_reference(self) -> None:
        """Give a new record a reference that no other has."""
        while True:
            signs = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
            reference = f"{self.__reference_prefix__}-{today().year % 100:02d}-{signs}"
            token = reference_token(reference)
            if db.session.scalar(select(type(self).id).where(type(self).reference_token == token)) is None:
                self.reference, self.reference_token = reference, token
                return


def reference_token(reference: str) -> bytes:
    """Return the keyed token of a reference, however it was typed."""
    folded = "".join(sign for sign in latin_digits(reference).upper() if sign.isalnum())
    return keyed_token(keyring(), "reference", folded.encode())


def find_by_reference(model: Any, reference: str) -> Any:
    """Return the record of ``model`` that bears this reference, None when there is none. Check visibility after."""
    return db.session.scalar(select(model).where(model.reference_token == reference_token(reference)))
