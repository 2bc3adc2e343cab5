from __future__ import annotations

import base64
import itertools
import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from caseapp.vault import (
    PASSPHRASE_COST,
    Keyring,
    KeyringExists,
    KeyringMismatch,
    KeyringNotFound,
    PasswordCost,
    Purpose,
    RecoveryCodeError,
    Root,
    Tampered,
    UnlockerError,
    UnsafeKeyFile,
    VaultError,
    WrongPassphrase,
    add_unlocker,
    create_passphrase_root,
    hand_to_unlocker,
    new_recovery_code,
    new_unlocker,
    open_file_root,
    provider,
    remove_unlocker,
    root_wraps,
    set_recovery_code,
    unlock_with_passphrase,
    unlock_with_recovery_code,
    unlocker_names,
)

from .abuse import CHEAP, flipped

FIRST = "a first passphrase for samples"
SECOND = "گذرواژه‌ای دوم برای نمونه"
UNLOCKERS = {"first key holder": FIRST, "second key holder": SECOND}
CODE = new_recovery_code()


@pytest.fixture
def folder(tmp_path: Path, keyring: Keyring) -> Path:
    create_passphrase_root(tmp_path / "keys", keyring, UNLOCKERS, CODE, cost=CHEAP)
    return tmp_path / "keys"


def opened(folder: Path, passphrase: str) -> Root:
    return unlock_with_passphrase(folder, passphrase, cost=CHEAP)


def add_one(root: Root, name: str, passphrase: str) -> None:
    add_unlocker(root, new_unlocker(root, name, passphrase, cost=CHEAP))


def opens(folder: Path, passphrase: str) -> bool:
    try:
        unlock_with_passphrase(folder, passphrase, cost=CHEAP)
    except WrongPassphrase:
        return False
    return True


def change(folder: Path, **changes: Any) -> None:
    """Change values of the first wrap in the file."""
    path = folder / "keyring.json"
    envelope = json.loads(path.read_text())
    envelope["wraps"][0] |= changes
    path.write_text(json.dumps(envelope))


def test_every_unlocker_opens_the_same_keyring(folder: Path, keyring: Keyring) -> None:
    assert provider(folder) == "passphrase"
    assert unlocker_names(folder) == list(UNLOCKERS)
    for name, passphrase in UNLOCKERS.items():
        assert (
            unlock_with_passphrase(folder, passphrase, cost=CHEAP).keyring().fingerprint()
            == keyring.fingerprint()
        )
        assert (
            unlock_with_passphrase(folder, passphrase, name, cost=CHEAP).keyring().fingerprint()
            == keyring.fingerprint()
        )


@pytest.mark.parametrize(
    "passphrase", ["", " ", FIRST[:-1], FIRST + " ", FIRST.upper(), "\ud800", CODE], ids=itertools.count()
)
def test_a_wrong_passphrase_does_not_unlock(folder: Path, passphrase: str) -> None:
    with pytest.raises(WrongPassphrase):
        unlock_with_passphrase(folder, passphrase, cost=CHEAP)


def test_a_passphrase_opens_only_under_its_own_name(folder: Path) -> None:
    for name in ("second key holder", "nobody"):
        with pytest.raises(WrongPassphrase):
            unlock_with_passphrase(folder, FIRST, name, cost=CHEAP)


def test_a_passphrase_typed_with_composed_or_decomposed_accents_is_the_same(
    tmp_path: Path, keyring: Keyring
) -> None:
    typed = "fjalëkalimi i çelësit për shembull"
    create_passphrase_root(
        tmp_path, keyring, {"holder": unicodedata.normalize("NFD", typed)}, None, cost=CHEAP
    )
    assert opens(tmp_path, unicodedata.normalize("NFC", typed))


def test_the_recovery_code_opens_however_it_is_typed(folder: Path, keyring: Keyring) -> None:
    for typed in (CODE, CODE.lower().replace("-", " "), CODE.replace("\n", "").replace("-", "")):
        assert unlock_with_recovery_code(folder, typed).keyring().fingerprint() == keyring.fingerprint()


def test_the_recovery_code_of_another_keyring_does_not_open(folder: Path) -> None:
    with pytest.raises(WrongPassphrase):
        unlock_with_recovery_code(folder, new_recovery_code())


def test_a_mistyped_recovery_code_names_its_line(folder: Path) -> None:
    lines = CODE.split("\n")
    lines[2] = lines[2][:-1] + ("0" if lines[2][-1] != "0" else "1")
    with pytest.raises(RecoveryCodeError) as slip:
        unlock_with_recovery_code(folder, "\n".join(lines))
    assert slip.value.line == 3


