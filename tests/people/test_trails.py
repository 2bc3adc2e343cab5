"""From every page of a record a trail leads back to the list and to the case that it belongs to."""

from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.consents.sheets import client_of, sheet_of


def trail(person: Person, address: str) -> str:
    return person.get(address).text.partition('class="trail"')[2].partition("</nav>")[0]


def test_a_page_of_a_person_leads_back_to_the_case_and_to_the_list_of_cases(amina: Person) -> None:
    case = start_case(amina)
    person = client_of(amina, case)
    for page in (f"/people/{person}", f"/disclosures/of/{person}", sheet_of(amina, case), f"{case}/step/take_up",
                 f"/consents/person/{person}", f"/people/{person}/edit", f"/disclosures/now/{person}",
                 f"/disclosures/grounds/new/{person}",
                 f"/documents/add/case/{case.rpartition('/')[2]}"):  # fmt: skip
        links = trail(amina, page)
        assert 'href="/cases/"' in links, page
        assert f'href="{case}"' in links, page


def test_the_page_of_a_change_leads_back_to_its_record(amina: Person) -> None:
    case = start_case(amina)
    assert f'href="{case}"' in trail(amina, f"/history/case/{case.rpartition('/')[2]}")
