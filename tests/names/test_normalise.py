import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.names import fold, normalise
from caseapp.names.skeleton import skeletons
from caseapp.names.sounds import sounds
from tests.fuzzing import often

letters = st.text() | st.text("abdelrhszçëÇİßﬁآأبدعلمنويىكة\u0651\u064e\u200c\u0640۱٢ ʿ'-")


def texts(name: str) -> list[str]:
    return [part.text for part in normalise(name)]


def keys(text: str) -> set[str]:
    return {key for reading in sounds(text) for key in skeletons(reading)}


@pytest.mark.parametrize(
    ("written", "also_written"),
    [
        ("MËRGIM", "mergim"),
        ("كيهان", "کیهان"),
        ("كِـيهان", "کیهان"),
        ("گل\u200cاندام", "گلاندام"),
        ("\u202bکیهان\u202c", "کیهان"),
        ("أديب", "اديب"),
        ("فاطمة", "فاطمه"),
        ("Sa\u02bfd", "Sad"),
        ("Şükrü", "shukru"),
        ("۱۲", "12"),
    ],
)
def test_spellings_without_a_difference_fold_to_one(written: str, also_written: str) -> None:
    assert fold(written) == fold(also_written)


def test_c_and_c_cedilla_stay_two_letters() -> None:
    assert fold("Çela") != fold("Cela")


@pytest.mark.parametrize(
    ("written", "also_written"),
    [
        ("Abd al-Wadud", "Abdul Wadud"),
        ("Abd er-Rashad", "abd al rashad"),
        ("عبد الودود", "عبدالودود"),
        ("Nadir ed-Din", "Nadireddin"),
        ("Al-Wadi", "Wadi"),
        ("Alireza Kelm", "Ali Reza Kelm"),
        ("علیرضا", "علی رضا"),
        ("سیدورنا", "سید ورنا"),
    ],
)
def test_compounds_written_apart_or_together_have_the_same_parts(written: str, also_written: str) -> None:
    assert [keys(text) for text in texts(written)] == [keys(text) for text in texts(also_written)]


def test_titles_and_little_words_are_light() -> None:
    assert [part.light for part in normalise("Dr. Dafina bint Kelmend")] == [True, False, True, False]


@pytest.mark.parametrize("name", ["", "  ", "---", "\u200c", "!?"])
def test_a_text_without_letters_has_no_parts(name: str) -> None:
    assert normalise(name) == []


@given(text=letters)
@settings(max_examples=often(200))
def test_folding_any_text_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(text=letters)
@settings(max_examples=often(200))
def test_any_text_can_be_normalised_sounded_and_keyed(text: str) -> None:
    for part in normalise(text):
        readings = sounds(part.text)
        assert len(readings) <= 2
        for reading in readings:
            assert 1 <= len(skeletons(reading)) <= 3


@given(text=letters)
@settings(max_examples=often(200))
def test_the_parts_of_any_name_are_folded_already(text: str) -> None:
    assert all(fold(part.text) == part.text for part in normalise(text))


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("Dariyan", "داریان"),
        ("Ghorbat", "غربت"),
        ("Qorbat", "قربت"),
        ("Khazan", "خزان"),
        ("Shokufa", "شکوفه"),
        ("Chakavak", "چکاوک"),
        ("Zhina", "ژینا"),
        ("Abdul Wadud", "عبد الودود"),
    ],
)
def test_both_scripts_share_a_skeleton(latin: str, arabic: str) -> None:
    assert all(keys(one) & keys(other) for one, other in zip(texts(latin), texts(arabic), strict=True))


@pytest.mark.parametrize(
    ("spelling", "other"), [("Xhelal", "Djelal"), ("Gjelal", "Xhelal"), ("Çela", "Chela"), ("Zhuri", "Juri")]
)
def test_albanian_digraphs_are_one_sound(spelling: str, other: str) -> None:
    assert keys(fold(spelling)) & keys(fold(other))
