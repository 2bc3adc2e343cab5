from __future__ import annotations

from uuid import uuid4

import pytest

from caseapp.vault import (
    DataKey,
    Keyring,
    KeyState,
    NotACiphertext,
    Purpose,
    Tampered,
    UnknownKey,
    unwrap_data_key,
    wrap_data_key,
    wrap_version,
)
from caseapp.vault.keyring import RingKey

from . import independent_reader as independent
from .abuse import flipped


def test_a_wrapped_key_has_eighty_two_bytes_and_opens_for_its_scope(keyring: Keyring) -> None:
    scope = uuid4()
    data_key = DataKey.new(3)
    wrapped = wrap_data_key(keyring, "person", scope, data_key)
    assert len(wrapped) == 82
    assert data_key.key not in wrapped
    assert unwrap_data_key(keyring, "person", scope, 3, wrapped) == data_key


def test_wrapping_twice_gives_different_bytes(keyring: Keyring, data_key: DataKey) -> None:
    scope = uuid4()
    assert wrap_data_key(keyring, "case", scope, data_key) != wrap_data_key(keyring, "case", scope, data_key)


def test_a_wrap_does_not_open_for_another_scope_kind_or_generation(
    keyring: Keyring, data_key: DataKey
) -> None:
    scope = uuid4()
    wrapped = wrap_data_key(keyring, "person", scope, data_key)
    for kind, scope_id, generation in (("person", uuid4(), 1), ("case", scope, 1), ("person", scope, 2)):
        with pytest.raises(Tampered):
            unwrap_data_key(keyring, kind, scope_id, generation, wrapped)
    with pytest.raises(UnknownKey):
        unwrap_data_key(keyring, "person", scope, 0, wrapped)


def test_a_wrap_does_not_open_in_another_installation_even_with_the_same_keys(
    keyring: Keyring, data_key: DataKey
) -> None:
    scope = uuid4()
    wrapped = wrap_data_key(keyring, "person", scope, data_key)
    keys = [RingKey(purpose, 1, KeyState.ACTIVE, keyring.key(purpose, 1)) for purpose in Purpose]
    elsewhere = Keyring(uuid4(), keys)
    with pytest.raises(Tampered):
        unwrap_data_key(elsewhere, "person", scope, 1, wrapped)
    with pytest.raises(Tampered):
        unwrap_data_key(Keyring.generate(), "person", scope, 1, wrapped)


def test_no_changed_byte_of_a_wrap_goes_unnoticed(keyring: Keyring, data_key: DataKey) -> None:
    scope = uuid4()
    wrapped = wrap_data_key(keyring, "person", scope, data_key)
    for position in range(len(wrapped)):
        expected = NotACiphertext if position == 0 else UnknownKey if 2 <= position < 6 else Tampered
        with pytest.raises(expected):
            unwrap_data_key(keyring, "person", scope, 1, flipped(wrapped, position))


def test_another_cipher_suite_of_a_wrap_is_named_as_the_reason(keyring: Keyring, data_key: DataKey) -> None:
    scope = uuid4()
    wrapped = wrap_data_key(keyring, "person", scope, data_key)
    with pytest.raises(Tampered, match="cipher suite"):
        unwrap_data_key(keyring, "person", scope, 1, flipped(wrapped, 1))


def test_a_cut_lengthened_or_empty_wrap_is_refused(keyring: Keyring, data_key: DataKey) -> None:
    scope = uuid4()
    wrapped = wrap_data_key(keyring, "person", scope, data_key)
    for changed in (b"", wrapped[:-1], wrapped + b"\0", wrapped[1:], data_key.key):
        with pytest.raises(NotACiphertext):
            unwrap_data_key(keyring, "person", scope, 1, changed)
        with pytest.raises(NotACiphertext):
            wrap_version(changed)


def test_a_wrap_with_a_foreign_commitment_is_refused_although_its_tag_is_right(keyring: Keyring) -> None:
    # Sealed rightly by the independent writer, then given the commitment of another key.
    scope, data_key = uuid4(), bytes(32)
    version, key = keyring.active(Purpose.SCOPE_WRAP)
    instance = str(keyring.instance_id)
    right = independent.write_wrap(key, version, instance, "person", str(scope), 1, data_key)
    foreign = independent.write_wrap(bytes(32), version, instance, "person", str(scope), 1, data_key)
    assert unwrap_data_key(keyring, "person", scope, 1, right).key == data_key
    with pytest.raises(Tampered):
        unwrap_data_key(keyring, "person", scope, 1, right[:66] + foreign[66:])


def test_a_wrap_with_a_right_commitment_and_a_wrong_tag_is_refused(keyring: Keyring) -> None:
    scope = uuid4()
    wrapped = wrap_data_key(keyring, "person", scope, DataKey.new())
    with pytest.raises(Tampered):
        unwrap_data_key(keyring, "person", scope, 1, flipped(wrapped, 65))


def test_wraps_open_through_a_rotation_until_their_key_is_destroyed(
    keyring: Keyring, data_key: DataKey
) -> None:
    scope = uuid4()
    old = wrap_data_key(keyring, "person", scope, data_key)
    pending = keyring.with_pending_key(Purpose.SCOPE_WRAP)
    assert wrap_version(wrap_data_key(pending, "person", scope, data_key)) == 1
    promoted = pending.with_promoted_key(Purpose.SCOPE_WRAP, 2)
    new = wrap_data_key(promoted, "person", scope, data_key)
    assert (wrap_version(old), wrap_version(new)) == (1, 2)
    # A process that has not promoted yet reads what the others already write.
    for ring, wrapped in ((promoted, old), (promoted, new), (pending, new)):
        assert unwrap_data_key(ring, "person", scope, 1, wrapped) == data_key
    destroyed = promoted.with_destroyed_key(Purpose.SCOPE_WRAP, 1)
    assert unwrap_data_key(destroyed, "person", scope, 1, new) == data_key
    with pytest.raises(UnknownKey):
        unwrap_data_key(destroyed, "person", scope, 1, old)
