"""How heavy the pages are: ``python -m tests.bench.page_weight``.

Every page of a demonstration that a coordinator or an administrator can open is asked for and packed as a server does.
Style sheets, scripts and typefaces are kept by browsers for good and do not count.
"""

import gzip
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from flask.testing import FlaskClient

from caseapp.application import create_app
from caseapp.db import db
from caseapp.demo.making import FIRST_CASES, PASSPHRASE, add_cases, make_demonstration
from caseapp.setup.migrating import migrate
from tests.conftest import settings_for

PROMISE = 60_000
"""Bytes of a page, packed."""
READERS = ("coordinator", "administrator")
RECORDS = re.compile(r'href="(/(?:cases|people|statements|letters|requests|notes)/[0-9a-f-]{36})"')
SHOWN = 8
"""How many of the heaviest pages are printed."""


def signed_in(app: Flask, name: str) -> FlaskClient:
    """A browser of somebody of the demonstration."""
    client = app.test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
    assert token is not None
    data = {"csrf_token": token.group(1), "sign_in_name": name, "passphrase": PASSPHRASE}
    assert client.post("/sign-in", data=data).status_code == 302
    return client


def addresses(app: Flask, client: FlaskClient) -> set[str]:
    """The pages without a record, the first cases, and what those link to."""
    plain = {
        rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments
    }
    cases = RECORDS.findall(client.get("/cases/").text)[:FIRST_CASES]
    linked = {found for case in cases for found in RECORDS.findall(client.get(case).text)}
    return plain | set(cases) | linked


def weights(app: Flask, name: str) -> dict[str, int]:
    """The packed bytes of each page that this reader can open."""
    client = signed_in(app, name)
    found = {}
    for path in addresses(app, client):
        answer = client.get(path)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            found[f"{path} ({name})"] = len(gzip.compress(answer.data, 6))
    return found


def main() -> int:
    """Weigh the pages; the exit code tells whether the promise is kept."""
    with TemporaryDirectory() as folder:
        app = create_app(settings_for(Path(folder)))
        with app.app_context():
            migrate()
            make_demonstration(app)
            add_cases(FIRST_CASES, seed=1)
            db.session.remove()
        found = {path: weight for name in READERS for path, weight in weights(app, name).items()}
        with app.app_context():
            db.engine.dispose()
    heaviest = sorted(found.items(), key=lambda page: -page[1])
    for path, weight in heaviest[:SHOWN]:
        print(f"{weight:7,} bytes  {path}")
    kept = heaviest[0][1] < PROMISE
    print(
        f"{len(found)} pages, promised: each under {PROMISE:,} bytes packed: {'kept' if kept else 'BROKEN'}"
    )
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
