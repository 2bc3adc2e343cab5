"""Reading, without touching it, the database file that another one is about to take the place of."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import NullPool, Row, Select, create_engine
from sqlalchemy.exc import SQLAlchemyError


def rows_in(path: Path, queries: Iterable[Select[Any]]) -> list[list[Row[Any]]] | None:
    """Return what each query finds in the database file; None where there is none that can be read."""
    if not path.exists():
        return None
    engine = create_engine(f"sqlite:///file:{quote(str(path))}?mode=ro&uri=true", poolclass=NullPool)
    try:
        with engine.connect() as connection:
            return [list(connection.execute(query)) for query in queries]
    except (SQLAlchemyError, ValueError, TypeError):
        return None
    finally:
        engine.dispose()
