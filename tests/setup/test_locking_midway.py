"""Somebody locks the system while a colleague's page is being made."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from caseapp.cases import views
from caseapp.db.unlocked import vault_of
from tests.conftest import Person, check_page


@pytest.mark.parametrize("seen_before", [False, True])
def test_whoever_waits_for_a_page_meanwhile_is_told_that_the_system_is_locked(
    app: Flask, amina: Person, monkeypatch: pytest.MonkeyPatch, seen_before: bool
) -> None:
    if seen_before:
        amina.get("/cases/")
    monkeypatch.setattr(views, "list_cases", _after_locking(app, views.list_cases))
    answer = amina.client.get("/cases/")
    assert answer.status_code == 503
    assert "locked" in answer.text
    assert "Amina" not in answer.text
    check_page(answer)


def _after_locking(app: Flask, ask: Callable[..., Any]) -> Callable[..., Any]:
    def locked(*asked: Any) -> Any:
        vault_of(app).keys = None
        return ask(*asked)

    return locked
