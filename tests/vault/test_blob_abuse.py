"""Encrypted files that somebody changed: all refused, and none releases a byte of a changed chunk."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from caseapp.vault import BlobInfo, BlobStore, Tampered, blob_reading
from caseapp.vault.blob_format import CHUNK, PREFIX_LENGTH, SEALED_CHUNK, BlobCipher, stored_length

from . import independent_reader as independent
from .abuse import flipped

CONTENT = b"".join(bytes((number,)) * CHUNK for number in range(4)) + b"the end"


@pytest.fixture
def info(blobs: BlobStore) -> BlobInfo:
    with blobs.stage() as staged:
        staged.write(CONTENT)
        kept = staged.finish()
    blobs.adopt(kept.ref)
    return kept


@pytest.fixture
def path(blobs: BlobStore, info: BlobInfo) -> Path:
    return blobs._kept_path(info.ref)


def split(stored: bytes) -> tuple[bytes, list[bytes]]:
    body = stored[PREFIX_LENGTH:]
    return stored[:PREFIX_LENGTH], [
        body[start : start + SEALED_CHUNK] for start in range(0, len(body), SEALED_CHUNK)
    ]


def swapped(chunks: list[bytes]) -> list[bytes]:
    return [chunks[1], chunks[0], *chunks[2:]]


def dropped(chunks: list[bytes]) -> list[bytes]:
    return chunks[:1] + chunks[2:]


def doubled(chunks: list[bytes]) -> list[bytes]:
    return [chunks[0], *chunks]


def tail_doubled(chunks: list[bytes]) -> list[bytes]:
    return [*chunks, chunks[-1]]


def without_tail(chunks: list[bytes]) -> list[bytes]:
    return chunks[:-1]


def only_first(chunks: list[bytes]) -> list[bytes]:
    return chunks[:1]


def only_tail(chunks: list[bytes]) -> list[bytes]:
    return chunks[-1:]


def replaced_by_another(chunks: list[bytes]) -> list[bytes]:
    return [chunks[0], chunks[0], *chunks[2:]]


def none_left(chunks: list[bytes]) -> list[bytes]:
    return []


@pytest.mark.parametrize(
    "rearranged",
    [
        swapped,
        dropped,
        doubled,
        tail_doubled,
        without_tail,
        only_first,
        only_tail,
        replaced_by_another,
        none_left,
    ],
)
@pytest.mark.parametrize("verified_whole", [True, False])
def test_swapped_dropped_doubled_and_cut_chunks_are_refused(
    blobs: BlobStore,
    info: BlobInfo,
    path: Path,
    rearranged: Callable[[list[bytes]], list[bytes]],
    verified_whole: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if not verified_whole:
        monkeypatch.setattr(blob_reading, "VERIFIED_WHOLE", 0)
    prefix, chunks = split(path.read_bytes())
    assert len(chunks) == 5
    path.write_bytes(prefix + b"".join(rearranged(chunks)))
    with pytest.raises(Tampered):
        blobs.read(info.ref, info.key)


def test_a_file_cut_anywhere_is_refused(blobs: BlobStore, info: BlobInfo, path: Path) -> None:
    stored = path.read_bytes()
    lengths = [0, 1, 41, 42, 73, 74, 75, 89, 90, 91, len(stored) - 1, len(stored) - 16, len(stored) - 17]
    for border in range(PREFIX_LENGTH, len(stored), SEALED_CHUNK):
        lengths += [border - 1, border, border + 1, border + 16]
    for length in lengths:
        path.write_bytes(stored[:length])
        with pytest.raises(Tampered):
            blobs.open(info.ref, info.key)


@pytest.mark.parametrize("more", [b"\0", bytes(16), bytes(17), bytes(SEALED_CHUNK)])
def test_a_lengthened_file_is_refused(blobs: BlobStore, info: BlobInfo, path: Path, more: bytes) -> None:
    path.write_bytes(path.read_bytes() + more)
    with pytest.raises(Tampered):
        blobs.open(info.ref, info.key)


def test_no_changed_byte_before_the_chunks_goes_unnoticed(
    blobs: BlobStore, info: BlobInfo, path: Path
) -> None:
    stored = path.read_bytes()
    for position in range(PREFIX_LENGTH):
        path.write_bytes(flipped(stored, position))
        with pytest.raises(Tampered):
            blobs.open(info.ref, info.key)


def test_no_changed_byte_inside_the_chunks_goes_unnoticed(
    blobs: BlobStore, info: BlobInfo, path: Path
) -> None:
    stored = path.read_bytes()
    some = random.Random(7).sample(range(PREFIX_LENGTH, len(stored)), 40)
    borders = [
        PREFIX_LENGTH + number * SEALED_CHUNK + offset for number in range(4) for offset in (-1, 0, 16)
    ]
    for position in [*some, *borders, PREFIX_LENGTH, len(stored) - 1]:
        path.write_bytes(flipped(stored, position))
        with pytest.raises(Tampered):
            blobs.open(info.ref, info.key)


def test_another_key_or_another_files_key_opens_nothing(blobs: BlobStore, info: BlobInfo) -> None:
    with blobs.stage() as staged:
        other = staged.finish()
    for key in (other.key, bytes(32), flipped(info.key, 31)):
        with pytest.raises(Tampered):
            blobs.open(info.ref, key)
    for key in (b"", info.key[:31], info.key + b"\0"):
        with pytest.raises(ValueError, match="32 bytes"):
            blobs.open(info.ref, key)


def test_a_file_put_in_the_place_of_another_is_refused_even_with_its_own_key(
    blobs: BlobStore, info: BlobInfo, path: Path
) -> None:
    with blobs.stage() as staged:
        other = staged.finish()
    blobs.adopt(other.ref)
    blobs._kept_path(other.ref).write_bytes(path.read_bytes())
    with pytest.raises(Tampered):
        blobs.open(other.ref, info.key)


def test_plaintext_and_an_empty_file_are_refused(blobs: BlobStore, info: BlobInfo, path: Path) -> None:
    for stored in (b"", b"FHA1", CONTENT, bytes(len(CONTENT))):
        path.write_bytes(stored)
        with pytest.raises(Tampered):
            blobs.open(info.ref, info.key)


def test_a_small_file_with_a_changed_end_releases_not_even_its_beginning(
    blobs: BlobStore, info: BlobInfo, path: Path
) -> None:
    path.write_bytes(flipped(path.read_bytes(), PREFIX_LENGTH + 3 * SEALED_CHUNK))
    with pytest.raises(Tampered):
        blobs.open(info.ref, info.key, 0, 1)


def test_a_large_file_releases_the_chunks_before_a_changed_one_and_nothing_of_it(
    blobs: BlobStore, info: BlobInfo, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blob_reading, "VERIFIED_WHOLE", 0)
    path.write_bytes(flipped(path.read_bytes(), PREFIX_LENGTH + 2 * SEALED_CHUNK))
    reader = blobs.open(info.ref, info.key)
    assert [next(reader), next(reader)] == [CONTENT[:CHUNK], CONTENT[CHUNK : 2 * CHUNK]]
    with pytest.raises(Tampered):
        next(reader)
    assert list(reader) == []


def test_a_file_cut_while_it_is_read_is_refused(
    blobs: BlobStore, info: BlobInfo, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with blobs.open(info.ref, info.key) as reader:
        next(reader)
        with path.open("r+b") as file:
            file.truncate(PREFIX_LENGTH + SEALED_CHUNK + 100)
        with pytest.raises(Tampered):
            next(reader)


def test_a_sealed_length_that_is_not_the_files_own_is_refused(
    blobs: BlobStore, info: BlobInfo, path: Path
) -> None:
    # Rightly sealed with the right key, but a stored size that the writer never chooses for this length.
    for content, stored in ((b"short", 8192), (b"x" * 5000, 8192)):
        path.write_bytes(independent.write_blob(info.key, str(info.ref), content, stored, bytes(32)))
        with pytest.raises(Tampered, match="length"):
            blobs.open(info.ref, info.key)
    exact = stored_length(5000)
    path.write_bytes(independent.write_blob(info.key, str(info.ref), b"x" * 5000, exact, bytes(32)))
    assert blobs.read(info.ref, info.key) == b"x" * 5000


def test_a_sealed_last_chunk_too_short_for_a_length_is_refused(
    blobs: BlobStore, info: BlobInfo, path: Path
) -> None:
    cipher = BlobCipher.for_writing(info.key, info.ref)
    path.write_bytes(cipher.prefix + cipher.seal(0, True, b"seven b"))
    with pytest.raises(Tampered):
        blobs.open(info.ref, info.key)


def test_a_file_of_too_many_chunks_is_refused() -> None:
    cipher = BlobCipher.for_writing(bytes(32), uuid4())
    with pytest.raises(OverflowError):
        cipher.seal(2**32, False, b"")
    assert len(cipher.seal(2**32 - 1, False, b"")) == 16
