"""What of a record is hidden until whoever is not assigned to it asks to see it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel.speaklater import LazyString


@dataclass(frozen=True)
class Masked:
    """Fields of a model that say where somebody sleeps or how they are reached: encrypted ``columns`` by their names.

    Without columns it is what lies behind the record, a file. ``what`` names them for whoever is about to look.
    """

    model: Any
    what: LazyString
    permission: str
    """Who may ask to see them."""
    columns: tuple[str, ...] = ()
    of: tuple[str, str] | None = None
    """On whose page they stand, as a kind of record and the column that holds its id, where it is not their own.
    Without a kind that stands in the column ``record_kind``."""
    hides: Callable[[Any], bool] | None = None
    """``hides(record)``: whether a record hides anything, where not each one does."""

    def hides_in(self, record: Any) -> bool:
        """Tell whether there is anything in ``record`` to hide."""
        if self.hides is not None:
            return self.hides(record)
        return not self.columns or any(getattr(record, name) for name in self.columns)
