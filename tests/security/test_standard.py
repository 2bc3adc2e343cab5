"""docs/security: every item of the standard has an answer, what it names is there, its figures are the code's."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from caseapp.accounts import actions, days_reading, passphrases, sessions, throttle
from caseapp.accounts.step_up import PROOF_HOLDS
from caseapp.audit import refused
from caseapp.config import Settings
from caseapp.documents import files
from caseapp.reports.rows import MOST_ROWS
from caseapp.vault import PASSPHRASE_COST, PASSWORD_COST, Purpose
from caseapp.web.gate import Stage
from caseapp.web.strangers import STRANGERS_BYTES

ROOT = Path(__file__).parents[2]
STANDARD = ROOT / "docs" / "security" / "asvs.md"
DECISIONS = ROOT / "docs" / "security" / "decisions.md"
ANSWERS = {"met", "not met", "not applicable"}
READ = "read"
"""Stands in the place of a test where nothing but the code shows it."""


class Item(NamedTuple):
    """A line of the table: one item, or several that have one answer."""

    ids: list[str]
    level: str
    answer: str
    where: str
    test: str


def items() -> list[Item]:
    found = []
    for line in STANDARD.read_text("utf-8").splitlines():
        if re.match(r"\| \d+\.\d+\.\d+", line):
            ids, level, _asks, answer, where, test = (cell.strip() for cell in line.strip("|").split("|"))
            found.append(Item(ids.split(", "), level, answer, where, test))
    return found


ITEMS = items()


@cache
def functions_of(path: str) -> set[str]:
    module = ast.parse((ROOT / "tests" / path).read_text("utf-8"))
    return {node.name for node in module.body if isinstance(node, ast.FunctionDef)}


def test_every_item_of_both_levels_stands_there_once() -> None:
    ids = [one for item in ITEMS for one in item.ids]
    assert len(ids) == len(set(ids)), [one for one, times in Counter(ids).items() if times > 1]
    levels = Counter(dict.fromkeys("12", 0))
    for item in ITEMS:
        levels[item.level] += len(item.ids)
    assert levels == {"1": 70, "2": 183}
    assert {item.answer for item in ITEMS} == ANSWERS


def test_the_summary_counts_what_stands_below() -> None:
    counts = Counter((item.level, item.answer) for item in ITEMS for _one in item.ids)
    text = STANDARD.read_text("utf-8")
    lines = re.findall(r"^\| (met|not met|not applicable) \| (\d+) \| (\d+) \|$", text, re.MULTILINE)
    told = {
        (level, answer): int(number)
        for answer, *numbers in lines
        for level, number in zip("12", numbers, strict=True)
    }
    assert told == {(level, answer): counts[level, answer] for level in "12" for answer in ANSWERS}


@pytest.mark.parametrize("item", [one for one in ITEMS if one.answer == "met"], ids=lambda item: item.ids[0])
def test_what_is_met_names_its_test_or_says_that_it_was_read(item: Item) -> None:
    assert item.where
    if item.test == READ:
        return
    path, name = item.test.strip("`").split("::")
    assert name in functions_of(path), f"{path} has no {name}"


@pytest.mark.parametrize("item", [one for one in ITEMS if one.answer != "met"], ids=lambda item: item.ids[0])
def test_what_is_not_met_or_does_not_apply_says_why(item: Item) -> None:
    assert item.where
    if item.test:
        path, name = item.test.strip("`").split("::")
        assert name in functions_of(path), f"{path} has no {name}"


def test_every_file_that_is_named_is_there() -> None:
    for document in (STANDARD, DECISIONS):
        text = document.read_text("utf-8")
        for path in re.findall(r"`((?:caseapp|tests|docs)/[\w./-]*)`", text):
            assert (ROOT / path).exists(), f"{document.name}: {path}"
        for path in re.findall(r"\]\(([\w./-]+\.md)\)", text):
            assert (document.parent / path).exists(), f"{document.name}: {path}"


def test_the_figures_of_the_decisions_are_those_of_the_code() -> None:
    said = " ".join(DECISIONS.read_text("utf-8").split())
    settings = Settings(instance_path=ROOT)
    mib = 1024
    for sentence in (
        f"After {throttle.OF_ONE.free} refusals",
        f"up to {throttle.OF_ONE.longest.seconds // 60} minutes",
        f"together {throttle.OF_ALL.free} are free",
        f"within {actions.INVITATION_DAYS} days",
        f"in the last {PROOF_HOLDS.seconds // 60} minutes who they are",
        f"{passphrases.SHORTEST} to {passphrases.LONGEST} characters",
        f"after {settings.session_idle_minutes} idle minutes and after {settings.session_hours} hours",
        f"at most {sessions.SESSIONS_PER_USER}; a fourth",
        f"for {sessions.LASTS[Stage.SETTING_UP].seconds // 60} minutes after the last proof",
        f"Taken: {', '.join(files.EXTENSIONS)}.",
        f"At most {settings.file_bytes // mib**2} MB",
        f"unpacked at most {files.ZIP_UNPACKED // mib**2} MB,",
        f"{files.ZIP_RATIO} times their size and {files.ZIP_ENTRIES} entries",
        f"Argon2id, {PASSWORD_COST.memory_kib // mib} MiB, {PASSWORD_COST.passes} passes, with `pepper`",
        f"Argon2id, {PASSPHRASE_COST.memory_kib // mib} MiB, {PASSPHRASE_COST.passes} passes",
        f"at most {MOST_ROWS:,} rows",
        f"1 for {days_reading.LINES_FOR_ONE} different lines",
        *(
            f"from {rule.default} on (a rule: {' to '.join([*rule.choices][:: len(rule.choices) - 1])})"
            for rule in days_reading.RULES
        ),
        f"asks for {refused.SCAN} records within {refused.SCAN_WITHIN.seconds // 60} minutes",
        f"strangers send {STRANGERS_BYTES // mib} KB at most",
        *(f"`{purpose.value}`" for purpose in Purpose),
    ):
        assert sentence in said, sentence
