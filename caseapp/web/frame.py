"""What is the same from page to page and rendered once: menus, the bar above, the help, the head of a list.

The form tokens and the address of the page, in which such pieces differ, are put in where they are shown.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from flask import current_app, g, request, url_for
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from caseapp.db import is_unlocked, memory
from caseapp.i18n import locale_tag
from caseapp.web.feature import MenuItem
from caseapp.web.gate import OPEN_AT, SIGNED_IN, can, mark_of, reader
from caseapp.web.installed import features, topics_of
from caseapp.web.topic import Topic

_MEMORY = "frame-pieces"
_MOST = 500
"""So many pieces are kept, of some kilobytes each: of a colleague there are two for each place in the menu."""
_TOKEN, _PAGE = "\ue000token\ue000", "\ue000page\ue000"
"""Stand for what differs in a piece. Nobody's name has such characters: they belong to no script."""


def frame_context() -> dict[str, Any]:
    """Return what the templates of the frame may use."""
    return {
        "rendered_once": rendered_once,
        "this_page": this_page,
        "place_in_menu": place_in_menu,
        "away_url": away_url,
        "menu": menu,
        "new_menu": new_menu,
        "help_topics": help_topics,
        "has_endpoint": has_endpoint,
        "can": can_user,
    }


def rendered_once(name: str, *depends_on: Hashable, caller: Callable[[], Markup]) -> Markup:
    """Return a piece of the frame: rendered at its first showing, then kept for as long as the process has its keys.

    It must depend on nothing but the signed-in colleague, their language, and what it says that it ``depends_on``.
    """
    reader: _Reader | None = g.get("frame_reader")
    if reader is None:
        reader = g.frame_reader = _Reader.of_this_page()
    if reader.whose is None:
        return caller()
    key = (name, reader.whose, depends_on)
    piece = reader.pieces.get(key)
    if piece is None:
        if len(reader.pieces) >= _MOST:
            reader.pieces.clear()
        piece = reader.pieces[key] = _with_places(caller)
    return Markup(piece.replace(_TOKEN, reader.token).replace(_PAGE, reader.page))  # noqa: S704 - a template has escaped it


@dataclass(frozen=True)
class _Reader:
    """For whom the pieces of this page are, and what is put into them."""

    whose: Hashable
    """None for somebody who is not signed in, and for everybody from the moment on when the system is locked."""
    pieces: dict[Hashable, str]
    token: str
    page: str

    @classmethod
    def of_this_page(cls) -> "_Reader":
        user = reader()
        if not is_unlocked() or not user.is_authenticated:
            return cls(None, {}, "", "")
        whose = (user.id, user.row_version, locale_tag(), request.script_root)
        return cls(whose, memory().setdefault(_MEMORY, {}), generate_csrf(), escape(request.path))


def _with_places(caller: Callable[[], Markup]) -> str:
    token = g.csrf_token  # where Flask-WTF keeps the one that it made for this request
    g.csrf_token, g.this_page = _TOKEN, _PAGE
    try:
        return str(caller())
    finally:
        g.csrf_token = token
        del g.this_page


def this_page() -> str:
    """Return the address of the page, to which its small forms come back."""
    return str(g.get("this_page", request.path))


def away_url() -> str:
    """Return the address of the page that a hidden screen shows, in the language that it was in.

    It lies there as a file for each language, so that it needs no session and names nobody.
    """
    tag = locale_tag()
    return url_for("static", filename="away.html" if tag == "en" else f"away.{tag}.html")


def place_in_menu() -> str:
    """Return the list that the menu marks, by its endpoint; empty where the page belongs to none.

    It is the page itself, or the first list of its blueprint: of blueprints inside others, the outermost. What
    everybody has for themselves, such as their account and its second factor, belongs to no list.
    """
    endpoint = request.endpoint or ""
    view = current_app.view_functions.get(endpoint)
    if view is None or mark_of(view) in {SIGNED_IN, *OPEN_AT}:
        return ""
    lent = [item.endpoint for item in _lists() if endpoint in item.pages]
    if lent:
        return lent[0]
    blueprint = endpoint.partition(".")[0]
    of_blueprint = [item.endpoint for item in _lists() if item.endpoint.partition(".")[0] == blueprint]
    return endpoint if endpoint in of_blueprint else next(iter(of_blueprint), "")


def menu() -> list[dict[str, Any]]:
    """Return the side menu: lists that this colleague may open, the present one marked."""
    here = place_in_menu()
    return [
        {
            "endpoint": item.endpoint,
            "label": item.label,
            "short": item.short,
            "icon": item.icon,
            "active": here == item.endpoint,
        }
        for item in _lists()
    ]


def _lists() -> list[MenuItem]:
    whoever = reader()
    return [item for feature in features() for item in feature.menu if can(whoever, item.permission)]


def new_menu() -> list[dict[str, Any]]:
    """Return what this colleague may begin from any page."""
    whoever = reader()
    return [
        {
            "endpoint": item.endpoint,
            "label": item.label,
            "icon": item.icon,
            "url": url_for(item.endpoint),
            "key": item.key,
        }
        for feature in features()
        for item in feature.create
        if can(whoever, item.permission)
    ]


def help_topics() -> list[Topic]:
    """Return the topics of the guide about this page, for somebody with these roles."""
    whoever = reader()
    return topics_of(request.endpoint, whoever.role_names) if whoever.is_authenticated else []


def can_user(permission: str) -> bool:
    """Tell whether the reader of the page holds ``permission``."""
    return can(reader(), permission)


def has_endpoint(name: str) -> bool:
    """Tell whether a page is installed."""
    return name in current_app.view_functions
