from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.vault import RecoveryCodeError, confirm_part, groups_to_confirm, new_recovery_code
from caseapp.vault import normalise_recovery_code as normalise
from caseapp.vault.recovery import recovery_secret
from tests.fuzzing import often

CODE = new_recovery_code()
LINES = CODE.split("\n")


def with_line(number: int, line: str) -> str:
    return "\n".join([*LINES[: number - 1], line, *LINES[number:]])


def wrong_line(text: str) -> int:
    with pytest.raises(RecoveryCodeError) as slip:
        normalise(text)
    return slip.value.line


def test_a_code_is_four_lines_of_four_groups_of_four_signs() -> None:
    assert re.fullmatch(r"(([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}(\n|\Z)){4}", CODE)


def test_codes_are_new_each_time_and_stand_for_256_bits() -> None:
    secrets = {recovery_secret(new_recovery_code()) for _ in range(200)}
    assert len(secrets) == 200
    assert {len(secret) for secret in secrets} == {32}
    # Every bit is used: over 200 codes each one is seen both set and clear.
    together = [int.from_bytes(secret, "big") for secret in secrets]
    assert all({value >> bit & 1 for value in together} == {0, 1} for bit in range(256))


@pytest.mark.parametrize(
    "typed",
    [
        CODE.lower(),
        CODE.replace("-", ""),
        CODE.replace("\n", " "),
        CODE.replace("\n", "").replace("-", ""),
        CODE.replace("0", "O").replace("1", "l"),
        CODE.replace("0", "o").replace("1", "I"),
        CODE.replace("-", " – "),
        "\n\n" + CODE.replace("\n", "\r\n\r\n") + "\n",
        CODE.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
        CODE.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
        "\u200f" + CODE,
    ],
    ids=itertools.count(),
)
def test_the_way_of_typing_does_not_matter(typed: str) -> None:
    assert normalise(typed) == CODE


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_every_single_wrong_sign_names_its_line(number: int) -> None:
    line = LINES[number - 1]
    for position, sign in enumerate(line):
        if sign != "-":
            slip = "7" if sign != "7" else "8"
            assert wrong_line(with_line(number, line[:position] + slip + line[position + 1 :])) == number


@pytest.mark.parametrize("number", [1, 2, 3, 4])
@pytest.mark.parametrize(
    "damage", [lambda line: line[:-1], lambda line: line + "7", lambda line: line[:3] + "U" + line[4:]]
)
def test_a_missing_additional_or_impossible_sign_names_its_line(number: int, damage) -> None:  # type: ignore[no-untyped-def]
    assert wrong_line(with_line(number, damage(LINES[number - 1]))) == number


def test_swapped_and_repeated_lines_are_noticed() -> None:
    assert wrong_line("\n".join([LINES[1], LINES[0], *LINES[2:]])) == 1
    assert wrong_line("\n".join([*LINES[:3], LINES[2]])) == 4


@pytest.mark.parametrize(
    ("text", "line"),
    [("", 1), ("-", 1), (LINES[0], 2), ("\n".join(LINES[:3]), 4), (CODE + "\n" + LINES[0], 4)],
    ids=itertools.count(),
)
def test_a_code_with_too_few_or_too_many_lines_names_where_it_goes_wrong(text: str, line: int) -> None:
    assert wrong_line(text) == line


@settings(max_examples=often(200))
@given(st.text(max_size=120))
def test_no_text_makes_the_reader_fail_in_another_way(text: str) -> None:
    with pytest.raises(RecoveryCodeError):
        normalise(text)


def test_spare_bits_that_a_writer_never_sets_are_refused() -> None:
    from caseapp.vault import recovery

    data = LINES[3].replace("-", "")[:12]
    last = "1" if LINES[3].replace("-", "")[12] == "0" else "H"
    forged = data + last + recovery._checksum(4, data + last)
    assert wrong_line(with_line(4, forged)) == 4


def test_a_refusal_names_the_line_and_quotes_nothing() -> None:
    with pytest.raises(RecoveryCodeError, match=r"^Line 2 of the recovery code is not right\.$"):
        normalise(with_line(2, LINES[0]))


def test_a_part_typed_back_rightly_is_confirmed() -> None:
    groups = CODE.replace("\n", "-").split("-")
    assert confirm_part(CODE, {1: groups[0], 7: groups[6].lower(), 16: f" {groups[15]} "})


def test_a_part_typed_back_wrongly_or_not_at_all_is_not_confirmed() -> None:
    groups = CODE.replace("\n", "-").split("-")
    slip = groups[0][:-1] + ("7" if groups[0][-1] != "7" else "8")
    for typed in (
        {},
        {1: ""},
        {1: slip},
        {1: groups[0], 2: slip},
        {0: groups[0]},
        {17: groups[0]},
        {-1: groups[15]},
    ):
        assert not confirm_part(CODE, typed)


def test_the_groups_to_confirm_are_different_ones_of_the_code() -> None:
    chosen = [groups_to_confirm() for _ in range(100)]
    assert all(len(set(numbers)) == 3 and set(numbers) <= set(range(1, 17)) for numbers in chosen)
    assert len(set(chosen)) > 1
