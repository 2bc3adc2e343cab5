"""Making an instance in the terminal: roots are explained, nothing secret is an argument, the sheet is typed back."""

import os
import re
from pathlib import Path

import pytest
from click.testing import Result

from caseapp.cli import cli
from caseapp.commands.init import PROTECTS
from caseapp.setup.installing import adopt_root, keys_folder
from caseapp.vault import (
    Provider,
    Root,
    has_recovery_code,
    new_recovery_code,
    open_file_root,
    open_given_root,
    provider,
    unlock_with_passphrase,
    unlock_with_recovery_code,
    unlocker_names,
)
from tests.accounts.second_factors import sign_in_for_the_first_time
from tests.conftest import CHEAP, Person
from tests.setup.keyboard import Keyboard, opened

ADMIN, OFFICE, CHAIR = (
    "four green windows and a lamp",
    "a river under seven bridges",
    "twelve clocks without hands",
)
KEY = bytes(range(32))
CODE = new_recovery_code()
WHO = ["en", "Open Door", "Drita Test", "drita"]


@pytest.fixture
def keyboard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keyboard:
    return Keyboard(tmp_path / "instance", monkeypatch)


def made(keyboard: Keyboard, result: Result, root: Root) -> None:
    """The instance is there, opens by this root, and its administrator signs in."""
    assert result.exit_code == 0, result.output
    assert CODE.splitlines()[0] in result.output
    assert not any(secret in result.output for secret in (ADMIN, OFFICE, CHAIR, KEY.hex()))
    drita = signed_in(keyboard, root)
    assert "Drita Test" in drita.get("/").text


def signed_in(keyboard: Keyboard, root: Root) -> Person:
    with opened(keyboard.folder) as app:
        adopt_root(app, root)
    return sign_in_for_the_first_time(Person("drita", app, app.test_client()))


def test_passphrases_of_two_people_with_everything_asked(keyboard: Keyboard) -> None:
    typed = ["", *WHO, "office", "chair", ADMIN, ADMIN, OFFICE, OFFICE, CHAIR, CHAIR]
    result = keyboard.run("init", typed=[*typed, *keyboard.know_sheet(CODE)])
    for kind in Provider:
        assert f"{kind.value}: " in result.output, "each root is explained before one chooses"
    keys = keyboard.folder / "keys"
    assert unlocker_names(keys) == ["office", "chair"]
    made(keyboard, result, unlock_with_passphrase(keys, CHAIR, cost=CHEAP))
    assert has_recovery_code(keys)


def test_a_word_that_will_not_do_is_asked_for_again_and_nothing_else_is(keyboard: Keyboard) -> None:
    words = ["Drita Test", "office", "OFFICE", "chair"]
    result = keyboard.run(
        "init", "--no-sheet", typed=["", *WHO, *words, ADMIN, ADMIN, OFFICE, OFFICE, CHAIR, CHAIR]
    )
    assert result.exit_code == 0, result.output
    assert "use one for the role instead" in result.output
    assert "a word of their own" in result.output
    assert unlocker_names(keyboard.folder / "keys") == ["office", "chair"]


def test_it_speaks_the_language_that_is_given(keyboard: Keyboard) -> None:
    typed = ["خانه‌های باز", "دریتا نمونه", "drita", "کوتاه", ADMIN, "another one", ADMIN, ADMIN]
    result = keyboard.run("init", "--root", "file", "--no-sheet", "--language", "fa", typed=typed)
    assert result.exit_code == 0, result.output
    for sentence in (
        "نام سازمان: ",
        "نام شما: ",
        "لطفاً دست‌کم ۱۵ نویسه وارد کنید.",
        "همان عبارت، یک بار دیگر: ",
        "این دو یکسان نیستند.",
    ):
        assert sentence in result.output
    assert "Name of the organisation" not in result.output
    page = signed_in(keyboard, open_file_root(keyboard.folder / "keys")).get("/")
    assert '<html lang="fa"' in page.text


@pytest.mark.parametrize(
    ("variable", "spoken", "asked"),
    [
        ("LC_ALL", "sq_AL.UTF-8", ["Gjuha", "Emri i organizatës"]),
        ("LANG", "ar", ["اللغة", "اسم المنظمة"]),
        ("LANG", "tlh_KX.UTF-8", ["Language", "Name of the organisation"]),
    ],
)
def test_else_it_speaks_as_the_terminal_does_or_english(
    keyboard: Keyboard, monkeypatch: pytest.MonkeyPatch, variable: str, spoken: str, asked: list[str]
) -> None:
    for each in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(each, raising=False)
    monkeypatch.setenv(variable, spoken)
    typed = ["", *WHO[1:], ADMIN, ADMIN]
    result = keyboard.run("init", "--root", "file", "--no-sheet", typed=typed)
    assert result.exit_code == 0, result.output
    for words in asked:
        assert words in result.output


def test_whoever_chooses_another_language_is_spoken_to_in_it_from_there_on(keyboard: Keyboard) -> None:
    typed = ["sq", *WHO[1:], ADMIN, ADMIN]
    result = keyboard.run("init", "--root", "file", "--no-sheet", typed=typed)
    assert "Language [en" in result.output or "Language (en" in result.output
    assert "Emri i organizatës: " in result.output


def test_a_key_file_with_a_sheet(keyboard: Keyboard) -> None:
    typed = [*WHO, ADMIN, ADMIN, *keyboard.know_sheet(CODE)]
    made(
        keyboard,
        keyboard.run("init", "--root", "file", typed=typed),
        open_file_root(keyboard.folder / "keys"),
    )
    assert unlock_with_recovery_code(keyboard.folder / "keys", CODE).provider is Provider.FILE


