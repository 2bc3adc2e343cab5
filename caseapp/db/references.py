"""References: short, easy to say on the telephone, never consecutive; found by a keyed token."""

import re
import secrets
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.clock import today
from caseapp.dates import latin_digits
from caseapp.db.encrypted import Encrypted
from caseapp.db.engine import db
from caseapp.db.records import Record
from caseapp.db.scopes import ORGANISATION
from caseapp.db.unlocked import keyring
from caseapp.vault import keyed_tokens

R = TypeVar("R", bound="Referenced")
LETTERS = "ACDEFHJKMNPRTWXY34679"
"""Signs that neither look nor sound like one another."""
LENGTH = 4
_WITHOUT_PREFIX = re.compile(rf"(\d\d)?([{LETTERS}]{{{LENGTH}}})")
LOOKED_BACK = 20
"""How many years back a reference is looked for when only its signs were typed."""


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
            borne = select(type(self).id).where(type(self).reference_token.in_(reference_tokens(reference)))
            if db.session.scalar(borne) is None:
                self.reference, self.reference_token = reference, reference_tokens(reference)[0]
                return

    def take_reference(self, reference: str) -> None:
        """Give a record that is brought back the reference it had, or another where that one is borne by now."""
        borne = select(type(self).id).where(type(self).reference_token.in_(reference_tokens(reference)))
        if db.session.scalar(borne) is not None:
            self.give_reference()
        else:
            self.reference, self.reference_token = reference, reference_tokens(reference)[0]

    def renew_tokens(self) -> None:
        """Let the record be found by the token key in use; together with the renewal of its keys."""
        self.reference_token = reference_tokens(self.reference)[0]


def reference_tokens(reference: str) -> list[bytes]:
    """Return the keyed tokens of a reference, however it was typed: the one that is given now, and former ones."""
    return keyed_tokens(keyring(), "reference", _folded(reference).encode())


def bearing(model: type[R], text: str) -> Select[R]:
    """Return the query for the record of ``model`` that bears this whole reference. Cut it down to what is visible."""
    return select(model).where(model.reference_token.in_(reference_tokens(text)))


def may_bear(model: type[Referenced], text: str) -> bool:
    """Tell whether ``text`` can be a whole reference of ``model``: each begins with the letter of its kind."""
    return _folded(text).startswith(model.__reference_prefix__)


def bearing_signs(model: type[Referenced], text: str) -> Select[Referenced] | None:
    """Return the query for the records whose reference was typed without its prefix, perhaps without its year.

    ``26-7KQ3``, ``7KQ3``; the newest first. Cut it down to what is visible. None where ``text`` is no such signs.
    """
    typed = _WITHOUT_PREFIX.fullmatch(_folded(text))
    if typed is None:
        return None
    year, signs = typed.groups()
    this_year = today().year
    years = (
        [year] if year else [f"{each % 100:02d}" for each in range(this_year - LOOKED_BACK, this_year + 1)]
    )
    tokens = [
        token for each in years for token in reference_tokens(f"{model.__reference_prefix__}{each}{signs}")
    ]
    return select(model).where(model.reference_token.in_(tokens)).order_by(model.seq.desc())


def _folded(reference: str) -> str:
    return "".join(sign for sign in latin_digits(reference).upper() if sign.isalnum())
