"""Acts on accounts and teams. Passphrases are hashed before the write transaction; the hash is an argument."""

import secrets
import unicodedata
import uuid
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from caseapp.accounts.models import Team, TeamMember, User, UserStatus
from caseapp.accounts.queries import team_ids_of
from caseapp.accounts.sessions import end_sessions_of
from caseapp.audit import record
from caseapp.audit.former import is_former
from caseapp.clock import today
from caseapp.dates import Calendar
from caseapp.db import ORGANISATION, create_scope, db, keyring, system_scope_id
from caseapp.vault import keyed_tokens
from caseapp.web.roles import Role

INVITATION_DAYS = 3


class SignInNameTaken(ValueError):
    """Somebody signs in under this name already."""


class OwnRoles(ValueError):
    """Nobody changes their own roles: a second administrator does it, and so knows of it."""


class OwnTeams(ValueError):
    """Nobody joins a team by themselves: with it come its cases."""


class LastAdministrator(ValueError):
    """Without this account nobody could manage accounts any more."""


def invite_user(
    actor: Any,
    *,
    name: str,
    sign_in_name: str,
    roles: Collection[Role],
    team: Team | None,
    language: str,
    user_id: uuid.UUID | None = None,
) -> tuple[User, str]:
    """Create an account that waits for its owner; returns it and the activation code, which is shown once.

    Raises:
        SignInNameTaken: the sign-in name is in use.
    """
    if find_user(sign_in_name) is not None:
        raise SignInNameTaken
    code = new_activation_code()
    scope = create_scope("user")
    user = User(
        id=user_id or uuid.uuid4(),
        scope_id=scope.id,
        status=UserStatus.INVITED.value,
        roles="",
        language=language,
        calendar=(Calendar.JALALI if language == "fa" else Calendar.GREGORIAN).value,
        theme="auto",
        sign_in_token=sign_in_token(sign_in_name),
        activation_token=activation_token(code),
        activation_until=today() + timedelta(days=INVITATION_DAYS),
        name=name,
        sign_in_name=sign_in_name,
    )
    user.set_roles(roles)
    db.session.add(user)
    if team is not None:
        db.session.add(TeamMember(scope_id=system_scope_id(ORGANISATION), team_id=team.id, user_id=user.id))
    record(actor, "account.invited", user, roles=user.roles, teams=[str(team.id)] if team is not None else [])
    return user, code


def activate_user(user: User, passphrase_hash: bytes) -> None:
    """Let the owner of an invited or reset account in, with the passphrase they chose."""
    user.passphrase_hash = passphrase_hash
    user.status = UserStatus.ACTIVE.value
    user.activation_token = user.activation_until = None
    record(user, "account.activated", user)


def reset_user(actor: Any, user: User, **how: bool) -> str:
    """Have a colleague choose a new passphrase: returns a fresh code, ends their sessions.

    ``how`` says that it happens ``in_terminal``, where nobody is known.
    """
    code = _shut_until_activated(user)
    record(actor, "account.reset", user, **how)
    return code


def disable_user(actor: Any, user: User, reason: str) -> None:
    """Close an account at once and end its sessions.

    Raises:
        LastAdministrator: nobody else could manage accounts.
    """
    _refuse_to_lose_the_last_administrator(user)
    user.status = UserStatus.DISABLED.value
    user.activation_token = user.activation_until = None
    user.factor_until = (
        None  # a link for another second factor opens nothing any more, though one is still asked for
    )
    end_sessions_of(user)
    record(actor, "account.disabled", user, reason=reason)


def enable_user(actor: Any, user: User) -> str:
    """Open a closed account again; its owner chooses a new passphrase with the code returned."""
    code = _shut_until_activated(user)
    record(actor, "account.enabled", user)
    return code


def change_roles(actor: Any, user: User, roles: Collection[Role]) -> None:
    """Give ``user`` other roles; their sessions end so that the change holds at once.

    Raises:
        OwnRoles: the actor is the user.
        LastAdministrator: nobody else could manage accounts, for two took the role from each other at once.
    """
    if actor.id == user.id:
        raise OwnRoles
    if Role.ADMINISTRATOR not in roles:
        _refuse_to_lose_the_last_administrator(user)
    before = user.roles
    user.set_roles(roles)
    end_sessions_of(user)
    record(actor, "account.roles_changed", user, before=before, after=user.roles)


def change_passphrase(user: User, passphrase_hash: bytes) -> None:
    """Set the passphrase that the signed-in user chose; their other sessions end."""
    user.passphrase_hash = passphrase_hash
    end_sessions_of(user, but_this=True)
    record(user, "account.passphrase_changed", user)


