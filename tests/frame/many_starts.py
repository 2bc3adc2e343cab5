"""`python -m tests.frame.many_starts`: runs the command line as often as it is asked, each time in another process.

Importing the application takes longer than most starts that are refused. It is imported once here, and each start is a
fork. A line on the standard input is a JSON object with `arguments`, `environment` and `output`, the file for what the
command says; the line that answers is its exit code.
"""

import json
import os
import sys
from pathlib import Path

from caseapp.cli import main

if __name__ == "__main__":
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if not child:
            output = os.open(asked["output"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            for stream in (1, 2):
                os.dup2(output, stream)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.environ.clear()
            os.environ.update(asked["environment"])
            sys.argv[1:] = asked["arguments"]
            os.chdir(Path("/"))
            main()
            sys.exit()
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
