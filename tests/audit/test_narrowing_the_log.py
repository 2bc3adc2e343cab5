"""What is looked for in the log stands in groups, in the reader's alphabet, and the answer fits what was asked."""

import re

from flask import Flask

from caseapp.audit import record
from caseapp.audit.nightly import VERIFIED
from caseapp.db import write
from caseapp.features import FEATURES
from caseapp.names import collation_key
from tests.audit.test_reading_the_log import lines_of
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person

SIGN = r"[0-9a-f]{8}"


def test_events_to_choose_from_stand_in_groups_each_in_the_readers_alphabet(edon: Person) -> None:
    edon.post("/language", {"locale": "fa", "return_to": "/"})
    chooser = edon.get("/audit/").text.partition('name="code"')[2].partition("</select>")[0]
    heads = re.findall(r'<optgroup label="([^"]+)">', chooser)
    assert len(heads) > 15
    assert heads == sorted(heads, key=lambda text: collation_key(text, "fa"))
    assert "یادداشت‌ها" in heads
    for group in chooser.split("<optgroup")[1:]:
        labels = re.findall(r"<option[^>]*>([^<]+)</option>", group)
        assert labels
        assert labels == sorted(labels, key=lambda text: collation_key(text, "fa"))


def test_every_feature_with_events_names_its_group(app: Flask) -> None:
    assert [each.name for each in FEATURES if each.events and each.events_head == each.name] == []


def test_acts_of_the_application_are_told_apart_from_those_of_somebody_unknown(
    app: Flask, edon: Person
) -> None:
    with app.app_context(), write():
        record(None, VERIFIED, problems=0, where=[])
        record(None, "account.sign_in_refused", waiting=0)
    verified = next(line for line in lines_of(edon) if "The log was compared" in line)
    assert "the application itself" in verified
    assert "Where" not in verified
    refused = next(line for line in lines_of(edon) if "sign-in" in line.lower() and "unknown" in line)
    assert "somebody unknown" in refused


def test_the_record_that_the_list_is_narrowed_to_is_named(amina: Person, edon: Person) -> None:
    record_id = start_case(amina).rpartition("/")[2]
    page = re.sub("[\u2068\u2069]", "", edon.get(f"/audit/?record={record_id}").text)
    assert f"Only Case {record_id[:8]}" in page


def test_a_day_that_cannot_be_read_says_that_the_list_was_not_narrowed_down(edon: Person) -> None:
    page = edon.get("/audit/?day-day=45&day-month=13&day-year=2027", 422).text
    assert "The list was not narrowed down" in page
    assert "Not saved yet" not in page


def test_many_records_of_one_event_are_folded_under_their_number(
    app: Flask, amina: Person, edon: Person
) -> None:
    for _each in range(5):
        start_case(amina)
    amina.get("/cases/")
    page = edon.get("/audit/").text
    folded = re.search(r"<summary>(\d+) records</summary>(.*?)</details>", page, re.DOTALL)
    assert folded
    assert len(re.findall(SIGN + "</bdi>", folded[2])) == int(folded[1])


def test_the_day_of_an_event_is_no_word_for_today(edon: Person) -> None:
    edon.post("/language", {"locale": "ar", "return_to": "/"})
    page = edon.get("/audit/").text
    legend = re.search(r"<legend[^>]*>(.*?)</legend>", page, re.DOTALL)
    assert legend
    assert "في أي يوم؟" in legend.group(1)
