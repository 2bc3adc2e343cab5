from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.vault import Padding, Tampered, lp
from caseapp.vault.padding import pad, padded_length, padme, unpad
from tests.fuzzing import often

PARTS = st.lists(st.binary(max_size=6), max_size=4)


@settings(max_examples=often(200))
@given(PARTS, PARTS)
def test_framing_never_gives_two_sequences_the_same_bytes(one: list[bytes], other: list[bytes]) -> None:
    assert (lp(*one) == lp(*other)) == (one == other)


def test_framing_keeps_a_letter_from_moving_between_parts() -> None:
    assert lp(b"ab", b"c") != lp(b"a", b"bc")
    assert lp(b"") != lp()
    assert lp(b"ab") == b"\0\0\0\x02ab"


@settings(max_examples=often(200))
@given(st.binary(max_size=2000), st.sampled_from(Padding))
def test_every_value_comes_back_from_its_padding(value: bytes, padding: Padding) -> None:
    padded = pad(value, padding)
    assert unpad(padded) == value
    assert len(padded) == padded_length(len(value), padding) > len(value)


@pytest.mark.parametrize("value", [b"", b"\0", b"\x80", b"\x80\0\0", b"a\x80", b"\0" * 31, b"\x80" * 64])
def test_values_that_look_like_padding_come_back_unchanged(value: bytes) -> None:
    assert all(unpad(pad(value, padding)) == value for padding in Padding)


@pytest.mark.parametrize(
    ("padding", "length", "expected"),
    [
        (Padding.SHORT, 0, 32),
        (Padding.SHORT, 31, 32),
        (Padding.SHORT, 32, 64),
        (Padding.NAME, 1, 32),
        (Padding.NAME, 31, 32),
        (Padding.NAME, 32, 64),
        (Padding.NAME, 100, 128),
        (Padding.TEXT, 0, 512),
        (Padding.TEXT, 511, 512),
        (Padding.TEXT, 512, 1024),
        (Padding.TEXT, 7200, 7680),
        (Padding.TEXT, 8191, 8192),
        (Padding.TEXT, 8192, 8704),
        (Padding.TEXT, 1_000_000, 1_015_808),
    ],
)
def test_lengths_fall_into_their_buckets(padding: Padding, length: int, expected: int) -> None:
    assert padded_length(length, padding) == expected


@settings(max_examples=often(300))
@given(st.integers(min_value=0, max_value=2**40))
def test_padme_adds_at_most_an_eighth_and_never_takes_away(length: int) -> None:
    padded = padme(length)
    assert length <= padded <= length * 1.125
    assert padme(padded) == padded


@pytest.mark.parametrize("padded", [b"", bytes(32), b"a" * 32, b"a\x80" + bytes(5) + b"b"])
def test_bytes_without_a_mark_before_the_zeros_are_refused(padded: bytes) -> None:
    with pytest.raises(Tampered):
        unpad(padded)
