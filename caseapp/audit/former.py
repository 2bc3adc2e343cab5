"""Whether a row is older than the log last left it: a former state of it, put back with a database tool.

Its code is genuine, because the application wrote it once. This asks the log about a few rows at the moment when
something is decided by them; that the log itself was cut for it shows only to ``verify``.
"""

import logging
from collections.abc import Mapping

from sqlalchemy import func, select

from caseapp.audit.models import AuditTouch
from caseapp.audit.recording import MAC_PREFIX
from caseapp.db import Prepared, Record
from caseapp.db.engine import among_given, given, stored
from caseapp.vault import Tampered

log = logging.getLogger("caseapp")

# SQLite takes the code from the row that has the highest version.
_LAST_LEFT = Prepared(
    select(stored(AuditTouch.record_id), func.max(AuditTouch.row_version), AuditTouch.mac_prefix)
    .where(among_given(AuditTouch.record_id))
    .group_by(AuditTouch.record_id)
)


def refuse_former(found: Mapping[str, tuple[int, bytes]]) -> None:
    """Compare rows, each by its id as it is stored, with version and code, with their last entries in the log.

    One that is newer is being written now, and has no entry yet.

    Raises:
        Tampered: a row is older than its last entry, or another one of the same version.
    """
    for record_id, last, code in _LAST_LEFT.rows(given(found)):
        version, mac = found[record_id]
        if last is not None and (version < last or (version == last and mac[-MAC_PREFIX:] != code)):
            raise Tampered("a former state of a row was put back outside the application")


def is_former(record: Record) -> bool:
    """Tell whether ``record`` is a former state that was put back, for whoever answers as if it were not there."""
    try:
        refuse_former({record.id.hex: (record.row_version, record.row_mac)})
    except Tampered:
        log.error("integrity error: a former state of a row was put back outside the application")  # noqa: TRY400 - a trace would name values
        return True
    return False
