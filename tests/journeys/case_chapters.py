"""The first chapters: the case, its people, what they allow, what was said."""

from tests.journeys.colleague import Colleague
from tests.journeys.texts import (
    ALIAS,
    BROTHER,
    BROTHER_PERSIAN,
    FRIEND,
    FRIEND_PERSIAN,
    LATIN_NAME,
    NEPHEW,
    NEPHEW_PERSIAN,
    PERSIAN_NAME,
    Texts,
    shown,
)
from tests.journeys.words import own_name

QUESTIONS = (
    "Free of any payment, benefit, threat or pressure?",
    "Could they speak alone with us, at most with an interpreter?",
    "Did they understand what it may be used for and who may read it?",
    "Were they offered time to think about it?",
    "Were they told that they may refuse, without any disadvantage?",
    "Is the wording their own?",
)


def start_the_case(amina: Colleague, texts: Texts) -> str:
    """Write down what matters at night. Returns the address of the case."""
    amina.open("/")
    amina.open("/cases/new")
    amina.fill("Working name", texts["working_name"])
    amina.answer("Safe now?", "yes")
    amina.fill("Where do they sleep tonight?", texts["tonight"])
    amina.fill("Telephone", texts["telephone"])
    amina.fill("Whose telephone is it?", texts["whose"])
    amina.fill("Who knows that they left?", texts["who_knows"])
    amina.fill("Hurt, ill, or in need of medicine?", texts["hurt"])
    amina.fill("Interpreter", texts["interpreter"])
    amina.press("Save the case")
    amina.sees(texts["working_name"])
    amina.sees(texts["tonight"])
    return amina.path()


def search_and_name(amina: Colleague, case: str, texts: Texts) -> None:
    """Look the name up first; nobody is found. Then write the names down, and when he was born."""
    amina.open(case)
    amina.follow("Add names", amina.panel("People"))
    amina.fill("Name", LATIN_NAME)
    amina.press("Search")
    amina.sees(amina.word("Nobody of this name is here yet."))
    amina.follow("Nothing found, go on")
    amina.fill("Name", LATIN_NAME)
    amina.choose("What name is it?", amina.word("legal name"))
    amina.fill("The name in another script", PERSIAN_NAME)
    amina.fill("One more name", ALIAS)
    if "born" in texts.days:
        amina.date("Born", texts.days["born"])
    amina.press("Save the names")
    amina.sees(LATIN_NAME)
    amina.sees(PERSIAN_NAME)


def add_relatives(amina: Colleague, case: str, texts: Texts) -> None:
    """A brother and a nephew, and a friend who is still inside."""
    for latin, persian, relation, where in (
        (BROTHER, BROTHER_PERSIAN, "brother", "has left the group"),
        (NEPHEW, NEPHEW_PERSIAN, "nephew", "was never inside"),
        (FRIEND, FRIEND_PERSIAN, "friend", "inside the group"),
    ):
        amina.open(case)
        amina.follow("Add a relative", amina.panel("People"))
        amina.fill("Name", latin)
        amina.press("Search")
        amina.main.get_by_role("link", name=amina.word("Nothing found, go on")).or_(
            amina.main.get_by_role("link", name=amina.word("It is none of them, go on"))
        ).click()
        amina.fill("The name in another script", persian)
        amina.choose("What are they to this person?", amina.word(relation))
        amina.fill("Who says so?", texts["said_by"])
        amina.choose("Where are they?", amina.word(where))
        amina.press("Save the relative")
        amina.sees(latin, amina.panel("People"))
        amina.sees(persian, amina.panel("People"))


def write_a_note(amina: Colleague, case: str, texts: Texts) -> None:
    """Note what was said, with what follows from it and until when."""
    amina.open(case)
    amina.fill("What was said or tried?", texts["note"])
    amina.fill("Next step", texts["next_step"])
    amina.unfold("Due on a certain day")
    amina.date("Or on this day", texts.days["next"])
    amina.press("Save the note")
    amina.open(case)
    amina.sees(texts["note"])
    amina.sees(texts["next_step"])


