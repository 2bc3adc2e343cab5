"""A line between two workers: messages with a length in front, and a time in which each must have come.

Both ends prove that they know the secret of their server before anything else is said: any process of the account may
come to the socket, and what is said there are keys and names.
"""

import json
import os
import socket
import struct
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection, answer_challenge, deliver_challenge
from typing import Any

PATIENCE = 60
"""Seconds in which what was asked must be answered: after a start, names are read first."""
GREETING = 2
"""Seconds in which both ends must have proven themselves."""
_LONGEST_HEAD = 1024 * 1024
_LONGEST_BODY = 512 * 1024 * 1024
"""Bytes: a file of exported records that waits to be downloaded is the longest."""

BROKEN = (OSError, EOFError, ValueError, AssertionError, AuthenticationError)
"""What a line raises that is of no use any more."""


class Line:
    """One end of a line. A thread at a time speaks on it."""

    def __init__(self, joined: socket.socket, secret: bytes, *, hears: bool) -> None:
        """Make sure of the other end. Raises one of ``BROKEN``; then ``joined`` is closed."""
        joined.setblocking(True)
        self._connection = Connection(joined.detach())
        self._wait(GREETING)
        try:
            if hears:
                deliver_challenge(self._connection, secret)
                answer_challenge(self._connection, secret)
            else:
                answer_challenge(self._connection, secret)
                deliver_challenge(self._connection, secret)
        except BaseException:
            self.close()
            raise
        self._wait(PATIENCE)

    def say(self, head: dict[str, Any], body: bytes = b"") -> None:
        """Send a message: a JSON object, and bytes beside it."""
        self._connection.send_bytes(json.dumps(head).encode())
        self._connection.send_bytes(body)

    def hear(self) -> tuple[dict[str, Any], bytes]:
        """Return the next message."""
        head = json.loads(self._connection.recv_bytes(_LONGEST_HEAD))
        if not isinstance(head, dict):
            raise ValueError("a message begins with an object")  # noqa: TRY004 - whatever it is, the line is broken
        return head, self._connection.recv_bytes(_LONGEST_BODY)

    def wait(self) -> None:
        """Wait, however long, until something comes."""
        self._connection.poll(None)

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _wait(self, seconds: int) -> None:
        with socket.socket(fileno=os.dup(self._connection.fileno())) as same:
            for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
                same.setsockopt(socket.SOL_SOCKET, option, struct.pack("ll", seconds, 0))
