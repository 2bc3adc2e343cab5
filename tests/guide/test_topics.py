"""What the topics promise about the pages: every page has one, and every button that one names is there."""

import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import force_locale

from caseapp.features import FEATURES
from caseapp.web.gate import PUBLIC
from caseapp.web.permissions import holds, marked_routes
from caseapp.web.roles import Role
from caseapp.web.topic import Topic
from tests.frame.served import ROOT

TOPICS = [topic for feature in FEATURES for topic in feature.topics]
MOST_ON_A_PAGE = 3
WITHOUT_HELP = {
    "accounts.arrived": "leads to another page",
    "accounts.second_factor": "is shown while nobody has signed in wholly",
    "guide.show": "is the guide",
    "documents.download": "gives a file",
    "erasures.certificate": "gives a file",
    "incidents.download_export": "gives a file",
    "incidents.report": "gives a file",
    "letters.page_image": "gives a picture",
    "reports.download_log": "gives a file",
    "reports.download_rows": "gives a file",
    "statements.paper": "gives a file",
}


@pytest.fixture(scope="module")
def words_of_pages(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Every text of code and templates but those of the guide itself."""
    found = tmp_path_factory.mktemp("words") / "messages.pot"
    babel = [sys.executable, "-m", "babel.messages.frontend", "--quiet", "extract"]
    subprocess.run(
        [*babel, "-F", "caseapp/i18n/babel.cfg", "-k", "_l", "-k", "lazy_gettext", "-o", str(found), "."],
        cwd=ROOT,
        check=True,
    )
    with found.open("rb") as file:
        return {
            str(message.id)
            for message in read_po(file)
            if any(Path(place).name != "topics.py" for place, _line in message.locations)
        }


def test_every_page_of_the_work_shows_a_topic_of_the_guide(app: Flask) -> None:
    told = {page for topic in TOPICS for page in topic.pages}
    routes = {
        rule.endpoint
        for rule, method, mark in marked_routes(app)
        if method == "GET" and mark != PUBLIC and rule.endpoint != "static"
    }
    assert sorted(routes - told - WITHOUT_HELP.keys()) == [], "no topic has these pages"
    assert sorted(told - routes) == [], "no such page"
    assert sorted(WITHOUT_HELP.keys() - routes | WITHOUT_HELP.keys() & told) == [], "the exception is used"


def test_whoever_opens_a_page_is_among_those_to_whom_it_is_told(app: Flask) -> None:
    marks = {rule.endpoint: mark for rule, method, mark in marked_routes(app) if method == "GET"}
    untold = [
        (role.value, page)
        for page in {page for topic in TOPICS for page in topic.pages}
        for role in Role
        if holds(app, role, marks[page])
        and not any(page in topic.pages and role in topic.roles for topic in TOPICS)
    ]
    assert untold == []


def test_every_label_that_a_topic_names_stands_on_a_page(app: Flask, words_of_pages: set[str]) -> None:
    with app.test_request_context(), force_locale("en"):
        named = {str(label) for topic in TOPICS for step in topic.steps for label in step.labels.values()}
    assert sorted(named - words_of_pages) == []


@pytest.mark.parametrize("topic", TOPICS, ids=[topic.code for topic in TOPICS])
def test_a_topic_is_short_and_each_of_its_steps_can_be_read(app: Flask, topic: Topic) -> None:
    assert 3 <= len(topic.steps) <= 8
    with app.test_request_context(), force_locale("en"):
        for step in topic.steps:
            text = "".join(words for words, _is_label in step.pieces)
            assert "%(" not in text
            assert text.endswith((".", "?"))
            assert len(text) <= 300, text


def test_topics_have_names_and_places_of_their_own() -> None:
    assert len({topic.code for topic in TOPICS}) == len(TOPICS)
    assert len({topic.order for topic in TOPICS}) == len(TOPICS)


def test_no_page_explains_more_than_fits_beside_the_work() -> None:
    for role in Role:
        mine = [topic for topic in TOPICS if role in topic.roles]
        for page in {page for topic in mine for page in topic.pages}:
            assert len([topic for topic in mine if page in topic.pages]) <= MOST_ON_A_PAGE, page
