"""What counts as the same word in a text, and where it stands."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.text_search.excerpts import AROUND, MOST, excerpts
from caseapp.text_search.letters import folded
from caseapp.text_search.matching import MOST_WORDS, Sought, Span, TooManyWords


def hits(query: str, *texts: str) -> list[str] | None:
    """The words that a query marks in texts; None where they do not fit it."""
    found = Sought.read(query).in_texts(texts)
    if found is None:
        return None
    return [text[span.start : span.end] for text, spans in zip(texts, found, strict=True) for span in spans]


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("sister", "His SISTER rang.", "SISTER"),
        ("eshte", "Ajo është këtu", "është"),
        ("është", "Ajo eshte ketu", "eshte"),
        ("cift", "një çift", "çift"),
        ("strasse", "in der Straße 4", "Straße"),
        ("Straße", "in der STRASSE 4", "STRASSE"),
        ("fire", "no \ufb01re here", "\ufb01re"),
        ("علي", "گفت علی آمد", "علی"),
        ("كتاب", "آن کتاب را", "کتاب"),
        ("کتاب", "ذلك كِتَابٌ قديم", "كِتَابٌ"),
        ("مدرسه", "في مدرسة قديمة", "مدرسة"),
        ("احمد", "قال أحمد", "أحمد"),
        ("أحمد", "قال احمد", "احمد"),
        ("آمد", "او امد", "امد"),
        ("سلام", "ســـلام بر تو", "ســـلام"),
        ("میخواهم", "من می\u200cخواهم بروم", "می\u200cخواهم"),
        ("می\u200cخواهم", "من می خواهم بروم", "می خواهم"),
        ("می\u200cخواهم", "من میخواهم بروم", "میخواهم"),
        ("خواهم", "من می\u200cخواهم بروم", "خواهم"),
        ("لا", "قال \ufefb اعرف", "\ufefb"),
        ("الله", "عبد \ufdf2", "\ufdf2"),
        ("1402", "سال ۱۴۰۲ بود", "۱۴۰۲"),
        ("۱۴۰۲", "عام ١٤٠٢", "١٤٠٢"),
        ("۱۴۰۲", "in 1402", "1402"),
        ("کتاب", "قرأت والكتاب", "والكتاب"),
        ("بيت", "ذهب للبيت", "للبيت"),
        ("امروز", "\u2067امروز\u2069 رفت", "امروز"),
        ("mother", "the \u2068mother\u2069", "mother"),
        ("C-26-7KQ3", "see C-26-7KQ3.", "C-26-7KQ3"),
        ("masud", "Masʿūd came", "Masʿūd"),
        ("left", "he ʼleftʼ it", "left"),
        ("прага", "В ПРАГЕ, Прага", "Прага"),
    ],
)
def test_a_word_is_found_however_it_is_written(query: str, text: str, marked: str) -> None:
    assert hits(query, text) == [marked]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("other", "his mother"),
        ("تاب", "آن کتاب را"),
        ("تب", "كَتَبَ"),
        ("sister brother", "his sister rang"),
        ('"the camp"', "the old camp"),
        ('"he fled"', "he \N{COMBINING ACUTE ACCENT}"),
        ("7KQ3-26", "see C-26-7KQ3"),
        ("۱۴", "in 2014"),
    ],
)
def test_what_is_another_word_is_not_found(query: str, text: str) -> None:
    assert hits(query, text) is None


def test_several_words_all_occur_in_any_order_and_begin_a_word() -> None:
    assert hits("camp flee", "He fled. They flee from the camps") == ["flee", "camps"]


@pytest.mark.parametrize("marks", ['""', "“”", "„“", "«»"])
def test_a_phrase_stands_together_whatever_stands_between_its_words(marks: str) -> None:
    assert hits(f"{marks[0]}left the camp{marks[1]}", "she LEFT,\n the  camp") == ["LEFT,\n the  camp"]
    assert hits(f"{marks[0]}left the camp{marks[1]}", "left the old camp") is None


def test_a_phrase_does_not_go_from_one_text_into_the_next_but_words_may_stand_in_both() -> None:
    assert hits('"left camp"', "she left", "camp") is None
    assert hits("left camp", "she left", "camp") == ["left", "camp"]


@pytest.mark.parametrize("query", ["", "  ", "?!", '""', "—", "\u200c"])
def test_without_a_letter_or_digit_nothing_is_looked_for(query: str) -> None:
    assert not Sought.read(query)


def test_too_many_words_are_refused() -> None:
    assert Sought.read("word " * MOST_WORDS + " word")
    with pytest.raises(TooManyWords):
        Sought.read(" ".join(f"w{number}" for number in range(MOST_WORDS + 1)))


@given(st.text(max_size=60), st.text(max_size=200))
@settings(deadline=None)
def test_any_query_and_any_text_are_looked_through(query: str, text: str) -> None:
    try:
        sought = Sought.read(query)
    except TooManyWords:
        return
    for spans in sought.in_texts([text, query]) or ():
        assert all(span.start < span.end for span in spans)


SINGLE = st.characters(categories=["Lu", "Ll", "Lo", "Nd"], max_codepoint=0x2FFF).filter(
    lambda sign: len(folded(sign)) == 1
)
"""Letters that stand for one letter."""


@given(st.text(alphabet=SINGLE, min_size=1, max_size=12))
@settings(deadline=None)
def test_a_word_finds_itself_and_is_found_in_capitals(word: str) -> None:
    sought = Sought.read(word)
    for form in {word, word.lower(), word.upper()}:
        assert sought.in_texts([f"before {form} behind"]), form


def test_an_excerpt_is_cut_between_words_and_marks_the_hit() -> None:
    text = "word " * 50 + "needle " + "word " * 50
    (found,) = excerpts(text, [Span(250, 256)])
    assert ("needle", True) in found.pieces
    assert found.before
    assert found.behind
    assert found.words.split() == ["word"] * found.words[: found.words.index("needle")].count("word") + [
        "needle"
    ] + ["word"] * found.words[found.words.index("needle") :].count("word")
    assert len(found.words) <= 2 * AROUND + 7


def test_a_text_with_many_hits_shows_the_first_places_and_neighbours_as_one() -> None:
    text = ("needle " + "word " * 60) * 10
    spans = Sought.read("needle").in_texts([text])
    assert spans is not None
    assert len(excerpts(text, spans[0])) == MOST
    assert len(excerpts("needle and needle", [Span(0, 6), Span(11, 17)])) == 1


def test_a_word_without_end_is_shown_whole() -> None:
    text = "x" * 1_000
    (found,) = excerpts(text, [Span(0, 1_000)])
    assert found.words == text
