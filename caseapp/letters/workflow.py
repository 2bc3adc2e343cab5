"""The states of a letter. Staff see six phases; the finer states follow from what was recorded."""

from flask_babel import lazy_gettext as _l

from caseapp.disclosures import DisclosurePermission
from caseapp.letters import guards
from caseapp.letters.permissions import LetterPermission
from caseapp.workflow import Phase, State, Tone, Transition, Workflow

READ, WRITE, APPROVE = LetterPermission.READ, LetterPermission.WRITE, LetterPermission.APPROVE
CHECKED = (
    guards.text_is_there,
    guards.addressee_is_in_office,
    guards.was_read_back,
    guards.advice_was_offered,
    guards.names_were_looked_at,
    guards.encloses_no_list_of_people,
    guards.may_go_to_its_recipients,
)
OUT = (
    "dispatched",
    "delivered",
    "acknowledged",
    "awaiting_reply",
    "clarification_asked",
    "forwarded",
    "followed_up",
)
"""The letter is with the authority and no reply has come."""
NOT_SENT = ("draft", "with_client", "in_review", "approved", "signed")

LETTER_WORKFLOW = Workflow(
    kind="letter",
    label=_l("Letter"),
    start="draft",
    phases=(
        Phase("writing", _l("writing"), Tone.MOVING),
        Phase("checking", _l("checking"), Tone.ATTENTION),
        Phase("ready", _l("ready"), Tone.MOVING),
        Phase("sent", _l("sent"), Tone.WAITING),
        Phase("answered", _l("answered"), Tone.DONE),
        Phase("closed", _l("closed"), Tone.STOPPED),
    ),
    states=(
        State("draft", _l("draft"), "writing"),
        State("with_client", _l("read back"), "writing"),
        State("in_review", _l("to be checked"), "checking", frozen=True),
        State("approved", _l("approved"), "ready", frozen=True),
        State("signed", _l("signed"), "ready", frozen=True),
        State("dispatched", _l("sent"), "sent", frozen=True),
        State("delivery_failed", _l("did not arrive"), "ready", frozen=True),
        State("delivered", _l("arrived"), "sent", frozen=True),
        State("acknowledged", _l("registered by the authority"), "sent", frozen=True),
        State("awaiting_reply", _l("waiting for a reply"), "sent", frozen=True),
        State("clarification_asked", _l("they ask for more"), "sent", frozen=True),
        State("forwarded", _l("passed on to another body"), "sent", frozen=True),
        State("reply_received", _l("reply received"), "answered", frozen=True),
        State("outcome_set", _l("outcome recorded"), "answered", frozen=True),
        State("followed_up", _l("followed up"), "sent", frozen=True),
        State("escalated", _l("taken further"), "sent", frozen=True),
        State("closed", _l("closed"), "closed", final=True, frozen=True),
        State("withdrawn", _l("withdrawn"), "closed", final=True, frozen=True),
        State("abandoned", _l("given up"), "closed", final=True, frozen=True),
    ),
    transitions=(
        Transition(
            "send_for_review",
            _l("Send for review"),
            ("draft", "with_client"),
            "in_review",
            WRITE,
            guards=(
                guards.text_is_there,
                guards.addressee_is_in_office,
                guards.was_read_back,
                guards.advice_was_offered,
                guards.encloses_no_list_of_people,
            ),
            can_be_recorded_afterwards=False,
        ),
        Transition(
            "read_back",
            _l("Read it back to the person"),
            ("draft",),
            "with_client",
            WRITE,
            guards=(guards.text_is_there,),
            can_be_recorded_afterwards=False,
        ),
        Transition(
            "approve",
            _l("Approve"),
            ("in_review",),
            "approved",
            APPROVE,
            guards=(*CHECKED, guards.approver_wrote_none_of_it),
            can_be_recorded_afterwards=False,
        ),
        Transition(
            "return",
            _l("Return with a comment"),
            ("in_review",),
            "draft",
            APPROVE,
            needs_reason=True,
            can_be_recorded_afterwards=False,
        ),
        Transition(
            "approve_by_telephone",
            _l("Record an approval by telephone"),
            ("in_review",),
            "approved",
            WRITE,
            guards=CHECKED,
            by_telephone=True,
            can_be_recorded_afterwards=False,
        ),
        Transition("sign", _l("Record the signature"), ("approved",), "signed", WRITE),
        Transition(
            "dispatch", _l("Record the dispatch"), ("signed",), "dispatched", WRITE, guards=CHECKED[1:]
        ),
        Transition(
            "send_again", _l("Send it again"), ("delivery_failed",), "dispatched", WRITE, guards=CHECKED[1:]
        ),
        # Life, liberty or removal is at stake today: a second person is told at once and looks at it afterwards.
        Transition(
            "send_urgently",
            _l("Send at once for a vital interest"),
            ("signed", "delivery_failed"),
            "dispatched",
            DisclosurePermission.VITAL_INTEREST,
            guards=(guards.encloses_no_list_of_people,),
            can_be_recorded_afterwards=False,
        ),
        # What went out on paper before anybody wrote it here: all guards are asked, none stops it.
        Transition(
            "record_sent",
            _l("Record as already sent"),
            ("draft",),
            "dispatched",
            WRITE,
            guards=(*CHECKED[1:], guards.approver_wrote_none_of_it),
        ),
        Transition("deliver", _l("It has arrived"), ("dispatched",), "delivered", WRITE),
        Transition(
            "acknowledge", _l("They registered it"), ("dispatched", "delivered"), "acknowledged", WRITE
        ),
        Transition(
            "await_reply",
            _l("Wait for the reply"),
            ("delivered", "acknowledged", "clarification_asked", "forwarded", "followed_up", "escalated"),
            "awaiting_reply",
            WRITE,
        ),
        Transition("ask_clarification", _l("They ask for more"), OUT, "clarification_asked", WRITE),
        Transition("forward", _l("They passed it on"), OUT, "forwarded", WRITE),
        Transition("receive_reply", _l("A reply has come"), (*OUT, "escalated"), "reply_received", WRITE),
        Transition(
            "set_outcome",
            _l("Settle the outcome"),
            ("reply_received", "awaiting_reply"),
            "outcome_set",
            APPROVE,
            guards=(guards.every_point_has_an_outcome,),
        ),
        Transition(
            "fail_delivery",
            _l("It did not arrive"),
            ("dispatched",),
            "delivery_failed",
            WRITE,
            needs_reason=True,
        ),
        Transition(
            "follow_up",
            _l("A reminder was sent"),
            ("awaiting_reply", "outcome_set", "reply_received"),
            "followed_up",
            WRITE,
            needs_reason=True,
        ),
        Transition(
            "escalate",
            _l("Take it further"),
            ("awaiting_reply", "outcome_set", "followed_up"),
            "escalated",
            APPROVE,
            needs_reason=True,
        ),
        Transition(
            "close",
            _l("Close"),
            ("outcome_set", "reply_received", "followed_up", "escalated"),
            "closed",
            APPROVE,
            needs_reason=True,
        ),
        Transition(
            "give_up",
            _l("Give up, without a reply"),
            (*OUT, "delivery_failed", "escalated"),
            "abandoned",
            APPROVE,
            needs_reason=True,
        ),
        Transition(
            "reopen", _l("Open again"), ("closed", "abandoned"), "awaiting_reply", APPROVE, needs_reason=True
        ),
        Transition(
            "withdraw",
            _l("Withdraw"),
            NOT_SENT,
            "withdrawn",
            WRITE,
            needs_reason=True,
            danger=True,
            can_be_recorded_afterwards=False,
        ),
    ),
)
