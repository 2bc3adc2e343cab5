"""Everything that the audit log keeps has its words: kinds of records, and each key of each event."""

import ast
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from caseapp.accounts.models import User
from caseapp.audit import AuditEvent
from caseapp.audit.wording import OWN_TIME, detail_of, details_for
from caseapp.db import Record, db
from caseapp.db.engine import Base
from caseapp.web.installed import kind_label
from tests.frame.inhabited import inhabited
from tests.frame.test_house_rules import PACKAGE, inside, tree_of

RECORDERS = {"record", "seen", "record_refusal"}
BY_A_FUNCTION = {
    "accounts/deputies.py": {"lent", "until"},
    "accounts/actions.py": {"in_terminal"},
    "accounts/factors/actions.py": {"in_terminal"},
    "audit/refused.py": {"page", "way", "asked"},
    "audit/recording.py": set(),  # hands on what others record
    "disclosures/actions.py": {"disclosure_id", "purpose", "audience", "subjects"},
    "reports/log_file.py": {"kinds", "of_whom", "one_record", "from_day", "to_day"},
    "search/views.py": {"query", "shown"},
    "setup/unlocking.py": {"in_terminal", "by_sheet"},
    "setup/unlockers.py": {"in_terminal", "by_sheet"},
    "text_search/views.py": {"list"},
}
"""Modules that record a detail which a function of theirs makes, and its keys."""


def recorded() -> Iterator[tuple[str, str, str]]:
    """Each (module, code of an event, key) that stands in the code."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(tree_of(path)):
            if not isinstance(node, ast.Call) or len(node.args) < 2:
                continue
            if getattr(node.func, "id", getattr(node.func, "attr", "")) not in RECORDERS:
                continue
            codes = [
                each.value
                for each in ast.walk(node.args[1])
                if isinstance(each, ast.Constant) and isinstance(each.value, str)
            ]
            for keyword in node.keywords:
                for key in [keyword.arg] if keyword.arg else sorted(BY_A_FUNCTION[inside(path)]):
                    yield from ((inside(path), code, key) for code in codes if "." in code)


def test_every_key_that_the_code_records_has_words(app: Flask) -> None:
    found = list(recorded())
    assert ("reports/exporting.py", "report.exported", "reason") in found
    assert ("disclosures/actions.py", "disclosure.made", "audience") in found
    with app.app_context():
        wordless = [each for each in found if detail_of(each[1], each[2]) is None]
    assert wordless == []


def test_every_event_of_a_lived_in_house_is_told_in_words(installed: Path, tmp_path: Path) -> None:
    with inhabited(installed, tmp_path / "inhabited") as house, house.app.test_request_context():
        events = list(db.session.scalars(select(AuditEvent)))
        edon = next(user for user in db.session.scalars(select(User)) if user.sign_in_name == "edon")
        details = details_for(edon, events)
        for event in events:
            keys = (event.detail or {}).keys() - {OWN_TIME}
            lines = details.of(event)
            assert len(lines) == len(keys), f"{event.code} keeps {keys}"
            assert all(label and words for label, words in lines), f"{event.code}: {lines}"
    assert len({event.code for event in events}) > 20


def test_every_kind_of_record_has_a_word(app: Flask) -> None:
    kinds = {mapper.class_.__kind__ for mapper in Base.registry.mappers if issubclass(mapper.class_, Record)}
    with app.app_context():
        assert {kind for kind in kinds if kind_label(kind) is None} == set()