def change_preferences(user: User, *, language: str, calendar: str, theme: str) -> None:
    """Set how the user reads: language, calendar, light or dark."""
    user.language, user.calendar, user.theme = language, calendar, theme
    record(user, "account.preferences_changed", user)


def create_team(actor: Any, name: str, team_id: uuid.UUID | None = None) -> Team:
    """Create a team."""
    team = Team(id=team_id or uuid.uuid4(), scope_id=system_scope_id(ORGANISATION), name=name)
    db.session.add(team)
    record(actor, "account.team_created", team)
    return team


def change_teams(actor: Any, user: User, team_ids: Collection[uuid.UUID]) -> None:
    """Put ``user`` into exactly these teams.

    Raises:
        OwnTeams: ``actor`` would let themselves into the cases of a team.
    """
    wanted, before = set(team_ids), team_ids_of(user)
    if actor.id == user.id and wanted - set(before):
        raise OwnTeams
    _set_teams(actor, user, wanted, before)


def leave_team(actor: Any, user: User, team_id: uuid.UUID) -> None:
    """Let ``user`` no longer belong to a team."""
    before = team_ids_of(user)
    _set_teams(actor, user, set(before) - {team_id}, before)


def join_first_team(user: User, team: Team) -> None:
    """Put the first administrator into the first team, at set-up, when there is nobody else to do it."""
    _set_teams(user, user, {team.id}, [])


def _set_teams(actor: Any, user: User, wanted: set[uuid.UUID], before: list[uuid.UUID]) -> None:
    query = select(TeamMember).where(TeamMember.user_id == user.id)
    known = {member.team_id: member for member in db.session.scalars(query)}
    for team_id, member in known.items():
        if team_id in wanted and member.removed_on is not None:
            member.removed_on = member.removed_by = None
        elif team_id not in wanted and member.removed_on is None:
            member.removed_on, member.removed_by = today(), actor.id
    for team_id in wanted - known.keys():
        db.session.add(TeamMember(scope_id=system_scope_id(ORGANISATION), team_id=team_id, user_id=user.id))
    db.session.flush()
    record(
        actor,
        "account.teams_changed",
        user,
        before=[str(team_id) for team_id in before],
        after=[str(team_id) for team_id in team_ids_of(user)],
    )


def find_user(sign_in_name: str) -> User | None:
    """Return the account of a sign-in name, however its letters are typed."""
    return db.session.scalar(select(User).where(User.sign_in_token.in_(sign_in_tokens(sign_in_name))))


def find_invited(code: str, day: date) -> User | None:
    """Return the account that an activation code opens on this day.

    One that a database tool put back as it was before its code was used, or taken from it, is opened by none.
    """
    user = db.session.scalar(select(User).where(User.activation_token.in_(activation_tokens(code))))
    if user is None or user.activation_until is None or user.activation_until < day:
        return None
    return None if is_former(user) else user


def sign_in_token(sign_in_name: str) -> bytes:
    """Return the keyed token by which an account is found from now on."""
    return sign_in_tokens(sign_in_name)[0]


def sign_in_tokens(sign_in_name: str) -> list[bytes]:
    """Return the keyed tokens by which an account may be found: the present one, and those of former keys."""
    # A frozen folding of its own: a stored token must not change when the name search learns something.
    folded = unicodedata.normalize("NFKC", sign_in_name).casefold().strip()
    return keyed_tokens(keyring(), "user.sign_in_name", folded.encode())


def activation_token(code: str) -> bytes:
    """Return the keyed token by which an invitation is found from now on."""
    return activation_tokens(code)[0]


def activation_tokens(code: str) -> list[bytes]:
    """Return the keyed tokens by which an invitation may be found."""
    return keyed_tokens(keyring(), "user.activation", code.strip().encode())


def new_activation_code() -> str:
    """Return a code of 160 random bits."""
    return secrets.token_urlsafe(20)


def _shut_until_activated(user: User) -> str:
    code = new_activation_code()
    user.status = UserStatus.INVITED.value
    user.passphrase_hash = b""
    user.activation_token = activation_token(code)
    user.activation_until = today() + timedelta(days=INVITATION_DAYS)
    end_sessions_of(user)
    return code


def _refuse_to_lose_the_last_administrator(user: User) -> None:
    others = db.session.scalars(
        select(User).where(
            User.status == UserStatus.ACTIVE.value, User.id != user.id, User.removed_on.is_(None)
        )
    )
    if user.has_role(Role.ADMINISTRATOR) and not any(other.has_role(Role.ADMINISTRATOR) for other in others):
        raise LastAdministrator
