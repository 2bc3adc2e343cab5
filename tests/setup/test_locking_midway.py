"""Somebody locks the system while a colleague's page is being made."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from caseapp.cases import views
from caseapp.db.unlocked import Unlocked, vault_of
from caseapp.vault import Keyring
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


def test_a_changed_ring_that_is_taken_at_this_moment_does_not_outlast_the_lock(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = vault_of(app)
    ring, root = vault.keys, vault.root
    assert ring is not None
    assert root is not None
    begun, locked = threading.Event(), threading.Event()
    make = Unlocked._followed

    def slowly(self: Unlocked, keys: Keyring | None) -> Keyring | None:
        if keys is not None:
            begun.set()
            locked.wait(0.2)
        return make(self, keys)

    monkeypatch.setattr(Unlocked, "_followed", slowly)
    taking = threading.Thread(target=vault.take, args=(ring,))
    taking.start()
    assert begun.wait(10)
    vault.keys = None
    locked.set()
    taking.join()
    assert vault.keys is None
    vault.opened_by(root, None)
    assert vault.root is None, "nobody has unlocked it again"
