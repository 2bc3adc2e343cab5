"""What axe finds on a page: faults that keep somebody from reading or using it."""

from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import Page

VENDORED = Path(__file__).parent.parent / "vendor"
GRAVE = """async () => {
    const found = await axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"], resultTypes: ["violations"],
    });
    return found.violations
        .filter(({impact}) => ["serious", "critical"].includes(impact))
        .flatMap(({id, nodes}) => nodes.slice(0, 2).map(({html}) => `${id}: ${html.slice(0, 160)}`));
}"""
"""What it finds in a few words: to hand over all that it has to tell would take longer than finding it."""


def axe_findings(page: Page) -> list[str]:
    """Serious and critical findings of axe on the page. The context must bypass the page's policy."""
    page.add_script_tag(url=_address())
    findings: list[str] = page.evaluate(GRAVE)
    return findings


@cache
def _address() -> str:
    """Where the browser gets axe from: it keeps what it has compiled of a script that has an address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Kept, directory=str(VENDORED)))
    Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/axe.min.js"


class _Kept(SimpleHTTPRequestHandler):
    """Serves files that the browser keeps."""

    protocol_version = "HTTP/1.1"

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=86400, immutable")
        super().end_headers()

    def log_message(self, *_args: object) -> None:
        """Say nothing: nobody reads it."""
