from __future__ import annotations

import contextlib
import hashlib
import io
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from caseapp.vault import BlobInfo, BlobNotFound, BlobStore
from caseapp.vault.blob_format import CHUNK, stored_length

SAMPLE = "متن نمونه؛ a sample text for an encrypted file. ".encode()
LATER = datetime.now(UTC) + timedelta(days=1)


def content_of(size: int) -> bytes:
    return (SAMPLE * (size // len(SAMPLE) + 1))[:size]


def keep(store: BlobStore, content: bytes) -> BlobInfo:
    with store.stage() as staged:
        staged.write(content)
        info = staged.finish()
    store.adopt(info.ref)
    return info


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


EDGES = [
    0,
    1,
    4087,
    4088,
    4089,
    CHUNK - 9,
    CHUNK - 8,
    CHUNK - 7,
    CHUNK - 1,
    CHUNK,
    CHUNK + 1,
    3 * CHUNK,
    400_001,
]


@pytest.mark.parametrize("size", EDGES)
def test_a_file_of_any_size_comes_back_with_its_size_hash_and_head(blobs: BlobStore, size: int) -> None:
    content = content_of(size)
    info = keep(blobs, content)
    assert blobs.read(info.ref, info.key) == content
    assert (info.size, info.sha256, info.head) == (size, hashlib.sha256(content).digest(), content[:8192])


@pytest.mark.parametrize("step", [1, 4095, CHUNK - 1, CHUNK, CHUNK + 1, 200_000])
def test_the_pieces_in_which_a_file_arrives_do_not_matter(blobs: BlobStore, step: int) -> None:
    content = content_of(150_000 if step > 1 else 9_000)
    with blobs.stage() as staged:
        written = [staged.write(content[start : start + step]) for start in range(0, len(content), step)]
        info = staged.close()
    blobs.adopt(info.ref)
    assert sum(written) == len(content)
    assert blobs.read(info.ref, info.key) == content
    assert info.head == content[:8192]


@pytest.mark.parametrize(
    ("start", "stop"),
    [
        (0, None),
        (0, 0),
        (0, 1),
        (5, 5),
        (10, 4),
        (CHUNK - 1, CHUNK + 1),
        (CHUNK, 2 * CHUNK),
        (CHUNK + 5, None),
        (199_999, 200_000),
        (199_999, 10**9),
        (200_000, None),
        (10**9, None),
    ],
)
def test_a_range_of_a_file_is_the_same_range_of_its_content(
    blobs: BlobStore, start: int, stop: int | None
) -> None:
    content = content_of(200_000)
    info = keep(blobs, content)
    pieces = list(blobs.open(info.ref, info.key, start, stop))
    assert b"".join(pieces) == content[start:stop]
    assert all(pieces)


@pytest.mark.parametrize(("start", "stop"), [(-1, None), (0, -1)])
def test_a_range_before_the_first_byte_is_refused(blobs: BlobStore, start: int, stop: int | None) -> None:
    info = keep(blobs, b"content")
    with pytest.raises(ValueError, match="range"):
        blobs.open(info.ref, info.key, start, stop)


def test_a_reader_knows_the_true_length_and_can_be_closed_early(blobs: BlobStore) -> None:
    info = keep(blobs, content_of(200_000))
    reader = blobs.open(info.ref, info.key)
    assert reader.size == 200_000
    assert len(next(reader)) == CHUNK
    reader.close()
    assert list(reader) == []


def test_no_plaintext_is_on_the_disk_at_any_moment(blobs: BlobStore, tmp_path: Path) -> None:
    marker = b"a-marker-that-stands-nowhere-else"
    with blobs.stage() as staged:
        for _ in range(40):
            staged.write(marker * 100)
            assert not any(marker in path.read_bytes() for path in files_below(tmp_path))
        info = staged.finish()
        assert not any(marker in path.read_bytes() for path in files_below(tmp_path))
    blobs.adopt(info.ref)
    assert len(files_below(tmp_path)) == 1
    assert not any(marker in path.read_bytes() for path in files_below(tmp_path))


def test_bytes_reach_the_disk_while_they_arrive(blobs: BlobStore, tmp_path: Path) -> None:
    with blobs.stage() as staged:
        staged.write(content_of(20 * CHUNK))
        (part,) = files_below(tmp_path)
        assert part.stat().st_size >= 19 * CHUNK
        assert len(staged._sealer._pending) < CHUNK


def test_files_and_folders_are_open_to_this_account_alone(blobs: BlobStore, tmp_path: Path) -> None:
    former = os.umask(0)
    try:
        keep(blobs, b"content")
        unfinished = blobs.stage()
    finally:
        os.umask(former)
    below = list((tmp_path / "blobs").rglob("*"))
    assert {stat.S_IMODE(path.stat().st_mode) for path in below if path.is_file()} == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in below if path.is_dir()} == {0o700}
    unfinished.abandon()


def test_names_are_random_and_two_folders_deep(blobs: BlobStore, tmp_path: Path) -> None:
    info = keep(blobs, b"content")
    name = info.ref.hex
    assert info.ref.version == 4
    assert files_below(tmp_path) == [tmp_path / "blobs" / "kept" / name[:2] / name[2:4] / name]


def test_equal_files_share_neither_name_key_nor_bytes(blobs: BlobStore, tmp_path: Path) -> None:
    one, other = keep(blobs, SAMPLE), keep(blobs, SAMPLE)
    assert one.ref != other.ref
    assert one.key != other.key
    first, second = (path.read_bytes() for path in files_below(tmp_path))
    assert first[10:] != second[10:]
    assert one.sha256 == other.sha256


def test_stored_sizes_fall_into_buckets(blobs: BlobStore, tmp_path: Path) -> None:
    for size in (0, 1, 1000, 4088):
        keep(blobs, content_of(size))
    assert {path.stat().st_size for path in files_below(tmp_path)} == {74 + 4096 + 16}
    assert stored_length(70_000) == stored_length(71_000) == 71_680
    assert len({stored_length(size) for size in range(1_000_000, 1_050_000, 100)}) == 4


def test_the_trailer_never_straddles_two_chunks() -> None:
    for size in (*range(CHUNK - 20, CHUNK + 20), *range(0, 3_000_000, 997), 10**9, 2**40 - 1):
        total = stored_length(size)
        assert total >= size + 8
        assert total % CHUNK == 0 or total % CHUNK >= 8


def test_an_abandoned_file_leaves_nothing(blobs: BlobStore, tmp_path: Path) -> None:
    staged = blobs.stage()
    staged.write(content_of(100_000))
    staged.abandon()
    staged.abandon()
    assert files_below(tmp_path) == []
    with pytest.raises(ValueError, match="abandoned"):
        staged.write(b"more")
    with pytest.raises(ValueError, match="abandoned"):
        staged.finish()


def test_leaving_the_block_without_finishing_leaves_nothing(blobs: BlobStore, tmp_path: Path) -> None:
    with blobs.stage() as staged:
        staged.write(b"half a file")
    assert files_below(tmp_path) == []
    with contextlib.suppress(ConnectionError), blobs.stage() as staged:
        staged.write(b"a file whose sender went away")
        staged.finish()
        raise ConnectionError
    assert files_below(tmp_path) == []


def test_finishing_twice_gives_the_same_answer_and_nothing_more_can_be_written(blobs: BlobStore) -> None:
    with blobs.stage() as staged:
        staged.write(b"content")
        info = staged.finish()
        assert staged.finish() is info
        assert staged.close() is info
        with pytest.raises(ValueError, match="finished"):
            staged.write(b"more")


class FullDisk(io.BytesIO):
    """A file on a disk without room."""

    def write(self, data: object) -> int:
        raise OSError(28, "No space left on device")


def test_a_full_disk_is_reported_and_leaves_nothing(blobs: BlobStore, tmp_path: Path) -> None:
    staged = blobs.stage()
    staged._file.close()
    staged._file = staged._sealer._file = FullDisk()  # type: ignore[assignment]
    with pytest.raises(OSError, match="No space"):
        staged.write(content_of(100_000))
    assert files_below(tmp_path) == []
    with pytest.raises(ValueError, match="abandoned"):
        staged.finish()


def test_a_disk_that_fills_while_finishing_leaves_nothing(
    blobs: BlobStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    staged = blobs.stage()
    staged.write(b"content")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        staged.finish()
    assert files_below(tmp_path) == []


def test_a_staged_file_is_not_read_before_it_is_adopted(blobs: BlobStore) -> None:
    with blobs.stage() as staged:
        staged.write(b"content")
        info = staged.finish()
    with pytest.raises(BlobNotFound):
        blobs.read(info.ref, info.key)
    blobs.adopt(info.ref)
    blobs.adopt(info.ref)
    assert blobs.read(info.ref, info.key) == b"content"
    staged.abandon()
    assert blobs.read(info.ref, info.key) == b"content"


def test_what_arrived_can_be_looked_at_before_and_after_it_is_adopted(blobs: BlobStore) -> None:
    with blobs.stage() as staged:
        staged.write(b"who is it from")
        info = staged.finish()
    with blobs.open_arrived(info.ref, info.key, start=4) as pieces:
        assert b"".join(pieces) == b"is it from"
    blobs.adopt(info.ref)
    with blobs.open_arrived(info.ref, info.key, start=4) as pieces:
        assert b"".join(pieces) == b"is it from"
    blobs.destroy(info.ref)
    with pytest.raises(BlobNotFound):
        blobs.open_arrived(info.ref, info.key)


def test_what_a_kept_file_takes_on_the_disk_is_told(blobs: BlobStore) -> None:
    with blobs.stage() as staged:
        staged.write(b"content" * 20_000)
        info = staged.finish()
    assert blobs.stored_size(info.ref) == 0
    blobs.adopt(info.ref)
    assert blobs.stored_size(info.ref) > info.size


def test_what_was_never_finished_cannot_be_adopted(blobs: BlobStore) -> None:
    with pytest.raises(BlobNotFound):
        blobs.adopt(uuid4())
    with blobs.stage() as staged:
        staged.write(b"content")
        with pytest.raises(BlobNotFound):
            blobs.adopt(staged.ref)


def test_finishing_makes_file_and_folder_durable(blobs: BlobStore, monkeypatch: pytest.MonkeyPatch) -> None:
    kinds: list[str] = []
    real = os.fsync

    def noted(handle: int) -> None:
        kinds.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        real(handle)

    monkeypatch.setattr(os, "fsync", noted)
    with blobs.stage() as staged:
        staged.write(b"content")
        staged.finish()
    assert kinds == ["file", "folder"]


def test_adopting_makes_file_and_folder_durable(blobs: BlobStore, monkeypatch: pytest.MonkeyPatch) -> None:
    with blobs.stage() as staged:
        staged.write(b"content")
        info = staged.finish()
    synced: list[int] = []
    real = os.fsync

    def noted(handle: int) -> None:
        synced.append(os.fstat(handle).st_ino)
        real(handle)

    monkeypatch.setattr(os, "fsync", noted)
    blobs.adopt(info.ref)
    path = blobs._kept_path(info.ref)
    assert {path.stat().st_ino, path.parent.stat().st_ino, path.parent.parent.stat().st_ino} <= set(synced)


def test_a_destroyed_file_is_gone_staged_or_kept_and_destroying_again_is_no_error(
    blobs: BlobStore, tmp_path: Path
) -> None:
    kept = keep(blobs, b"content")
    with blobs.stage() as staged:
        finished = staged.finish()
    unfinished = blobs.stage()
    for ref in (kept.ref, finished.ref, unfinished.ref, kept.ref, uuid4()):
        blobs.destroy(ref)
    assert files_below(tmp_path) == []
    with pytest.raises(BlobNotFound):
        blobs.open(kept.ref, kept.key)
    unfinished.abandon()


def test_a_sweep_removes_what_no_row_names_and_keeps_the_rest(blobs: BlobStore, tmp_path: Path) -> None:
    named, unnamed = keep(blobs, b"named"), keep(blobs, b"unnamed")
    with blobs.stage() as staged:
        waiting = staged.finish()
    arriving = blobs.stage()
    assert set(blobs.sweep([named.ref], LATER)) == {unnamed.ref, waiting.ref, arriving.ref}
    assert len(files_below(tmp_path)) == 1
    assert blobs.read(named.ref, named.key) == b"named"
    assert blobs.sweep({named.ref}, LATER) == []
    arriving.abandon()


def test_a_sweep_leaves_young_files_alone(blobs: BlobStore) -> None:
    info = keep(blobs, b"just adopted")
    assert blobs.sweep([], datetime.now(UTC) - timedelta(hours=1)) == []
    assert blobs.read(info.ref, info.key) == b"just adopted"


def test_a_file_staged_long_ago_is_young_again_once_adopted(blobs: BlobStore) -> None:
    # The sweep may have read the rows before the transaction that names this file.
    with blobs.stage() as staged:
        info = staged.finish()
    os.utime(blobs._staged / info.ref.hex, (0, 0))
    blobs.adopt(info.ref)
    assert blobs.sweep([], datetime.now(UTC) - timedelta(hours=1)) == []
    os.utime(blobs._kept_path(info.ref), (0, 0))
    assert blobs.sweep([], datetime.now(UTC) - timedelta(hours=1)) == [info.ref]


def test_a_sweep_touches_no_file_that_is_not_ours(blobs: BlobStore, tmp_path: Path) -> None:
    foreign = tmp_path / "blobs" / "staged" / "notes.txt"
    foreign.write_text("not ours")
    assert blobs.sweep([], LATER) == []
    assert foreign.exists()


def test_a_sweep_needs_a_time_with_its_zone(blobs: BlobStore) -> None:
    with pytest.raises(ValueError, match="zone"):
        blobs.sweep([], LATER.replace(tzinfo=None))


def test_what_a_finished_file_shows_in_a_message_holds_no_key_and_no_content(blobs: BlobStore) -> None:
    info = keep(blobs, b"secret content")
    assert "secret content" not in repr(info)
    assert repr(info.key) not in repr(info)
    assert isinstance(info.ref, UUID)
