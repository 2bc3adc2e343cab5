"""Answers that take long to leave, such as a large file on a slow line: they end with the session."""

import time
from collections.abc import Iterable, Iterator

from caseapp.accounts.sessions import goes_on, take_up_again
from caseapp.db import end_read

LOOK_EVERY = 1.0
"""Seconds between two looks whether the session still runs."""


def while_signed_in(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield ``chunks`` while the session of the request lasts; then the answer breaks off, short of its length.

    The request's context must be kept for it (``stream_with_context``).
    """
    looked = time.monotonic()
    for chunk in chunks:
        if time.monotonic() - looked >= LOOK_EVERY:
            take_up_again()
            runs = goes_on()
            end_read()  # whoever takes the file slowly holds up nobody
            if not runs:
                return
            looked = time.monotonic()
        yield chunk
