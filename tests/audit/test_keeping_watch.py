"""What whoever reads the log sees first: whether it fits, its newest anchor, who was refused, what was taken out."""

import re
from datetime import timedelta

import time_machine
from flask import Flask

from caseapp.audit.anchors import add_anchor
from caseapp.audit.nightly import verify_once_a_day
from caseapp.clock import now
from tests.audit.test_reading_the_log import export, lines_of
from tests.conftest import Person


def tile(reader: Person) -> str:
    page = reader.get("/").text.partition('id="watch"')[2].partition("</section>")[0]
    return " ".join(re.sub("<[^>]+>", " ", page).split())


def test_refusals_and_exports_of_a_week_are_counted_and_lead_to_their_lines(
    app: Flask, amina: Person, drita: Person, edon: Person
) -> None:
    amina.get("/staff", 403)
    amina.get("/audit/", 403)
    export(drita, "Annual report to the donors")
    assert re.search(r"Tried something their role does not include 2\b", tile(edon))
    assert re.search(r"Exported the numbers 1\b", tile(drita))
    address = re.search(r'href="/audit/(\?[^"]*code=access\.denied[^"]*)"', edon.get("/").text)
    assert address
    lines = lines_of(edon, address.group(1).replace("&amp;", "&"))
    assert len(lines) == 2
    with time_machine.travel(now() + timedelta(days=8), tick=False):
        later = Person("edon", app, app.test_client()).sign_in()
        assert "Nobody was refused anything" in tile(later)


def test_the_last_comparison_and_the_anchor_are_told(app: Flask, edon: Person, amina: Person) -> None:
    assert "There is no anchor yet." in tile(edon)
    assert "were not compared yet" in tile(edon)
    with app.app_context():
        add_anchor()
        verify_once_a_day()
    assert "The newest anchor is of" in tile(edon)
    assert "log and records are as they were written" in tile(edon)
    assert 'id="watch"' not in amina.get("/").text
