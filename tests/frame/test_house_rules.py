"""What the code base has agreed never to do, read from its syntax trees and templates."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from caseapp.features import FEATURES
from tests.frame.served import ROOT

PACKAGE = ROOT / "caseapp"
MODULES = sorted(PACKAGE.rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((PACKAGE / "static" / "js").rglob("*.js"))
ICONS = set(re.findall(r'<symbol id="([a-z-]+)"', (PACKAGE / "static/icons.svg").read_text("utf-8")))

CLOCK_READERS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "date.today",
    "datetime.date.today",
    "time.time",
    "time.localtime",
    "time.gmtime",
}
NEVER_CALLED = {"populate_obj", "render_template_string", "eval", "exec", "pickle.loads", "yaml.load"}
TALKS_TO_OTHERS = {
    "requests", "httpx", "aiohttp", "urllib.request", "urllib3", "http.client", "smtplib", "ftplib", "telnetlib",
    "xmlrpc", "socket",
}  # fmt: skip
MAY_TALK = {
    "setup/port.py": {"socket"},
    "commands/certificate.py": {"socket"},
    "processes/local_socket.py": {"socket"},
    "setup/door.py": {"socket"},
    "keeper/lines.py": {"socket"},
    "keeper/hearing.py": {"socket"},
    "web/scanning.py": {"socket"},
}
"""The server tries its own port before it starts; the certificate asks this machine for its name; a terminal of this
machine unlocks, several workers speak with each other, and a scanner of this machine looks at files."""
MAKE_FILES = {"letters/approving.py", "reports/keeping.py", "documents/demo.py"}
"""The letter as it is printed, an export, invented papers: what they put into the store never came from outside."""
MARKUP_MAKERS = {
    "web/cells.py",
    "web/forms/attributes.py",
    "web/frame.py",
    "web/list_rows.py",
    "web/templating.py",
    "web/values.py",
    "web/free_text.py",
    "printing/tree_html.py",
}
BULK_WRITERS = {
    "audit/recording.py": "the log, whose chain is its code",
    "db/erasing.py": "what is erased, each row of which the log names",
    "db/transactions.py": "the change counter of the installation",
    "web/drafts.py": "drafts are nobody's record",
    "web/kept_files.py": "files beside drafts are nobody's record yet",
    "accounts/session_rows.py": "sessions that ran out",
    "accounts/throttle.py": "what failed, under keyed keys",
    "db/resealing.py": "former keys, on which nothing rests any more",
    "keys/rewrapping.py": "wraps, each with a code of its own inside",
}


def inside(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def dotted(node: ast.AST) -> str:
    """`a.b.c` of a name or attribute, whatever it hangs on left out."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else node.attr
    return ""


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield dotted(node.func), node


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.fixture(scope="module")
def trees() -> dict[str, ast.Module]:
    return {inside(path): tree_of(path) for path in MODULES}


def test_only_the_clock_asks_for_the_time(trees: dict[str, ast.Module]) -> None:
    found = [
        f"{path}:{call.lineno} {name}"
        for path, tree in trees.items()
        if path != "clock.py"
        for name, call in calls(tree)
        if name in CLOCK_READERS
    ]
    assert found == []


def test_only_the_making_of_a_demonstration_sets_the_clock_back(trees: dict[str, ast.Module]) -> None:
    found = {
        path
        for path, tree in trees.items()
        for name in [*imported(tree), *(called for called, _call in calls(tree))]
        if name in {"caseapp.clock.behind", "clock.behind"}
    }
    assert found == {"demo/making.py"}


def test_only_the_database_package_commits(trees: dict[str, ast.Module]) -> None:
    found = [
        f"{path}:{call.lineno}"
        for path, tree in trees.items()
        if not path.startswith("db/")
        for name, call in calls(tree)
        if name.rpartition(".")[2] in {"commit", "begin_nested"}
    ]
    assert found == []


def test_nothing_is_filled_evaluated_or_rendered_from_a_string(trees: dict[str, ast.Module]) -> None:
    found = [
        f"{path}:{call.lineno} {name}"
        for path, tree in trees.items()
        for name, call in calls(tree)
        if name in NEVER_CALLED or name.rpartition(".")[2] in NEVER_CALLED - {"eval", "exec"}
    ]
    assert found == []


def test_nothing_talks_to_another_machine(trees: dict[str, ast.Module]) -> None:
    found = [
        f"{path} imports {name}"
        for path, tree in trees.items()
        for name in imported(tree)
        if name in TALKS_TO_OTHERS - MAY_TALK.get(path, set())
    ]
    assert found == []
    assert "socket" in set(imported(trees["setup/port.py"])), "the exception is used"
    families = {
        each.attr
        for path in (
            "processes/local_socket.py",
            "setup/door.py",
            "keeper/lines.py",
            "keeper/hearing.py",
            "web/scanning.py",
        )
        for each in ast.walk(trees[path])
        if isinstance(each, ast.Attribute)
    }
    assert {name for name in families if name.startswith("AF_")} == {"AF_UNIX"}, (
        "no other machine reaches the door"
    )


