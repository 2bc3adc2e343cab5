"""Forms that are sent before the gallery is taken: some pages are there only once somebody has done something."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from playwright.sync_api import Page

from caseapp.clock import today
from tests.accounts.second_factors import code_of
from tests.journeys.every_page import Walk

PERSON = "/people/<uuid:person_id>"
SIGN = "/letters/<uuid:letter_id>/sign"
REASON = "For the yearly talk with the board."


def open_more(page: Page, walk: Walk, login: str) -> None:
    """Do what leads to the pages that no link shows in a demonstration, and follow the links from there."""
    for opening in OPENINGS.get(login, ()):
        walk.go_on(opening(page, walk))


def send(page: Page, address: str, fields: Mapping[str, str | bool]) -> str:
    """Fill the page's form in and send it; returns the path where the browser arrives."""
    page.goto(address)
    for selector, value in fields.items():
        field = page.locator(f"main {selector}").first
        if value is True:
            field.check()
        elif field.evaluate("field => field.localName") == "select":
            field.select_option(index=int(str(value)))
        else:
            field.fill(str(value))
    page.locator("main .form-actions button[type=submit]").first.click()
    page.wait_for_load_state()
    assert page.locator(".error-summary").count() == 0, page.locator(".error-summary").inner_text()
    return urlsplit(page.url).path


def find(page: Page, walk: Walk) -> list[str]:
    """Look for a name from the bar above every page; what was found stays on the page of the search."""
    page.goto(walk.address)
    page.fill("#top-search", "Parvin")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/")
    return ["/search/"]


def save_a_view(page: Page, walk: Walk) -> list[str]:
    """Save how a list is shown; it can be renamed then."""
    send(page, f"{walk.address}/saved-views/new/cases?status=not_closed", {"[name=name]": "Open cases"})
    return ["/saved-views/"]


def ask_for_rows(page: Page, walk: Walk) -> list[str]:
    """Ask for an export of cases, which has a page of its own."""
    fields: dict[str, str | bool] = {
        "[name=identified]": True,
        "[name=columns]:visible": True,
        "[name=reason]": REASON,
    }
    return [send(page, f"{walk.address}/reports/rows/new/cases", fields)]


def tell_at_once(page: Page, walk: Walk) -> list[str]:
    """Disclose something at once, of which colleagues are told."""
    (ask, *_others) = walk.found["/disclosures/now/<uuid:person_id>"]
    arrived = send(
        page, walk.address + ask, {"[name=audience]": "1", "[name=reason]": "Removal is set for tonight."}
    )
    return [arrived, "/"]


def look_for_a_name(page: Page, walk: Walk) -> list[str]:
    """Search before a name or a relative is written down."""
    arrived = []
    for aim in ("names", "relative"):
        found = walk.found["/people/check/<aim>/<kind>/<uuid:record_id>/<uuid:person_id>"]
        path = next(
            (path for path in found if f"/{aim}/" in path),
            re.sub("/check/[a-z]+/", f"/check/{aim}/", found[0]),
        )
        arrived.append(send(page, walk.address + path, {"[name=name]": "Parvin Sakhtegi"}))
    return arrived


def look_at_conditions(_page: Page, walk: Walk) -> list[str]:
    """Open the page of conditions, to which a letter leads only while nobody has said that they are kept."""
    asked = walk.found["/consents/withdraw/<uuid:consent_id>"]
    return [f"{path.replace('/withdraw/', '/conditions/')}?audience=partners" for path in asked[:1]]


def sign_a_letter(page: Page, walk: Walk) -> list[str]:
    """Record that a letter is signed, so that it can be sent; another one keeps its page for signing."""
    *_others, sign = walk.found[SIGN]
    day = today()
    fields = {"[name$=-day]": str(day.day), "[name$=-month]": str(day.month), "[name$=-year]": str(day.year)}
    return [send(page, walk.address + sign, {"[name=name]": "Ada Administrator", **fields})]


def invite(page: Page, walk: Walk) -> list[str]:
    """Invite a colleague, whose link opens a page."""
    fields: dict[str, str | bool] = {
        "[name=name]": "Sami Newcomer",
        "[name=sign_in_name]": "newcomer",
        "[name=roles][value=support]": True,
    }
    send(page, f"{walk.address}/staff/invite", fields)
    code = re.search(r"/activate/[\w-]+", page.content())
    assert code, "the page after the invitation shows its link"
    return [code.group()]


def set_up_an_app(page: Page, walk: Walk) -> list[str]:
    """Set an app up as a second factor, which has a page then."""
    page.goto(f"{walk.address}/me/factors/app")
    seed = page.locator(".handover code").inner_text().replace(" ", "")
    page.fill("[name=code]", code_of(seed))
    page.locator("main .form-actions button[type=submit]").first.click()
    page.wait_for_load_state()
    return ["/me"]


OPENINGS = {
    "coordinator": (
        find,
        save_a_view,
        tell_at_once,
        look_for_a_name,
        look_at_conditions,
        sign_a_letter,
        ask_for_rows,
    ),
    "administrator": (invite,),
    "auditor": (set_up_an_app,),
}
