"""The browser, and the style guide served to it."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from .chromium import served, the_browser
from .sheet_app import create_sheet_app


@pytest.fixture
def browser() -> Browser:
    return the_browser()


@pytest.fixture
def sheet() -> Flask:
    return create_sheet_app()


@pytest.fixture
def address(sheet: Flask) -> Iterator[str]:
    with served(sheet) as address:
        yield address
