"""Words for the codes of documents and for why a file is refused."""

from flask_babel.speaklater import LazyString

from caseapp.documents.files import EXTENSIONS, FileProblem, RefusedFile, largest_file
from caseapp.documents.models import DocumentKind
from caseapp.i18n import in_a_row
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.i18n.terms import TermList, term_label
from caseapp.web.sizes import megabytes

KINDS: dict[str, LazyString] = {
    DocumentKind.IDENTITY: _l("Identity paper"),
    DocumentKind.CIVIL: _l("Civil register paper"),
    DocumentKind.COURT: _l("Paper of a court or an authority"),
    DocumentKind.MEDICAL: _l("Medical paper"),
    DocumentKind.PHOTOGRAPH: _l("Photograph"),
    DocumentKind.LETTER: _l("Letter"),
    DocumentKind.STATEMENT: _l("Statement"),
    DocumentKind.CONSENT: _l("Signed consent"),
    DocumentKind.PROOF: _l("Proof of posting or receipt"),
    DocumentKind.RECORDING: _l("Sound recording"),
    DocumentKind.PEOPLE_INSIDE: _l("List of people still inside (never enclosed)"),
    DocumentKind.OTHER: _l("Something else"),
}
NAMES_OTHERS: dict[str, LazyString] = {
    "": _l("as papers of its kind do"),
    "yes": _l("yes, it names others"),
    "no": _l("no, only the person of this record"),
}
DOCUMENT_KINDS = TermList("document_kind", _l("Kinds of documents"), KINDS)


def what_is_taken() -> str:
    """Return which files are welcome, for who chooses one."""
    return _(
        "PDF, JPEG, PNG, Word, Excel, text or a sound recording, up to %(most)s MB. It is encrypted at once.",
        most=megabytes(largest_file()),
    )


def kind_label(code: str) -> str:
    """Return the words for a document kind; unknown codes are shown as they are."""
    return term_label(DOCUMENT_KINDS, code)


def refusal_sentence(refused: RefusedFile) -> str:
    """Return why a file is not taken and what to do, in the reader's language."""
    welcome = in_a_row(EXTENSIONS)
    match refused.problem:
        case FileProblem.EMPTY:
            return _("This file is empty. Choose another, or save it again where it comes from.")
        case FileProblem.TOO_LARGE:
            return _(
                "This file is larger than %(most)s MB. Split it or make it smaller.",
                most=megabytes(largest_file()),
            )
        case FileProblem.EXTENSION:
            return _(
                "Files of this kind are not taken. Welcome are: %(kinds)s. Save it as one of these, or scan it.",
                kinds=welcome,
            )
        case FileProblem.MISMATCH if refused.found:
            return _(
                "The name ends in .%(extension)s, but the content is that of a .%(found)s file. Nothing was kept. "
                "If it is one of these: %(kinds)s, give it its right name and choose it again.",
                extension=refused.extension,
                found=refused.found,
                kinds=welcome,
            )
        case FileProblem.MISMATCH:
            return _(
                "The name ends in .%(extension)s, but the content is something else. Nothing was kept. "
                "Open it where it comes from, save it as %(extension)s and choose it again.",
                extension=refused.extension,
            )
        case FileProblem.MACROS:
            return _("This file carries a program (macros). Save it without macros, or as PDF.")
        case FileProblem.DAMAGED:
            return _("This file is damaged or packed in an unusual way. Save it again, or as PDF.")
        case FileProblem.MALWARE:
            return _(
                "In this file the scanner found malware (%(name)s). Nothing of it was kept. Do not open it, and tell "
                "whoever looks after this installation.",
                name=refused.found,
            )
        case FileProblem.NOT_SCANNED:
            return _(
                "The malware scanner does not answer, so this file was not kept. What you wrote still stands here. "
                "Tell whoever looks after this installation, and choose the file again later."
            )
        case FileProblem.SCAN_TOO_LARGE:
            return _(
                "This file is larger than the malware scanner looks through, so it was not kept. Split it or make it "
                "smaller."
            )
