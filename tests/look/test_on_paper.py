"""Pages on paper: how the margins count them."""

import re

import pytest
from playwright.sync_api import Browser

from tests.printing.reading import comparable, needs_poppler, text_of

pytestmark = [pytest.mark.browser, needs_poppler]
COUNT = {"en": r"^\d+ ?/ ?\d+$", "fa": r"^(?=.*صفح)(?=.* از ).{1,20}$"}
"""The reading order of the Persian words is the reader's guess: they stand in no document."""


@pytest.mark.parametrize(("locale", "digits"), [("en", "12"), ("fa", "۱۲")])
def test_printed_pages_are_counted_in_the_digits_of_the_language(
    browser: Browser, address: str, locale: str, digits: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/?locale={locale}")
    printed = text_of(page.pdf(prefer_css_page_size=True)).split("\f")
    context.close()
    for sheet, number in zip(printed, digits, strict=False):
        (count,) = re.findall(COUNT[locale], comparable(sheet), re.MULTILINE)
        assert number in count
