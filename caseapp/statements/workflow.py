"""The states of a statement."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.statements import guards
from caseapp.statements.permissions import StatementPermission
from caseapp.web.rules import always_two, two_or_one
from caseapp.workflow import Phase, State, Tone, Transition, Workflow

BEFORE_REVIEW = ("signed", "out_unreviewed")
"""The wording is fixed and nobody has reviewed it."""
USES = ("use", "use_unreviewed")
"""The steps that say that a statement went out, after its review or before."""
TAKING_BACK = two_or_one("statement.withdraw", _l("Withdraw a statement"))
RULES = (always_two("statement.review", _l("Use or publish a statement outside")), TAKING_BACK)

STATEMENT_WORKFLOW = Workflow(
    kind="statement",
    label=_l("Statement"),
    start="draft",
    phases=(
        Phase("writing", _l("writing"), Tone.MOVING),
        Phase("signed", _l("signed"), Tone.WAITING),
        Phase("ready", _l("ready"), Tone.DONE),
        Phase("out", _l("outside"), Tone.DONE),
        Phase("ended", _l("ended"), Tone.STOPPED),
    ),
    states=(
        State("draft", _l("draft"), "writing"),
        State("read_back", _l("read back"), "writing"),
        State("signed", _l("signed"), "signed", frozen=True),
        State("reviewed", _l("reviewed"), "signed", frozen=True),
        State("cleared", _l("cleared"), "ready", frozen=True),
        State("used", _l("used"), "out", frozen=True),
        State("published", _l("published"), "out", frozen=True),
        State("out_unreviewed", _l("outside without a review"), "signed", frozen=True),
        State("withdrawn", _l("withdrawn"), "ended", final=True, frozen=True),
        State("superseded", _l("superseded"), "ended", final=True, frozen=True),
    ),
    transitions=(
        Transition(
            "read_back",
            _l("Read it back"),
            ("draft",),
            "read_back",
            StatementPermission.WRITE,
            guards=(guards.has_text, guards.has_makers, guards.is_voluntary),
            happened=_l("It was read back to the person"),
        ),
        Transition(
            "sign",
            _l("Record the signature"),
            ("read_back", "draft"),
            "signed",
            StatementPermission.WRITE,
            guards=(
                guards.has_text,
                guards.has_makers,
                guards.is_voluntary,
                guards.present_text_was_read_back,
            ),
            happened=_l("Signed"),
        ),
        Transition(
            "rewrite",
            _l("Back to writing"),
            ("read_back",),
            "draft",
            StatementPermission.WRITE,
            can_be_recorded_afterwards=False,
            happened=_l("Returned to writing"),
        ),
        Transition(
            "review",
            _l("Review"),
            BEFORE_REVIEW,
            "reviewed",
            StatementPermission.REVIEW,
            guards=(guards.reviewer_wrote_none_of_it, guards.no_open_concern),
            can_be_recorded_afterwards=False,
            asks_again=True,
            happened=_l("Was reviewed"),
        ),
        Transition(
            "clear",
            _l("Clear for its audiences"),
            ("reviewed",),
            "cleared",
            StatementPermission.CLEAR,
            guards=(guards.no_open_concern, guards.has_agreed_audience),
            can_be_recorded_afterwards=False,
            asks_again=True,
            happened=_l("Cleared for its audiences"),
        ),
        Transition(
            "use",
            _l("Record a use outside"),
            ("cleared", "used", "reviewed"),
            "used",
            StatementPermission.WRITE,
            guards=(guards.no_open_concern, guards.has_agreed_audience),
            goes_out=True,
            asks_again=True,
            happened=_l("Used outside"),
        ),
        # What went out before anybody reviewed it is only ever written down, and is reviewed all the same.
        Transition(
            "use_unreviewed",
            _l("Record a use before its review"),
            BEFORE_REVIEW,
            "out_unreviewed",
            StatementPermission.WRITE,
            guards=(guards.was_reviewed, guards.no_open_concern, guards.has_agreed_audience),
            only_afterwards=True,
            happened=_l("Used outside before its review"),
        ),
        Transition(
            "publish",
            _l("Record its publication"),
            ("cleared", "used", "reviewed"),
            "published",
            StatementPermission.PUBLISH,
            guards=(guards.no_open_concern, guards.is_cleared_for_the_public, guards.everybody_allows_it),
            asks_again=True,
            happened=_l("Published"),
        ),
        Transition(
            "publish_unreviewed",
            _l("Record a publication before its review"),
            BEFORE_REVIEW,
            "out_unreviewed",
            StatementPermission.PUBLISH,
            guards=(
                guards.was_reviewed,
                guards.no_open_concern,
                guards.is_cleared_for_the_public,
                guards.everybody_allows_it,
            ),
            only_afterwards=True,
            happened=_l("Published before its review"),
        ),
        Transition(
            "supersede",
            _l("Replace by its supplement"),
            ("signed", "out_unreviewed", "reviewed", "cleared", "used", "published"),
            "superseded",
            StatementPermission.REVIEW,
            guards=(guards.has_signed_supplement,),
            needs_reason=True,
            happened=_l("Replaced by its supplement"),
        ),
        Transition(
            "withdraw",
            _l("Withdraw"),
            ("draft", "read_back", "signed", "out_unreviewed", "reviewed", "cleared", "used", "published"),
            "withdrawn",
            StatementPermission.WRITE,
            needs_reason=True,
            danger=True,
            rule=TAKING_BACK,
            happened=_l("Withdrawn"),
        ),
    ),
)
