"""What the page of a case offers as its one large button."""

import re

from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.letters.preparing import fields_of


def large_buttons(page: str) -> list[str]:
    """The filled buttons beside the title of a record's page, in words."""
    heading = page.partition('class="record-steps"')[2].partition("</header>")[0]
    found = re.findall(r'class="btn btn-primary"[^>]*>(.*?)</(?:a|button)>', heading, re.DOTALL)
    return [re.sub("<[^>]+>", "", each).strip() for each in found]


def test_the_one_large_button_of_a_case_leads_on_and_never_lets_it_rest(amina: Person) -> None:
    case = start_case(amina)
    assert large_buttons(amina.get(case).text) == ["Take up"]
    step = f"{case}/step/take_up"
    amina.post(step, fields_of(amina, step))
    text = amina.get(case).text
    assert large_buttons(text) == ["Write a note"]
    assert "Let it rest" in text
