"""What it takes to read one encrypted attribute of a record, beside the vault's own function."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select

from caseapp.application import create_app
from caseapp.db import db, keyring
from caseapp.db.encrypted import drop_opened
from caseapp.db.scopes import key_of
from caseapp.notes.models import Note
from caseapp.setup.installing import adopt_root, keys_folder
from caseapp.vault import Binding, open_field, open_file_root, seal_field
from tests.conftest import settings_for

SIZES = {200: 4.0, 20_000: 1.2}
"""Bytes of the value, and how many times as long as the primitive the model may take."""
TIMES, ROUNDS = 500, 41


def measure_access(folder: Path, say: Callable[..., None]) -> None:
    """Read a note's text again and again in turn with the primitive, and say how many times as long it takes."""
    app = create_app(settings_for(folder))
    with app.app_context():
        adopt_root(app, open_file_root(keys_folder(app)))
        note = db.session.scalars(select(Note).limit(1)).one()
        db.session.expunge(note)
        keys = key_of(note.scope_id)
        binding = Binding(keyring().instance_id, Note.text.label_for(Note), note.id, note.scope_id)
        for size, most in SIZES.items():
            sealed = seal_field(keys.active, binding, b"\x01" + b"a" * (size - 1), Note.text.padding)
            note.text_sealed = sealed  # type: ignore[attr-defined]  # the ciphertext beside ``text``

            def through_model() -> None:
                drop_opened(note)
                assert note.text

            def raw(sealed: bytes = sealed) -> None:
                assert open_field(keys.active, binding, sealed)

            def decoded(sealed: bytes = sealed) -> None:
                assert open_field(keys.active, binding, sealed)[1:].decode()

            model, primitive, text = _microseconds(through_model, raw, decoded)
            say(
                f"model access, {size:,} bytes",
                f"{model:.1f} microseconds, {model / primitive:.2f} times the primitive's {primitive:.1f}; "
                f"promised {most} times at most (beside the primitive and the decoding that any use of a text needs, "
                f"{text:.1f} microseconds, {model / text:.2f} times)",
                kept=model <= most * primitive,
            )
        db.session.remove()
        db.engine.dispose()


def _microseconds(*functions: Callable[[], None]) -> list[float]:
    taken: list[list[float]] = [[] for _each in functions]
    for _round in range(ROUNDS):
        for function, times in zip(functions, taken, strict=True):
            start = time.perf_counter()
            for _time in range(TIMES):
                function()
            times.append((time.perf_counter() - start) / TIMES * 1e6)
    return [statistics.median(times) for times in taken]
