"""Letters to authorities: written, read back, checked, approved, signed, sent, answered."""

from collections.abc import Iterator
from dataclasses import replace

from flask import url_for
from markupsafe import Markup

from caseapp.access import count_by_quarter, named_by_reference
from caseapp.accounts import User
from caseapp.audit import seen
from caseapp.cases import Case
from caseapp.cases.queries import case_of
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.letters import checking_views, copies_views, parts_views, sending_views, views, writing_views
from caseapp.letters.blueprint import blueprint
from caseapp.letters.counting import CHARTS
from caseapp.letters.demo import add_letters
from caseapp.letters.duties import DUTIES
from caseapp.letters.exporting import EXPORT
from caseapp.letters.forms import LetterForm
from caseapp.letters.holding import open_letters
from caseapp.letters.labels import ANSWERS
from caseapp.letters.listing import LETTERS
from caseapp.letters.models import (
    Dispatch,
    Enclosure,
    Letter,
    LetterAnswer,
    LetterComment,
    LetterCopy,
    LetterPoint,
    LetterSignature,
    NamedPerson,
    ReadBack,
)
from caseapp.letters.page import shown_statuses
from caseapp.letters.permissions import GRANTS, LetterPermission
from caseapp.letters.persons import point_to, stop_letters
from caseapp.letters.queries import (
    count_letters,
    latest_letters,
    letters_of_case,
    waiting_for_confirmation,
)
from caseapp.letters.sentences import SENTENCES
from caseapp.letters.topics import TOPICS
from caseapp.letters.workflow import LETTER_WORKFLOW, RULES
from caseapp.web.answers import Answers
from caseapp.web.consequences import Consequences
from caseapp.web.erasing import Erasing
from caseapp.web.event import Detail, Event, Keeps
from caseapp.web.fates import lying_in
from caseapp.web.feature import Feature, HomeTile, Invention, MenuItem, Panel, TextSource, TimelineEntry
from caseapp.web.kind import Kind
from caseapp.web.listing import ON_HOME
from caseapp.web.records import step_entries
from caseapp.web.reported import CountTable
from caseapp.web.templating import part

PAGES = (views, writing_views, parts_views, copies_views, checking_views, sending_views)
"""The modules whose views hang on the blueprint."""
MINE = ("draft", "with_client", "approved", "signed", "delivery_failed")
"""Where a letter waits for whoever writes it."""
IN_REVIEW = ("in_review",)

_OF_A_LETTER = ("letter", "letter_id")
TEXTS = (
    TextSource(
        Letter,
        ("subject", "addressee", "body", "points_lead", "sender", "cover_remarks", "advice_note"),
        LetterPermission.READ,
    ),
    TextSource(LetterPoint, ("text", "outcome_reason"), LetterPermission.READ, of=_OF_A_LETTER),
    TextSource(NamedPerson, ("name", "reason"), LetterPermission.READ, of=_OF_A_LETTER),
    TextSource(ReadBack, ("remark",), LetterPermission.READ, of=_OF_A_LETTER),
    TextSource(LetterComment, ("text",), LetterPermission.READ, of=_OF_A_LETTER),
    TextSource(LetterAnswer, ("summary", "their_reference"), LetterPermission.READ, of=_OF_A_LETTER),
)
"""A letter is searched as it stands: what was approved and sent is frozen, and a draft is what its writers see."""


def _panel(user: User, case: Case) -> Markup:
    letters = letters_of_case(user, case)
    return part("letters/panel.html", case=case, letters=letters, statuses=shown_statuses(letters))


def _timeline(user: User, case: Case) -> Iterator[TimelineEntry]:
    for letter in letters_of_case(user, case):
        url = url_for("letters.show", letter_id=letter.id)
        for entry in step_entries(LETTER_WORKFLOW, letter, "letter", url, named=True):
            title = _("Letter %(reference)s: %(step)s", reference=letter.reference, step=entry.title)
            yield replace(entry, title=title)


def _tile_to_check(user: User) -> Markup:
    first, unconfirmed = waiting_for_confirmation(user, ON_HOME)
    total = count_letters(user, statuses=IN_REVIEW) + unconfirmed
    if not total:
        return Markup()
    waiting = latest_letters(user, statuses=IN_REVIEW, limit=ON_HOME - len(first))
    seen(user, "letter.listed", shown=[str(letter.id) for letter in (*first, *waiting)])
    return part("letters/tile_to_check.html", letters=waiting, unconfirmed=first, total=total)


def _tile_mine(user: User) -> Markup:
    mine = latest_letters(user, statuses=MINE, mine=True, limit=ON_HOME)
    if not mine:
        return Markup()
    seen(user, "letter.listed", shown=[str(letter.id) for letter in mine])
    return part(
        "letters/tile_mine.html",
        letters=mine,
        total=count_letters(user, statuses=MINE, mine=True),
        statuses=shown_statuses(mine),
    )


