"""Members of staff, their teams and their sessions."""

import uuid
from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Encrypted, Record
from caseapp.db.engine import Model
from caseapp.db.records import Scoped
from caseapp.web.roles import CASE_ROLES, Role


class UserStatus(StrEnum):
    """Where an account stands."""

    INVITED = "invited"
    ACTIVE = "active"
    DISABLED = "disabled"


class User(Record):
    """A member of staff. What decides access is plain and under the MAC; name and passphrase hash are sealed."""

    __tablename__ = "user"
    __kind__ = "user"
    __access_columns__ = ("status", "roles", "sign_in_token")
    __mac_version__ = 2

    status: Mapped[str]
    roles: Mapped[str]
    """Role names in alphabetical order, separated by blanks."""
    language: Mapped[str]
    calendar: Mapped[str]
    theme: Mapped[str]
    sign_in_token: Mapped[bytes] = mapped_column(unique=True)
    """Keyed token of the folded sign-in name: finds the account, tells nothing."""
    activation_token: Mapped[bytes | None] = mapped_column(unique=True)
    activation_until: Mapped[date | None]
    factors: Mapped[str | None] = mapped_column(info={"since": 2})
    """The ids of the second factors that count, separated by blanks, so that none is taken away or added unseen."""
    factor_token: Mapped[bytes | None] = mapped_column(index=True, unique=True, info={"since": 2})
    """Keyed token of the link that lets the owner set up another second factor; while it is here, they have to."""
    factor_until: Mapped[date | None] = mapped_column(info={"since": 2})
    name = Encrypted.short("user.name")
    sign_in_name = Encrypted.short("user.sign_in_name")
    passphrase_hash = Encrypted.raw("user.passphrase_hash")

    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        """Tell whether the account may be used, as Flask-Login asks."""
        return self.status == UserStatus.ACTIVE

    @property
    def role_names(self) -> tuple[str, ...]:
        """Return the roles held, as names."""
        return tuple(self.roles.split())

    @property
    def reads_cases(self) -> bool:
        """Tell whether a role held opens case content at all; administrators and auditors have none."""
        return any(role in self.role_names for role in CASE_ROLES)

    def has_role(self, role: Role) -> bool:
        """Tell whether ``role`` is held."""
        return role.value in self.role_names

    @property
    def awaits_factor(self) -> bool:
        """Tell whether their second factors were ended, so that they set up another one with a link."""
        return self.factor_token is not None

    def set_roles(self, roles: Collection[Role]) -> None:
        """Set the roles held."""
        self.roles = " ".join(sorted(role.value for role in roles))

    def get_id(self) -> str:
        """Return the id, as Flask-Login asks."""
        return str(self.id)


class Team(Record):
    """A group of staff that shares work; coordinators see the work of their teams."""

    __tablename__ = "team"
    __kind__ = "team"

    name = Encrypted.short("team.name")


class TeamMember(Record):
    """Belonging of a user to a team."""

    __tablename__ = "team_member"
    __kind__ = "team_member"
    __access_columns__ = ("team_id", "user_id")
    __table_args__ = (UniqueConstraint("team_id", "user_id"),)

    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"), index=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"), index=True)


class TieKeeper(Record):
    """One of the two members of staff who read what their colleagues declare of their ties."""

    __tablename__ = "tie_keeper"
    __kind__ = "tie_keeper"
    __access_columns__ = ("user_id",)
    __table_args__ = (UniqueConstraint("user_id"),)

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))


class WebSession(Scoped):
    """A signed-in browser. The cookie holds a random token; this row holds its hash and what the session keeps."""

    __tablename__ = "web_session"
    __kind__ = "web_session"
    __lasting__ = False

    token_hash: Mapped[bytes] = mapped_column(unique=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    data = Encrypted.json("web_session.data")


class SignInThrottle(Model):
    """How often sign-in failed for a keyed name or address, and when the next try is heard."""

    __tablename__ = "sign_in_throttle"

    key: Mapped[bytes] = mapped_column(primary_key=True)
    failures: Mapped[int]
    heard_from: Mapped[datetime]
