"""What stands on a phone before anybody can sign in."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from caseapp.db import db
from tests.journeys.before_sign_in import before_there_are_keys
from tests.journeys.conftest import PHONE
from tests.look.chromium import served

pytestmark = pytest.mark.browser


def test_a_phone_shows_every_character_of_the_recovery_code(chromium: Browser, tmp_path: Path) -> None:
    app, token = before_there_are_keys(tmp_path / "instance")
    context = chromium.new_context(viewport=PHONE)  # type: ignore[arg-type]
    with served(app) as address:
        page = context.new_page()
        page.goto(f"{address}/set-up/{token}/recovery")
        code = page.locator(".recovery-code")
        assert code.evaluate("code => code.scrollWidth <= code.clientWidth")
    context.close()
    with app.app_context():
        db.engine.dispose()
