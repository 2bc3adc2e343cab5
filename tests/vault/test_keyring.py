from __future__ import annotations

import json
import pickle
from typing import Any

import pytest

from caseapp.vault import Keyring, KeyringMismatch, KeyState, Purpose, UnknownKey, VaultError


def all_keys(keyring: Keyring) -> list[bytes]:
    return [keyring.key(purpose, version) for purpose in Purpose for version in keyring.states(purpose)]


def test_a_new_ring_holds_one_independent_active_key_per_purpose(keyring: Keyring) -> None:
    keys = {keyring.active(purpose) for purpose in Purpose}
    assert {version for version, _ in keys} == {1}
    assert len(keys) == len(Purpose)
    assert {len(key) for _, key in keys} == {32}


def test_two_new_rings_share_neither_keys_nor_instance_id() -> None:
    one, other = Keyring.generate(), Keyring.generate()
    assert one.instance_id != other.instance_id
    assert not set(all_keys(one)) & set(all_keys(other))
    assert one.fingerprint() != other.fingerprint()


def test_a_ring_comes_back_from_its_json_through_every_state(keyring: Keyring) -> None:
    rotated = keyring.with_pending_key(Purpose.PEPPER).with_promoted_key(Purpose.PEPPER, 2)
    rotated = rotated.with_destroyed_key(Purpose.PEPPER, 1).with_pending_key(Purpose.PEPPER)
    again = Keyring.from_json_bytes(rotated.to_json_bytes())
    assert again.fingerprint() == rotated.fingerprint()
    assert again.instance_id == keyring.instance_id
    assert dict(again.states(Purpose.PEPPER)) == {
        1: KeyState.DESTROYED,
        2: KeyState.ACTIVE,
        3: KeyState.PENDING,
    }
    assert again.active(Purpose.PEPPER) == rotated.active(Purpose.PEPPER)


def test_an_unknown_version_is_an_unknown_key(keyring: Keyring) -> None:
    for version in (0, 2, -1, 65536):
        with pytest.raises(UnknownKey):
            keyring.key(Purpose.TOKEN, version)


def test_rotation_goes_only_one_way(keyring: Keyring) -> None:
    with pytest.raises(UnknownKey):
        keyring.with_promoted_key(Purpose.TOKEN, 1)
    with pytest.raises(UnknownKey):
        keyring.with_destroyed_key(Purpose.TOKEN, 1)
    pending = keyring.with_pending_key(Purpose.TOKEN)
    with pytest.raises(UnknownKey):
        pending.with_destroyed_key(Purpose.TOKEN, 2)
    promoted = pending.with_promoted_key(Purpose.TOKEN, 2)
    with pytest.raises(UnknownKey):
        promoted.with_promoted_key(Purpose.TOKEN, 1)
    assert promoted.active(Purpose.TOKEN) == (2, pending.key(Purpose.TOKEN, 2))
    assert promoted.key(Purpose.TOKEN, 1) == keyring.key(Purpose.TOKEN, 1)


def test_rotating_one_purpose_leaves_the_ring_and_the_other_purposes_alone(keyring: Keyring) -> None:
    before = keyring.fingerprint()
    rotated = keyring.with_pending_key(Purpose.TOKEN).with_promoted_key(Purpose.TOKEN, 2)
    assert keyring.fingerprint() == before
    assert all(
        rotated.active(purpose) == keyring.active(purpose)
        for purpose in Purpose
        if purpose is not Purpose.TOKEN
    )


def test_a_destroyed_key_is_gone_and_its_number_is_never_used_again(keyring: Keyring) -> None:
    old = keyring.key(Purpose.SESSION, 1)
    rotated = keyring.with_pending_key(Purpose.SESSION).with_promoted_key(Purpose.SESSION, 2)
    destroyed = rotated.with_destroyed_key(Purpose.SESSION, 1)
    assert old.hex().encode() in rotated.to_json_bytes()
    assert old.hex().encode() not in destroyed.to_json_bytes()
    with pytest.raises(UnknownKey):
        destroyed.key(Purpose.SESSION, 1)
    assert max(destroyed.with_pending_key(Purpose.SESSION).states(Purpose.SESSION)) == 3


def test_the_fingerprint_names_exactly_one_state_of_one_ring(keyring: Keyring) -> None:
    pending = keyring.with_pending_key(Purpose.TOKEN)
    promoted = pending.with_promoted_key(Purpose.TOKEN, 2)
    destroyed = promoted.with_destroyed_key(Purpose.TOKEN, 1)
    fingerprints = {ring.fingerprint() for ring in (keyring, pending, promoted, destroyed)}
    assert len(fingerprints) == 4
    assert all(len(bytes.fromhex(fingerprint)) == 16 for fingerprint in fingerprints)


def test_a_ring_that_the_database_does_not_name_is_refused(keyring: Keyring) -> None:
    keyring.require_fingerprint(keyring.fingerprint())
    with pytest.raises(KeyringMismatch):
        Keyring.generate().require_fingerprint(keyring.fingerprint())


def test_no_key_shows_in_a_repr_and_no_ring_is_pickled(keyring: Keyring) -> None:
    assert not any(key.hex() in repr(keyring) or repr(key) in repr(keyring) for key in all_keys(keyring))
    with pytest.raises(TypeError):
        pickle.dumps(keyring)


def without_an_active_key(ring: dict[str, Any]) -> None:
    ring["keys"][0]["state"] = "decrypt-only"


def with_a_short_key(ring: dict[str, Any]) -> None:
    ring["keys"][0]["key"] = "00" * 31


def with_a_version_twice(ring: dict[str, Any]) -> None:
    ring["keys"].append(ring["keys"][0])


def with_an_unknown_purpose(ring: dict[str, Any]) -> None:
    ring["keys"][0]["purpose"] = "guessing"


def with_a_later_format(ring: dict[str, Any]) -> None:
    ring["format"] = 2


def without_a_purpose(ring: dict[str, Any]) -> None:
    del ring["keys"][0]


def with_version_zero(ring: dict[str, Any]) -> None:
    ring["keys"][0]["version"] = 0


@pytest.mark.parametrize(
    "broken",
    [
        without_an_active_key,
        with_a_short_key,
        with_a_version_twice,
        with_an_unknown_purpose,
        with_a_later_format,
        without_a_purpose,
        with_version_zero,
    ],
)
def test_a_broken_ring_is_refused_without_quoting_a_key(keyring: Keyring, broken: Any) -> None:
    ring = json.loads(keyring.to_json_bytes())
    broken(ring)
    with pytest.raises(VaultError) as refusal:
        Keyring.from_json_bytes(json.dumps(ring).encode())
    assert not any(key.hex() in str(refusal.value) for key in all_keys(keyring))


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff", b'{"format": 1, "instance_id": 3, "keys": []}'])
def test_anything_else_is_no_keyring(data: bytes) -> None:
    with pytest.raises(VaultError):
        Keyring.from_json_bytes(data)
