import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.names import UnsafeName, clean_name
from tests.fuzzing import often


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  Dafina   Kelmendaj ", "Dafina Kelmendaj"),
        ("Dafina\u00a0Kelmendaj\n", "Dafina Kelmendaj"),
        ("Me\u0308rgim", "M\u00ebrgim"),
        ("گل\u200cاندام", "گل\u200cاندام"),
        ("\u200cگل\u200c", "گل"),
        ("\u200b \u200d", ""),
        ("\u200b \u200f", ""),
        ("\u3164\u2800", ""),
        ("\u0301", ""),
        ("", ""),
    ],
)
def test_a_name_is_tidied_and_keeps_its_joiners(typed: str, cleaned: str) -> None:
    assert clean_name(typed) == cleaned


@pytest.mark.parametrize(
    ("character", "code_point"),
    [
        ("\x00", "U+0000"),
        ("\t", "U+0009"),
        ("\n", "U+000A"),
        ("\x7f", "U+007F"),
        ("\x9b", "U+009B"),
        ("\u2028", "U+2028"),
        ("\u202a", "U+202A"),
        ("\u202e", "U+202E"),
        ("\u2066", "U+2066"),
        ("\u2069", "U+2069"),
        ("\ud800", "U+D800"),
    ],
)
def test_a_name_with_a_control_or_a_direction_override_is_refused(character: str, code_point: str) -> None:
    with pytest.raises(UnsafeName) as refused:
        clean_name(f"Dafina{character}Kelmendaj")
    assert refused.value.code_point == code_point


def test_the_refusal_does_not_repeat_the_name() -> None:
    with pytest.raises(UnsafeName) as refused:
        clean_name("Dafina\u202eKelmendaj")
    assert "Dafina" not in str(refused.value)


@given(text=st.text())
@settings(max_examples=often(150))
def test_a_cleaned_name_is_composed_and_cleaning_it_again_changes_nothing(text: str) -> None:
    try:
        cleaned = clean_name(text)
    except UnsafeName:
        return
    assert clean_name(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == cleaned.strip()