feature = Feature(
    name="letters",
    erasing=Erasing(holds=open_letters),
    topics=TOPICS,
    blueprint=blueprint,
    grants=GRANTS,
    decides={LetterPermission.APPROVE: _l("Approve letters")},
    lists=(LETTERS,),
    texts=TEXTS,
    menu=(MenuItem("letters.index", _l("Letters"), "letter", LetterPermission.READ),),
    kinds=(
        Kind(
            Letter,
            _l("Letter"),
            lying_in("letter", along=("case_id",)),
            describe=named_by_reference(Letter, "letters.show", "letter_id"),
            form=LetterForm,
        ),
        Kind(LetterPoint, _l("Point of a letter"), lying_in("letter")),
        Kind(Enclosure, _l("Enclosure"), lying_in("letter")),
        Kind(LetterCopy, _l("Copy of a letter"), lying_in("letter")),
        Kind(NamedPerson, _l("Person named in a letter"), lying_in("letter", loose=True)),
        Kind(ReadBack, _l("Reading back of a letter"), lying_in("letter")),
        Kind(LetterComment, _l("Comment on a letter"), lying_in("letter")),
        Kind(LetterSignature, _l("Signature of a letter"), lying_in("letter")),
        Kind(Dispatch, _l("Dispatch of a letter"), lying_in("letter")),
        Kind(LetterAnswer, _l("Answer to a letter"), lying_in("letter")),
    ),
    answers=Answers(belongs_to={"letter": case_of(Letter)}),
    panels=(Panel("case", "letters", 60, LetterPermission.READ, _panel),),
    timeline=_timeline,
    home=(
        HomeTile("letters-to-check", 20, LetterPermission.APPROVE, _tile_to_check),
        HomeTile("my-letters", 35, LetterPermission.WRITE, _tile_mine),
    ),
    duties=DUTIES,
    workflows=(LETTER_WORKFLOW,),
    rules=RULES,
    consequences=Consequences(merged=point_to, withdrawn=stop_letters),
    demo=Invention(80, add_letters),
    counts=(
        CountTable(
            "letters",
            _l("Letters"),
            lambda counted: count_by_quarter(Letter, counted),
            lambda status: str(LETTER_WORKFLOW.state(status).label),
            statuses=tuple(state.code for state in LETTER_WORKFLOW.states),
            model=Letter,
        ),
    ),
    charts=CHARTS,
    exports=(EXPORT,),
    details={
        "agreed": Detail(_l("Answer of the person"), withheld=True),
        "given_at": Detail(_l("Time of the call")),
        "kind": Detail(_l("Kind of answer"), lambda value: str(ANSWERS[value])),
        "count": Detail(_l("Enclosures")),
    },
    sentences=SENTENCES,
    events=(
        Event("letter.listed", _l("Saw a list of letters"), keeps=Keeps("shown")),
        Event("letter.viewed", _l("Opened a letter")),
        Event("letter.prepared", _l("Began a letter")),
        Event("letter.text_changed", _l("Wrote in a letter"), keeps=Keeps("fields")),
        Event("letter.enclosures_changed", _l("Chose what a letter encloses"), keeps=Keeps("count")),
        Event("letter.copies_changed", _l("Chose who gets a copy of a letter")),
        Event("letter.named_changed", _l("Looked at the people named in a letter")),
        Event("letter.read_back", _l("Recorded that a letter was read back"), keeps=Keeps("agreed")),
        Event("letter.advice_settled", _l("Recorded advice and warning before a letter")),
        Event("letter.commented", _l("Commented on a letter")),
        Event("letter.moved", _l("Moved a letter on"), keeps=Keeps("transition")),
        Event("letter.approved", _l("Approved a letter")),
        Event(
            "letter.approved_by_telephone",
            _l("Recorded the approval of a letter by telephone"),
            keeps=Keeps("given_at"),
        ),
        Event("letter.approval_confirmed", _l("Confirmed the approval of a letter")),
        Event("letter.signed", _l("Recorded the signature of a letter")),
        Event("letter.dispatched", _l("Recorded the dispatch of a letter")),
        Event("letter.proof_added", _l("Added the proof of a dispatch")),
        Event("letter.answered", _l("Recorded an answer to a letter"), keeps=Keeps("kind")),
        Event("letter.outcomes_recorded", _l("Recorded the outcomes of points")),
        Event("letter.sent_recorded", _l("Recorded a letter as already sent")),
    ),
)

__all__ = ["Letter", "LetterPermission", "feature"]
