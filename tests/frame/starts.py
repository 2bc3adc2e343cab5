"""Commands of the command line, each in a process of its own that has the application imported already."""

import atexit
import subprocess
import sys
from functools import cache
from json import dumps
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.frame.served import PATIENCE, ROOT, environment


class Starts:
    """One process that has imported the application, and forks for each command."""

    def __init__(self, folder: Path) -> None:
        self._out, self._err = folder / "out.txt", folder / "err.txt"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.frame.many_starts"],
            cwd=ROOT,
            env=environment(folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(
        self, instance: Path, *arguments: str, port: int | None = None, typed: str = "", **more: str
    ) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        asked = {
            "arguments": arguments,
            "environment": environment(instance, port, **more),
            "typed": typed,
            "patience": int(PATIENCE),
            "out": str(self._out),
            "err": str(self._err),
        }
        self._process.stdin.write(dumps(asked) + "\n")
        self._process.stdin.flush()
        code = int(self._process.stdout.readline())
        return subprocess.CompletedProcess(
            arguments, code, self._out.read_text("utf-8"), self._err.read_text("utf-8")
        )

    def end(self) -> None:
        """End the process that forks."""
        self._process.communicate()


@cache
def _the_starts() -> Starts:
    """The one of this process; it ends with it."""
    place = TemporaryDirectory(prefix="caseapp-starts-")
    found = Starts(Path(place.name))
    atexit.register(place.cleanup)
    atexit.register(found.end)
    return found


def caseapp(
    folder: Path, *arguments: str, port: int | None = None, typed: str = "", **more: str
) -> subprocess.CompletedProcess[str]:
    """Run one command to its end; ``typed`` is what comes in from its standard input."""
    return _the_starts().run(folder, *arguments, port=port, typed=typed, **more)
