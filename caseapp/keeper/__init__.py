"""One of several workers keeps what is to be in memory once per host: the indexes, what pages hand on in it, counters.

The others ask it over a socket in the instance folder. Where one worker serves there is nothing of all this.
"""

from caseapp.keeper.calls import (
    Ask,
    NoKeeper,
    asking_keeper,
    at_keeper,
    bytes_of_ids,
    call,
    ids_of_bytes,
    is_keeper,
)

__all__ = [
    "Ask",
    "NoKeeper",
    "asking_keeper",
    "at_keeper",
    "bytes_of_ids",
    "call",
    "ids_of_bytes",
    "is_keeper",
]
