"""Words for the codes of a statement."""

from caseapp.i18n import LANGUAGES_IN_WORDS
from caseapp.i18n.messages import lazy_gettext as _l

KINDS = {
    "testimony": _l("Testimony"),
    "separation": _l("Declaration of separation"),
    "organisation": _l("Organisation's statement"),
    "joint": _l("Joint statement"),
    "family": _l("Statement of the family"),
    "witness": _l("Statement of a witness"),
    "press": _l("Statement to the press"),
}
LANGUAGE_CHOICES = list(LANGUAGES_IN_WORDS.items())
"""Languages that a statement can be printed in."""
METHODS = {
    "paper": _l("Signed by hand on paper"),
    "drawn": _l("Signed by hand on a screen"),
    "mark": _l("Witnessed mark or fingerprint"),
    "electronic": _l("Qualified electronic signature"),
    "not_signed": _l("Given without a signature"),
}
AUDIENCES = {
    "authority": _l("An authority"),
    "person": _l("A named person"),
    "partners": _l("A group of partner organisations"),
    "public": _l("The public"),
}
