"""The inventory of columns: what the database shows to whoever takes it is a list with reasons, not an accident."""

import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, Date, DateTime, Integer, LargeBinary, String, Table, Uuid

from caseapp.db import Encrypted, Record
from caseapp.db.encrypted import Ciphertext, encrypted_columns
from caseapp.db.engine import Base
from tests.frame.every_row import scoped_models

INVENTORY = Path(__file__).with_name("columns.txt")
EVERY_RECORD = "every record"
NEVER_PLAIN = {
    "name", "names", "title", "birth", "born", "sex", "age", "health", "risk", "risks", "place", "where", "address",
    "contact", "phone", "telephone", "number", "text", "body", "words", "remark", "summary", "origin", "nationality",
    "reference", "email", "medium", "caller", "relation", "reason",
}  # fmt: skip
PLAIN_ALL_THE_SAME = {
    "audit_event.number": "the place of an event in the chain",
    "letter.body_format": "the version of the markup",
    "contact_filing.contact_id": "the row of the incoming contact",
}
TYPES_OF_REASONS: dict[str, tuple[type, ...]] = {
    "identity": (Uuid,),
    "link": (Uuid, String),
    "colleague": (Uuid,),
    "scope": (Uuid,),
    "version": (Integer,),
    "order": (Integer,),
    "day": (Date,),
    "instant": (DateTime, Integer),
    "status": (String, Boolean),
    "kind": (String, Boolean),
    "language": (String,),
    "purpose": (String,),
    "outcome": (String,),
    "access": (String, Date),
    "reader": (String,),
    "setting": (Uuid, Integer, Boolean, String),
}
INSTANTS = {"web_session", "draft", "sign_in_throttle"}


def read_inventory() -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """The reasons, and for each table its columns with `sealed`, `code` or the reason why they are plain."""
    reasons: dict[str, str] = {}
    tables: dict[str, dict[str, str]] = {}
    columns: dict[str, str] = {}
    for line in INVENTORY.read_text("utf-8").splitlines():
        if heading := re.fullmatch(r"\[(.+)\]", line):
            columns = tables[heading.group(1)] = {}
        elif reason := re.fullmatch(r"reason (\w+) +(.+)", line):
            reasons[reason.group(1)] = reason.group(2)
        elif listed := re.fullmatch(r"(sealed|code|plain (\w+)): (.+)", line):
            for name in listed.group(3).split():
                assert name not in columns, f"{name} is listed twice"
                columns[name] = listed.group(2) or listed.group(1)
        else:
            assert not line or line.startswith("#"), line
    return reasons, tables


REASONS, LISTED = read_inventory()
RECORDS = {model.__tablename__ for model in scoped_models() if issubclass(model, Record)}
TABLES = sorted(Base.metadata.tables.values(), key=lambda table: table.name)


def listed_for(table: Table) -> dict[str, str]:
    own = LISTED.get(table.name, {})
    return {**LISTED[EVERY_RECORD], **own} if table.name in RECORDS else own


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_of_a_table_is_listed_for_what_it_is(table: Table) -> None:
    listed = listed_for(table)
    actual = {column.name: column for column in table.columns}
    assert set(actual) - set(listed) == set(), "not in columns.txt: say what it is and why it may be read"
    assert set(listed) - set(actual) == set(), "in columns.txt and not in the table"
    for name, column in actual.items():
        _is_what_it_says(table.name, name, column.type, listed[name])


def _is_what_it_says(table: str, name: str, kind: Any, said: str) -> None:
    where = f"{table}.{name}"
    if said == "sealed":
        assert isinstance(kind, Ciphertext), where
    elif said == "code":
        assert isinstance(kind, LargeBinary), where
        assert not isinstance(kind, Ciphertext), where
    else:
        assert said in REASONS, f"{where}: there is no reason called {said}"
        assert isinstance(kind, TYPES_OF_REASONS[said]), f"{where} is a {kind} and cannot be plain as {said}"
        assert not NEVER_PLAIN & set(name.split("_")) or where in PLAIN_ALL_THE_SAME, (
            f"{where} must not be plain"
        )
        assert said != "instant" or table in INSTANTS, f"{where}: an exact moment"


def test_the_inventory_names_no_table_that_is_not_there() -> None:
    assert set(LISTED) - {EVERY_RECORD} <= {table.name for table in TABLES}


def test_every_reason_is_explained_and_used() -> None:
    used = {said for columns in LISTED.values() for said in columns.values()} - {"sealed", "code"}
    assert used == set(REASONS) == set(TYPES_OF_REASONS)


def test_every_attribute_that_decrypts_is_a_sealed_column() -> None:
    for model in scoped_models():
        listed = listed_for(model.__table__)  # type: ignore[arg-type]
        for column in encrypted_columns(model):
            assert listed[column.name] == "sealed"
            assert column.label_for(model).count(".") == 1
    assert Encrypted.INVENTORY


def test_a_record_may_be_looked_up_by_tokens_only() -> None:
    """A unique plain text column would be an index of names or references."""
    for table in TABLES:
        for column in table.columns:
            if isinstance(column.type, String):
                assert not column.unique, f"{table.name}.{column.name}"
