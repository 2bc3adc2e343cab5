from __future__ import annotations

from pathlib import Path
from uuid import UUID, uuid4

import pytest

from caseapp.vault import Binding, BlobStore, DataKey, Keyring


@pytest.fixture
def keyring() -> Keyring:
    return Keyring.generate()


@pytest.fixture
def data_key() -> DataKey:
    return DataKey.new()


@pytest.fixture
def binding(keyring: Keyring) -> Binding:
    return Binding(keyring.instance_id, "person.name", uuid4(), uuid4())


@pytest.fixture
def user_id() -> UUID:
    return uuid4()


@pytest.fixture
def blobs(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path / "blobs")
