"""The states of a case."""

from caseapp.cases.permissions import CasePermission
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.rules import two_or_one
from caseapp.workflow import Phase, State, Tone, Transition, Workflow

CLOSING = two_or_one("case.close", _l("Close a case"))
CASE_WORKFLOW = Workflow(
    kind="case",
    label=_l("Case"),
    start="new",
    phases=(
        Phase("new", _l("new"), Tone.ATTENTION),
        Phase("open", _l("open"), Tone.MOVING),
        Phase("quiet", _l("quiet"), Tone.WAITING),
        Phase("closed", _l("closed"), Tone.DONE),
    ),
    states=(
        State("new", _l("new"), "new"),
        State("open", _l("open"), "open"),
        State("quiet", _l("quiet"), "quiet", rests=True),
        State("closed", _l("closed"), "closed", final=True),
    ),
    transitions=(
        Transition("take_up", _l("Take up"), ("new",), "open", CasePermission.WRITE, happened=_l("Taken up")),
        Transition(
            "rest", _l("Let it rest"), ("open",), "quiet", CasePermission.WRITE, happened=_l("Left to rest")
        ),
        Transition(
            "wake",
            _l("Take up again"),
            ("quiet",),
            "open",
            CasePermission.WRITE,
            happened=_l("Taken up again"),
        ),
        Transition(
            "close",
            _l("Close"),
            ("new", "open", "quiet"),
            "closed",
            CasePermission.CLOSE,
            needs_reason=True,
            rule=CLOSING,
            happened=_l("Closed"),
        ),
        Transition(
            "reopen",
            _l("Open again"),
            ("closed",),
            "open",
            CasePermission.CLOSE,
            needs_reason=True,
            happened=_l("Opened again"),
        ),
    ),
)