def test_a_key_from_the_environment(keyboard: Keyboard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEAPP_ROOT_KEY", KEY.hex())
    typed = [*WHO, ADMIN, ADMIN, *keyboard.know_sheet(CODE)]
    result = keyboard.run("init", "--root", "env", typed=typed)
    made(keyboard, result, open_given_root(keyboard.folder / "keys", Provider.ENV, KEY))


def test_a_key_from_a_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keyboard = Keyboard(tmp_path / "instance", monkeypatch, root_command=("/bin/echo", KEY.hex()))
    typed = [*WHO, ADMIN, ADMIN, *keyboard.know_sheet(CODE)]
    result = keyboard.run("init", "--root", "command", typed=typed)
    made(keyboard, result, open_given_root(keyboard.folder / "keys", Provider.COMMAND, KEY))


@pytest.mark.parametrize(
    ("root", "settings", "sentence"),
    [
        ("env", {}, "CASEAPP_ROOT_KEY: is missing"),
        ("command", {}, "root_command: is missing"),
        (
            "command",
            {"root_command": ("/bin/false",)},
            "root_command: the program /bin/false ended with the code 1",
        ),
        ("file", {"seizure_risk": "high"}, "seizure_risk: is high"),
        ("passphrase", {"root_command": ("/bin/true",)}, "root_command: is set"),
    ],
)
def test_settings_that_say_otherwise_are_named_before_anything_is_asked_or_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: str, settings: dict[str, object], sentence: str
) -> None:
    keyboard = Keyboard(tmp_path / "instance", monkeypatch, **settings)
    result = keyboard.run("init", "--root", root)
    assert sentence in str(result.exception)
    assert result.output == ""
    assert provider(keyboard.folder / "keys") is None


def by_script(keyboard: Keyboard, secrets: str, *more: str) -> tuple[Result, str]:
    """Run init with everything given, its secrets through descriptors; returns what was written as the sheet, too."""
    secret, write_secret = os.pipe()
    sheet, write_sheet = os.pipe()
    os.write(write_secret, secrets.encode())
    os.close(write_secret)
    try:
        result = keyboard.run(
            "init", "--organisation", "Open Door", "--language", "en", "--name", "Drita Test",
            "--sign-in-name", "drita", "--passphrases-fd", str(secret), "--sheet-fd", str(write_sheet), *more,
        )  # fmt: skip
    finally:
        os.close(write_sheet)
        os.close(secret)
    with os.fdopen(sheet) as stream:
        return result, stream.read().strip()


def test_a_script_makes_an_instance_without_a_secret_among_the_arguments(keyboard: Keyboard) -> None:
    more = ("--root", "passphrase", "--unlocker", "office", "--unlocker", "chair", "--role", "coordinator")
    result, sheet = by_script(keyboard, f"{ADMIN}\n{OFFICE}\n{CHAIR}\n", *more)
    assert result.exit_code == 0, result.output
    assert sheet
    assert sheet not in result.output
    keys = keyboard.folder / "keys"
    assert unlock_with_recovery_code(keys, sheet).key == unlock_with_passphrase(keys, OFFICE, cost=CHEAP).key
    signed_in(keyboard, unlock_with_passphrase(keys, OFFICE, cost=CHEAP)).get("/cases/")


@pytest.mark.parametrize(
    ("secrets", "more", "sentence"),
    [
        (f"{ADMIN}\n{OFFICE}\n", ("--unlocker", "office", "--unlocker", "chair"), "descriptor"),
        (f"{ADMIN}\n{ADMIN}\n", ("--unlocker", "office"), "a passphrase of its own for each purpose"),
        (f"short\n{OFFICE}\n", ("--unlocker", "office"), "At least 15 characters"),
        (f"{ADMIN}\n{OFFICE}\n", ("--unlocker", "Drita Test"), "use one for the role instead"),
        (
            f"{ADMIN}\n{OFFICE}\n{CHAIR}\n",
            ("--unlocker", "office", "--unlocker", "OFFICE"),
            "a word of their own",
        ),
        (f"{ADMIN}\n", (), "name who can unlock with --unlocker"),
        (f"{ADMIN}\n", ("--root", "file", "--unlocker", "office"), "nobody unlocks with a passphrase"),
    ],
)
def test_what_would_be_unsafe_is_refused_and_nothing_is_made(
    keyboard: Keyboard, secrets: str, more: tuple[str, ...], sentence: str
) -> None:
    root = () if "--root" in more else ("--root", "passphrase")
    result, _sheet = by_script(keyboard, secrets, *root, *more)
    assert result.exit_code != 0
    assert sentence in f"{result.output} {result.exception}"
    assert provider(keyboard.folder / "keys") is None


def test_an_instance_is_made_once(keyboard: Keyboard) -> None:
    typed = [*WHO, ADMIN, ADMIN]
    assert keyboard.run("init", "--root", "file", "--no-sheet", typed=typed).exit_code == 0
    before = (keyboard.folder / "keys" / "keyring.json").read_bytes()
    again = keyboard.run("init", "--root", "file", typed=typed)
    assert "This instance is set up already" in again.output
    assert (keyboard.folder / "keys" / "keyring.json").read_bytes() == before
    with opened(keyboard.folder) as app:
        assert not has_recovery_code(keys_folder(app))


def test_each_root_is_explained_in_two_sentences() -> None:
    assert set(PROTECTS) == set(Provider)
    for sentences in PROTECTS.values():
        assert len(re.findall(r"\.(?: |$)", str(sentences))) == 2


def test_no_secret_is_an_argument_of_any_command() -> None:
    options = {
        option.name for command in ("init", "unlock", "unlockers") for option in cli.commands[command].params
    }
    assert not {"passphrase", "root_key", "sheet_code"} & options
