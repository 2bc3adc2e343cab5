"""Templates as one run of the tests has compiled them: all processes of it take them from one folder.

Compiling all of them takes two seconds, which each process spent anew, and each application of a test on its pages.
The folder lasts as long as the run: what Jinja compares with a template is its text, not what it was compiled for.
"""

import os
from collections.abc import Callable
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from jinja2 import Environment, FileSystemBytecodeCache
from jinja2.bccache import Bucket

COMPILED = "COMPILED_TEMPLATES"
"""Names the folder, for processes of the tests that begin later; what they serve from scratch is not told of it."""


class Compiled(FileSystemBytecodeCache):
    """Keeps apart what environments compile that show their values in different ways."""

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """Return the place of a template."""
        shown_by: Any = environment.finalize
        return super().get_bucket(environment, f"{name} {shown_by and shown_by.__name__}", filename, source)


def share_compiled() -> None:
    """Have the applications of this process use the folder, where there is one."""
    if COMPILED in os.environ:
        Flask.jinja_options = {"bytecode_cache": Compiled(os.environ[COMPILED])}


def compile_once() -> Callable[[], None]:
    """Make the folder, unless the process that began this one has; returns what removes it."""
    folder = None
    if COMPILED not in os.environ:
        folder = TemporaryDirectory(prefix="caseapp-templates-")
        os.environ[COMPILED] = folder.name
    share_compiled()
    return folder.cleanup if folder else lambda: None