def test_a_keyring_without_a_recovery_code_says_so(tmp_path: Path, keyring: Keyring) -> None:
    create_passphrase_root(tmp_path, keyring, UNLOCKERS, None, cost=CHEAP)
    with pytest.raises(WrongPassphrase, match="without a recovery code"):
        unlock_with_recovery_code(tmp_path, CODE)


def test_a_third_person_can_be_added_and_the_first_removed(folder: Path, keyring: Keyring) -> None:
    add_one(opened(folder, SECOND), "third key holder", "a third passphrase for samples")
    remove_unlocker(opened(folder, "a third passphrase for samples"), "first key holder")
    assert unlocker_names(folder) == ["second key holder", "third key holder"]
    assert not opens(folder, FIRST)
    assert opens(folder, SECOND)
    assert opens(folder, "a third passphrase for samples")
    assert unlock_with_recovery_code(folder, CODE).keyring().fingerprint() == keyring.fingerprint()


def test_nothing_changes_without_a_right_passphrase(folder: Path, keyring: Keyring) -> None:
    before = (folder / "keyring.json").read_bytes()
    with pytest.raises(WrongPassphrase):
        add_one(opened(folder, "wrong"), "third", "a third passphrase")
    with pytest.raises(WrongPassphrase):
        remove_unlocker(opened(folder, "wrong"), "first key holder")
    with pytest.raises(WrongPassphrase):
        set_recovery_code(opened(folder, "wrong"), new_recovery_code())
    with pytest.raises(WrongPassphrase):
        unlock_with_passphrase(folder, "wrong", cost=CHEAP).rewrite(keyring)
    with pytest.raises(WrongPassphrase):
        hand_to_unlocker(folder, new_recovery_code(), "third", "a passphrase", cost=CHEAP)
    assert (folder / "keyring.json").read_bytes() == before


@pytest.mark.parametrize("name", ["first key holder", "FIRST Key Holder", "", "  ", "x" * 101, "two\nlines"])
def test_a_name_that_is_taken_empty_or_unreadable_is_refused(folder: Path, name: str) -> None:
    with pytest.raises(UnlockerError):
        add_one(opened(folder, FIRST), name, "another passphrase")
    assert unlocker_names(folder) == list(UNLOCKERS)


def test_two_unlockers_of_one_name_are_refused_from_the_start(tmp_path: Path, keyring: Keyring) -> None:
    with pytest.raises(UnlockerError):
        create_passphrase_root(tmp_path, keyring, {"Holder": FIRST, "holder": SECOND}, None, cost=CHEAP)
    assert provider(tmp_path) is None


@pytest.mark.parametrize("passphrase", ["", "   ", "\t\n"])
def test_an_empty_passphrase_is_refused(folder: Path, passphrase: str) -> None:
    with pytest.raises(UnlockerError):
        add_one(opened(folder, FIRST), "third key holder", passphrase)


def test_an_unknown_unlocker_cannot_be_removed(folder: Path) -> None:
    with pytest.raises(UnlockerError):
        remove_unlocker(opened(folder, FIRST), "nobody")


def test_the_last_unlocker_stays_even_with_a_recovery_code(folder: Path) -> None:
    remove_unlocker(opened(folder, FIRST), "second key holder")
    with pytest.raises(UnlockerError, match="last"):
        remove_unlocker(opened(folder, FIRST), "first key holder")
    assert opens(folder, FIRST)


def test_a_keyring_without_any_unlocker_is_refused(tmp_path: Path, keyring: Keyring) -> None:
    with pytest.raises(UnlockerError):
        create_passphrase_root(tmp_path, keyring, {}, CODE, cost=CHEAP)


def test_the_recovery_code_can_be_replaced(folder: Path, keyring: Keyring) -> None:
    new = new_recovery_code()
    set_recovery_code(opened(folder, FIRST), new)
    assert unlock_with_recovery_code(folder, new).keyring().fingerprint() == keyring.fingerprint()
    with pytest.raises(WrongPassphrase):
        unlock_with_recovery_code(folder, CODE)
    assert unlocker_names(folder) == list(UNLOCKERS)


def test_a_new_unlocker_can_be_added_when_every_passphrase_is_forgotten(folder: Path) -> None:
    root = unlock_with_recovery_code(folder, CODE)
    add_one(root, "new key holder", "a fresh passphrase")
    assert opens(folder, "a fresh passphrase")


def test_a_rotated_keyring_opens_for_the_same_people(folder: Path, keyring: Keyring) -> None:
    rotated = keyring.with_pending_key(Purpose.SCOPE_WRAP)
    unlock_with_passphrase(folder, FIRST, cost=CHEAP).rewrite(rotated)
    assert unlock_with_passphrase(folder, SECOND, cost=CHEAP).keyring().fingerprint() == rotated.fingerprint()
    assert unlock_with_recovery_code(folder, CODE).keyring().fingerprint() == rotated.fingerprint()
    with pytest.raises(KeyringMismatch):
        unlock_with_passphrase(folder, FIRST, cost=CHEAP).rewrite(Keyring.generate())


