"""The small pieces that a page has by the hundred: icons, tags, names and the cells of lists.

Templates call them like macros. They are no macros because a list of fifty rows has a thousand of them, and to call a
macro takes several times as long as to write what it writes.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask import g, url_for
from markupsafe import Markup, escape

from caseapp.web.values import days_in_words, shown_value

DIRECTIONAL = frozenset(
    {
        "arrow-left",
        "arrow-right",
        "chevron-left",
        "chevron-right",
        "send",
        "sign-out",
        "undo",
        "message",
        "status-moving",
    }
)
"""Icons that point along the line, and are turned round where it runs from the right."""


def icon(name: str, label: Any = None) -> Markup:
    """One icon of static/icons.svg; decorative unless it is given a label."""
    return _icon(icons_url(), name, None if label is None else str(label))


def icons_url() -> str:
    """Return the address of the sheet of icons: each icon of a page, and each tag, points into it."""
    of_this_page = g._get_current_object()
    address: str | None = of_this_page.get("icons_url")
    if address is None:
        address = of_this_page.icons_url = url_for("static", filename="icons.svg")
    return address


def tag(text: Any, kind: str = "neutral") -> Markup:
    """Show a status: its word, in the tone ``kind`` (neutral, moving, waiting, attention, done or stopped)."""
    return _markup(
        f'<span class="tag tag-{said(kind)}">{icon(f"status-{kind}")}<span>{said(text)}</span></span>'
    )


def status_tag(workflow: Any, status: str) -> Markup:
    """Show where a record of ``workflow`` stands. Row after row stands in the same few states."""
    known: dict[Any, Markup] = g.setdefault("status_tags", {})
    shown = known.get((workflow.kind, status))
    if shown is None:
        shown = tag(workflow.state(status).label, workflow.phase_of(status).tone)
        known[workflow.kind, status] = shown
    return shown


def reference(text: Any) -> Markup:
    """Show a reference number, left to right in every language."""
    return _markup(f'<bdi class="reference" dir="ltr">{said(text)}</bdi>')


def person_name(
    name: Any, other: Any = None, lang: str | None = None, other_lang: str | None = None
) -> Markup:
    """Show a name and its form in the other script, each isolated from what stands around it."""
    beside = (
        f' <bdi class="other-script"{_attribute("lang", other_lang)}>{said(other)}</bdi>' if other else ""
    )
    return _markup(
        f'<span class="person-name"><bdi{_attribute("lang", lang)}>{said(name)}</bdi>{beside}</span>'
    )


def cell(
    label: Any,
    content: Any = "",
    *,
    number: bool = False,
    key: bool = False,
    caller: Callable[[], Markup] | None = None,
) -> Markup:
    """Show a cell of a list; ``number`` aligns digits, ``key`` marks the value that a card starts with.

    What stands between ``{% call cell(label) %}`` and its end is the content, too.
    """
    content = content if caller is None else caller()
    marks = _attribute("class", " ".join(["number"] * number + ["key"] * key))
    return _markup(f'<td data-label="{said(label)}"{marks}><div>{said(content)}</div></td>')


def text_cell(label: Any, text: Any, number: bool = False, title: Any = None) -> Markup:
    """Show a cell of words; ``title`` is the exact date behind a wording such as "3 days late"."""
    marks, exact = _NUMBER if number else "", _attribute("title", title)
    return _markup(f'<td data-label="{said(label)}"{marks}><bdi{exact}>{said(text)}</bdi></td>')


def link_cell(label: Any, url: str, text: Any, ltr: bool = False) -> Markup:
    """Show the first cell of a row, which names it and leads to its page; ``ltr`` for references."""
    return _markup(
        f'<th scope="row" data-label="{said(label)}"><a class="row-link" href="{said(url)}">'
        f"<bdi{_REFERENCE if ltr else ''}>{said(text)}</bdi></a></th>"
    )


_CELLS = (icon, icons_url, tag, status_tag, reference, person_name, cell, text_cell, link_cell, days_in_words)
CELLS: dict[str, Callable[..., Any]] = {made.__name__: made for made in _CELLS}
"""What every template may call."""

_NUMBER, _REFERENCE = ' class="number"', ' class="reference" dir="ltr"'


def said(value: Any) -> str:
    """Return a value as HTML, escaped, as it would stand there if a template had written it."""
    if type(value) is str:
        return escape(value) if _MARKUP.search(value) else value
    return escape(shown_value(value))


_MARKUP = re.compile("[&<>'\"]")


def _attribute(name: str, value: Any) -> str:
    return f' {name}="{said(value)}"' if value else ""


def _markup(html: str) -> Markup:
    return Markup(html)  # noqa: S704 - each value in it went through _said


@lru_cache(maxsize=1024)
def _icon(sheet: str, name: str, label: str | None) -> Markup:
    along = " icon-directional" if name in DIRECTIONAL else ""
    role = f'role="img" aria-label="{said(label)}"' if label else 'aria-hidden="true"'
    use = f'<use href="{said(sheet)}#{said(name)}"></use>'
    return _markup(f'<svg class="icon{along}" {role} focusable="false">{use}</svg>')
