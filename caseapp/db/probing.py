"""Whether connections to the database are as they have to be: asked of SQLite itself, not of what it was told."""

from caseapp.db.engine import db
from caseapp.vault import VaultError

MUST_BE = {
    "foreign_keys": (1, "a record could name one that is not there"),
    "secure_delete": (1, "what is deleted would stay readable in the file"),
    "temp_store": (2, "temporary tables would be written to a disk as they are"),
    "synchronous": (2, "a power cut could lose what was saved"),
    "journal_mode": ("wal", "reading and writing would wait for one another"),
    "trusted_schema": (0, "what somebody wrote into the file could act by itself"),
}
"""What SQLite answers to each of its settings, and what would follow from another answer."""


class UnsoundConnection(VaultError):
    """SQLite does not keep to a setting that the records rest on."""


def refuse_unsound_connection() -> None:
    """Ask a connection for the settings that the records rest on.

    Raises:
        UnsoundConnection: SQLite was built without one, or does not keep to it; it is named.
    """
    connection = db.engine.raw_connection()  # the engine's own would take the questions for changes
    try:
        cursor = connection.cursor()
        for name, (expected, otherwise) in MUST_BE.items():
            found = cursor.execute(f"PRAGMA {name}").fetchone()
            if found is None or found[0] != expected:
                raise UnsoundConnection(
                    f"{name}: this SQLite does not keep it at {expected}, and {otherwise}."
                )
    finally:
        connection.close()
