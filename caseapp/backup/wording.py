"""Words for what a backup's events keep."""

from caseapp.backup.making import Reason
from caseapp.i18n.messages import lazy_gettext as _l

REASONS = {
    Reason.FOLDER: _l("The folder for backups is not there. Is the disk plugged in?"),
    Reason.FULL: _l("The disk for backups is full."),
    Reason.DENIED: _l("caseapp may not write to the folder for backups."),
    Reason.BUSY: _l("The database was too busy to be copied. It is tried again."),
    Reason.READING: _l("The disk could not be read or written."),
}


def reason_in_words(code: str) -> str:
    """Return why a backup failed, in a sentence."""
    return str(REASONS[Reason(code)])
