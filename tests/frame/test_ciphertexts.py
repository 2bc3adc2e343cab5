"""Every encrypted column against somebody with a database tool: moved, bent, cut, emptied or plain, it never opens."""

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from caseapp.application import create_app
from caseapp.db import Encrypted, Record, db
from caseapp.db.encrypted import encrypted_columns
from caseapp.db.records import Scoped
from caseapp.setup.installing import adopt_root, keys_folder
from caseapp.vault import VaultError, open_file_root
from tests.conftest import settings_for
from tests.frame.conftest import behind
from tests.frame.every_row import make_rows, models_with_ciphertexts

MODELS = models_with_ciphertexts()
COLUMNS = [(model, column) for model in MODELS for column in encrypted_columns(model)]
Rows = dict[type[Scoped], tuple[uuid.UUID, uuid.UUID]]


def name_of(value: Any) -> str | None:
    if isinstance(value, type):
        return value.__tablename__
    return value.name if isinstance(value, Encrypted) else None


@pytest.fixture(scope="module")
def crowded(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Path, Rows]]:
    """An installation with two rows of every table, in two scopes."""
    folder = tmp_path_factory.mktemp("crowded") / "instance"
    shutil.copytree(installed, folder)
    app = create_app(settings_for(folder))
    with app.app_context():
        # The rows point at nothing, so their foreign keys are not asked about here.
        event.listen(
            db.engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys = OFF")
        )
        adopt_root(app, open_file_root(keys_folder(app)))
        rows = make_rows()
        db.session.remove()
        yield app, folder / "caseapp.db", rows
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def rows(crowded: tuple[Flask, Path, Rows]) -> Iterator[Rows]:
    db.session.remove()
    yield crowded[2]
    db.session.remove()


def sealed_values(model: type[Scoped], column: Encrypted[Any]) -> list[tuple[Any, bytes]]:
    """Each of the two rows' (id and scope, ciphertext) as the database holds them."""
    table = model.__table__
    query = select(table.c.id, table.c.scope_id, table.c[column.name]).limit(1000)
    return [(row, row[2]) for row in db.session.execute(query)]


def flipped(sealed: bytes, at: int) -> bytes:
    return sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]


