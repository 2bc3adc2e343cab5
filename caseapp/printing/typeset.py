"""What is done to a text on its way to paper, and only there: the stored text stays as it was written."""

import re

from caseapp.printing.direction import TELEPHONE, is_telephone

# He with the hamza of the genitive, as Persian keyboards write it, and the one letter that prints the same.
# Two glyphs in one cluster would come out of the PDF twice when it is searched, copied or read aloud.
_HE_WITH_HAMZA = "\u0647\u0654"
_COMPOSED_HE = "\u06c0"


def typeset(text: str) -> str:
    """Return a text as it is set: telephone numbers unbroken, he and hamza in one letter."""
    return TELEPHONE.sub(_unbroken, text).replace(_HE_WITH_HAMZA, _COMPOSED_HE)


def _unbroken(found: re.Match[str]) -> str:
    number = found.group()
    return number.replace(" ", "\u00a0") if is_telephone(number) else number
