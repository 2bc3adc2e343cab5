"""The list of letters: its columns, filters and orders."""

from sqlalchemy import ColumnElement

from caseapp.accounts import User
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.i18n.messages import ngettext
from caseapp.letters.models import Letter
from caseapp.letters.permissions import LetterPermission
from caseapp.letters.workflow import LETTER_WORKFLOW
from caseapp.web.listing import Filter, Listing, ListState, Order


def narrow_letters(user: User, state: ListState) -> list[ColumnElement[bool]]:
    """Return the conditions that the filters of the list of letters stand for."""
    conditions: list[ColumnElement[bool]] = []
    if state["phase"]:
        conditions.append(Letter.status.in_(LETTER_WORKFLOW.states_in(state["phase"])))
    if state["mine"]:
        conditions.append(Letter.author_id == user.id)
    return conditions


LETTERS = Listing(
    name="letters",
    label=_l("Letters"),
    counted=lambda number, digits: ngettext("%(count)s letter", "%(count)s letters", number, count=digits),
    model=Letter,
    narrow=narrow_letters,
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
