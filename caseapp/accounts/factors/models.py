"""What a colleague proves who they are with, beside their passphrase."""

import uuid
from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Encrypted, Record


class FactorKind(StrEnum):
    """What sort of proof it is."""

    TOTP = "totp"
    """A code of six digits that an app shows for half a minute."""
    PASSKEY = "passkey"
    """A key in a device that signs for our address alone."""
    RECOVERY = "recovery"
    """A code of the printed sheet. It is no authenticator: each works once."""


class Authenticator(Record):
    """A second factor of a user. Which ones count, their account says too: a row that is taken away shows."""

    __tablename__ = "authenticator"
    __kind__ = "authenticator"
    __access_columns__ = ("user_id", "kind")

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"), index=True)
    kind: Mapped[str]
    label = Encrypted.short("authenticator.label")
    """What its owner calls it."""
    secret = Encrypted.json("authenticator.secret")
    """Of an app the seed; of a passkey its id, its public key and how the browser reaches it."""
    use = Encrypted.json("authenticator.use")
    """How far it was used, so that nothing counts twice: the step of the last code, or the passkey's own counter."""

    @property
    def last_used(self) -> date | None:
        """Return the day on which it was used last."""
        day = (self.use or {}).get("on")
        return date.fromisoformat(day) if day else None


class RecoveryCodes(Record):
    """What is left of a user's sheet of recovery codes."""

    __tablename__ = "recovery_codes"
    __kind__ = "recovery_codes"
    __access_columns__ = ("user_id",)

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"), index=True, unique=True)
    codes = Encrypted.json("recovery_codes.codes")
    """A random key, and the keyed hash of each code that was not used yet."""
