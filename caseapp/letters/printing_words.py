"""Why a letter cannot be printed, in plain words."""

from caseapp.i18n.messages import gettext as _
from caseapp.letters.enclosing import NothingToBind
from caseapp.printing.pdf import PrintingError
from caseapp.printing.raster import DocumentFault, InvalidDocument

Unprintable = (PrintingError, InvalidDocument, NothingToBind)
"""Everything that can keep a letter from becoming paper."""


def unprintable_sentence(error: Exception) -> str:
    """Return what keeps a letter from being printed, and what to do."""
    match error:
        case NothingToBind():
            return _("The enclosure %(title)s has no pages: neither a text nor a scan.", title=error.title)
        case InvalidDocument():
            return _("An enclosed file cannot be shown as pages: %(reason)s", reason=_fault(error.code))
        case PrintingError() if error.unprintable:
            return _(
                "The letter holds the sign %(sign)s, which cannot be printed. Please write it otherwise.",
                sign=error.unprintable,
            )
        case _:
            return _("The letter could not be printed. Please tell your administrator.")


def _fault(code: DocumentFault) -> str:
    match code:
        case DocumentFault.ENCRYPTED:
            return _("it is protected by a passphrase.")
        case DocumentFault.TOO_MANY_PAGES:
            return _("it has too many pages.")
        case DocumentFault.TOO_LARGE | DocumentFault.TOO_SLOW:
            return _("it is too large.")
        case _:
            return _("it is damaged or of another kind.")