def abuses(sealed: bytes) -> dict[str, bytes]:
    """What can be done to one ciphertext without another."""
    return {
        "flipped in the first byte": flipped(sealed, 0),
        "flipped in the format": flipped(sealed, 1),
        "flipped in the generation": flipped(sealed, 5),
        "flipped in the middle": flipped(sealed, len(sealed) // 2),
        "flipped in the last byte": flipped(sealed, len(sealed) - 1),
        "cut by one": sealed[:-1],
        "cut to the head": sealed[:8],
        "one longer": sealed + b"\0",
        "doubled": sealed + sealed,
        "empty": b"",
        "plain text": "Reza رضا".encode(),
        "plain text behind the first byte": sealed[:1] + "Reza رضا".encode(),
    }


@pytest.mark.parametrize(("model", "column"), COLUMNS, ids=name_of)
def test_a_column_opens_in_its_own_place_alone(
    rows: Rows, model: type[Scoped], column: Encrypted[Any]
) -> None:
    table = model.__table__
    two = [
        db.session.execute(
            select(table.c.id, table.c.scope_id, table.c[column.name]).where(table.c.id == row_id)
        ).one()
        for row_id in rows[model]
    ]
    (id_a, scope_a, sealed_a), (id_b, scope_b, sealed_b) = two
    assert column.open(model, id_a, scope_a, sealed_a), "it opens where it belongs"

    def refused(*arguments: Any, by: Encrypted[Any] = column, model: type[Scoped] = model) -> None:
        with pytest.raises(VaultError):
            by.open(model, *arguments)

    refused(id_a, scope_a, sealed_b)
    refused(id_b, scope_a, sealed_a)
    if not column.in_scope and scope_a != scope_b:
        refused(id_a, scope_b, sealed_a)
    for other in encrypted_columns(model):
        if other is not column:
            refused(id_a, scope_a, sealed_a, by=other)
    for neighbour in MODELS:
        if neighbour is not model and column.label.startswith("."):
            refused(id_a, scope_a, sealed_a, model=neighbour)
    for what, abused in abuses(sealed_a).items():
        if abused != sealed_a:
            with pytest.raises(VaultError):
                pytest.fail(f"{what}: {column.open(model, id_a, scope_a, abused)!r}")


@pytest.mark.parametrize(("model", "column"), COLUMNS, ids=name_of)
def test_a_row_whose_ciphertext_was_replaced_by_a_database_tool_raises(
    crowded: tuple[Flask, Path, Rows], rows: Rows, model: type[Scoped], column: Encrypted[Any]
) -> None:
    row_id, other_id = rows[model]
    with behind(crowded[1]) as raw:
        table, name = f'"{model.__tablename__}"', f'"{column.name}"'

        def held(which: uuid.UUID) -> bytes:
            found: bytes = raw.execute(f"SELECT {name} FROM {table} WHERE id = ?", (which.hex,)).fetchone()[0]
            return found

        def put(value: bytes) -> None:
            raw.execute(f"UPDATE {table} SET {name} = ? WHERE id = ?", (value, row_id.hex))

        own = held(row_id)
        swaps = {"of another row": held(other_id), "empty": b"", "flipped": flipped(own, len(own) - 1)}
        swaps["plain text"] = b"in plain words"
        for what, value in swaps.items():
            put(value)
            db.session.remove()
            with pytest.raises(VaultError):
                pytest.fail(f"{what}: {read(model, row_id, column)!r}")
        put(own)
    db.session.remove()
    assert read(model, row_id, column), "put back, it opens again"


def read(model: type[Scoped], row_id: uuid.UUID, column: Encrypted[Any]) -> object:
    row = db.session.get(model, row_id)
    return getattr(row, column.name)


@pytest.mark.parametrize("model", [model for model in MODELS if issubclass(model, Record)], ids=name_of)
def test_every_plain_column_of_a_record_is_under_its_code(
    crowded: tuple[Flask, Path, Rows], rows: Rows, model: type[Record]
) -> None:
    row_id = rows[model][0]
    sealed = {column.name for column in encrypted_columns(model)}
    with behind(crowded[1]) as raw:
        table = f'"{model.__tablename__}"'
        for column in model.__table__.columns:
            if column.name in sealed or column.name in {"id", "access_mac"}:
                continue
            own = raw.execute(f'SELECT "{column.name}" FROM {table} WHERE id = ?', (row_id.hex,)).fetchone()[
                0
            ]
            change = f'UPDATE {table} SET "{column.name}" = ? WHERE id = ?'
            raw.execute(change, (other_value(own, column), row_id.hex))
            db.session.remove()
            with pytest.raises(VaultError):
                pytest.fail(f"{column.name} was changed and read: {db.session.get(model, row_id)}")
            raw.execute(change, (own, row_id.hex))
    db.session.remove()
    assert db.session.get(model, row_id) is not None


def other_value(own: Any, column: Any) -> Any:
    """Another value of the same type."""
    match column.type.python_type.__name__:
        case "UUID":
            return uuid.uuid4().hex
        case "bool":
            return 0 if own else 1
        case "int" | "float":
            return (own or 0) + 1
        case "date":
            return "2031-01-01"
        case "datetime":
            return "2031-01-01 00:00:00.000000"
        case "bytes":
            return own[:-1] + bytes([own[-1] ^ 1]) if own else b"\1" * 32
        case _:
            return f"{own}x"


def test_a_thousand_equal_names_have_no_equal_ciphertext_and_few_lengths(
    crowded: tuple[Flask, Path, Rows], rows: Rows
) -> None:
    from caseapp.accounts.models import Team
    from caseapp.audit import record
    from caseapp.db import ORGANISATION, system_scope_id, write

    with write():
        for _ in range(1000):
            db.session.add(Team(scope_id=system_scope_id(ORGANISATION), name="Reza"))
        record(None, "setup.unlocked")
    held = [sealed for _row, sealed in sealed_values(Team, encrypted_columns(Team)[0])]
    assert len(held) == 1000
    assert len(set(held)) == 1000
    assert len({len(sealed) for sealed in held}) <= 2


def test_the_test_knows_every_encrypted_column() -> None:
    tried = {column.label_for(model) for model, column in COLUMNS}
    assert {label for label in Encrypted.INVENTORY if not label.startswith("toy_plant.")} <= tried
    assert len(COLUMNS) == len(tried), "no two columns of the application share a label"
