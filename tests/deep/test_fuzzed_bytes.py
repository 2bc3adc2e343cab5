"""Any bytes where a ciphertext, wrapped key, hash, keyring or file should stand: refused by the vault, never opened."""

import shutil
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.vault import (
    Binding,
    BlobStore,
    DataKey,
    Keyring,
    Padding,
    PasswordCost,
    VaultError,
    create_file_root,
    field_generation,
    hash_password,
    open_field,
    open_file_root,
    seal_field,
    unwrap_data_key,
    verify_password,
    wrap_data_key,
    wrap_version,
)
from tests.fuzzing import often

CHEAP = PasswordCost(memory_kib=64, passes=1)
RING, KEY, USER = Keyring.generate(), DataKey.new(), uuid4()
BINDING = Binding(RING.instance_id, "person.name", UUID(int=1), UUID(int=2))
ORIGINALS = {
    "field": seal_field(KEY, BINDING, "Dara, نمونه".encode(), Padding.NAME),
    "wrap": wrap_data_key(RING, "case", UUID(int=1), KEY),
    "hash": hash_password(RING, "four green windows", USER, cost=CHEAP),
}
READERS: dict[str, list[Callable[[bytes], object]]] = {
    "field": [lambda data: open_field(KEY, BINDING, data), field_generation],
    "wrap": [lambda data: unwrap_data_key(RING, "case", UUID(int=1), KEY.generation, data), wrap_version],
    "hash": [lambda data: verify_password(RING, USER, "four green windows", data, cost=CHEAP) and 1 / 0],
}
CHANGES = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), min_size=1, max_size=4)


def changed(original: bytes, changes: list[tuple[int, int]], cut: int) -> bytes:
    """A real one with some bytes put in the place of others, and cut short or made longer."""
    data = bytearray(original)
    for place, value in changes:
        data[place % len(data)] = value
    return bytes(data[: len(data) + cut] if cut < 0 else data + bytes(cut))


def is_refused(read: Callable[[bytes], object], data: bytes) -> None:
    """The reader raises the vault's own error, or tells a version or generation and opens nothing."""
    try:
        told = read(data)
    except VaultError:
        return
    assert told is False or isinstance(told, int), "bytes of a stranger were opened"


@pytest.mark.parametrize("kind", READERS)
@settings(max_examples=often(150), deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes_are_refused(kind: str, data: bytes) -> None:
    for read in READERS[kind]:
        is_refused(read, data)


@pytest.mark.parametrize("kind", READERS)
@settings(max_examples=often(150), deadline=None)
@given(changes=CHANGES, cut=st.integers(-60, 60))
def test_a_real_one_that_was_changed_is_refused(kind: str, changes: list[tuple[int, int]], cut: int) -> None:
    data = changed(ORIGINALS[kind], changes, cut)
    if data != ORIGINALS[kind]:
        for read in READERS[kind]:
            is_refused(read, data)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> tuple[BlobStore, UUID, bytes, Path]:
    blobs = BlobStore(tmp_path_factory.mktemp("blobs"))
    with blobs.stage() as staged:
        staged.write(b"The canary of the order. " * 4000)
        info = staged.finish()
    blobs.adopt(info.ref)
    return blobs, info.ref, info.key, blobs._kept_path(info.ref)


@settings(max_examples=often(100), deadline=None)
@given(data=st.binary(max_size=200) | st.tuples(CHANGES, st.integers(-3000, 3000)))
def test_a_file_of_other_bytes_is_refused(
    stored: tuple[BlobStore, UUID, bytes, Path], data: bytes | tuple[list[tuple[int, int]], int]
) -> None:
    blobs, ref, key, path = stored
    original = path.read_bytes()
    other = data if isinstance(data, bytes) else changed(original, *data)
    try:
        path.write_bytes(other)
        if other != original:
            with pytest.raises(VaultError):
                blobs.read(ref, key)
    finally:
        path.write_bytes(original)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fuzzed") / "keys"
    create_file_root(folder, RING)
    return folder


@settings(max_examples=often(100), deadline=None)
@given(
    which=st.integers(0, 1),
    data=st.binary(max_size=200)
    | st.text(max_size=100).map(str.encode)
    | st.tuples(CHANGES, st.integers(-60, 60)),
)
def test_key_files_of_other_bytes_are_refused_or_hold_the_same_keys(
    keys: Path, which: int, data: bytes | tuple[list[tuple[int, int]], int]
) -> None:
    copy = keys.with_name("copy")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(keys, copy)
    path = sorted(path for path in copy.iterdir() if path.is_file())[which]
    path.write_bytes(data if isinstance(data, bytes) else changed(path.read_bytes(), *data))
    try:
        found = open_file_root(copy).keyring()
    except VaultError:
        return
    assert found.fingerprint() == RING.fingerprint()