def test_what_is_kept_comes_through_the_scanner_or_was_made_here(trees: dict[str, ast.Module]) -> None:
    found = {
        path
        for path, tree in trees.items()
        for name, _call in calls(tree)
        if name.rpartition(".")[2] in {"stage", "StagedBlob"} and not path.startswith("vault/")
    }
    assert found == {"web/uploads.py", *MAKE_FILES}


def test_html_is_made_by_templates_and_by_the_few_that_render_texts(trees: dict[str, ast.Module]) -> None:
    found = [
        f"{path}:{call.lineno}"
        for path, tree in trees.items()
        if path not in MARKUP_MAKERS
        for name, call in calls(tree)
        if name.rpartition(".")[2] == "Markup" and any(not _is_empty(argument) for argument in call.args)
    ]
    assert found == []


def _is_empty(argument: ast.expr) -> bool:
    return isinstance(argument, ast.Constant) and argument.value == ""


def test_only_a_few_write_many_rows_at_once_because_such_rows_carry_no_code(
    trees: dict[str, ast.Module],
) -> None:
    found = {
        path
        for path, tree in trees.items()
        for name in imported(tree)
        if name in {"sqlalchemy.update", "sqlalchemy.delete", "sqlalchemy.insert", "sqlalchemy.text"}
    }
    assert found == set(BULK_WRITERS)


def test_no_statement_is_written_as_text_outside_the_database_package(trees: dict[str, ast.Module]) -> None:
    found = [
        f"{path}:{call.lineno}"
        for path, tree in trees.items()
        if not path.startswith("db/")
        for name, call in calls(tree)
        if name.rpartition(".")[2] in {"exec_driver_sql", "executescript"} or name == "text"
    ]
    assert found == []


def test_every_icon_that_the_code_names_is_drawn(trees: dict[str, ast.Module]) -> None:
    place_of_icon = {"MenuItem": 2, "Create": 2, "TimelineEntry": 3, "step_entries": 2}
    named: dict[str, str] = {}
    for path, tree in trees.items():
        for name, call in calls(tree):
            place = place_of_icon.get(name)
            candidates = [keyword.value for keyword in call.keywords if keyword.arg == "icon"]
            if place is not None and len(call.args) > place:
                candidates.append(call.args[place])
            for node in candidates:
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    named[node.value] = f"{path}:{call.lineno}"
    assert {"case", "audit"} <= set(named)
    assert {icon: where for icon, where in named.items() if icon not in ICONS} == {}


def test_a_plural_gives_its_number_a_name_of_its_own(trees: dict[str, ast.Module]) -> None:
    """``ngettext`` already has an argument called num: a second one is an error at the very moment it is shown."""
    found = [
        f"{path}:{call.lineno}"
        for path, tree in trees.items()
        for name, call in calls(tree)
        if name.rpartition(".")[2] == "ngettext" and any(keyword.arg == "num" for keyword in call.keywords)
    ]
    assert found == []


def test_nothing_is_left_for_later() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in [*MODULES, *TEMPLATES, *SCRIPTS]
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", line)
    ]
    assert found == []


@pytest.mark.parametrize(
    "template", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "templates").as_posix()
)
def test_a_template_holds_no_inline_code_and_switches_no_escaping_off(template: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", template.read_text("utf-8"), flags=re.DOTALL)
    forbidden = {
        "escaping off": r"\|\s*safe\b|autoescape|Markup\(",
        "inline style": r"<style\b|\sstyle\s*=",
        "inline handler": r"<[a-z][^>]*\son[a-z]+\s*=",
        "inline script": r"<script\b(?![^>]*\bsrc=)",
        "another origin": r"""(?:src|href|action)\s*=\s*["']https?:""",
    }
    assert [what for what, pattern in forbidden.items() if re.search(pattern, text)] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_calls_nobody_else_and_makes_no_markup_from_text(script: Path) -> None:
    text = script.read_text("utf-8")
    assert not re.search(
        r"https?://|innerHTML|outerHTML|document\.write|\beval\(|localStorage|sessionStorage", text
    )


def test_a_kind_of_record_is_called_as_its_table_is() -> None:
    models = [kind.model for feature in FEATURES for kind in feature.kinds]
    assert [each.__kind__ for each in models] == [each.__tablename__ for each in models]


def test_no_two_features_share_a_name_an_event_or_a_record_kind() -> None:
    for names in (
        [feature.name for feature in FEATURES],
        [event.code for feature in FEATURES for event in feature.events],
        [kind.model.__kind__ for feature in FEATURES for kind in feature.kinds],
    ):
        assert sorted(names) == sorted(set(names))
