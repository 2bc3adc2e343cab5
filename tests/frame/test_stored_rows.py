"""Rows that are gone through as the database keeps them are compared with the same codes as loaded records."""

from typing import Any

import pytest
from sqlalchemy import Uuid, select

from caseapp.db import Record, check_stored_rows, stored_blocks
from caseapp.db.encrypted import Ciphertext
from caseapp.vault import Tampered, VaultError
from tests.frame.every_row import models_with_ciphertexts
from tests.frame.test_ciphertexts import crowded  # noqa: F401 - a fixture

KINDS = [model for model in models_with_ciphertexts() if issubclass(model, Record)]


def rows_of(model: type[Record]) -> list[tuple[Any, ...]]:
    """All rows of a kind, as they are stored."""
    return [row for block in stored_blocks(select(*model.__table__.columns)) for row in block]


def others(column: Any, value: Any) -> list[Any]:
    """What somebody with a database tool could write instead of a value."""
    if isinstance(column.type, Ciphertext):
        return [value[:-1] + bytes([value[-1] ^ 1]), b"plain", "plain", b""]
    if isinstance(column.type, Uuid):
        return ["0" * 32, "0" * 31, "g" * 32] + ([value.upper()] if value and value.upper() != value else [])
    if isinstance(value, bytes):
        return [value + b"\0"]
    return [2 if isinstance(value, int) and value < 2 else 1, "2001-1-1", "other"]


@pytest.mark.parametrize("model", KINDS, ids=lambda model: model.__tablename__)
def test_each_column_of_a_row_that_was_edited_is_noticed(crowded: Any, model: type[Record]) -> None:  # noqa: F811
    rows = rows_of(model)
    assert rows or model.__tablename__ == "audit_event"
    check_stored_rows(model, rows)
    for place, column in enumerate(model.__table__.columns):
        if column.key == "access_mac" or not rows:
            continue  # it covers nothing that the other code does not cover
        for other in others(column, rows[0][place]):
            edited = (*rows[0][:place], other, *rows[0][place + 1 :])
            with pytest.raises(VaultError):
                check_stored_rows(model, [edited])


def test_a_column_that_an_older_code_does_not_cover_stays_empty(crowded: Any) -> None:  # noqa: F811
    model = next(each for each in KINDS if any("since" in column.info for column in each.__table__.columns))
    columns = list(model.__table__.columns)
    row = list(rows_of(model)[0])
    place = next(place for place, column in enumerate(columns) if column.info.get("since", 1) > 1)
    mac = columns.index(model.__table__.c.row_mac)
    row[place], row[mac] = "fa", b"\1" + row[mac][1:]
    with pytest.raises(Tampered, match="does not know"):
        check_stored_rows(model, [tuple(row)])
