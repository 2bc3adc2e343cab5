"""Every page that a reader reaches by links: for each route the fullest of the first few found."""

import re
from collections import defaultdict, deque
from collections.abc import Sequence
from html import unescape
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import APIRequestContext
from werkzeug.exceptions import HTTPException

A_FEW = 8
"""So many addresses of one route are read before one of them is chosen."""
FILES = {
    "/documents/<uuid:document_id>",
    "/letters/<uuid:letter_id>/pages/<int:number>.png",
    "/reports/rows/<uuid:export_id>/file",
    "/statements/<uuid:statement_id>/paper",
}
"""What these routes answer is no page."""
NO_PAGES = {"static", "home.health"}


def page_routes(app: Flask) -> set[str]:
    """The routes that answer GET with a page."""
    return {
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or set()) and rule.endpoint not in NO_PAGES and rule.rule not in FILES
    }


class Walk:
    """A reader's way along the links, from the pages without parameters on."""

    def __init__(self, app: Flask, address: str, requests: APIRequestContext) -> None:
        self.requests, self.address = requests, address
        self.routes = app.url_map.bind("localhost")
        self.pages = page_routes(app)
        self.found: dict[str, list[str]] = defaultdict(list)
        """The paths that showed a page, by route, the fullest first."""
        self._sizes: dict[str, int] = {}
        self._read: dict[str, int] = defaultdict(int)
        self._met: set[str] = set()
        self.go_on(sorted(route for route in self.pages if "<" not in route))

    def go_on(self, paths: Sequence[str]) -> None:
        """Read these pages, and what they lead to."""
        waiting = deque(paths)
        for path in paths:
            self._read[self.route_of(path)] = 0
        while waiting:
            path = waiting.popleft()
            route = self.route_of(path)
            if route not in self.pages or self._read[route] >= A_FEW:
                continue
            self._read[route] += 1
            links = [link for link in self._links_of(path, route) if link not in self._met]
            self._met.update(links)
            waiting.extend(links)

    def _links_of(self, path: str, route: str) -> list[str]:
        answer = self.requests.get(self.address + path, max_redirects=0)
        if not answer.ok or "text/html" not in answer.headers.get("content-type", ""):
            return []
        text = answer.text()
        self._sizes[path] = len(text)
        self.found[route] = sorted(
            {*self.found[route], path}, key=lambda one: ("?" in one, -self._sizes[one])
        )
        return list(map(unescape, re.findall(r'href="(/[^"#]*)', text)))

    def route_of(self, path: str) -> str:
        """The route that answers at this path; nothing where none does."""
        try:
            rule, _arguments = self.routes.match(urlsplit(path).path, method="GET", return_rule=True)
        except HTTPException:
            return ""
        return str(rule.rule)
