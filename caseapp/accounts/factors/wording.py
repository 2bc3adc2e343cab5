"""Second factors in words."""

from caseapp.accounts.factors.models import FactorKind
from caseapp.i18n.messages import lazy_gettext as _l

KIND_LABELS = {
    FactorKind.TOTP: _l("Code of an app"),
    FactorKind.PASSKEY: _l("Passkey"),
    FactorKind.RECOVERY: _l("Recovery code"),
}


def factor_words(kind: str) -> str:
    """Return what sort of second factor an event keeps; nothing where there was none."""
    return str(KIND_LABELS[FactorKind(kind)]) if kind in {each.value for each in FactorKind} else ""
