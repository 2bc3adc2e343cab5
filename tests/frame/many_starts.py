"""`python -m tests.frame.many_starts`: runs the command line as often as it is asked, each time in another process.

Importing the application takes longer than most commands. It is imported once here, and each start is a fork. A line
on the standard input is a JSON object with `module`, whose `main` is run, `arguments`, `environment` and `typed`, and
with `out` and `err`, the files for what it says. With `patience`, the line that answers is its exit code; without,
where it serves until it is stopped, the number of its process. A line with the `ended` number of a process that has
is answered by its exit code.
"""

import gc
import json
import os
import signal
import sys
from importlib import import_module
from typing import Any

from sqlalchemy.orm import configure_mappers

import caseapp.cli  # noqa: F401 - what a fork is to have imported
from tests.frame.compiled import share_compiled


def become(asked: dict[str, Any]) -> None:
    """Be the command that is asked for, as if it had been started from the root of the disk."""
    for stream, path in ((1, asked["out"]), (2, asked["err"])):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), stream)
    reading, writing = os.pipe()
    os.write(writing, asked["typed"].encode())
    os.close(writing)
    os.dup2(reading, 0)
    signal.alarm(asked["patience"] or 0)  # a server that should have been refused is ended by it, too
    os.environ.clear()
    os.environ.update(asked["environment"])
    sys.argv[1:] = asked["arguments"]
    os.chdir("/")
    import_module(asked["module"]).main()
    sys.exit()


def exit_code(child: int) -> int:
    """How a process of ours ended, or will have."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def answer(asked: dict[str, Any]) -> int:
    """Do what a line asks for."""
    if "ended" in asked:
        return exit_code(asked["ended"])
    import_module(asked["module"])  # here, so that the next fork has it too
    child = os.fork()
    if not child:
        become(asked)
    return exit_code(child) if asked["patience"] else child


if __name__ == "__main__":
    share_compiled()
    configure_mappers()
    gc.freeze()
    for line in sys.stdin:
        print(answer(json.loads(line)), flush=True)
