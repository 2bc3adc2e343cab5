"""The chapters of the letter: to whom, its text, what travels with it, its checks, its way out."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

from caseapp.printing.markup import parse, to_text
from tests.journeys.colleague import Colleague
from tests.journeys.texts import BROTHER, FRIEND, Day, Texts
from tests.journeys.words import own_name
from tests.printing.files import blank_pdf
from tests.printing.reading import comparable, text_of, words_of

FOOTER = re.compile(
    r"^(L-\d\d-\w{4}|Page \d+ of \d+|صفحۀ [۰-۹]+ از [۰-۹]+|الصفحة \d+ من \d+|Faqja \d+ nga \d+)$"
)
"""Lines that print adds at the foot of each page."""
BULLETS = "-•"
LETTERS = {
    "en": re.compile("[A-Za-z]"),
    "fa": re.compile("[آ-ی]"),
    "ar": re.compile("[ء-ي]"),
    "sq": re.compile("[A-Za-zÇçËë]"),
}
"""The first letter of a word in the script of each language."""

IN_LANGUAGES = {"en": "In English", "fa": "In Persian", "ar": "In Arabic", "sq": "In Albanian"}
"""The boxes that ask for a name in each language."""


def add_the_minister(amina: Colleague, texts: Texts) -> None:
    """The ministry and its minister, with title, form of address and salutation in the letter's language."""
    own = IN_LANGUAGES[texts.language]
    amina.open("/authorities/")
    amina.follow("Add an authority")
    amina.fill(own, texts["authority"], amina.section("Name"))
    amina.fill("Country", texts["country"])
    amina.fill("Postal address, line by line", texts["address"])
    amina.confirm()
    amina.follow("Add an office-holder")
    for section, text in (
        ("Name", texts["minister"]),
        ("Title", texts["title"]),
        ("Form of address", texts["form"]),
        ("Salutation", texts["salutation"]),
    ):
        amina.fill(own, text, amina.section(section))
    amina.confirm()
    amina.sees(texts["minister"])


def addressee(texts: Texts) -> str:
    """The minister as the list of office-holders shows them."""
    return f"{texts['form']} {texts['minister']} · {texts['authority']}"


def write_the_letter(amina: Colleague, case: str, texts: Texts) -> str:
    """The person's own letter: addressee, place, more than two thousand words, two points. Returns its address."""
    amina.open(case)
    amina.follow("Prepare a letter", amina.panel("Letters"))
    amina.answer("In whose name?", "of the person")
    amina.choose("Language of the letter", own_name(texts.language))
    amina.choose("To whom?", addressee(texts))
    amina.fill("Subject", texts["subject"])
    amina.press("Write the letter")
    address = amina.main.get_by_label(amina.word("Address block, line by line"))
    for line in (texts["form"], texts["minister"], texts["title"]):
        assert line in address.input_value(), f"the address block misses {line}"
    assert amina.main.get_by_label(amina.word("Salutation")).input_value() == texts["salutation"]
    amina.fill("Place", texts["place"])
    amina.fill("Text", texts.body)
    amina.fill("Sentence before the points", texts["points_lead"])
    for number, point in enumerate(texts.points):
        amina.main.locator(f"#points-{number}").fill(point)
    amina.fill("Closing", texts["closing"])
    amina.fill("Sender, line by line", texts["sender"])
    amina.press("Save the letter")
    amina.sees(texts.points[1])
    return amina.path()


def enclose_both_statements(amina: Colleague, letter: str, texts: Texts) -> None:
    """Both statements travel with the letter, the declaration first."""
    amina.open(letter)
    amina.follow("Choose", amina.panel("Enclosures"))
    for number, title in enumerate((texts["declaration_title"], texts["organisation_title"]), 1):
        row = amina.main.locator("fieldset.repeat-row").filter(
            has=amina.page.locator(f'input[value="{title}"]')
        )
        row.get_by_role("checkbox").check()
        row.get_by_label(amina.word("Order")).fill(str(number))
    amina.confirm()
    amina.sees(texts["declaration_title"], amina.panel("Enclosures"))
    amina.sees(texts["organisation_title"], amina.panel("Enclosures"))