def test_a_keyring_is_never_overwritten_by_a_new_one(folder: Path) -> None:
    with pytest.raises(KeyringExists):
        create_passphrase_root(folder, Keyring.generate(), UNLOCKERS, None, cost=CHEAP)
    assert opens(folder, FIRST)


@pytest.mark.parametrize(
    "changes", [{"memory_kib": 63}, {"passes": 0}, {"memory_kib": 8}, {"memory_kib": 2**22}, {"passes": 65}]
)
def test_parameters_outside_the_allowed_range_are_refused_before_any_work(
    folder: Path, changes: dict[str, int]
) -> None:
    change(folder, **changes)
    with pytest.raises(Tampered):
        unlock_with_passphrase(folder, FIRST, cost=CHEAP)


def test_cheap_parameters_are_refused_without_an_explicit_lower_cost(folder: Path) -> None:
    with pytest.raises(Tampered):
        unlock_with_passphrase(folder, FIRST)


@pytest.mark.parametrize(
    "changes", [{"name": "renamed"}, {"memory_kib": 65}, {"passes": 2}, {"salt": "A" * 22 + "=="}]
)
def test_a_wrap_with_another_name_salt_or_parameter_does_not_open(
    folder: Path, changes: dict[str, Any]
) -> None:
    change(folder, **changes)
    assert not opens(folder, FIRST)
    assert opens(folder, SECOND)


@pytest.mark.parametrize(
    "changes",
    [
        {"wrapped": "AAAA"},
        {"salt": ""},
        {"kind": "guess"},
        {"memory_kib": -1},
        {"passes": None},
        {"salt": "é"},
    ],
)
def test_a_malformed_wrap_makes_the_file_unreadable(folder: Path, changes: dict[str, Any]) -> None:
    change(folder, **changes)
    with pytest.raises(VaultError, match="not readable"):
        unlock_with_passphrase(folder, FIRST, cost=CHEAP)


@pytest.mark.parametrize("position", [0, 12, 43, 59, 60, 75])
def test_a_wrap_with_a_changed_byte_does_not_open_its_commitment_included(
    folder: Path, position: int
) -> None:
    wrapped = base64.b64decode(json.loads((folder / "keyring.json").read_text())["wraps"][0]["wrapped"])
    assert len(wrapped) == 76
    change(folder, wrapped=base64.b64encode(flipped(wrapped, position)).decode())
    assert not opens(folder, FIRST)
    assert opens(folder, SECOND)


def test_wraps_moved_between_two_keyrings_do_not_open_the_other_body(folder: Path, tmp_path: Path) -> None:
    create_passphrase_root(tmp_path / "other", Keyring.generate(), UNLOCKERS, CODE, cost=CHEAP)
    ours, theirs = (
        json.loads((place / "keyring.json").read_text()) for place in (folder, tmp_path / "other")
    )
    (folder / "keyring.json").write_text(json.dumps(ours | {"wraps": theirs["wraps"]}))
    with pytest.raises(Tampered):
        unlock_with_passphrase(folder, FIRST, cost=CHEAP)


def test_each_wrap_has_its_own_salt_and_no_key_stands_in_the_file(folder: Path, keyring: Keyring) -> None:
    stored = (folder / "keyring.json").read_text()
    wraps = json.loads(stored)["wraps"]
    assert len({wrap["salt"] for wrap in wraps}) == 3
    assert not any(keyring.active(purpose)[1].hex() in stored for purpose in Purpose)
    assert FIRST not in stored
    assert CODE.split("\n")[0] not in stored


def test_a_keyring_file_open_to_others_is_refused(folder: Path) -> None:
    (folder / "keyring.json").chmod(0o640)
    with pytest.raises(UnsafeKeyFile):
        unlock_with_passphrase(folder, FIRST, cost=CHEAP)


def test_a_passphrase_keyring_is_not_opened_by_a_key_file(folder: Path) -> None:
    with pytest.raises(KeyringNotFound):
        open_file_root(folder)


def test_the_cost_without_asking_is_the_published_one(
    tmp_path: Path, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[PasswordCost] = []

    def noted(secret: bytes, salt: bytes, cost: PasswordCost) -> bytes:
        asked.append(cost)
        return bytes(32)

    monkeypatch.setattr(root_wraps, "derive", noted)
    create_passphrase_root(tmp_path, keyring, {"holder": FIRST}, None)
    unlock_with_passphrase(tmp_path, FIRST)
    assert asked == [PASSPHRASE_COST] * 2
    assert PasswordCost(memory_kib=262_144, passes=4) == PASSPHRASE_COST
