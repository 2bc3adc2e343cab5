"""Emptying the write-ahead log: what was overwritten or deleted in the database lies in it until then."""

from caseapp.db.engine import db


def empty_the_log() -> bool:
    """Carry the log over into the database and cut it to nothing; returns False where readers kept it from that."""
    db.session.rollback()  # what this thread reads itself would keep the log from being emptied
    driver = db.engine.raw_connection()
    try:
        busy = driver.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        driver.close()
    return not busy