def look_at_those_named(amina: Colleague, letter: str, texts: Texts) -> None:
    """The brother and the friend are found in the text; for each it is said why they may be named."""
    amina.open(letter)
    amina.follow("Look at them", amina.panel("Named in this letter"))
    amina.press("Put them on the list")
    for name, standing in ((BROTHER, "none of these"), (FRIEND, "still inside the group")):
        row = amina.question_with(name)
        amina.choose(
            "Why may they be named?", amina.word("is named for a reason that the approver accepts"), row
        )
        amina.choose("Are they one of these?", amina.word(standing), row)
        amina.fill("Reason", texts["reason"], row)
    amina.confirm()
    amina.sees(FRIEND, amina.panel("Named in this letter"))
    amina.does_not_see(amina.word("not looked at"))


def settle_advice(amina: Colleague, letter: str, texts: Texts) -> None:
    """Independent advice was offered, and they know what may happen."""
    amina.open(letter)
    amina.follow("Edit", amina.facts("Advice and warning"))
    amina.answer(
        "Were they offered independent legal advice on what the letter admits?", "yes, and they took it"
    )
    amina.answer("Were they told what may happen if this reaches the group?", "yes, and they understood")
    amina.fill("Who advised, when, and what was said", texts["advice_note"])
    amina.confirm()


def read_it_back(amina: Colleague, letter: str, texts: Texts) -> None:
    """The person hears every word and agrees."""
    amina.open(letter)
    amina.follow("Record a reading", amina.panel("Read back to the person"))
    amina.fill("Who read it to them?", texts["taken_by"])
    amina.answer("What do they say?", "they agree with every word")
    amina.press("Record the reading")


def send_for_review(amina: Colleague, letter: str) -> None:
    """Hand it to the coordinator."""
    amina.open(letter)
    amina.step("Send for review")
    amina.confirm()
    amina.sees(amina.word("to be checked"))


def return_it_once(clara: Colleague, letter: str, texts: Texts) -> None:
    """The coordinator finds it on the home page and returns it with a comment."""
    find_on_home_page(clara, texts)
    assert clara.path() == letter
    clara.step("Return with a comment")
    clara.fill("Reason or remark", texts["return_comment"])
    clara.confirm()


def find_on_home_page(clara: Colleague, texts: Texts) -> None:
    """Open the letter from the list of letters to check."""
    clara.open("/")
    with clara.next_page():
        clara.main.get_by_role("link", name=texts["subject"]).first.click()


def put_it_right(amina: Colleague, letter: str, texts: Texts) -> None:
    """The person changes the second point and hears the letter again."""
    amina.open(letter)
    amina.sees(texts["return_comment"])
    amina.follow("Write")
    amina.main.locator("#points-1").fill(texts["changed_point"])
    amina.main.get_by_label(amina.word("The person asked for this change or wrote it themselves")).check()
    amina.press("Save the letter")
    read_it_back(amina, letter, texts)
    send_for_review(amina, letter)


def cannot_approve_it(amina: Colleague, letter: str) -> None:
    """Whoever wrote it has no way to approve it: no button, and the address is refused."""
    amina.open(letter)
    amina.sees(amina.word("to be checked"))
    assert amina.main.get_by_role("link", name=amina.word("Approve"), exact=True).count() == 0
    answer = amina.page.goto(f"{amina.desk.address}{letter}/approve")
    assert answer is not None
    assert answer.status == 403


def approve_it(clara: Colleague, letter: str, texts: Texts) -> None:
    """The second time the coordinator approves exactly what is printed."""
    find_on_home_page(clara, texts)
    assert clara.path() == letter
    clara.step("Approve")
    clara.fill("Remark", texts["approve_remark"])
    clara.press("Approve exactly this letter")
    clara.sees(clara.word("approved"))


