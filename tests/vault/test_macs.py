from __future__ import annotations

import pytest

from caseapp.vault import (
    Keyring,
    NotACiphertext,
    Purpose,
    Tampered,
    UnknownKey,
    audit_mac,
    check_row_mac,
    keyed_token,
    row_mac,
)

from .abuse import flipped

LABEL = "access/1/case"
PARTS = [b"row", b"3", b"scope", b""]


def rotated(keyring: Keyring, purpose: Purpose) -> Keyring:
    return keyring.with_pending_key(purpose).with_promoted_key(purpose, 2)


def test_a_row_that_was_not_touched_passes(keyring: Keyring) -> None:
    mac = row_mac(keyring, LABEL, PARTS)
    assert len(mac) == 34
    check_row_mac(keyring, LABEL, PARTS, mac)


@pytest.mark.parametrize(
    "parts",
    [
        [b"row", b"4", b"scope", b""],
        [b"row", b"3", b"scope"],
        [b"row", b"3", b"scope", b"", b""],
        [b"row3", b"", b"scope", b""],
        [b"3", b"row", b"scope", b""],
        [],
    ],
)
def test_a_changed_moved_or_missing_column_is_noticed(keyring: Keyring, parts: list[bytes]) -> None:
    mac = row_mac(keyring, LABEL, PARTS)
    with pytest.raises(Tampered):
        check_row_mac(keyring, LABEL, parts, mac)


def test_a_code_for_another_column_list_or_from_another_ring_is_noticed(keyring: Keyring) -> None:
    mac = row_mac(keyring, LABEL, PARTS)
    with pytest.raises(Tampered):
        check_row_mac(keyring, "access/2/case", PARTS, mac)
    with pytest.raises(Tampered):
        check_row_mac(Keyring.generate(), LABEL, PARTS, mac)


def test_no_changed_byte_of_a_row_code_goes_unnoticed(keyring: Keyring) -> None:
    mac = row_mac(keyring, LABEL, PARTS)
    for position in range(len(mac)):
        with pytest.raises(UnknownKey if position < 2 else Tampered):
            check_row_mac(keyring, LABEL, PARTS, flipped(mac, position))


@pytest.mark.parametrize("length", [0, 1, 2, 32, 33, 35])
def test_a_row_code_of_another_length_is_refused(keyring: Keyring, length: int) -> None:
    mac = (row_mac(keyring, LABEL, PARTS) + b"\0")[:length]
    with pytest.raises(NotACiphertext):
        check_row_mac(keyring, LABEL, PARTS, mac)


def test_row_codes_pass_across_a_rotation(keyring: Keyring) -> None:
    after = rotated(keyring, Purpose.ROW_MAC)
    old, new = row_mac(keyring, LABEL, PARTS), row_mac(after, LABEL, PARTS)
    assert (old[:2], new[:2]) == (b"\0\x01", b"\0\x02")
    check_row_mac(after, LABEL, PARTS, old)
    check_row_mac(after, LABEL, PARTS, new)
    with pytest.raises(UnknownKey):
        check_row_mac(keyring, LABEL, PARTS, new)


def test_each_audit_entry_depends_on_the_one_before_and_on_its_own_text(keyring: Keyring) -> None:
    _, first = audit_mac(keyring, b"", b"one")
    codes = {audit_mac(keyring, first, b"two")[1], audit_mac(keyring, b"", b"two")[1], first}
    assert len(codes) == 3
    assert audit_mac(keyring, b"ab", b"c") != audit_mac(keyring, b"a", b"bc")


def test_an_old_audit_entry_is_recomputed_with_its_own_key(keyring: Keyring) -> None:
    version, old = audit_mac(keyring, b"", b"one")
    after = rotated(keyring, Purpose.AUDIT_MAC)
    assert audit_mac(after, b"", b"one", version) == (1, old)
    assert audit_mac(after, b"", b"one") == audit_mac(after, b"", b"one", 2) != (1, old)
    with pytest.raises(UnknownKey):
        audit_mac(keyring, b"", b"one", 2)


def test_tokens_are_equal_only_for_one_value_of_one_column_in_one_ring(keyring: Keyring) -> None:
    token = keyed_token(keyring, "case.reference", b"C-26-7KQ3")
    assert len(token) == 32
    assert token == keyed_token(keyring, "case.reference", b"C-26-7KQ3")
    others = {
        keyed_token(keyring, "case.reference", b"C-26-7KQ4"),
        keyed_token(keyring, "letter.reference", b"C-26-7KQ3"),
        keyed_token(Keyring.generate(), "case.reference", b"C-26-7KQ3"),
        keyed_token(rotated(keyring, Purpose.TOKEN), "case.reference", b"C-26-7KQ3"),
    }
    assert len(others | {token}) == 5


def test_an_old_token_is_found_again_by_its_version(keyring: Keyring) -> None:
    after = rotated(keyring, Purpose.TOKEN)
    assert keyed_token(after, "case.reference", b"x", 1) == keyed_token(keyring, "case.reference", b"x")


def test_the_three_kinds_of_code_never_coincide(keyring: Keyring) -> None:
    codes = {
        row_mac(keyring, "x", [b"y"])[2:],
        audit_mac(keyring, b"x", b"y")[1],
        keyed_token(keyring, "x", b"y"),
    }
    assert len(codes) == 3
