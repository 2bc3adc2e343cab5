"""Sessions kept on the server: the browser holds a random token and nothing else.

Before sign-in there is no row: the few bytes that a form's CSRF protection needs travel in a signed cookie.
"""

import hashlib
import logging
import secrets
import uuid
from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, cast

from flask import Flask, Request, Response, current_app, g, has_request_context, request
from flask import session as flask_session
from flask.sessions import SecureCookieSession, SessionInterface
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, SignatureExpired, URLSafeTimedSerializer
from sqlalchemy import bindparam, select

from caseapp.accounts.devices import begun_at
from caseapp.accounts.factors.demanded import lacks_demanded_factor
from caseapp.accounts.models import User, UserStatus, WebSession
from caseapp.accounts.session_rows import (
    DAMAGED,
    LASTS,
    begun_of,
    end_session_row,
    ends_at,
    hash_of,
    keep_in,
    kept_in,
    naive,
    of_the_reader,
    proven_at_of,
    sealed,
    stage_of,
)
from caseapp.audit.former import refuse_former
from caseapp.clock import now
from caseapp.db import (
    ORGANISATION,
    Act,
    Locked,
    after_begin,
    db,
    open_scopes,
    system_scope_id,
    while_unchanged,
    write,
)
from caseapp.db.unlocked import keyring
from caseapp.vault import Purpose, VaultError
from caseapp.web.gate import SAFE_METHODS, SignedOut, Stage, to_sign_in

log = logging.getLogger("caseapp")
SIGNED_IN = "t."
TOUCH_AFTER = timedelta(seconds=60)
SESSIONS_PER_USER = 3


class ServerSession(SecureCookieSession):
    """A session as Flask sees it."""

    token: str | None = None
    row_id: uuid.UUID | None = None
    user: User | None = None
    """Who is signed in."""
    stage: Stage = Stage.NONE
    halfway: User | None = None
    """Who has given their passphrase, while more is asked of them."""
    proven_at: datetime | None = None
    """When they last proved who they are, in UTC without a zone."""
    expired_user: User | None = None
    """Whose session this was, if it ran out of itself or opens less by now: what they sent is kept as their draft."""
    ended: bool = False
    fresh: bool = False
    """Begun in this request: the cookie must reach the browser."""
    behind_lock: bool = False
    """The browser is signed in, as far as can be told while there are no keys: its cookie is left as it is."""
    begun: Mapping[str, str] = MappingProxyType({})
    """Where it was begun: the ``device`` and the ``network`` of caseapp/accounts/devices.py."""
    broken: bool = False
    """Its cookie is none that this server gave out."""
    saved: Any = None
    """What the row holds: a message that was added while signing in must still be written."""


class ServerSessions(SessionInterface):
    """Keeps sessions in the database, sealed under the user's own scope."""

    session_class = ServerSession

    def __init__(self, *, secure: bool) -> None:
        self._cookie = "__Host-caseapp" if secure else "caseapp"
        self._cookie_behind_lock = f"{self._cookie}-locked"
        self._secure = secure

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        """Read the session of a request; a token that is unknown, ended or expired gives an empty one."""
        value = request.cookies.get(self._cookie, "")
        if request.path.startswith("/static/"):
            return ServerSession()
        if not value.startswith(SIGNED_IN):
            return _of_a_stranger(app, value)
        session = _load(value.removeprefix(SIGNED_IN))
        if not session.behind_lock:
            return session
        # The page that unlocks needs a token of its own. What was typed before is sent again with the session's.
        session = _of_a_stranger(app, request.cookies.get(self._cookie_behind_lock, ""))
        session.behind_lock = True
        return session

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        """Write what changed, and the cookie if it is new."""
        if session.ended:
            response.delete_cookie(self._cookie, secure=self._secure, httponly=True, samesite="Lax")
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        elif session.row_id is not None:
            if session.fresh:
                self._set(response, SIGNED_IN + session.token)
            if session.modified and dict(session) != session.saved:
                _save(session)
        elif session.modified:
            name = self._cookie_behind_lock if session.behind_lock else self._cookie
            self._set(response, _signer(app).dumps(dict(session)), name)

    def _set(self, response: Response, value: str, name: str | None = None) -> None:
        name = name or self._cookie
        response.set_cookie(name, value, secure=self._secure, httponly=True, samesite="Lax", path="/")


