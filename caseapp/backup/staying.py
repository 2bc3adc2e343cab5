"""What has to stay although it is old: nothing is let go while nothing may be erased."""

from sqlalchemy.exc import SQLAlchemyError

from caseapp.i18n.messages import gettext as _
from caseapp.vault import VaultError
from caseapp.web.installed import erasing_is_stopped


def nothing_is_let_go() -> bool:
    """Tell whether old backups have to stay: they are what an erasure reaches last, so what stops it keeps them.

    They stay, too, where that cannot be read: it was edited outside the application, or the database is of an older
    version, whose migration waits for this backup.
    """
    try:
        return erasing_is_stopped()
    except (VaultError, SQLAlchemyError):
        return True


def stays_sentence() -> str:
    """Say so, to whoever looks after backups; why erasing is paused is no matter of theirs."""
    return _(
        "No old backup is removed for now, and no copy: erasing is paused in the whole house. See to it that"
        " there is room."
    )
