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


class FittingRows(dict[Hashable, Any]):
    """What is known to fit: everything that a code covers and the code, with what the row was found to say.

    It begins anew when it is full, however many rows one question finds.
    """

    def __setitem__(self, row: Hashable, says: Any) -> None:
        """Remember one more row."""
        if len(self) >= _MOST:
            self.clear()
        super().__setitem__(row, says)


def fitting_rows() -> FittingRows:
    """Return the rows that are known to fit; they go with the keys."""
    known: FittingRows = memory().setdefault(_MEMORY, FittingRows())
    return known
