"""Making sure that a PDF only shows: no scripts, actions, forms, links or files inside it."""

import pikepdf

from caseapp.printing.pdf import PrintingError

_ACTIVE_IN_CATALOG = ("/OpenAction", "/AA", "/AcroForm", "/Collection", "/URI")
_ACTIVE_NAMES = ("/JavaScript", "/EmbeddedFiles")
_ACTIVE_ON_PAGE = ("/AA", "/Annots")


def refuse_active_content(pdf: pikepdf.Pdf) -> None:
    """Raise ``PrintingError`` when a PDF that should be ours could do anything but be looked at."""
    names = pdf.Root.get("/Names", pikepdf.Dictionary())
    found: list[str] = [key for key in _ACTIVE_IN_CATALOG if key in pdf.Root]
    found += [key for key in _ACTIVE_NAMES if key in names]
    found += [key for page in pdf.pages for key in _ACTIVE_ON_PAGE if key in page]
    if found:
        raise PrintingError(f"a PDF that is bound as it is holds active content: {found[0]}")
