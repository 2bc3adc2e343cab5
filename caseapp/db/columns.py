"""Questions that want columns and not records: what lists, keys and the log ask on every page."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Executable, Row

from caseapp.db.engine import db
from caseapp.db.transactions import is_writing


def rows_found(question: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
    """Return the rows that a question for columns finds.

    A read asks the connection, because the session takes as long again to see that there is nothing to load. A write
    asks the session, which first writes what waits to be written.
    """
    asked: Any = db.session if is_writing() else db.session.connection()
    found: Sequence[Row[Any]] = asked.execute(question, values or {}).all()
    return found
