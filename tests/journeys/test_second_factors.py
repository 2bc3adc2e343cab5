"""Signing in with a second factor in a real browser: a passkey of a virtual device, and the code of an app."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import CDPSession, expect

from caseapp.accounts.factors.demanded import REQUIRED
from tests.accounts.second_factors import choose_rule
from tests.conftest import PASSPHRASE
from tests.journeys.conftest import PHONE, Desk
from tests.look.chromium import served

pytestmark = pytest.mark.browser


@pytest.fixture
def address(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The server under the name that it knows itself by: browsers make passkeys for names alone."""
    with served(app) as found:
        named = found.replace("127.0.0.1", "localhost")
        monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], address=named))
        yield named


def plug_in_a_key(desk: Desk) -> tuple[CDPSession, str]:
    """A security key at the browser, which somebody touches whenever it is asked."""
    devtools = desk.page.context.new_cdp_session(desk.page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made: dict[str, Any] = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devtools, made["authenticatorId"]


def give_passphrase(desk: Desk, name: str) -> None:
    desk.open("/sign-in")
    desk.page.fill("#sign_in_name", name)
    desk.page.fill("#passphrase", PASSPHRASE)
    desk.page.locator("main form button[type=submit]").first.click()


def test_a_passkey_is_made_at_the_first_sign_in_and_opens_the_next_one(
    app: Flask, desk: Callable[..., Desk]
) -> None:
    choose_rule(app, REQUIRED)
    amina = desk()
    devtools, key = plug_in_a_key(amina)
    give_passphrase(amina, "amina")
    page = amina.page
    page.get_by_role("link", name="A passkey").click()
    page.fill("#label", "The blue key")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    page.get_by_role("link", name="I have them on paper").click()
    page.wait_for_url(f"{amina.address}/")
    made = devtools.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]
    assert [each["rpId"] for each in made] == ["localhost"]

    page.locator("details.drop-person > summary").click()
    page.get_by_role("button", name="Sign out").click()
    give_passphrase(amina, "amina")
    page.get_by_role("button", name="Use the passkey").click()
    page.wait_for_url(f"{amina.address}/")
    amina.open("/me")
    assert "The blue key" in amina.text()


def test_a_key_that_does_not_know_the_account_leaves_the_page_as_it_is(
    app: Flask, desk: Callable[..., Desk]
) -> None:
    amina = desk("amina")
    plug_in_a_key(amina)
    amina.open("/me/factors/passkey")
    amina.page.get_by_role("button", name="Make the passkey").click()
    expect(amina.page.locator(".recovery-codes")).to_be_visible()
    other = desk()
    plug_in_a_key(other)  # another one, which does not know the account
    give_passphrase(other, "amina")
    other.page.get_by_role("button", name="Use the passkey").click()
    expect(other.page.locator("[data-passkey-failed]")).to_be_visible()
    expect(other.page.locator("#code")).to_be_visible()


def test_without_scripts_a_code_of_an_app_does_the_same(app: Flask, desk: Callable[..., Desk]) -> None:
    choose_rule(app, REQUIRED)
    amina = desk(viewport=PHONE, java_script_enabled=False)
    give_passphrase(amina, "amina")
    page = amina.page
    page.get_by_role("link", name="A passkey").click()
    expect(page.get_by_role("button", name="Make the passkey")).to_be_hidden()
    page.get_by_role("link", name="Set up an app").click()
    expect(page.locator("img.qr-code")).to_be_visible()
    seed = page.locator(".handover code").inner_text().replace(" ", "")
    page.fill("#code", pyotp.TOTP(seed).now())
    page.get_by_role("button", name="It is set up").click()
    code = page.locator(".recovery-codes code").first.inner_text()
    page.get_by_role("link", name="I have them on paper").click()
    page.wait_for_url(f"{amina.address}/")

    again = desk(viewport=PHONE, java_script_enabled=False)
    give_passphrase(again, "amina")
    again.page.fill("#code", code)
    again.page.get_by_role("button", name="Sign in").click()
    again.page.wait_for_url(f"{again.address}/")