def web_session() -> ServerSession:
    """Return the session of this request with what we keep beside Flask's part of it."""
    return cast(ServerSession, flask_session._get_current_object())  # type: ignore[attr-defined]  # a proxy


def begin_session(user: User, stage: Stage = Stage.WHOLE) -> None:
    """Start a session for ``user``: a new token, nothing carried over from before. Inside a write.

    One that is not whole yet is short, and opens nothing but what its stage is for.
    """
    moment = naive(now())
    live = list(
        db.session.scalars(
            select(WebSession)
            .where(
                WebSession.user_id == user.id, WebSession.ended_at.is_(None), WebSession.expires_at > moment
            )
            .order_by(WebSession.created_at.desc())
        )
    )
    # Whoever has the passphrase alone pushes nobody out who has signed in wholly, nor who is about to elsewhere.
    begun = begun_at(user)
    alike = [row for row in live if (stage_of(row) is Stage.WHOLE) == (stage is Stage.WHOLE)]
    if stage is not Stage.WHOLE:
        alike = [row for row in alike if begun_of(row).get("network") == begun["network"]]
    for old in alike[SESSIONS_PER_USER - 1 :]:
        end_session_row(old)
    session = web_session()
    session.clear()
    session["csrf_token"] = secrets.token_hex(20)
    hours = timedelta(hours=current_app.config["SETTINGS"].session_hours)
    _begin_row(user, stage, (moment, moment + LASTS.get(stage, hours)), begun)


def renew_session() -> None:
    """Give the session of this request, whose user has proven anew who they are, a new token; it ends when it would
    have ended. Inside a write.
    """
    session = web_session()
    row = db.session.get_one(WebSession, session.row_id)
    assert session.user is not None
    _begin_row(session.user, Stage.WHOLE, (row.created_at, row.expires_at), session.begun)
    end_session_row(row)


def _begin_row(user: User, stage: Stage, lasts: tuple[datetime, datetime], begun: Mapping[str, str]) -> None:
    token, session, moment = secrets.token_urlsafe(32), web_session(), naive(now())
    created_at, expires_at = lasts
    session.saved = deepcopy(dict(session))
    row = WebSession(
        scope_id=user.scope_id,
        token_hash=hash_of(token),
        user_id=user.id,
        created_at=created_at,
        last_seen_at=moment,
        expires_at=expires_at,
        ended_at=None,
    )
    session.begun = begun
    row.data = sealed(row, session.saved, stage=stage, proven_at=moment.isoformat(), begun=dict(begun))
    db.session.add(row)
    session.token, session.row_id, session.fresh = token, row.id, True
    session.stage, session.proven_at = stage, moment
    session.user, session.halfway = (user, None) if stage is Stage.WHOLE else (None, user)


def end_session() -> None:
    """End the session of this request at once. Inside a write."""
    session = web_session()
    row = db.session.get(WebSession, session.row_id) if session.row_id else None
    if row is not None:
        end_session_row(row)
    session.ended = True


def end_session_of_request() -> None:
    """End the session of this request because another one follows it at once. Inside a write."""
    row = db.session.get(WebSession, web_session().row_id)
    if row is not None:
        end_session_row(row)


def take_up_again() -> None:
    """Let an answer that is made while it leaves know its reader: the read that it began in ended with the request."""
    user = web_session().user
    if user is not None and user not in db.session:
        db.session.add(user)


def goes_on() -> bool:
    """Tell whether the session of this request has not been ended since it began: an answer may take its time."""
    ended = select(WebSession.ended_at).where(WebSession.id == web_session().row_id)
    found = db.session.execute(ended).first()
    user = web_session().user or web_session().halfway
    return found is not None and found[0] is None and user is not None and user.status == UserStatus.ACTIVE


def refuse_what_was_ended() -> ResponseReturnValue | None:
    """Lead to the sign-in page where the session was ended while the form of this request was arriving.

    That may take hours, if its sender likes: whoever was shut out meanwhile reads and does nothing by it.
    """
    if request.method in SAFE_METHODS or web_session().row_id is None:
        return None
    return None if goes_on() else to_sign_in()


