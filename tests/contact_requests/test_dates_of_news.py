"""When somebody was last heard of, as the enquirer says it."""

from tests.conftest import Person
from tests.contact_requests.requesting import open_request


def test_news_of_a_persian_year_stand_on_an_english_page_with_the_years_of_its_own_calendar(
    amina: Person,
) -> None:
    told = {"last_news_on-year": "1381", "last_news_on-calendar": "jalali"}
    page = amina.get(open_request(amina, **told)).text
    assert "1381" in page
    assert "2002" in page
