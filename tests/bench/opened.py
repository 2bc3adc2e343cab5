"""What a page of the application opens: which cells, in whose keys. Its floor opens the same ones and no other.

The page is asked for inside this process, and every call that opens a value is noted. What the sign-in opens, the
session and the account, is left out: the floor asks for both in the clear.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from caseapp.accounts.days_reading import let_go_on
from caseapp.accounts.models import User
from caseapp.application import create_app
from caseapp.db import Record, db, encrypted, write
from caseapp.db.encrypted import encrypted_columns
from caseapp.setup.installing import adopt_root, keys_folder
from caseapp.vault import Binding, open_file_root
from tests.bench.page_weight import signed_in
from tests.conftest import settings_for

_OF_SIGNING_IN = ("web_session", "user", "sign_in_throttle")


class InProcess:
    """The application on an instance, asked in this process by somebody who has signed in."""

    def __init__(self, folder: Path, name: str) -> None:
        self.app: Flask = create_app(settings_for(folder))
        with self.app.app_context():
            adopt_root(self.app, open_file_root(keys_folder(self.app)))
        self.client: FlaskClient = signed_in(self.app, name)

    def let_on(self, name: str) -> None:
        """Let somebody open and export today what a measurement takes."""
        with self.app.test_request_context():
            users = {user.sign_in_name: user for user in db.session.scalars(select(User))}
            with write():
                let_go_on(users["administrator"], users[name], "A measurement")
            db.session.remove()

    def note(self, plan: Path, ask: Callable[[FlaskClient], object]) -> int:
        """Write into ``plan`` what is opened when somebody asks so the second time; returns how many cells."""
        ask(self.client)
        bindings: set[Binding] = set()
        with _noting(bindings):
            ask(self.client)
        with self.app.app_context():
            places = _places()
        tables: dict[str, Any] = {}
        for each in bindings:
            table, column = places[each.label]
            if table not in _OF_SIGNING_IN:
                tables.setdefault(table, {}).setdefault((column, each.label), {})[each.row_id.hex] = (
                    each.scope_id.hex
                )
        cells = {table: _as_rows(columns) for table, columns in tables.items()}
        scopes = {
            scope for table in cells.values() for row in table["rows"].values() for scope in row if scope
        }
        plan.write_text(json.dumps({"scopes": sorted(scopes), "tables": cells}))
        return sum(len(rows) for columns in tables.values() for rows in columns.values())

    def close(self) -> None:
        """Let the database go."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


@contextmanager
def _noting(bindings: set[Binding]) -> Iterator[None]:
    class Noted(encrypted.FieldOpener):
        def __init__(self, instance_id: UUID, label: str) -> None:
            super().__init__(instance_id, label)
            self._label = label

        def view(self, keys: Any, row_id: bytes, scope_id: bytes, sealed: bytes) -> memoryview:
            bindings.add(Binding(self.instance_id, self._label, UUID(bytes=row_id), UUID(bytes=scope_id)))
            return super().view(keys, row_id, scope_id, sealed)

    def opener(column: Any, model: type, instance_id: UUID) -> Noted:
        return Noted(instance_id, column.label_for(model))

    with patch.object(encrypted.Encrypted, "_opener", opener):
        yield


def _places() -> dict[str, tuple[str, str]]:
    """The table and the column of each label."""
    models = [mapper.class_ for mapper in db.Model.registry.mappers]
    return {
        column.label_for(model): (model.__tablename__, column.name)
        for model in models
        if issubclass(model, Record) or hasattr(model, "scope_id")
        for column in encrypted_columns(model)
    }


def _as_rows(columns: dict[tuple[str, str], dict[str, str]]) -> dict[str, Any]:
    order = sorted(columns)
    row_ids = sorted({row_id for rows in columns.values() for row_id in rows})
    return {
        "columns": order,
        "rows": {row_id: [columns[each].get(row_id) for each in order] for row_id in row_ids},
    }
