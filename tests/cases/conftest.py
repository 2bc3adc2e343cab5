"""What the tests of cases share."""

from dataclasses import replace

import pytest

from caseapp.cases.listing import CASES


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three rows on a page."""
    monkeypatch.setattr("caseapp.cases.views.CASES", replace(CASES, size=3))
