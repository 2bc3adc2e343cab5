"""What tests do with the copy of the log that is kept elsewhere."""

from pathlib import Path
from typing import Any

from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from caseapp.audit import batches
from caseapp.audit.batches import read_line
from caseapp.audit.commands import audit
from caseapp.audit.comparing import compare_copy
from caseapp.audit.copying import FILE_NAME, copy_log
from caseapp.audit.models import AuditEvent
from caseapp.db import db


def copied(app: Flask) -> int:
    with app.app_context():
        return copy_log()


def numbers(app: Flask, elsewhere: Path) -> list[int]:
    """The numbers of the events in the copy, in its order, of every line that is whole."""
    found: list[int] = []
    with app.app_context():
        for line in (elsewhere / FILE_NAME).read_text("ascii").splitlines(keepends=True):
            try:
                found += [entry[0] for entry in read_line(line).entries]
            except batches.NoBatch:
                continue
    return found


def newest(app: Flask) -> int:
    with app.app_context():
        return db.session.execute(select(func.max(AuditEvent.number))).scalar_one()


def differences(app: Flask, elsewhere: Path) -> list[str]:
    with app.app_context():
        return [f"{each.where}: {each.sentence}" for each in compare_copy(elsewhere / FILE_NAME, own=True)]


def run(app: Flask, *words: str) -> Any:
    with app.app_context():
        return CliRunner().invoke(audit, words)
