"""A plugin of pytest, ``-p tests.deep.mutant``: one module of the application is imported with one mistake in it.

``MUTANT=caseapp/vault/padding.py:7`` makes the mistake number 7 of that module.
"""

import ast
import os
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType

from tests.deep.mutating import mutations

ROOT = Path(__file__).parents[2]


class WithAMistake(SourceFileLoader):
    """Compiles the module after the mistake was made in its tree; no compiled file is read or written."""

    number = 0

    def get_code(self, fullname: str) -> CodeType:
        tree = ast.parse(Path(self.path).read_text("utf-8"))
        mutations(tree)[self.number].make()
        return compile(ast.fix_missing_locations(tree), self.path, "exec")


class Finder(MetaPathFinder):
    """Finds the one module."""

    def __init__(self, path: Path, number: int) -> None:
        self.path, self.number = path, number
        parts = path.relative_to(ROOT).with_suffix("").parts
        self.name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self.name:
            return None
        loader = WithAMistake(fullname, str(self.path))
        loader.number = self.number
        return spec_from_file_location(fullname, self.path, loader=loader)


if "MUTANT" in os.environ:
    module, _, which = os.environ["MUTANT"].partition(":")
    sys.meta_path.insert(0, Finder(ROOT / module, int(which)))