def fill_the_consent_sheet(amina: Colleague, case: str, texts: Texts) -> None:
    """One sheet, one save."""
    amina.open(case)
    amina.follow("Consent sheet", amina.panel("Consents"))
    for question, answer in (
        ("May we keep what they tell us?", "yes"),
        ("May we look for their family?", "yes"),
        ("May we tell their family?", "yes"),
        ("May we tell authorities?", "yes"),
        ("May we publish it?", "no"),
    ):
        amina.answer("Answer", answer, amina.section(question))
    amina.fill("Interpreter", texts["interpreter"])
    amina.press("Save the sheet")
    amina.sees(amina.word("yes"), amina.panel("Consents"))


def say_why_relatives_are_kept(amina: Colleague, case: str, texts: Texts) -> None:
    """The grounds for keeping what is known of those whom nobody could ask."""
    for name in (BROTHER, NEPHEW, FRIEND):
        amina.open(case)
        with amina.next_page():
            amina.panel("Consents").get_by_role("link", name=shown(name, texts.language)).click()
        amina.choose("Ground for keeping", amina.word("A client's account cannot be told without them"))
        amina.fill("Why does it hold?", texts["relative_note"])
        amina.date("When do we look at it again?", texts.days["review"])
        amina.press("Save the sheet")


def take_statements(amina: Colleague, case: str, texts: Texts) -> tuple[str, str]:
    """The person's declaration of separation and an organisation's statement. Returns their addresses."""
    amina.open(case)
    amina.follow("Write a statement", amina.panel("Statements"))
    amina.choose("Kind", amina.word("Declaration of separation"))
    amina.answer("Who proposed it?", "The maker, of their own accord")
    for question in QUESTIONS:
        amina.answer(question, "yes")
    amina.tick("Whose words are these?", shown(LATIN_NAME, texts.language))
    amina.fill("Title", texts["declaration_title"])
    _where_and_when(amina, texts)
    amina.fill("Text", texts["declaration"])
    amina.press("Save the draft")
    declaration = amina.path()
    amina.step("Read it back")
    amina.fill("Who read it to them?", texts["taken_by"])
    amina.confirm()
    _sign(amina, texts)
    amina.open(case)
    amina.follow("Write a statement", amina.panel("Statements"))
    amina.choose("Kind", amina.word("Organisation's statement"))
    amina.fill("In the name of which organisation?", texts["organisation"])
    amina.tick("About whom else does it speak?", shown(LATIN_NAME, texts.language))
    amina.fill("Title", texts["organisation_title"])
    _where_and_when(amina, texts)
    amina.fill("Text", texts["organisation_text"])
    amina.press("Save the draft")
    organisation = amina.path()
    amina.step("Record the signature")
    amina.fill("Who signed for the organisation, and in what office?", texts["signed_as"])
    amina.confirm()
    return declaration, organisation


def _where_and_when(amina: Colleague, texts: Texts) -> None:
    amina.fill("Place", texts["place"])
    amina.date("Given on", texts.days["given"])
    amina.fill("Taken by", texts["taken_by"])
    amina.choose("Language of the text", own_name(texts.language))


def _sign(amina: Colleague, texts: Texts) -> None:
    amina.step("Record the signature")
    amina.tick("Who signed?", shown(LATIN_NAME, texts.language))
    amina.fill("Place", texts["place"])
    amina.date("Signed on", texts.days["given"])
    amina.confirm()


def clear_the_statements(
    clara: Colleague, amina: Colleague, statements: tuple[str, str], texts: Texts
) -> None:
    """One colleague proposes the ministry as audience, the coordinator reviews and agrees."""
    for statement in statements:
        amina.open(statement)
        amina.follow("Propose an audience", amina.panel("For whom it is cleared"))
        amina.answer("To whom may it go?", "An authority")
        amina.choose("Which authority?", texts["authority"])
        amina.confirm()
        clara.open(statement)
        clara.step("Review")
        clara.fill("Who is named in it, and may they be?", texts["named_in_it"])
        clara.fill("What may come of its use, and for whom?", texts["risks"])
        clara.confirm()
        clara.press("Agree", clara.panel("For whom it is cleared"))
        clara.sees(clara.word("agreed"), clara.panel("For whom it is cleared"))
