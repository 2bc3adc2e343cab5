"""Every column of free text can be searched, or is named with the reason why not."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from flask import Flask

from caseapp.db import Encrypted, db
from caseapp.db.encrypted import TEXT
from caseapp.features import FEATURES
from caseapp.text_search.sources import Source
from caseapp.vault import Padding
from caseapp.web.sentences import TYPED_OR_WORDED
from tests.frame.every_row import scoped_models

NOT_SEARCHED = Path(__file__).with_name("not_searched.txt")
SOURCES = [source for feature in FEATURES for source in feature.texts]
SEARCHED = {f"{source.model.__kind__}.{name}" for source in SOURCES for name in source.columns}


def listed() -> dict[str, str]:
    """The columns that are not searched, each with the reason above it."""
    found: dict[str, str] = {}
    reason = ""
    for line in NOT_SEARCHED.read_text("utf-8").splitlines():
        if line.startswith("because "):
            reason = line.removeprefix("because ")
        elif line and not line.startswith("#"):
            assert reason
            assert line not in found, f"{line} is listed twice"
            found[line] = reason
    return found


def free_texts() -> set[str]:
    return {
        label
        for label, column in Encrypted.INVENTORY.items()
        if column.codec is TYPED_OR_WORDED or (column.codec is TEXT and column.padding is Padding.TEXT)
    }


def test_every_free_text_is_searched_or_named_with_a_reason() -> None:
    assert scoped_models()
    assert free_texts() - SEARCHED - set(listed()) == set(), "searched by nobody, and no reason is given"
    assert set(listed()) & SEARCHED == set(), "searched all the same"
    assert set(listed()) <= set(Encrypted.INVENTORY), "there is no such column"


def test_a_source_names_texts_of_its_model_under_their_own_label() -> None:
    for source in SOURCES:
        for name in source.columns:
            column = getattr(source.model, name)
            assert column.codec in (TEXT, TYPED_OR_WORDED), f"{source.model.__kind__}.{name} is no text"
            assert column.label_for(source.model) == f"{source.model.__kind__}.{name}"


def test_what_is_found_can_be_named_and_opened() -> None:
    kinds = {kind.model.__kind__: kind for feature in FEATURES for kind in feature.kinds}
    for source in SOURCES:
        kind, _column = source.of or (source.model.__kind__, "id")
        assert not kind or kinds[kind].describe is not None, f"nobody describes {kind}"
        assert source.model.__kind__ in kinds


def test_its_questions_go_along_an_index(app: Flask) -> None:
    database = app.config["SETTINGS"].database_path
    with app.app_context(), closing(sqlite3.connect(database)) as connection:
        for source in map(Source, SOURCES):
            table = source.model.__tablename__
            for question in (source.in_scopes, source.counted, source.by_ids):
                text = re.sub(r"\?", "'[]'", str(question.compile(db.engine)))
                plan = connection.execute(f"EXPLAIN QUERY PLAN {text}").fetchall()
                steps = " / ".join(str(row[3]) for row in plan)
                assert not re.search(rf"SCAN {table}\b", steps), steps
