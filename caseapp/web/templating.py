"""Jinja: strict, escaped, with what every page needs at hand."""

from collections.abc import Callable, MutableMapping
from typing import Any

from flask import Flask, current_app, render_template, session
from flask.templating import Environment
from jinja2 import StrictUndefined
from jinja2.runtime import Context
from markupsafe import Markup

from caseapp.clock import today
from caseapp.db import is_unlocked
from caseapp.i18n import LANGUAGES, OFFERED, direction, in_a_row, locale_tag
from caseapp.i18n.messages import gettext
from caseapp.web.cells import CELLS
from caseapp.web.drafts import draft_url
from caseapp.web.frame import frame_context
from caseapp.web.free_text import free_text, sentence, written
from caseapp.web.gate import reader
from caseapp.web.installed import describe, features
from caseapp.web.list_rows import LIST_ROWS
from caseapp.web.sizes import size_in_words
from caseapp.web.trails import trail_to
from caseapp.web.values import colleague, day, day_in_list, digits, isolated, moment, shown_value


def init_templating(app: Flask) -> None:
    """Set up the environment, its filters and the context of every page."""
    set_up_environment(app)
    app.jinja_env.finalize = shown_value
    app.context_processor(page_context)


def set_up_environment(app: Flask) -> None:
    """Set up what the templates are written for: strictness, extensions and filters."""
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.add_extension("jinja2.ext.do")
    environment.globals.update(CELLS)
    environment.globals.update(LIST_ROWS)
    environment.globals.update(dict.fromkeys(("_", "gettext"), say))
    environment.context_class = PageContext
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


class PageEnvironment(Environment):
    """Gives each template what all of them may use in one dictionary.

    Jinja chains two, so that what is added later is seen; we add nothing once a template was loaded. The page of a case
    consists of some fifty templates, and each goes through all that it may use, which takes a multiple in a chain.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what a template may use besides what it is handed."""
        return {**self.globals, **(d or {})}


class PageContext(Context):
    """What a template calls, it calls through its context, which asks of each callable whether it wants to be handed
    the context, and takes longer for it than our small pieces take themselves. They want nothing.
    """

    def call(self, called: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls."""
        if called not in _WANT_NOTHING:
            return super().call(called, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return called(*args, **kwargs)


def say(message: str, /, **values: Any) -> Markup:
    """Return a message of the page in its language, with its values escaped; ``%`` is written ``%%`` in it.

    As Jinja's own does, which asks three functions more for it.
    """
    return Markup(gettext(message)) % values  # noqa: S704 - messages are ours, and Markup escapes the values


_WANT_NOTHING = frozenset({say, *CELLS.values(), *LIST_ROWS.values()})


def page_context() -> dict[str, Any]:
    """Return what every template may use."""
    tag = locale_tag()
    whoever = reader()
    user = whoever if is_unlocked() and whoever.is_authenticated else None
    return {
        "locale": tag,
        "direction": direction(tag),
        "theme": (user.theme if user else session.get("theme")) or "auto",
        "languages": [(code, LANGUAGES[code]) for code in OFFERED],
        "demonstration": current_app.config.get("DEMONSTRATION", False),
        "signed_in_as": user.name if user else None,
        "printed_on": day(today()),
        **frame_context(),
        "banners": lambda: [
            feature.banner(whoever)
            for feature in features()
            if feature.banner is not None and user is not None
        ],
        "describe": lambda kind, record_id: describe(whoever, kind, record_id),
        "draft_url": draft_url,
        "list_tools": lambda state: [
            feature.list_tools(whoever, state) for feature in features() if feature.list_tools is not None
        ],
        "trail_to": lambda kind, record_id: trail_to(whoever, kind, record_id),
        "today": today(),
    }


def part(template: str, **context: Any) -> Markup:
    """Render a part of a page: a panel, a tile."""
    return Markup(render_template(template, **context))  # noqa: S704 - the template has escaped it
