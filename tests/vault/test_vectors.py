"""Every stored format, as frozen in `vectors/`, opened by the software and by the independent reader."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from caseapp.vault import (
    BackupHead,
    Binding,
    BlobStore,
    DataKey,
    Keyring,
    PasswordCost,
    Purpose,
    audit_mac,
    check_row_mac,
    keyed_token,
    open_field,
    open_file_root,
    unlock_with_passphrase,
    unlock_with_recovery_code,
    unwrap_data_key,
    verify_password,
    wrap_version,
)

from . import independent_reader as independent
from .abuse import CHEAP

VECTORS = Path(__file__).parent / "vectors"


def vectors(name: str) -> Any:
    return json.loads((VECTORS / f"{name}.json").read_text())


def ring_of(stored: Any) -> Keyring:
    return Keyring.from_json_bytes(json.dumps(stored).encode())


def plain_keys(stored: Any, purpose: str) -> dict[int, bytes]:
    return {key["version"]: bytes.fromhex(key["key"]) for key in stored["keys"] if key["purpose"] == purpose}


def place_of(frozen: Any, case: Any) -> dict[str, str]:
    return {"instance": frozen["instance"]} | {name: case[name] for name in ("label", "row", "scope")}


def binding_of(place: dict[str, str]) -> Binding:
    return Binding(UUID(place["instance"]), place["label"], UUID(place["row"]), UUID(place["scope"]))


def test_frozen_fields_open_for_the_software_and_for_the_independent_reader() -> None:
    frozen = vectors("fields")
    keys = {int(generation): bytes.fromhex(key) for generation, key in frozen["keys"].items()}
    for case in frozen["cases"]:
        place, sealed = place_of(frozen, case), bytes.fromhex(case["sealed"])
        expected = case["plaintext"].encode()
        assert (
            open_field(lambda generation: DataKey(generation, keys[generation]), binding_of(place), sealed)
            == expected
        )
        assert independent.read_field(keys, place, sealed) == expected


def test_a_field_written_by_the_independent_writer_opens() -> None:
    frozen = vectors("fields")
    key = bytes.fromhex(frozen["keys"]["7"])
    place = place_of(frozen, frozen["cases"][0])
    sealed = independent.write_field(key, 7, place, b"from elsewhere", 32)
    assert open_field(DataKey(7, key), binding_of(place), sealed) == b"from elsewhere"


def test_frozen_wraps_open_for_the_software_and_for_the_independent_reader() -> None:
    frozen = vectors("wraps")
    ring, plain = ring_of(frozen["keyring"]), plain_keys(frozen["keyring"], "org_kek")
    assert ring.fingerprint() == frozen["fingerprint"]
    for case in frozen["cases"]:
        wrapped = bytes.fromhex(case["wrapped"])
        kind, scope, generation = case["kind"], case["scope"], case["generation"]
        expected = bytes.fromhex(case["data_key"])
        opened = unwrap_data_key(ring, kind, UUID(scope), generation, wrapped)
        assert opened == DataKey(generation, expected)
        assert wrap_version(wrapped) == case["version"]
        instance = str(ring.instance_id)
        assert independent.read_wrap(plain, instance, kind, scope, generation, wrapped) == expected


def test_a_wrap_written_by_the_independent_writer_opens() -> None:
    frozen = vectors("wraps")
    ring, plain = ring_of(frozen["keyring"]), plain_keys(frozen["keyring"], "org_kek")
    case = frozen["cases"][0]
    data_key = bytes(range(32))
    wrapped = independent.write_wrap(
        plain[1], 1, str(ring.instance_id), case["kind"], case["scope"], 3, data_key
    )
    assert unwrap_data_key(ring, case["kind"], UUID(case["scope"]), 3, wrapped).key == data_key


def test_frozen_row_codes_verify_and_are_computed_alike_by_the_independent_reader() -> None:
    frozen = vectors("macs")
    ring, plain = ring_of(frozen["keyring"]), plain_keys(frozen["keyring"], "row_mac")
    for case in frozen["rows"]:
        parts, code = [bytes.fromhex(part) for part in case["parts"]], bytes.fromhex(case["mac"])
        check_row_mac(ring, case["label"], parts, code)
        assert code == b"\0\x01" + independent.mac(plain[1], case["label"].encode(), *parts)


def test_the_frozen_audit_chain_is_recomputed_alike() -> None:
    frozen = vectors("macs")
    ring, plain = ring_of(frozen["keyring"]), plain_keys(frozen["keyring"], "audit_mac")
    for entry in frozen["audit"]:
        previous, canonical = bytes.fromhex(entry["previous"]), entry["canonical"].encode()
        expected = bytes.fromhex(entry["mac"])
        assert audit_mac(ring, previous, canonical, entry["version"]) == (entry["version"], expected)
        assert independent.mac(plain[1], b"FH/audit/1", previous, canonical) == expected


def test_frozen_tokens_are_recomputed_alike() -> None:
    frozen = vectors("macs")
    ring, plain = ring_of(frozen["keyring"]), plain_keys(frozen["keyring"], "token")
    for case in frozen["tokens"]:
        value, expected = case["value"].encode(), bytes.fromhex(case["token"])
        assert keyed_token(ring, case["label"], value) == expected
        assert independent.mac(plain[1], b"FH/token/1", case["label"].encode(), value) == expected


def test_frozen_password_hashes_verify_for_the_software_and_for_the_independent_reader() -> None:
    frozen = vectors("passwords")
    ring, peppers = ring_of(frozen["keyring"]), plain_keys(frozen["keyring"], "pepper")
    for case in frozen["cases"]:
        stored, cost = bytes.fromhex(case["stored"]), PasswordCost(case["memory_kib"], case["passes"])
        assert verify_password(ring, UUID(case["user"]), case["password"], stored, cost=cost)
        assert independent.password_matches(
            peppers, str(ring.instance_id), case["user"], case["password"], stored
        )


def test_the_frozen_key_file_opens_for_the_software_and_for_the_independent_reader(tmp_path: Path) -> None:
    frozen = vectors("keyrings")
    put_private(tmp_path / "keyring.json", frozen["file"]["keyring_json"])
    put_private(tmp_path / "root.key", frozen["file"]["root_key"])
    root = bytes.fromhex(frozen["file"]["root_key"])
    assert open_file_root(tmp_path).keyring().fingerprint() == ring_of(frozen["keyring"]).fingerprint()
    opened = independent.read_keyring(frozen["file"]["keyring_json"], None, None, root)
    assert opened == frozen["keyring"]


def test_the_frozen_passphrase_keyring_opens_for_both_readers_by_every_holder(tmp_path: Path) -> None:
    frozen = vectors("keyrings")
    closed = frozen["passphrase"]
    put_private(tmp_path / "keyring.json", closed["keyring_json"])
    fingerprint = ring_of(frozen["keyring"]).fingerprint()
    for name, passphrase in closed["unlockers"].items():
        assert (
            unlock_with_passphrase(tmp_path, passphrase, name, cost=CHEAP).keyring().fingerprint()
            == fingerprint
        )
        assert independent.read_keyring(closed["keyring_json"], passphrase, None, None) == frozen["keyring"]
    code = closed["recovery_code"]
    assert unlock_with_recovery_code(tmp_path, code).keyring().fingerprint() == fingerprint
    assert independent.read_keyring(closed["keyring_json"], None, code, None) == frozen["keyring"]


def test_frozen_files_open_for_the_software_and_for_the_independent_reader(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    for case in vectors("blobs")["cases"]:
        stored, key = base64.b64decode(case["file"]), bytes.fromhex(case["key"])
        put_blob(tmp_path, case["ref"], stored)
        content = store.read(UUID(case["ref"]), key)
        assert (len(content), hashlib.sha256(content).hexdigest()) == (case["size"], case["sha256"])
        assert independent.read_blob(key, case["ref"], stored) == content


def test_a_file_written_by_the_independent_writer_opens(tmp_path: Path) -> None:
    ref, key, content = "8d5f3c1e-6a54-4f0b-9a53-1f0d6b1c2a77", bytes(range(32)), b"y" * 70_000
    stored = independent.write_blob(key, ref, content, 71_680, bytes(32))  # Padmé: the next multiple of 2 KiB
    put_blob(tmp_path, ref, stored)
    assert BlobStore(tmp_path).read(UUID(ref), key) == content


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_frozen_keyring_holds_a_key_for_every_purpose(purpose: Purpose) -> None:
    assert len(ring_of(vectors("wraps")["keyring"]).active(purpose)[1]) == 32


def test_a_frozen_head_of_a_backup_gives_its_key_to_both_readers() -> None:
    frozen = vectors("backups")
    ring, plain = ring_of(frozen["keyring"]), plain_keys(frozen["keyring"], "org_kek")
    for case in frozen["cases"]:
        head, expected = bytes.fromhex(case["head"]), bytes.fromhex(case["key"])
        assert BackupHead.from_fixed(head).key(ring) == expected
        framed = independent.framed(b"FH/backup/1", head)
        assert independent.hkdf_expand(plain[case["version"]], framed, 32) == expected


def put_private(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text)


def put_blob(folder: Path, ref: str, stored: bytes) -> None:
    name = UUID(ref).hex
    path = folder / "kept" / name[:2] / name[2:4] / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(stored)
