"""The database: engine, records, encrypted columns, scopes' keys and the one write transaction.

Everything the features need is named here. This package is the only place that knows SQLite from PostgreSQL.
"""

from caseapp.db.columns import rows_found
from caseapp.db.encrypted import LOCKED, Encrypted, LockedText, is_locked
from caseapp.db.engine import db, file_columns, init_database
from caseapp.db.installation import Installation
from caseapp.db.many import open_stored, stored_blocks, with_sealed
from caseapp.db.prepared import Prepared
from caseapp.db.records import (
    Conflict,
    Record,
    Scoped,
    check_access_macs,
    filled_rows,
    removed_rows,
)
from caseapp.db.row_codes import check_stored_rows
from caseapp.db.same_keyring import AnotherKeyring
from caseapp.db.scopes import (
    AUDIT,
    ORGANISATION,
    Scope,
    ScopeKey,
    ScopeLocked,
    create_scope,
    open_scopes,
    system_scope_id,
)
from caseapp.db.snapshot import DatabaseBusy, StillDatabase, still_database
from caseapp.db.transactions import (
    Act,
    SentTwice,
    WriteError,
    after_begin,
    asked_of_each,
    asked_once,
    before_commit,
    current_act,
    end_read,
    is_writing,
    own_act,
    write,
)
from caseapp.db.unchanged import changes_so_far, while_unchanged
from caseapp.db.unlocked import Locked, blobs, is_unlocked, keyring, memory
from caseapp.db.versions import (
    RecordVersion,
    check_version,
    field_text,
    field_value,
    history_of,
    intact_version,
    intact_versions,
    put_back,
    state_now,
)

__all__ = [
    "AUDIT",
    "LOCKED",
    "ORGANISATION",
    "Act",
    "AnotherKeyring",
    "Conflict",
    "DatabaseBusy",
    "Encrypted",
    "Installation",
    "Locked",
    "LockedText",
    "Prepared",
    "Record",
    "RecordVersion",
    "Scope",
    "ScopeKey",
    "ScopeLocked",
    "Scoped",
    "SentTwice",
    "StillDatabase",
    "WriteError",
    "after_begin",
    "asked_of_each",
    "asked_once",
    "before_commit",
    "blobs",
    "changes_so_far",
    "check_access_macs",
    "check_stored_rows",
    "check_version",
    "create_scope",
    "current_act",
    "db",
    "end_read",
    "field_text",
    "field_value",
    "file_columns",
    "filled_rows",
    "history_of",
    "init_database",
    "intact_version",
    "intact_versions",
    "is_locked",
    "is_unlocked",
    "is_writing",
    "keyring",
    "memory",
    "open_scopes",
    "open_stored",
    "own_act",
    "put_back",
    "removed_rows",
    "rows_found",
    "state_now",
    "still_database",
    "stored_blocks",
    "system_scope_id",
    "while_unchanged",
    "with_sealed",
    "write",
]
