"""`python -m tests.frame.many_starts`: runs the command line as often as it is asked, each time in another process.

Importing the application takes longer than most commands. It is imported once here, and each start is a fork. A line
on the standard input is a JSON object with `arguments`, `environment`, `typed` and `patience`, and with `out` and
`err`, the files for what the command says; the line that answers is its exit code.
"""

import gc
import json
import os
import signal
import sys
from typing import Any

from sqlalchemy.orm import configure_mappers

from caseapp.cli import main


def become(asked: dict[str, Any]) -> None:
    """Be the command that is asked for, as if it had been started from the root of the disk."""
    for stream, path in ((1, asked["out"]), (2, asked["err"])):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), stream)
    reading, writing = os.pipe()
    os.write(writing, asked["typed"].encode())
    os.close(writing)
    os.dup2(reading, 0)
    signal.alarm(asked["patience"])  # a server that should have been refused is ended by it, too
    os.environ.clear()
    os.environ.update(asked["environment"])
    sys.argv[1:] = asked["arguments"]
    os.chdir("/")
    main()
    sys.exit()


if __name__ == "__main__":
    configure_mappers()
    gc.freeze()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            become(json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
