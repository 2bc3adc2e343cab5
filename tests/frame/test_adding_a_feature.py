"""A feature is one folder and one line: one is added and removed without touching the house."""

import subprocess
import sys
from pathlib import Path

import pytest
from flask import Blueprint, Flask

from caseapp.application import create_app
from caseapp.features import FEATURES
from caseapp.web.feature import Feature
from caseapp.web.gate import UnmarkedView
from tests.conftest import Person, settings_for
from tests.frame.served import ROOT


def test_a_feature_is_added_by_one_line_in_a_process_of_its_own() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "tests/frame/toy_feature.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-3000:]


def test_without_the_line_nothing_of_it_is_left(app: Flask, amina: Person) -> None:
    assert not any(rule.endpoint.startswith("toy_plants") for rule in app.url_map.iter_rules())
    assert "Toy plants" not in amina.page("/").text
    assert amina.client.get("/toy-plants/").status_code == 404


def test_a_view_without_a_mark_stops_the_start_and_is_named(instance: Path) -> None:
    forgotten = Blueprint("forgotten", __name__)
    forgotten.add_url_rule("/forgotten", "page", lambda: "everybody reads this")
    with pytest.raises(UnmarkedView, match=r"forgotten\.page"):
        create_app(settings_for(instance), (*FEATURES, Feature(name="forgotten", blueprint=forgotten)))
