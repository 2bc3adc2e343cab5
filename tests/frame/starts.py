"""Commands and servers, each in a process of its own that has the application imported already."""

import atexit
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from json import dumps
from pathlib import Path
from select import select
from tempfile import TemporaryDirectory
from typing import Any

from tests.frame.compiled import COMPILED
from tests.frame.served import CHEAP_SERVER, PATIENCE, ROOT, Served, environment, serving_by

COMMAND_LINE = "caseapp.cli"


class Starts:
    """One process that has imported the application, and forks for each command."""

    def __init__(self, folder: Path) -> None:
        self._out, self._err = folder / "out.txt", folder / "err.txt"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.frame.many_starts"],
            cwd=ROOT,
            env=environment(folder) | {name: os.environ[name] for name in (COMPILED,) if name in os.environ},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(
        self, instance: Path, *arguments: str, port: int | None = None, typed: str = "", **more: str
    ) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        code = self._ask(
            module=COMMAND_LINE,
            arguments=arguments,
            environment=environment(instance, port, **more),
            typed=typed,
            patience=int(PATIENCE),
            out=str(self._out),
            err=str(self._err),
        )
        return subprocess.CompletedProcess(
            arguments, code, self._out.read_text("utf-8"), self._err.read_text("utf-8")
        )

    def begin(self, module: str, arguments: Sequence[str], given: dict[str, str], out: Path) -> "Started":
        """Run the ``main`` of a module, which goes on until it is stopped."""
        number = self._ask(
            module=module,
            arguments=arguments,
            environment=given,
            typed="",
            patience=None,
            out=str(out),
            err=str(out),
        )
        return Started(number, self)

    def exit_code(self, number: int) -> int:
        """How what was begun has ended."""
        return self._ask(ended=number)

    def _ask(self, **asked: Any) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(dumps(asked) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def end(self) -> None:
        """End the process that forks."""
        self._process.communicate()


class Started:
    """What the process that forks has begun."""

    def __init__(self, number: int, starts: Starts) -> None:
        self.pid = number
        self._starts = starts
        self._end = os.pidfd_open(number)
        self._code: int | None = None

    def poll(self) -> int | None:
        """Return its exit code; None while it runs."""
        return self._ended_within(0)

    def wait(self, timeout: float) -> int:
        """Return its exit code once it has ended."""
        code = self._ended_within(timeout)
        if code is None:
            raise subprocess.TimeoutExpired("what was begun", timeout)
        return code

    def kill(self) -> int:
        """End it as a power cut would, if it has not ended by itself; returns its exit code."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)
        return self.wait(PATIENCE)

    def _ended_within(self, seconds: float) -> int | None:
        if self._code is None and select([self._end], [], [], seconds)[0]:
            os.close(self._end)
            self._code = self._starts.exit_code(self.pid)
        return self._code


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


@contextmanager
def begun(
    folder: Path,
    *arguments: str,
    module: str = COMMAND_LINE,
    out: Path = Path(os.devnull),
    **more: str,
) -> Iterator[Started]:
    """Run a command, or the ``main`` of a module, that is killed at the end of the block at the latest."""
    process = _the_starts().begin(module, arguments, environment(folder, **more), out)
    try:
        yield process
    finally:
        process.kill()


@contextmanager
def serving(
    folder: Path, command: Sequence[str] = ("run",), *, module: str = COMMAND_LINE, **more: str
) -> Iterator[Served]:
    """Serve the instance in ``folder`` until the block ends."""

    def start(port: int, out: Path) -> Started:
        return _the_starts().begin(module, command, environment(folder, port, **more), out)

    with serving_by(start, folder) as served:
        yield served


@contextmanager
def serving_cheaply(folder: Path, **more: str) -> Iterator[Served]:
    """Serve an instance of the tests' own, whose people and passphrases tests/conftest.py knows."""
    with serving(folder, (), module=CHEAP_SERVER, **more) as served:
        yield served
