"""The chapters of the family contact request: he looks for his brother and his nephew."""

from playwright.sync_api import Locator

from tests.journeys.colleague import Colleague
from tests.journeys.texts import BROTHER, LATIN_NAME, NEPHEW, Texts, shown

SURE = (
    "Do they ask of their own wish?",
    "Is it certain that nobody else waits for the answer?",
    "Is it certain that neither the group nor an authority sent them?",
    "Do they ask how the person is, rather than where the person is?",
)
"""Questions about pressure."""


def open_the_request(amina: Colleague, case: str, texts: Texts) -> str:
    """One request of the client, with a search for each of the two. Returns its address."""
    amina.open(case)
    amina.follow("Log a request", amina.panel("Family contact requests"))
    pick(amina, "Who enquires?", LATIN_NAME)
    amina.choose("Where is the enquirer?", amina.word("has left the group"))
    amina.fill("How may the enquirer be reached safely?", texts["whose"])
    amina.fill("Remark", texts["enquirer_words"])
    pick(amina, "Who is sought?", BROTHER)
    amina.choose("What is the person sought to the enquirer?", amina.word("brother"))
    amina.press("Save the request")
    request = amina.path()
    amina.follow("One more person sought")
    pick(amina, "Who is sought?", NEPHEW)
    amina.choose("What is the person sought to the enquirer?", amina.word("nephew"))
    amina.press("Save the search")
    for name in (BROTHER, NEPHEW):
        amina.sees(amina.word("received"), search_for(amina, name))
    return request


def accept_one_search(clara: Colleague, request: str) -> None:
    """The coordinator finds it in the overview and moves the search for the brother from received to accepted."""
    clara.open("/")
    clara.follow("See the overview")
    with clara.next_page():
        clara.main.get_by_role("link", name=shown(BROTHER, clara.language)).first.click()
    assert clara.path() == request
    clara.step("Start the screening", search_for(clara, BROTHER))
    clara.confirm()
    clara.follow("Answer the questions", search_for(clara, BROTHER))
    clara.answer("Was a proof of the enquirer's identity seen?", "yes")
    clara.answer("Was the enquirer spoken to alone, without third parties?", "yes")
    for question in SURE:
        clara.answer(question, "yes")
    clara.answer("Was it checked that no colleague who works on it is close to either side?", "yes")
    clara.answer("Is there a protection concern?", "none")
    clara.confirm()
    clara.step("Accept", search_for(clara, BROTHER))
    clara.confirm()
    clara.sees(clara.word("accepted"), search_for(clara, BROTHER))
    clara.sees(clara.word("received"), search_for(clara, NEPHEW))


def search_for(who: Colleague, name: str) -> Locator:
    """The part of the request's page that is about the search for one person."""
    return who.main.locator("section.search-panel").filter(
        has=who.page.locator("h2", has_text=shown(name, who.language))
    )


def pick(who: Colleague, label: str, name: str) -> None:
    """Choose a person of a list by a part of their name."""
    box = who.main.get_by_label(who.word(label), exact=True)
    option = box.locator("option", has_text=shown(name, who.language)).get_attribute("value")
    assert option is not None
    box.select_option(value=option)
