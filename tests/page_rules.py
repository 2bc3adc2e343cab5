"""The rules that every answer keeps, checked wherever a test opens a page; and a page as a test reads it."""

import re
from collections.abc import Collection
from functools import cache, cached_property
from typing import Any
from urllib.parse import unquote, urlsplit
from weakref import WeakKeyDictionary

from lxml.etree import Element, HTMLParser, XPath, fromstring
from werkzeug.test import TestResponse

from caseapp.documents.views import SANDBOX
from caseapp.i18n import direction
from caseapp.web.headers import ALWAYS

PARTS = {"/search/as-typed"}
"""Addresses that answer with a part of the page on which they were asked."""
STATUSES = {200, 400, 403, 404, 405, 409, 413, 422, 429, 500, 503}
"""What a page may be answered with."""
INLINE = "//style | //script[not(@src) or @src = ''] | //*[@style] | //*[@*[starts-with(name(), 'on')]]"
FIELDS = ".//*[(self::input or self::select or self::textarea) and @name != '']"
POINTS_AT_ONE = "//@*[. != '' and (name() = 'for' or name() = 'form' or name() = 'list')]"
POINTS_AT_SOME = (
    "//@aria-labelledby | //@aria-describedby | //@aria-controls | //@aria-owns | //@aria-errormessage"
)
LEADS = "(//@href | //@src | //@action | //@formaction | //@poster | //@data-url | //@srcset)[. != '']"
READ = "//text()[not(ancestor::script or ancestor::style or ancestor::*[@class = 'page-help'])]"
"""What can be read on a page. The words of its help are those of buttons and blocks that may not be on it."""

RECORD_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Page:
    """What a test asks of a page: its headings, forms, links and text. Read in C: every page of every test is."""

    def __init__(self, text: str) -> None:
        self._root = fromstring(text, parser=HTMLParser(huge_tree=True)) if text.strip() else Element("html")
        self.h1 = [_text(found) for found in self._root.iter("h1")]
        self.titles = [_text(found) for found in self._find("//title[not(ancestor::svg)]")]
        self.ids: list[str] = self._find("//@id[. != '']")
        self.inline = [f"{found.tag} {dict(found.attrib)}" for found in self._find(INLINE)]

    def _find(self, path: str) -> list[Any]:
        found: list[Any] = _compiled(path)(self._root)
        return found

    @property
    def html_attributes(self) -> dict[str, str]:
        return dict(self._root.attrib)

    @cached_property
    def forms(self) -> list[dict[str, Any]]:
        """Each form: its ``action``, its ``method``, and the ``fields`` that it sends with the values they show."""
        return [
            {
                "action": form.get("action"),
                "method": form.get("method"),
                "fields": {field.get("name"): field.get("value", "") for field in _compiled(FIELDS)(form)},
            }
            for form in self._root.iter("form")
        ]

    @cached_property
    def leads(self) -> list[str]:
        """Where links, forms, pictures, sheets and scripts lead."""
        return [lead for lead in self._find(LEADS) if not _is_on_this_page(lead)]

    @cached_property
    def pointers(self) -> list[tuple[str, str]]:
        """Attributes that name the id of another element, with that id."""
        one = [(lead.attrname, str(lead)) for lead in self._find(POINTS_AT_ONE)]
        some = [(lead.attrname, each) for lead in self._find(POINTS_AT_SOME) for each in lead.split()]
        here = [(lead.attrname, lead[1:]) for lead in self._find(LEADS) if _is_on_this_page(lead)]
        return one + some + here

    @cached_property
    def text(self) -> str:
        return " ".join(" ".join(self._find(READ)).split())


def _text(element: Any) -> str:
    return "".join(element.itertext())


def _is_on_this_page(lead: str) -> bool:
    return lead.startswith("#") and len(lead) > 1


@cache
def _compiled(path: str) -> XPath:
    return XPath(path)


_READ: WeakKeyDictionary[TestResponse, Page] = WeakKeyDictionary()


def page_of(response: TestResponse) -> Page:
    """The page of an answer, read once."""
    if response not in _READ:
        _READ[response] = Page(response.text)
    return _READ[response]


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
    page = page_of(response)
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
    language = page.html_attributes["lang"]
    assert page.html_attributes["dir"] == direction(language), f"{language}: {page.html_attributes['dir']}"
    for form in page.forms:
        posted = (form["method"] or "get").lower() == "post"
        assert posted == bool(form["fields"].get("csrf_token")), f"a token where it belongs: {form}"
    lost = {(name, one) for name, one in page.pointers if one not in page.ids}
    assert not lost, f"points at nothing: {lost}"
