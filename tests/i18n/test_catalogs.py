"""The catalogs follow the code, are whole, and each language is written as it is written."""

import re
import shlex
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

from caseapp.i18n import OFFERED

ROOT = Path(__file__).parents[2]
CATALOGS = ROOT / "caseapp/i18n/catalogs"
LANGUAGES = ("fa", "ar", "sq")
TRANSLATED = [tag for tag in OFFERED if tag != "en"]

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|\{point:\d+\}")
LATIN_WORDS_IN_PERSIAN = {
    # The product, labels of keys, and kinds of file that a caseworker meets under these letters.
    *("caseapp", "Esc", "Enter", "Ctrl", "Alt", "PDF", "JPEG", "PNG", "CSV", "XLSX", "Word", "Excel"),
}
OWN_NAMES = re.compile(
    r"caseapp (?:init|run|keys destroy)|7-Zip|WinZip|Keka|\bArk\b|caseapp\.toml|\bbackups?_\w+|malware_scanner|log_copy"
    r"|SHA-256|C-26-7KQ3"
)
"""Programs and settings: they are called so in every language, digits included."""
NOT_PERSIAN = {
    "\u064a": "Arabic yeh, write U+06CC",
    "\u0649": "Arabic alef maksura, write U+06CC",
    "\u0643": "Arabic kaf, write U+06A9",
    "\u06c0": "heh with yeh above, write heh and U+0654",
    "\u0629": "teh marbuta",
    "\u0640": "tatweel",
    "!": "no exclamation marks",
    "?": "write U+061F",
    ",": "write U+060C",
    ";": "write U+061B",
    '"': "write « »",
    "“": "write « »",
    "”": "write « »",
}
NOT_ARABIC = {
    **dict.fromkeys("یکگپچژ", "a letter of Persian"),
    **dict.fromkeys("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "Arabic pages have the digits 0 to 9"),
    **{sign: why for sign, why in NOT_PERSIAN.items() if sign in '!?,;"“”'},
}
EXTENSION = re.compile(r" \.%\(\w+\)s")
"""The ending of a file's name, with its full stop."""
SHAPE_OF_ZWNJ = re.compile(r"^\u200c|\u200c$|\u200c[\s\u200c.:،؛؟»)]|[\s(«]\u200c")
"""A non-joiner stands between two letters and nowhere else."""


def catalog(tag: str) -> Catalog:
    with (CATALOGS / tag / "LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale=tag)


def messages(found: Catalog) -> list[Message]:
    """Its messages, without the header."""
    return [message for message in found if message.id]


def identity(message: Message) -> tuple[str, ...]:
    return (message.context or "", *forms_of(message.id))


def forms_of(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What stands in code and templates today, found as the project's own command finds it."""
    template = tmp_path_factory.mktemp("catalogs") / "messages.pot"
    script = (ROOT / ".ci/catalogs").read_text(encoding="utf-8").replace("\\\n", " ")
    line = next(line for line in script.splitlines() if "pybabel" in line and " extract " in line)
    words = shlex.split(line.replace("$folder/messages.pot", str(template)))[1:]
    subprocess.run([sys.executable, "-m", "babel.messages.frontend", *words], cwd=ROOT, check=True)
    with template.open("rb") as file:
        return read_po(file)


def test_extraction_finds_the_sentences_of_code_and_templates(extracted: Catalog) -> None:
    assert {"Sign in", "Case %(reference)s"} <= {forms_of(message.id)[0] for message in messages(extracted)}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_catalog_holds_what_the_code_says_and_nothing_else(extracted: Catalog, tag: str) -> None:
    said = {identity(message) for message in messages(extracted)}
    kept = {identity(message) for message in messages(catalog(tag))}
    assert kept == said, f"run .ci/catalogs: {len(said - kept)} new, {len(kept - said)} no longer used"


def test_four_languages_are_offered() -> None:
    assert set(OFFERED) == {"en", *LANGUAGES}


@pytest.mark.parametrize("tag", TRANSLATED)
def test_a_language_that_is_offered_is_complete(tag: str) -> None:
    missing = [message.id for message in messages(catalog(tag)) if not all(forms_of(message.string or ""))]
    assert missing == []
    assert [message.id for message in messages(catalog(tag)) if message.fuzzy] == []


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_translation_keeps_the_placeholders_of_its_source(tag: str) -> None:
    lost = [
        (message.id, form)
        for message in messages(catalog(tag))
        for place, form in enumerate(forms_of(message.string or ""))
        if form and not fits(form, message, says_the_number=place in NUMBER_IS_A_WORD.get(tag, ()))
    ]
    assert lost == []


NUMBER_IS_A_WORD = {"ar": (1, 2)}
"""Forms that stand for one number alone, which the word itself says: «يوم واحد», «يومان»."""
COUNTED = {"%(count)s", "%(days)s", "%(num)s"}


def fits(form: str, message: Message, *, says_the_number: bool) -> bool:
    """Whether a form has the placeholders of its source; the number may be left out where the word says it."""
    wanted, given = placeholders(forms_of(message.id)[-1]), placeholders(form)
    return given == wanted or (says_the_number and given == wanted - COUNTED)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_compiled_catalog_says_what_its_source_says(tag: str) -> None:
    compiled = BytesIO()
    write_mo(compiled, catalog(tag))
    compiled.seek(0)
    with (CATALOGS / tag / "LC_MESSAGES/messages.mo").open("rb") as file:
        committed = read_mo(file)
    expected = read_mo(compiled)
    assert {identity(message): message.string for message in messages(committed)} == {
        identity(message): message.string for message in messages(expected)
    }


def translated(tag: str) -> list[tuple[str, str]]:
    """Source and each translated form."""
    return [
        (forms_of(message.id)[0], form)
        for message in messages(catalog(tag))
        for form in forms_of(message.string or "")
        if form
    ]


def persian() -> list[tuple[str, str]]:
    return translated("fa")


def prose(text: str) -> str:
    return OWN_NAMES.sub("", PLACEHOLDER.sub("", text))


def test_persian_has_latin_letters_only_in_words_on_the_list() -> None:
    strange = [
        (source, word)
        for source, text in persian()
        for word in re.findall(r"[A-Za-z]+", prose(text))
        if word not in LATIN_WORDS_IN_PERSIAN
    ]
    assert strange == []


def test_persian_has_its_own_letters_digits_and_punctuation() -> None:
    strange = [
        (source, text, why)
        for source, text in persian()
        for sign, why in {**NOT_PERSIAN, **dict.fromkeys("0123456789٠١٢٣٤٥٦٧٨٩", "write ۰ to ۹")}.items()
        if sign in prose(text)
    ]
    assert strange == []


def test_persian_non_joiners_stand_between_letters() -> None:
    assert [text for _source, text in persian() if SHAPE_OF_ZWNJ.search(text)] == []


def test_persian_verbs_and_plurals_do_not_stand_apart_from_their_prefix_and_ending() -> None:
    apart = re.compile(r"(^|\s)ن?می\s|\s(ها|های|هایی|تر|ترین|ام|اند)([\s.،؛؟:»]|$)")
    assert [text for _source, text in persian() if apart.search(text)] == []


@pytest.mark.parametrize("sign", NOT_ARABIC)
def test_arabic_has_its_own_letters_and_punctuation(sign: str) -> None:
    assert [text for _source, text in translated("ar") if sign in prose(text)] == [], NOT_ARABIC[sign]


def test_arabic_has_latin_letters_only_in_words_on_the_list() -> None:
    allowed = LATIN_WORDS_IN_PERSIAN | {"Escape"}
    found = {word for _source, text in translated("ar") for word in re.findall(r"[A-Za-z]+", prose(text))}
    assert found - allowed == set()


def test_albanian_is_written_in_its_own_letters_and_without_exclamation_marks() -> None:
    strange = re.compile(r"[^\x00-\x7fÇçËë“”‘’–—…×·⁦-⁩]|!")
    assert [text for _source, text in translated("sq") if strange.search(text)] == []


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_translation_has_no_stray_spaces(tag: str) -> None:
    stray = re.compile(r"^\s|\s$|  |\s[.،؛؟:»)]|[«(]\s")
    assert [text for _source, text in translated(tag) if stray.search(EXTENSION.sub("", text))] == []


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_translated_sentence_ends_where_its_source_ends(tag: str) -> None:
    """A full stop or a colon at the end of a label changes what it is; “No.” is a short form."""
    different = [
        (source, text)
        for source, text in translated(tag)
        if source != "No." and any(source.endswith(end) != text.endswith(end) for end in ".:")
    ]
    assert different == []
