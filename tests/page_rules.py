"""The rules that every answer keeps, checked wherever a test opens a page; and a page as a test reads it."""

import re
from collections.abc import Collection
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote, urlsplit

from werkzeug.test import TestResponse

from caseapp.documents.views import SANDBOX
from caseapp.i18n import direction
from caseapp.web.headers import ALWAYS

HELP = "details.page-help"
"""Its words are those of buttons and blocks that may not be on the page, so they are no part of a page's text."""
PARTS = {"/search/as-typed"}
"""Addresses that answer with a part of the page on which they were asked."""
STATUSES = {200, 400, 403, 404, 405, 409, 413, 422, 429, 500, 503}
"""What a page may be answered with."""
POINTS_AT_ONE = ("for", "form", "list")
POINTS_AT_SOME = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-errormessage")
LEADS = ("href", "src", "action", "formaction", "poster", "data-url", "srcset")

RECORD_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Page(HTMLParser):
    """What a test asks of a page: its headings, forms, links and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.h1: list[str] = []
        self.titles: list[str] = []
        self.ids: list[str] = []
        self.text_parts: list[str] = []
        self.html_attributes: dict[str, str | None] = {}
        self.inline: list[str] = []
        self.forms: list[dict[str, Any]] = []
        self.pointers: list[tuple[str, str]] = []
        """Attributes that name the id of another element, with that id."""
        self.leads: list[str] = []
        """Where links, forms, pictures, sheets and scripts lead."""
        self._stack: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "html":
            self.html_attributes = attributes
        if tag == "h1":
            self.h1.append("")
        if tag == "title" and "svg" not in self._stack:
            self.titles.append("")
        if attributes.get("id"):
            self.ids.append(attributes["id"] or "")
        self._note_inline(tag, attributes)
        self._note_pointers(attributes)
        if tag == "form":
            self.forms.append(
                {"action": attributes.get("action"), "method": attributes.get("method"), "fields": {}}
            )
        if tag in {"input", "select", "textarea"} and self.forms and attributes.get("name"):
            self.forms[-1]["fields"][attributes["name"]] = attributes.get("value", "")
        self._stack.append(HELP if attributes.get("class") == "page-help" else tag)

    def _note_inline(self, tag: str, attributes: dict[str, str | None]) -> None:
        code = tag == "style" or (tag == "script" and not attributes.get("src"))
        if code or "style" in attributes or any(name.startswith("on") for name in attributes):
            self.inline.append(f"{tag} {attributes}")

    def _note_pointers(self, attributes: dict[str, str | None]) -> None:
        for name in POINTS_AT_ONE:
            if attributes.get(name):
                self.pointers.append((name, attributes[name] or ""))
        for name in POINTS_AT_SOME:
            self.pointers += [(name, one) for one in (attributes.get(name) or "").split()]
        for name in LEADS:
            lead = attributes.get(name)
            if lead and lead.startswith("#") and len(lead) > 1:
                self.pointers.append((name, lead[1:]))
            elif lead:
                self.leads.append(lead)

    def handle_endtag(self, tag: str) -> None:
        while self._stack and self._stack.pop().partition(".")[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "h1" in self._stack and self.h1:
            self.h1[-1] += data
        if "title" in self._stack and "svg" not in self._stack and self.titles:
            self.titles[-1] += data
        if not {"script", "style", HELP} & set(self._stack):
            self.text_parts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.text_parts).split())


def visible(response: TestResponse) -> str:
    """The text of an HTML answer, for messages of failing tests."""
    return Page(response.text).text[:3000] if response.mimetype == "text/html" else repr(response.data[:500])


def check_page(response: TestResponse, personal: Collection[str] = ()) -> None:
    """Fail where an answer breaks a rule of the house.

    ``personal`` are words about people: they may stand on a page, and in no title and no address that it leads to.
    """
    _check_headers(response)
    asked_for = response.request.path + "?" + response.request.query_string.decode()
    _check_leads([asked_for, *response.headers.getlist("Location")], personal)
    if response.mimetype != "text/html" or response.status_code in {301, 302, 303}:
        return
    assert response.status_code in STATUSES
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "\ue000" not in response.text, "a place of the frame was left unfilled"
    page = Page(response.text)
    assert not page.inline, f"inline style or script: {page.inline[:3]}"
    doubles = {one for one in page.ids if page.ids.count(one) > 1}
    assert not doubles, f"two elements with one id: {doubles}"
    _check_leads(page.leads, personal)
    if response.request.path not in PARTS:
        _check_whole(page, personal)


def _check_headers(response: TestResponse) -> None:
    for name, value in ALWAYS.items():
        allowed = {value}
        if name == "Content-Security-Policy" and response.mimetype != "text/html":
            allowed.add(SANDBOX)
        assert set(response.headers.getlist(name)) <= allowed, f"{name}: {response.headers.getlist(name)}"
        assert len(response.headers.getlist(name)) == 1, name
    shared = [name for name in response.headers.keys() if name.lower().startswith("access-control-")]  # noqa: SIM118 - headers iterate over pairs
    assert not shared, f"opened to other origins: {shared}"
    if response.mimetype.startswith("text/"):
        assert response.mimetype_params.get("charset") == "utf-8", response.headers["Content-Type"]


def _check_leads(leads: Collection[str], personal: Collection[str]) -> None:
    for lead in leads:
        parts = urlsplit(lead)
        assert parts.scheme in {"", "data"}, f"leads elsewhere: {lead}"
        assert not parts.netloc, f"leads elsewhere: {lead}"
        if parts.scheme == "" and personal:
            # The ids of records are drawn at random: a few digits of a telephone number turn up in them.
            plain = RECORD_ID.sub("", unquote(lead.replace("+", " ")))
            told = [word for word in personal if word in plain]
            assert not told, f"an address tells {told}: {lead}"


def _check_whole(page: Page, personal: Collection[str]) -> None:
    assert len(page.h1) == 1, f"one h1, not {page.h1}"
    assert page.h1[0].strip(), "an empty h1"
    assert len(page.titles) == 1, f"one title, not {page.titles}"
    assert page.titles[0].strip(), "an empty title"
    told = [word for word in personal if word in page.titles[0]]
    assert not told, f"the title tells {told}: {page.titles[0]}"
    language = page.html_attributes["lang"] or ""
    assert page.html_attributes["dir"] == direction(language), f"{language}: {page.html_attributes['dir']}"
    for form in page.forms:
        posted = (form["method"] or "get").lower() == "post"
        assert posted == bool(form["fields"].get("csrf_token")), f"a token where it belongs: {form}"
    lost = {(name, one) for name, one in page.pointers if one not in page.ids}
    assert not lost, f"points at nothing: {lost}"
