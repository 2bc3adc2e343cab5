"""Assets of others stay as they were published, with their licences beside them."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
VENDOR = ROOT / "caseapp/static/vendor"
NOT_SERVED = ROOT / "caseapp/accounts/vendor"
LICENCE_NAMES = ("LICENSE", "LICENCE", "OFL", "COPYING")
LISTED = re.compile(r"^([0-9a-f]{64})  (\S+)$", re.MULTILINE)


def listed_files() -> dict[Path, str]:
    """What the README says should be there: path and SHA-256."""
    text = (VENDOR / "README.md").read_text(encoding="utf-8")
    return {
        (ROOT if name.startswith(("tests/", "caseapp/")) else VENDOR) / name: digest
        for digest, name in LISTED.findall(text)
    }


def folders() -> list[Path]:
    return sorted(path for place in (VENDOR, NOT_SERVED) for path in place.iterdir() if path.is_dir())


def test_every_listed_file_has_the_published_hash() -> None:
    expected = listed_files()
    assert len(expected) >= 12
    found = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in expected}
    assert found == expected


def test_no_file_slips_into_a_listed_folder_without_its_hash() -> None:
    expected = listed_files()
    listed_folders = {path.parent for path in expected}
    there = {path for folder in listed_folders for path in folder.iterdir() if path.is_file()}
    assert there - {VENDOR / "README.md"} == set(expected)


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_each_vendored_folder_names_its_version_and_carries_its_licence(folder: Path) -> None:
    assert re.fullmatch(r"[a-z-]+-\d+(\.\d+)+", folder.name)
    assert any(path.name.upper().startswith(LICENCE_NAMES) for path in folder.iterdir())


def test_the_icon_sprite_holds_each_name_once_and_draws_no_text_or_script() -> None:
    sprite = (ROOT / "caseapp/static/icons.svg").read_text(encoding="utf-8")
    names = re.findall(r'<symbol id="([a-z-]+)"', sprite)
    assert len(names) == len(set(names)) > 50
    assert not re.search(r"<(script|style|text|image|a)\b|href=|\bon\w+=", sprite)
