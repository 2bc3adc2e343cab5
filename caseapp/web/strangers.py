"""What somebody who has not signed in may send: a form of their own size, and no file.

A form's token is read before anybody knows who sends it, and reading it takes the whole body in: without this, anybody
could have files of the largest size written for them, from as many connections as there are threads.
"""

from flask import request, session

STRANGERS_BYTES = 128 * 1024
"""More than the longest form of set-up, sign-in or an invitation."""


def limit_strangers() -> None:
    """Take no more than a short form from somebody without a session. Runs before the token is read.

    Whoever's session has just run out is no stranger: what they were writing is kept for them.
    """
    if getattr(session, "user", None) is None and getattr(session, "expired_user", None) is None:
        request.max_content_length = request.max_form_memory_size = STRANGERS_BYTES
        request.takes_files = False  # type: ignore[attr-defined]  # it is a StreamingRequest
