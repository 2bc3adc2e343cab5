"""The list of letters: its columns, filters and orders."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.i18n.messages import ngettext
from caseapp.letters.permissions import LetterPermission
from caseapp.letters.workflow import LETTER_WORKFLOW
from caseapp.web.listing import Filter, Listing, Order

LETTERS = Listing(
    name="letters",
    label=_l("Letters"),
    counted=lambda number, digits: ngettext("%(count)s letter", "%(count)s letters", number, count=digits),
    endpoint="letters.index",
    permission=LetterPermission.READ,
    columns={
        "reference": _l("Reference"),
        "subject": _l("Subject"),
        "to": _l("To"),
        "name": _l("Person"),
        "status": _l("Status"),
        "by": _l("Begun by"),
        "changed": _l("Last change"),
    },
    filters=(
        Filter("phase", {phase.code: phase.label for phase in LETTER_WORKFLOW.phases}, _l("all")),
        Filter("mine", {"1": _l("begun by me")}),
    ),
    orders=(
        Order("changed", descending=True),
        Order("created", descending=True, label=_l("Begun on")),
        Order("name"),
        Order("status"),
        Order("by"),
    ),
)
