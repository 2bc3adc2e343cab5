"""A disk that takes only part of the ledger's lines takes no erasure."""

import errno
import os
import uuid
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from caseapp.audit import ledger
from caseapp.audit.ledger import LEDGER, add_to_ledger, erased_tokens, is_erased


def test_lines_that_the_disk_takes_in_pieces_are_all_written(
    app: Flask, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = os.write

    def piecemeal(handle: int, content: Any) -> int:
        return whole(handle, bytes(content)[:50])

    scopes = [uuid.uuid4() for _ in range(4)]
    monkeypatch.setattr(ledger.os, "write", piecemeal)
    with app.app_context():
        add_to_ledger(scopes)
        tokens = erased_tokens([instance / LEDGER])
        assert all(is_erased(scope, tokens) for scope in scopes)


def test_a_disk_that_is_full_in_the_middle_keeps_the_ledger_as_it_was(
    app: Flask, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, calls = os.write, 0

    def full(handle: int, content: Any) -> int:
        nonlocal calls
        calls += 1
        if calls > 1:
            raise OSError(errno.ENOSPC, "no room")
        return whole(handle, bytes(content)[:100])

    with app.app_context():
        add_to_ledger([uuid.uuid4()])
        before = (instance / LEDGER).read_bytes()
        monkeypatch.setattr(ledger.os, "write", full)
        with pytest.raises(OSError, match="no room"):
            add_to_ledger([uuid.uuid4() for _ in range(4)])
    assert (instance / LEDGER).read_bytes() == before
