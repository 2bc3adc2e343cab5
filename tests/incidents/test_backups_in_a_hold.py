"""While a hold on all erasure stands, no backup is let go either: they are what an erasure reaches last."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from caseapp.backup.making import backups_in
from tests.backup.test_making import wait
from tests.conftest import Person
from tests.incidents.reporting import report
from tests.incidents.test_orders import end_hold

SAID = "No old backup is removed for now"


@pytest.fixture(autouse=True)
def _one_is_kept(app: Flask) -> Iterator[None]:
    known = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(known, backups_kept=1)
    yield
    app.config["SETTINGS"] = known


def make(drita: Person, instance: Path) -> int:
    drita.post("/settings/backups/make")
    wait(drita.app)
    with drita.app.app_context():
        return len(backups_in(instance / "backups"))


def test_old_backups_stay_until_the_hold_ends(
    amina: Person, clara: Person, ilir: Person, drita: Person, instance: Path
) -> None:
    make(drita, instance)
    assert SAID not in drita.page("/settings/backups/").text
    incident = report(amina, "order")
    assert SAID in drita.page("/settings/backups/").text
    assert make(drita, instance) == 2
    assert "Kept old backups because erasing is paused" in drita.page("/audit/").text
    assert make(drita, instance) == 3
    end_hold(clara, ilir, incident)
    assert SAID not in drita.page("/settings/backups/").text
    assert make(drita, instance) == 1


def test_no_copy_from_before_an_update_is_removed_while_it_stands(
    amina: Person, drita: Person, instance: Path
) -> None:
    copy = instance / "before-update-2026-11-01"
    copy.mkdir()
    report(amina, "order")
    there = f"/settings/backups/copies/{copy.name}/remove"
    form = next(form for form in drita.page(there).forms if "sure" in form["fields"])
    assert SAID in drita.post(there, {**form["fields"], "sure": "y"}, status=422).text
    assert copy.is_dir()