@after_begin
def _require_session(act: Act) -> None:
    """Ask again, now that nobody else writes: the act may have waited for the lock.

    Raises:
        SignedOut: the session in which it was asked for was ended.
    """
    if act.quiet or not has_request_context() or request.method in SAFE_METHODS or "caseapp_goes_on" in g:
        return
    if web_session().row_id is None:
        return
    if not goes_on():
        raise SignedOut
    g.caseapp_goes_on = True  # a later write of the same request may follow from its ending the session


def end_sessions_of(user: User, *, but_this: bool = False) -> None:
    """End the sessions of ``user`` (disabled, role or passphrase changed). Inside a write."""
    keep = web_session().row_id if but_this else None
    query = select(WebSession).where(WebSession.user_id == user.id, WebSession.ended_at.is_(None))
    for row in db.session.scalars(query):
        if row.id != keep:
            end_session_row(row)


def _of_a_stranger(app: Flask, value: str) -> ServerSession:
    broken = False
    try:
        found = _signer(app).loads(value, max_age=86400) if value else {}
    except SignatureExpired:
        found = {}
    except BadData:
        found, broken = {}, True
    session = ServerSession(found if isinstance(found, dict) else {})
    session.broken = broken
    return session


def _load(token: str) -> ServerSession:
    session = ServerSession()
    session.token = token
    try:
        keyring()
        found = db.session.execute(_BY_TOKEN, {"token_hash": hash_of(token)}).first()
        if found is None or found.WebSession.ended_at is not None:
            session.broken = found is None
            return session
        row, user = found
        open_scopes([row.scope_id, system_scope_id(ORGANISATION)])  # nearly every page needs both
        kept = kept_in(row)
        _refuse_former(user)
    except Locked:
        session.behind_lock = True
        return session
    except (VaultError, *DAMAGED):
        log.error("integrity error: a session or its account was edited outside the application")  # noqa: TRY400 - the text of the exception stays here
        return session
    if user.status != UserStatus.ACTIVE:
        return session
    stage, moment = stage_of(row), naive(now())
    idle = timedelta(minutes=current_app.config["SETTINGS"].session_idle_minutes)
    is_narrowed = stage is Stage.WHOLE and lacks_demanded_factor(user)
    is_over = moment >= ends_at(row, is_narrowed=is_narrowed) or moment - row.last_seen_at >= idle
    # Of one that is over its form's token stays, so that a late form is kept; whatever is kept of a stranger travels in
    # a cookie that can be read.
    session.update(of_the_reader(kept) if is_over else kept)
    session.saved, session.modified = deepcopy(kept), False  # Flask adds to the lists in it
    if is_over:
        session.setdefault("locale", user.language)  # whoever still sits there reads how to go on
        session.modified = False
        session.expired_user = user if stage is Stage.WHOLE else None
        return session
    if is_narrowed:
        stage, session.expired_user = (
            Stage.SETTING_UP,
            user,
        )  # what they sent is kept; what sets one up is let through
    session.row_id, session.stage, session.proven_at = row.id, stage, proven_at_of(row)
    session.user, session.halfway = (user, None) if stage is Stage.WHOLE else (None, user)
    session.begun = begun_of(row)
    if moment - row.last_seen_at >= TOUCH_AFTER:
        with write(quiet=True):
            row.last_seen_at = moment
    return session


_BY_TOKEN = (
    select(WebSession, User)
    .join(User, User.id == WebSession.user_id)
    .where(WebSession.token_hash == bindparam("token_hash"))
)


def _refuse_former(user: User) -> None:
    # Roles that were taken away since end every session; a tool could put both back, the session and the roles.
    state = (user.row_version, user.row_mac)
    while_unchanged(("account", user.id, *state), lambda: refuse_former({user.id.hex: state}))


def _save(session: ServerSession) -> None:
    with write(quiet=True):
        row = db.session.get(WebSession, session.row_id)
        if row is not None and row.ended_at is None:
            keep_in(row, dict(session))


def _signer(app: Flask) -> URLSafeTimedSerializer:
    try:
        ring = keyring()
        # The last one signs; those before it are only read: a form may have been open while the key was rotated.
        keys = [ring.key(Purpose.SESSION, version) for version in reversed(ring.readable(Purpose.SESSION))]
    except Locked:
        keys = [app.config["LOCKED_SESSION_KEY"]]
    return URLSafeTimedSerializer(
        keys, salt="before sign-in", signer_kwargs={"digest_method": hashlib.sha256}
    )
