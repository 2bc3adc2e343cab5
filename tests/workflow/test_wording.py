"""A button asks for a step; what was made reads as having happened."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from caseapp.features import FEATURES
from tests.conftest import Person
from tests.contact_requests.requesting import open_request, searches, step

TELLS_WHAT_HAPPENED = {
    "A reminder was sent",
    "A reply has come",
    "It did not arrive",
    "It did not take place",
    "It has arrived",
    "It is somebody else",
    "No trace so far",
    "Perhaps found",
    "Their fate is known",
    "They ask for more",
    "They met",
    "They passed it on",
    "They registered it",
}
"""Labels of steps that read the same before and after."""


def test_every_step_that_is_asked_for_has_words_for_having_happened(app: Flask) -> None:
    steps = [each for feature in FEATURES for workflow in feature.workflows for each in workflow.transitions]
    with app.test_request_context():
        assert {str(each.label) for each in steps if each.happened is None} == TELLS_WHAT_HAPPENED
        same = [each.code for each in steps if each.happened is not None and each.happened == each.label]
    assert same == []


def test_the_history_of_a_search_reads_as_having_happened(amina: Person, clara: Person) -> None:
    request = open_request(amina)
    step(clara, searches(amina, request)[0], "start_screening")
    page = amina.page(request).text
    assert "Screening started" in page
    assert "Start the screening" not in page
    assert "Next: " in clara.page("/").text


def test_no_record_is_called_by_the_word_of_a_button(app: Flask) -> None:
    with app.test_request_context():
        button = {str(_l("Search"))}
        kinds = {str(kind.word) for feature in FEATURES for kind in feature.kinds}
        heads = {str(feature.events_head) for feature in FEATURES if feature.events}
        workflows = {str(each.label) for feature in FEATURES for each in feature.workflows}
    assert not button & (kinds | heads | workflows)
