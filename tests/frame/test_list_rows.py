"""The rows of a list that are put together past the templates escape what a template would."""

import pytest

from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person

HOSTILE = "\"'><img src=x>&{{7}}"


@pytest.mark.parametrize("order", ["changed", "name", "responsible"])
def test_a_name_made_of_markup_stands_in_the_list_as_it_was_typed(amina: Person, order: str) -> None:
    start_case(amina, name=HOSTILE)
    page = amina.get(f"/cases/?sort={order}")
    assert "<img" not in page.text
    assert "&#34;&#39;&gt;&lt;img src=x&gt;&amp;{{7}}" in page.text
