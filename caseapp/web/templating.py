"""Jinja: strict, escaped, with what every page needs at hand."""

import uuid
from datetime import date, datetime
from typing import Any

from flask import Flask, current_app, g, has_request_context, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from jinja2 import StrictUndefined
from markupsafe import Markup, escape

from caseapp.clock import at_home, today
from caseapp.dates import Calendar, PartialDate, format_date, localise_digits
from caseapp.db import is_locked
from caseapp.i18n import LANGUAGES, OFFERED, calendar, direction, in_a_row, locale_tag
from caseapp.web.drafts import draft_url
from caseapp.web.free_text import free_text, sentence, written
from caseapp.web.gate import can
from caseapp.web.installed import describe, features, topics_of
from caseapp.web.sizes import size_in_words
from caseapp.web.trails import trail_to


def init_templating(app: Flask) -> None:
    """Set up the environment, its filters and the context of every page."""
    set_up_environment(app)
    app.jinja_env.finalize = _finalize
    app.context_processor(page_context)


def set_up_environment(app: Flask) -> None:
    """Set up what the templates are written for: strictness, extensions and filters."""
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.add_extension("jinja2.ext.do")
    app.add_template_filter(day, "day")
    app.add_template_filter(moment, "moment")
    app.add_template_filter(day_in_list, "day_in_list")
    app.add_template_filter(digits, "digits")
    app.add_template_filter(colleague, "colleague")
    app.add_template_filter(in_a_row, "in_a_row")
    app.add_template_filter(isolated, "isolated")
    app.add_template_filter(free_text, "free_text")
    app.add_template_filter(written, "written")
    app.add_template_filter(sentence, "sentence")
    app.add_template_filter(size_in_words, "size")
    app.add_template_global(icons_url, "icons_url")


def page_context() -> dict[str, Any]:
    """Return what every template may use."""
    tag = locale_tag()
    user = current_user if current_user.is_authenticated else None
    return {
        "locale": tag,
        "direction": direction(tag),
        "theme": (user.theme if user else session.get("theme")) or "auto",
        "languages": [(code, LANGUAGES[code]) for code in OFFERED],
        "demonstration": current_app.config.get("DEMONSTRATION", False),
        "menu": _menu(user),
        "new_menu": _new_menu(user),
        "help_topics": topics_of(request.endpoint, user.role_names) if user else [],
        "signed_in_as": user.name if user else None,
        "printed_on": day(today()),
        "has_endpoint": lambda name: name in current_app.view_functions,
        "can": lambda permission: can(current_user, permission),
        "describe": lambda kind, record_id: describe(current_user, kind, record_id),
        "draft_url": draft_url,
        "list_tools": lambda state: [
            feature.list_tools(current_user, state)
            for feature in features()
            if feature.list_tools is not None
        ],
        "trail_to": lambda kind, record_id: trail_to(current_user, kind, record_id),
        "today": today(),
    }


def part(template: str, **context: Any) -> Markup:
    """Render a part of a page: a panel, a tile."""
    return Markup(render_template(template, **context))  # noqa: S704 - the template has escaped it


def day(value: PartialDate | date | None, style: Any = "long") -> str:
    """Show a date in the reader's language: a stated one in its own calendar, a computed one in the reader's."""
    if value is None:
        return ""
    if isinstance(value, PartialDate):
        return format_date(value, locale_tag(), style=style)
    # Row after row shows the same few days.
    known: dict[Any, str] = g.setdefault("days", {}) if has_request_context() else {}
    asked = (value, locale_tag(), calendar(), style)
    if asked not in known:
        known[asked] = format_date(value, asked[1], asked[2], style=style)
    return known[asked]


def day_in_list(value: PartialDate | None) -> str:
    """Show a stated date in the reader's calendar, the only one in a list; without a known day it stays as stated."""
    return format_date(value, locale_tag(), calendar()) if value is not None else ""


def moment(value: datetime, shown_in: Calendar | None = None) -> str:
    """Show an instant in the reader's calendar and as the organisation's clocks showed it."""
    local = at_home(value)
    date_words = format_date(local.date(), locale_tag(), shown_in or calendar())
    return _("%(day)s, %(time)s", day=date_words, time=digits(f"{local:%H:%M}"))


def icons_url() -> str:
    """Return the address of the sheet of icons: each icon of a page, and each tag, points into it."""
    if "icons_url" not in g:
        g.icons_url = url_for("static", filename="icons.svg")
    address: str = g.icons_url
    return address


def digits(value: object) -> str:
    """Show digits as the reader's language writes them."""
    return localise_digits(str(value), locale_tag())


def colleague(user_id: uuid.UUID | None) -> str:
    """Show a colleague's name by their id."""
    if user_id is None:
        return _("nobody")
    # A page of a list names the same few colleagues in every row.
    known: dict[uuid.UUID, str] = g.setdefault("colleagues", {}) if has_request_context() else {}
    if user_id not in known:
        found = describe(current_user, "user", user_id)
        known[user_id] = found.label if found else _("a colleague")
    return known[user_id]


def isolated(text: str) -> str:
    """Keep a name from another script apart from the sentence that it stands in."""
    return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"


def _finalize(value: object) -> object:
    if is_locked(value):
        return Markup('<span class="locked">%s</span>') % _("locked")
    if isinstance(value, date) and not isinstance(value, datetime):
        return escape(day(value))
    return value


def _menu(user: Any) -> list[dict[str, Any]]:
    if user is None:
        return []
    here = (request.endpoint or "").partition(".")[0]
    return [
        {
            "endpoint": item.endpoint,
            "label": item.label,
            "icon": item.icon,
            "active": here == item.endpoint.partition(".")[0],
        }
        for feature in features()
        for item in feature.menu
        if can(user, item.permission)
    ]


def _new_menu(user: Any) -> list[dict[str, Any]]:
    if user is None:
        return []
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
        if can(user, item.permission)
    ]
