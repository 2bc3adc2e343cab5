"""A record on paper: its words, and nothing that could only be pressed."""

from collections.abc import Callable

import pytest

from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.journeys.conftest import Desk
from tests.people.test_relatives import add_relative, client_of

pytestmark = pytest.mark.browser


def test_a_printed_record_shows_no_ways_to_change_it(amina: Person, desk: Callable[..., Desk]) -> None:
    case = start_case(amina, name="Golnar")
    add_relative(amina, case)
    person = f"/people/{client_of(amina, case)}"
    at = desk("amina")
    for path, ways in (
        (case, ("Add names", "Consent sheet of", "What was changed here")),
        (person, ("Take out", "What was changed here", "The whole page, to print")),
    ):
        at.open(path)
        assert all(way in at.text() for way in ways), at.text()
        at.page.emulate_media(media="print")
        printed = at.text()
        assert "Golnar" in printed
        assert "Kaveh Nemunei" in printed
        assert not [way for way in ways if way in printed]
        at.page.emulate_media(media="screen")
