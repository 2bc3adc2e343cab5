"""Words for keys, on pages and in the log."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.keys.standing import Obstacle
from caseapp.vault import KeyState, Purpose
from caseapp.web.installed import kind_label

PURPOSES = {
    Purpose.SCOPE_WRAP: _l("Key for cases and persons"),
    Purpose.ROW_MAC: _l("Key for the codes of records"),
    Purpose.AUDIT_MAC: _l("Key for the audit log"),
    Purpose.PEPPER: _l("Key for passphrases"),
    Purpose.TOKEN: _l("Key for look-ups"),
    Purpose.SESSION: _l("Key for forms before sign-in"),
}
STATES = {
    KeyState.PENDING: _l("ready"),
    KeyState.ACTIVE: _l("in use"),
    KeyState.DECRYPT_ONLY: _l("former"),
    KeyState.DESTROYED: _l("destroyed"),
}
OBSTACLES = {
    Obstacle.WRAPS: _l("It still wraps keys."),
    Obstacle.ROWS: _l("Records carry its codes until they are changed."),
    Obstacle.LOG: _l("The audit log needs it for ever."),
    Obstacle.ACCOUNTS: _l("Passphrases need it until their owners sign in again."),
    Obstacle.LOOK_UPS: _l("References, sign-in names and the erasure ledger need it for ever."),
}


def kind_in_words(code: str) -> str:
    """Return what a scope is made for."""
    return str(kind_label(code) or code)


def purpose_in_words(code: str) -> str:
    """Return what a key is for."""
    return str(PURPOSES[Purpose(code)])
