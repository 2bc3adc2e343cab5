from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseapp.vault import (
    Binding,
    DataKey,
    NotACiphertext,
    Padding,
    Tampered,
    UnknownKey,
    field_generation,
    open_field,
    seal_field,
)
from caseapp.vault.ciphertexts import FIELD_OVERHEAD
from tests.fuzzing import often

from .abuse import flipped


@settings(max_examples=often(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.binary(max_size=3000), padding=st.sampled_from(Padding))
def test_a_sealed_value_opens_where_it_was_sealed(
    data_key: DataKey, binding: Binding, value: bytes, padding: Padding
) -> None:
    assert open_field(data_key, binding, seal_field(data_key, binding, value, padding)) == value


def test_a_text_of_eight_megabytes_comes_back(data_key: DataKey, binding: Binding) -> None:
    text = "متن نمونه ".encode() * 450_000
    assert len(text) > 8_000_000
    assert open_field(data_key, binding, seal_field(data_key, binding, text, Padding.TEXT)) == text


def test_a_value_opens_with_a_function_that_knows_the_generations(binding: Binding) -> None:
    keys = {generation: DataKey.new(generation) for generation in (1, 2, 0xFFFF_FFFF)}
    for generation, key in keys.items():
        sealed = seal_field(key, binding, b"value", Padding.NAME)
        assert field_generation(sealed) == generation
        assert open_field(keys.__getitem__, binding, sealed) == b"value"


@pytest.mark.parametrize("part", ["instance_id", "row_id", "scope_id"])
def test_a_value_moved_to_another_row_scope_or_installation_does_not_open(
    data_key: DataKey, binding: Binding, part: str
) -> None:
    sealed = seal_field(data_key, binding, b"value", Padding.NAME)
    with pytest.raises(Tampered):
        open_field(data_key, replace(binding, **{part: uuid4()}), sealed)  # type: ignore[arg-type]


@pytest.mark.parametrize("label", ["person.alias", "enquirer.name", "perso.nname", "personn.ame"])
def test_a_value_moved_to_another_column_or_table_does_not_open(
    data_key: DataKey, binding: Binding, label: str
) -> None:
    sealed = seal_field(data_key, binding, b"value", Padding.NAME)
    with pytest.raises(Tampered):
        open_field(data_key, replace(binding, label=label), sealed)


def test_row_and_scope_do_not_stand_for_each_other(data_key: DataKey, binding: Binding) -> None:
    sealed = seal_field(data_key, binding, b"value", Padding.NAME)
    with pytest.raises(Tampered):
        open_field(data_key, replace(binding, row_id=binding.scope_id, scope_id=binding.row_id), sealed)


@pytest.mark.parametrize("label", ["person", "person.", ".name", "person.name.part", ""])
def test_a_label_that_is_not_a_table_and_a_column_is_refused(
    data_key: DataKey, binding: Binding, label: str
) -> None:
    with pytest.raises(ValueError, match="label"):
        seal_field(data_key, replace(binding, label=label), b"value", Padding.NAME)


def test_another_key_of_the_same_generation_does_not_open(data_key: DataKey, binding: Binding) -> None:
    sealed = seal_field(data_key, binding, b"value", Padding.NAME)
    with pytest.raises(Tampered):
        open_field(DataKey.new(), binding, sealed)


def test_an_older_or_newer_generation_is_an_unknown_key(data_key: DataKey, binding: Binding) -> None:
    sealed = seal_field(data_key, binding, b"value", Padding.NAME)
    with pytest.raises(UnknownKey):
        open_field(DataKey(2, data_key.key), binding, sealed)
    relabelled = sealed[:2] + (2).to_bytes(4, "big") + sealed[6:]
    with pytest.raises(Tampered):
        open_field(DataKey(2, data_key.key), binding, relabelled)


@pytest.mark.parametrize("bit", [1, 0x80])
def test_no_changed_byte_goes_unnoticed(data_key: DataKey, binding: Binding, bit: int) -> None:
    sealed = seal_field(data_key, binding, b"value", Padding.NAME)
    assert len(sealed) == 32 + FIELD_OVERHEAD
    for position in range(len(sealed)):
        with pytest.raises((NotACiphertext, Tampered, UnknownKey)):
            open_field(data_key, binding, flipped(sealed, position, bit))


def test_each_part_of_a_changed_value_is_refused_for_its_own_reason(
    data_key: DataKey, binding: Binding
) -> None:
    sealed = seal_field(data_key, binding, b"value", Padding.NAME)
    reasons = {
        0: NotACiphertext,
        1: Tampered,
        2: UnknownKey,
        5: UnknownKey,
        6: Tampered,
        18: Tampered,
        -1: Tampered,
    }
    for position, reason in reasons.items():
        with pytest.raises(reason):
            open_field(data_key, binding, flipped(sealed, position))


def test_another_cipher_suite_is_named_as_the_reason(data_key: DataKey, binding: Binding) -> None:
    sealed = seal_field(data_key, binding, b"value", Padding.NAME)
    with pytest.raises(Tampered, match="cipher suite"):
        open_field(data_key, binding, flipped(sealed, 1))


def test_a_cut_value_is_refused_at_every_length(data_key: DataKey, binding: Binding) -> None:
    sealed = seal_field(data_key, binding, b"value", Padding.NAME)
    for length in range(len(sealed)):
        with pytest.raises((NotACiphertext, Tampered)):
            open_field(data_key, binding, sealed[:length])


@pytest.mark.parametrize("more", [b"\0", b"\x80", bytes(16), bytes(32)])
def test_a_lengthened_value_is_refused(data_key: DataKey, binding: Binding, more: bytes) -> None:
    sealed = seal_field(data_key, binding, b"value", Padding.NAME)
    for changed in (sealed + more, more + sealed, sealed[:18] + more + sealed[18:]):
        with pytest.raises((NotACiphertext, Tampered)):
            open_field(data_key, binding, changed)


@pytest.mark.parametrize(
    "stored",
    [
        b"",
        b"A plain name in an encrypted column, long enough",
        "نامی ساده در ستون رمز شده".encode(),
        bytes(66),
    ],
)
def test_plaintext_in_an_encrypted_column_is_no_ciphertext(
    data_key: DataKey, binding: Binding, stored: bytes
) -> None:
    with pytest.raises(NotACiphertext):
        open_field(data_key, binding, stored)


@pytest.mark.parametrize("stored", ["text", None, 7, memoryview(b"\xc1\x01")])
def test_a_stored_value_that_is_not_even_bytes_is_no_ciphertext(
    data_key: DataKey, binding: Binding, stored: object
) -> None:
    with pytest.raises(NotACiphertext):
        open_field(data_key, binding, stored)  # type: ignore[arg-type]


def test_a_thousand_equal_names_give_a_thousand_ciphertexts_of_one_length(
    data_key: DataKey, binding: Binding
) -> None:
    sealed = {seal_field(data_key, binding, "نام نمونه".encode(), Padding.NAME) for _ in range(1000)}
    assert len(sealed) == 1000
    assert {len(one) for one in sealed} == {32 + FIELD_OVERHEAD}
    assert len({one[6:18] for one in sealed}) == 1000


def test_names_of_one_to_thirty_one_bytes_cannot_be_told_apart_by_length(
    data_key: DataKey, binding: Binding
) -> None:
    lengths = {len(seal_field(data_key, binding, b"n" * size, Padding.NAME)) for size in range(32)}
    assert lengths == {32 + FIELD_OVERHEAD}


def test_refusals_never_quote_what_they_refuse(data_key: DataKey, binding: Binding) -> None:
    with pytest.raises(NotACiphertext) as refusal:
        open_field(data_key, binding, b"Plain name, never to be quoted in a message")
    assert "Plain name" not in str(refusal.value)
    sealed = seal_field(data_key, binding, b"value", Padding.NAME)
    with pytest.raises(Tampered) as tampered:
        open_field(data_key, replace(binding, row_id=uuid4()), sealed)
    assert str(binding.row_id) not in str(tampered.value)
    assert tampered.value.__cause__ is None


def test_a_data_key_never_shows_and_never_leaves_by_pickling(data_key: DataKey) -> None:
    assert data_key.key.hex() not in repr(data_key)
    assert repr(data_key.key) not in repr(data_key)
    with pytest.raises(TypeError):
        pickle.dumps(data_key)


@pytest.mark.parametrize(("generation", "key"), [(0, bytes(32)), (2**32, bytes(32)), (1, bytes(31))])
def test_a_malformed_data_key_is_refused(generation: int, key: bytes) -> None:
    with pytest.raises(ValueError, match="data key"):
        DataKey(generation, key)


def test_many_threads_share_one_key_without_mixing_values(data_key: DataKey, binding: Binding) -> None:
    def round_trip(number: int) -> bool:
        value = str(number).encode() * 20
        return open_field(data_key, binding, seal_field(data_key, binding, value, Padding.TEXT)) == value

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(round_trip, range(400)))