def the_bundle_holds_everything(clara: Colleague, letter: str, texts: Texts) -> None:
    """The downloaded PDF has the letter in front, word for word, and both statements behind it."""
    printed = _downloaded(clara, letter, "Letter with enclosures")
    assert printed.count("\f") >= 7, "the letter, the index and two statements"
    assert len(words_of(texts.body)) > 2000
    words = _has_the_body(printed, texts)
    _has_all_of(words, texts, "changed_point", "declaration", "declaration_title", "organisation_title")


def the_letter_is_printed(clara: Colleague, letter: str, texts: Texts) -> None:
    """The downloaded PDF has the letter word for word, with its two points."""
    words = _has_the_body(_downloaded(clara, letter, "Letter as PDF"), texts)
    _has_all_of(words, texts, "sender", "subject", "points_lead", "closing", "signs")
    for point in texts.points:
        assert set(words_of(point)) <= set(words), point


def _downloaded(clara: Colleague, letter: str, link: str) -> str:
    clara.open(letter)
    with clara.page.expect_download() as waiting:
        clara.main.get_by_role("link", name=clara.word(link), exact=True).click()
    pdf = Path(waiting.value.path()).read_bytes()
    assert pdf.startswith(b"%PDF-")
    return text_of(pdf)


def _has_the_body(printed: str, texts: Texts) -> list[str]:
    """Assert that the body is printed word for word, beneath the addressee's name; returns all words printed."""
    lines = "\n".join(line for line in comparable(printed).splitlines() if not FOOTER.match(line))
    words = [word for word in words_of(lines) if word not in BULLETS]
    body = [word for word in words_of(to_text(parse(texts.body))) if word not in BULLETS]
    start = next(place for place in range(len(words)) if words[place : place + 4] == body[:4])
    printed_body = words[start : start + len(body)]
    lost, added = Counter(body) - Counter(printed_body), Counter(printed_body) - Counter(body)
    assert not lost, f"words that are not printed: {lost}, in their place {added}"
    # Readers of PDFs disagree about the order of number and month inside a run of the other script.
    own = LETTERS[texts.language]
    assert [word for word in printed_body if own.match(word)] == [word for word in body if own.match(word)]
    _has_all_of(words, texts, "minister", "title", "salutation")
    return words


def _has_all_of(words: list[str], texts: Texts, *names: str) -> None:
    for name in names:
        missing = set(words_of(to_text(parse(texts[name])))) - set(words)
        assert not missing, f"{missing} of {name} is not printed"


def sign_and_post_it(clara: Colleague, letter: str, texts: Texts, papers: Path) -> None:
    """Signed, posted, and the receipt of the post filed as proof."""
    clara.open(letter)
    clara.step("Record the signature")
    clara.fill("Who signed?", texts["signs"])
    clara.fill("Place", texts["place"])
    clara.confirm()
    receipt = papers / "receipt.pdf"
    receipt.write_bytes(blank_pdf())
    clara.step("Record the dispatch")
    clara.choose("How was it sent?", clara.word("registered post"))
    clara.fill("Number of the consignment", texts["tracking"])
    clara.main.get_by_label(clara.word("Proof of sending")).set_input_files(receipt)
    clara.confirm()
    clara.sees(texts["tracking"])
    with clara.page.expect_download() as waiting:
        clara.main.get_by_role("link", name=clara.word("Proof of sending"), exact=True).click()
    assert Path(waiting.value.path()).read_bytes() == receipt.read_bytes()


def record_the_old_letter(amina: Colleague, case: str, texts: Texts, posted: date) -> str:
    """A letter posted on paper last month is written down as sent. Returns its address."""
    amina.open(case)
    amina.follow("Record a letter that has already been sent", amina.panel("Letters"))
    amina.fill("Subject", texts["old_subject"])
    amina.answer("In whose name?", "of the person")
    amina.choose("Language of the letter", own_name(texts.language))
    amina.choose("To whom?", addressee(texts))
    amina.date("Sent on", Day(str(posted.year), str(posted.month), str(posted.day)))
    amina.fill("Who says so?", texts["old_said_by"])
    amina.fill("Text", texts["old_body"])
    amina.press("Record the letter")
    amina.sees(amina.word("Recorded afterwards"))
    return amina.path()
