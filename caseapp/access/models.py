"""Who reaches a scope: members until a day, people kept out, and scopes that are reached through another."""

import uuid
from datetime import date

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Encrypted, Record
from caseapp.vault import Padding
from caseapp.web.sentences import TYPED_OR_WORDED


class ScopeMember(Record):
    """A user who may reach ``of_scope_id``, for a reason, perhaps until a day."""

    __tablename__ = "scope_member"
    __kind__ = "scope_member"
    __access_columns__ = ("of_scope_id", "user_id", "until", "removed_on")
    __table_args__ = (
        UniqueConstraint("of_scope_id", "user_id"),
        Index("ix_scope_member_user_id_of_scope_id", "user_id", "of_scope_id"),
    )

    of_scope_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("scope.id"), index=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    until: Mapped[date | None]
    reason = Encrypted("scope_member.reason", TYPED_OR_WORDED, Padding.NAME)


class ScopeExclusion(Record):
    """A user who is kept out of ``of_scope_id``, whatever else would let them in."""

    __tablename__ = "scope_exclusion"
    __kind__ = "scope_exclusion"
    __access_columns__ = ("of_scope_id", "user_id", "removed_on")
    __table_args__ = (UniqueConstraint("of_scope_id", "user_id"),)

    of_scope_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("scope.id"), index=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"), index=True)
    reason = Encrypted("scope_exclusion.reason", TYPED_OR_WORDED, Padding.NAME)


class ScopeLink(Record):
    """Those who reach ``through_scope_id`` (a case, a request) also reach ``of_scope_id`` (a person, a letter)."""

    __tablename__ = "scope_link"
    __kind__ = "scope_link"
    __access_columns__ = ("of_scope_id", "through_scope_id", "removed_on")
    __table_args__ = (
        UniqueConstraint("of_scope_id", "through_scope_id"),
        Index("ix_scope_link_through_scope_id_of_scope_id", "through_scope_id", "of_scope_id"),
    )

    of_scope_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("scope.id"), index=True)
    through_scope_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("scope.id"))
