"""The gate: every view carries a mark, one ``before_request`` decides, and a view without a mark stops the start."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    g,
    has_request_context,
    redirect,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.web.installed import features, lendable
from caseapp.web.roles import Role

View = TypeVar("View", bound=Callable[..., Any])
MARK = "caseapp_mark"
PUBLIC = "public"
SIGNED_IN = "signed in"
GRANTS = "caseapp-grants"
RECENT, SENDING = "caseapp_recent", "sending"
LENDABLE, LENDING = "caseapp-lendable", "caseapp-lending"
FOR_WHOM = "caseapp_for_whom"
"""Where a request that changes something notes what it rests on that was lent, and by whom."""
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SAME_SITE = frozenset({"same-origin", "none"})


class Stage(StrEnum):
    """How far a browser has signed in."""

    NONE = "none"
    HALF = "half"
    """The passphrase was given; the second factor is asked for."""
    SETTING_UP = "setting up"
    """The passphrase was given; a second factor has to be set up before anything else."""
    WHOLE = "whole"


OPEN_AT = {
    "after the passphrase": frozenset({Stage.HALF, Stage.SETTING_UP, Stage.WHOLE}),
    "second factor": frozenset({Stage.HALF, Stage.WHOLE}),
    "first factor": frozenset({Stage.SETTING_UP, Stage.WHOLE}),
}
"""Marks of the few views that open before somebody has signed in wholly, and at which stages they do."""


class UnmarkedView(RuntimeError):
    """A view says neither who may call it nor that everybody may; the application does not start."""


class PermissionDenied(Exception):
    """The user is known but lacks ``permission``; the refusal is recorded."""

    def __init__(self, permission: str) -> None:
        super().__init__(permission)
        self.permission = permission


class SignedOut(Exception):
    """The session of this request was ended, or its account closed, while the request was on its way."""


def requires(permission: str) -> Callable[[View], View]:
    """Mark a view as open to those who hold ``permission``."""

    def mark(view: View) -> View:
        setattr(view, MARK, str(permission))
        return view

    return mark


def public(view: View) -> View:
    """Mark a view as open to everybody. Rare: a test lists them."""
    setattr(view, MARK, PUBLIC)
    return view


def signed_in(view: View) -> View:
    """Mark a view as open to every member of staff who has signed in."""
    setattr(view, MARK, SIGNED_IN)
    return view


def open_at(mark: str) -> Callable[[View], View]:
    """Mark a view as open from an earlier stage of signing in on; ``mark`` is one of ``OPEN_AT``."""
    if mark not in OPEN_AT:
        raise ValueError(f"{mark} is no stage of signing in")
    return requires(mark)


def recently_proven(view: View) -> View:
    """Mark a view as open only to somebody who has proven a few minutes ago who they are.

    Anybody else is asked again, and then comes back to the page; a form that they had sent goes on with one click.
    """
    setattr(view, RECENT, True)
    return view


def proven_to_send(view: View) -> View:
    """Mark a view whose page is shown as ever, and whose form is taken only as ``recently_proven`` says."""
    setattr(view, RECENT, SENDING)
    return view


def fragment(view: View) -> View:
    """Mark a POST endpoint that answers 200 or 204 to a script instead of redirecting."""
    view.caseapp_fragment = True  # type: ignore[attr-defined]  # views are functions, which take attributes
    return view


def never_kept(view: View) -> View:
    """Mark a view whose form is not kept where it arrives too late: what is typed into it opens an account."""
    view.caseapp_never_kept = True  # type: ignore[attr-defined]  # views are functions, which take attributes
    return view


def mark_of(view: Callable[..., Any]) -> str | None:
    """Return the mark of a view function."""
    return getattr(view, MARK, None)


def install_gate(app: Flask) -> None:
    """Collect the grants of all features and put the gate before every request.

    Raises:
        UnmarkedView: naming the views without a mark.
    """
    with app.app_context():
        grants: dict[str, frozenset[str]] = {role.value: frozenset() for role in Role}
        for feature in features():
            for role, permissions in feature.grants.items():
                grants[role.value] |= {str(permission) for permission in permissions}
    app.extensions[GRANTS] = grants
    with app.app_context():
        app.extensions[LENDABLE] = set(lendable())
        app.extensions[LENDING] = [feature.answers.lent for feature in features()]
    public(app.view_functions["static"])
    unmarked = sorted(name for name, view in app.view_functions.items() if mark_of(view) is None)
    if unmarked:
        raise UnmarkedView(f"views without @requires, @signed_in or @public: {', '.join(unmarked)}")
    app.before_request(_decide)


def can(user: Any, permission: str) -> bool:
    """Tell whether ``user`` holds ``permission`` through one of their roles, or it is lent to them today."""
    if not user.is_authenticated:
        return False
    return holds_by_role(user, permission) or _is_lent(user, str(permission))


def holds_by_role(user: Any, permission: str) -> bool:
    """Tell whether ``user`` holds ``permission`` through one of their roles."""
    grants = current_app.extensions[GRANTS]
    return any(permission in grants[role] for role in user.role_names)


def acting_for(user_id: Any) -> list[str]:
    """Return the ids of those as whose deputy ``user_id`` acts in this request; none as a rule."""
    if not has_request_context() or not current_user.is_authenticated or current_user.id != user_id:
        return []
    lenders = {str(each) for lent in g.get(FOR_WHOM, {}).values() for each in lent}
    return sorted(lenders)


def _is_lent(user: Any, permission: str) -> bool:
    if permission not in current_app.extensions[LENDABLE]:
        return False
    if not has_request_context():
        return bool(_lenders(user, permission))
    if request.method in SAFE_METHODS:  # a page asks again and again, and what it shows is of one moment
        known: dict[Any, bool] = g.setdefault("caseapp_lent", {})
        asked = (user.id, permission)
        if asked not in known:
            known[asked] = bool(_lenders(user, permission))
        return known[asked]
    lenders = _lenders(user, permission)
    if lenders and user.id == current_user.id:
        g.setdefault(FOR_WHOM, {})[permission] = lenders
    return bool(lenders)


def _lenders(user: Any, permission: str) -> list[Any]:
    return [each for lent_to in current_app.extensions[LENDING] for each in lent_to(user).get(permission, ())]


def reader() -> Any:
    """Return who is signed in, or the anonymous user: themselves, where ``current_user`` asks for the request anew at
    each of the hundreds of times that a page looks at it.
    """
    return current_user._get_current_object()


def roles_that(permission: str) -> list[Role]:
    """Return the roles that hold ``permission``.

    Raises:
        ValueError: it may be lent, so that roles do not tell who holds it: a deputy of today does, as ``can`` says.
    """
    if str(permission) in current_app.extensions[LENDABLE]:
        raise ValueError(f"{permission} may be lent to a deputy, whom no role names")
    grants = current_app.extensions[GRANTS]
    return [role for role in Role if str(permission) in grants[role]]


def _decide() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None  # the routing error answers: 404 or 405
    mark = mark_of(current_app.view_functions[request.endpoint])
    if request.method not in SAFE_METHODS and request.headers.get("Sec-Fetch-Site", "none") not in SAME_SITE:
        abort(400)  # another site's page sent it
    if mark == PUBLIC:
        return None
    stages = OPEN_AT.get(mark or "", _WHOLE)
    if getattr(session, "stage", Stage.NONE) not in stages:
        return to_sign_in()
    if not (mark == SIGNED_IN or mark in OPEN_AT or (mark is not None and can(current_user, mark))):
        raise PermissionDenied(mark or "")
    asked = getattr(current_app.view_functions[request.endpoint], RECENT, None)
    if asked == SENDING:
        return proof_to_send()
    return _proof() if asked else None


_WHOLE = frozenset({Stage.WHOLE})
ASK_AGAIN = "caseapp-ask-again"
"""The extension of the application that asks for another proof where the last one is too old; none of it, no answer."""


def proof_to_send() -> ResponseReturnValue | None:
    """Return the way to prove anew who one is, before a form is taken; None where that is not needed.

    As ``proven_to_send`` does it, for a view of which only some forms weigh so much.
    """
    return None if request.method in SAFE_METHODS else _proof()


def _proof() -> ResponseReturnValue | None:
    ask: Callable[[], ResponseReturnValue | None] = current_app.extensions[ASK_AGAIN]
    return ask() if current_user.is_authenticated else None


def to_sign_in() -> ResponseReturnValue:
    """Return the way to the page that asks who one is."""
    if request.headers.get("X-Requested-With") == "fetch":
        return Response(status=401)
    if request.method in {"GET", "HEAD"}:
        return redirect(url_for("accounts.sign_in", next=request.path))
    if "accounts.sign_in" not in current_app.view_functions:
        abort(401)
    return redirect(url_for("accounts.sign_in"))
