"""A ring that was rotated, frozen in `vectors/rotated.json`: every version and generation opens for both readers."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from caseapp.vault import (
    DataKey,
    KeyState,
    PasswordCost,
    Purpose,
    UnknownKey,
    audit_mac,
    check_row_mac,
    keyed_tokens,
    keyring_named,
    open_field,
    open_file_root,
    pepper_version,
    settle,
    unwrap_data_key,
    verify_password,
)

from . import independent_reader as independent
from .test_vectors import binding_of, plain_keys, put_private, ring_of, vectors


@pytest.fixture
def frozen() -> Any:
    return vectors("rotated")


def test_the_states_and_the_fingerprint_are_read_as_they_were_written(frozen: Any) -> None:
    ring = ring_of(frozen["keyring"])
    assert ring.fingerprint() == frozen["fingerprint"]
    assert list(ring.states(Purpose.SCOPE_WRAP).values()) == [
        KeyState.DESTROYED,
        KeyState.DECRYPT_ONLY,
        KeyState.ACTIVE,
        KeyState.PENDING,
    ]
    with pytest.raises(UnknownKey):
        ring.key(Purpose.SCOPE_WRAP, 1)


def test_every_generation_opens_under_the_version_that_wrapped_it(frozen: Any) -> None:
    ring, plain = ring_of(frozen["keyring"]), plain_keys(frozen["keyring"], "org_kek")
    kind, scope, instance = frozen["kind"], frozen["scope"], str(ring.instance_id)
    keys = {}
    for case in frozen["wraps"]:
        wrapped, generation = bytes.fromhex(case["wrapped"]), case["generation"]
        keys[generation] = bytes.fromhex(case["data_key"])
        assert unwrap_data_key(ring, kind, UUID(scope), generation, wrapped).key == keys[generation]
        assert independent.read_wrap(plain, instance, kind, scope, generation, wrapped) == keys[generation]
    place = {"instance": instance, "label": frozen["label"], "row": frozen["row"], "scope": scope}
    for case in frozen["fields"]:
        sealed, expected = bytes.fromhex(case["sealed"]), case["plaintext"].encode()
        assert open_field(lambda number: DataKey(number, keys[number]), binding_of(place), sealed) == expected
        assert independent.read_field(keys, place, sealed) == expected


def test_codes_links_and_tokens_of_every_version_are_computed_alike(frozen: Any) -> None:
    ring = ring_of(frozen["keyring"])
    codes, parts = frozen["codes"], [bytes.fromhex(part) for part in frozen["codes"]["parts"]]
    plain = plain_keys(frozen["keyring"], "row_mac")
    for case in codes["cases"]:
        code = bytes.fromhex(case["mac"])
        check_row_mac(ring, codes["label"], parts, code)
        assert code[:2] == case["version"].to_bytes(2, "big")
        assert code[2:] == independent.mac(plain[case["version"]], codes["label"].encode(), *parts)
    plain = plain_keys(frozen["keyring"], "audit_mac")
    for link in frozen["audit"]:
        previous, canonical = bytes.fromhex(link["previous"]), link["canonical"].encode()
        expected = bytes.fromhex(link["mac"])
        assert audit_mac(ring, previous, canonical, link["version"]) == (link["version"], expected)
        assert independent.mac(plain[link["version"]], b"FH/audit/1", previous, canonical) == expected
    tokens = frozen["tokens"]
    by_version = {case["version"]: bytes.fromhex(case["token"]) for case in tokens["cases"]}
    found = keyed_tokens(ring, tokens["label"], tokens["value"].encode())
    assert found == [by_version[3], by_version[1], by_version[2]], "the one in use first"


def test_passphrases_of_every_pepper_are_verified(frozen: Any) -> None:
    ring, peppers = ring_of(frozen["keyring"]), plain_keys(frozen["keyring"], "pepper")
    these = frozen["passwords"]
    cost = PasswordCost(these["memory_kib"], these["passes"])
    for case in these["cases"]:
        stored = bytes.fromhex(case["stored"])
        assert pepper_version(stored) == case["version"]
        assert verify_password(ring, UUID(these["user"]), these["password"], stored, cost=cost)
        assert independent.password_matches(
            peppers, str(ring.instance_id), these["user"], these["password"], stored
        )


@pytest.mark.parametrize("named", ["present", "next", "neither"])
def test_the_database_says_which_of_two_rings_counts(named: str, frozen: Any, tmp_path: Path) -> None:
    files = frozen["files"]
    put_private(tmp_path / "root.key", files["root_key"])
    put_private(tmp_path / "keyring.json", files["keyring_json"])
    put_private(tmp_path / "keyring-next.json", files["next_json"])
    root = open_file_root(tmp_path)
    fingerprint = {
        "present": files["fingerprint_of_present"],
        "next": frozen["fingerprint"],
        "neither": "0" * 32,
    }[named]
    found = keyring_named(root, fingerprint)
    settle(root, fingerprint)
    if named == "neither":
        assert found is None
        assert (tmp_path / "keyring-next.json").exists(), (
            "nothing is thrown away that may be somebody's only copy"
        )
        return
    assert found is not None
    assert found.fingerprint() == fingerprint == root.keyring().fingerprint()
    assert not (tmp_path / "keyring-next.json").exists()


def test_a_next_ring_that_was_damaged_leaves_the_present_one(frozen: Any, tmp_path: Path) -> None:
    files = frozen["files"]
    put_private(tmp_path / "root.key", files["root_key"])
    put_private(tmp_path / "keyring.json", files["keyring_json"])
    put_private(tmp_path / "keyring-next.json", files["next_json"][:100])
    shutil.copy(tmp_path / "keyring.json", tmp_path / "before.json")
    root = open_file_root(tmp_path)
    assert keyring_named(root, frozen["fingerprint"]) is None
    settle(root, files["fingerprint_of_present"])
    assert (tmp_path / "keyring.json").read_bytes() == (tmp_path / "before.json").read_bytes()
    assert not (tmp_path / "keyring-next.json").exists()
