"""Rows that were found to fit their codes.

Whether a row and its code fit follows from the two and the key alone: what fitted once, fits, and is not computed
again for each page that shows it. A row in which anything differs is another row.
"""

from collections.abc import Hashable
from typing import Any

from caseapp.db.unlocked import memory

_MEMORY = "fitting-rows"
_MOST = 20_000
"""So many rows are remembered, of about half a kilobyte each."""


def fitting_rows() -> dict[Hashable, Any]:
    """Return what is known to fit: everything that a code covers and the code, with what the row was found to say."""
    known: dict[Hashable, Any] = memory().setdefault(_MEMORY, {})
    if len(known) >= _MOST:
        known.clear()
    return known
