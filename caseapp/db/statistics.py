"""What the database knows of its own tables: how many rows a value leads to, by which it chooses its way to them.

Without it, SQLite takes a table of ten thousand rows for one of a few. The numbers stand in tables of its own; they
count plain columns and tell nothing that those don't.
"""

from caseapp.db.engine import WRITE_OPTION, db

LOOKED_AT = 1_000
"""So many entries of each index are looked at."""


def renew_statistics() -> None:
    """Count anew, in a moment of its own."""
    with db.engine.connect() as plain:
        connection = plain.execution_options(**{WRITE_OPTION: True})
        connection.exec_driver_sql(f"PRAGMA analysis_limit = {LOOKED_AT}")
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
