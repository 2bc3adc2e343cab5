"""Where a way to put something right begins, there it ends."""

import html
import re
import uuid

from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.consents.sheets import client_of, fill_sheet

from .requesting import request_of
from .searching import search_in


def test_a_ground_is_written_down_where_it_stands_and_leads_back_to_the_request(
    amina: Person, clara: Person
) -> None:
    search = search_in(clara, "accept", opened_by=amina)
    there = re.search(
        r'href="(/consents/person/[^"]*#held-without)"', clara.get(f"{search}/step/accept").text
    )
    assert there
    sheet = html.unescape(there.group(1)).partition("#")[0]
    request = request_of(clara, search)
    assert f'href="{request}"' in clara.get(sheet).text
    assert fill_sheet(clara, sheet, keep="yes").headers["Location"] == request


def test_who_cannot_see_where_the_way_began_goes_on_to_the_person(amina: Person, besnik: Person) -> None:
    sheet = f"/consents/person/{client_of(amina, start_case(amina))}"
    foreign = start_case(besnik).rpartition("/")[2]
    for origin in (f"case&from_id={foreign}", "case&from_id=no-id", f"nothing&from_id={uuid.uuid4()}"):
        saved = fill_sheet(amina, f"{sheet}?from_kind={origin}", keep="yes", asked_again="y")
        assert "/people/" in saved.headers["Location"]
