"""The one row that says which installation this database belongs to."""

import uuid

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db.engine import Model


class Installation(Model):
    """Ties the database to its keyring and names the organisation's own scopes. Holds nothing personal."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    instance_id: Mapped[uuid.UUID]
    keyring_fingerprint: Mapped[str]
    organisation_scope_id: Mapped[uuid.UUID]
    audit_scope_id: Mapped[uuid.UUID]
    demonstration: Mapped[bool]
    """A demonstration can never become an installation for real use; ``mac`` holds the value fast."""
    change_seq: Mapped[int] = mapped_column(default=0)
    """The last number given to a changed row; lists and the name index follow it."""
    mac: Mapped[bytes]
