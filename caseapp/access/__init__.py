"""Access is data: scopes, members, people kept out, and the one predicate over them."""

from caseapp.access.actions import (
    add_member,
    let_cover_in,
    let_visitor_in,
    open_scope,
    remove_member,
    set_level,
    set_team,
    team_of,
)
from caseapp.access.assigned import is_assigned
from caseapp.access.by_column import in_steps
from caseapp.access.by_kind import get_by_kind
from caseapp.access.by_name import ByName, page_in
from caseapp.access.colleagues import people_who_reach, reached_by_any
from caseapp.access.conflicts import CONFLICT, FOLLOWS, is_held_by_a_person, is_kept_out_because, stands_in
from caseapp.access.counting import (
    Counted,
    count_by_quarter,
    numbers_in_the_house,
    of_the_whole_house,
    of_what_they_see,
    persons_by_day,
)
from caseapp.access.everything import visible_rows
from caseapp.access.excluding import end_exclusion, keep_out, keep_out_of_persons, let_in_again
from caseapp.access.glance import NONE, ON_A_TILE, Tally, count_up_to, counted, first_visible, tile_counts
from caseapp.access.linking import link_scopes, unlink_scopes
from caseapp.access.loading import can_see, find_by_reference, get_visible, list_visible, open_around
from caseapp.access.masking import hidden_among, hidden_or, is_hidden, shown_first
from caseapp.access.models import ScopeExclusion, ScopeLink, ScopeMember
from caseapp.access.naming import named_by, named_by_reference
from caseapp.access.opening import reached_scopes
from caseapp.access.paging import Sort, by_colleague, page_of, records_on, rows_of
from caseapp.access.permissions import GRANTS, AccessPermission
from caseapp.access.reach import check_reach, kept_out_of
from caseapp.access.seen_before import SeenBefore, seen_before
from caseapp.access.shielding import (
    acts_touching,
    counts_for_them,
    kept_from,
    kept_out_scopes,
    kept_out_scopes_of,
    standing_in,
    withheld,
)
from caseapp.access.sure import surely_reached
from caseapp.access.telling import first_of, somebody_else
from caseapp.access.topics import TOPICS
from caseapp.access.views import blueprint
from caseapp.access.visibility import (
    Known,
    Level,
    known_of,
    out_of_reach,
    out_of_reach_of,
    scopes_through,
    visible_scopes,
    visible_to,
    within_reach,
)
from caseapp.access.visiting import (
    READS_ONLY,
    VISITOR,
    is_for_a_time,
    is_in_passing,
    is_visitor,
    only_visits,
    reaches_as_coordinator,
    refuse_visitor,
    visited_by,
    visitors,
)
from caseapp.access.wording import LEVELS, kind_in_words, scope_in_words
from caseapp.accounts.wording import team_words
from caseapp.audit.chain import ERASED_AGAIN
from caseapp.audit.refused import MANY_NOT_REACHED, NOT_REACHED
from caseapp.i18n import in_a_row
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.answers import Answers
from caseapp.web.event import Detail, Event, Keeps
from caseapp.web.fates import Erased, Fate
from caseapp.web.feature import Feature
from caseapp.web.kind import Kind
from caseapp.web.values import digits

feature = Feature(
    name="access",
    blueprint=blueprint,
    grants=GRANTS,
    topics=TOPICS,
    kinds=(
        Kind(ScopeMember, _l("Access of a colleague"), Erased(("organisation",), Fate.REACH)),
        Kind(ScopeExclusion, _l("Exclusion of a colleague"), Erased(("organisation",), Fate.REACH)),
        Kind(ScopeLink, _l("Link between records"), Erased(("organisation",), Fate.REACH)),
    ),
    answers=Answers(withheld=withheld, kept_from=kept_from),
    details={
        "scope_id": Detail(_l("Access to"), scope_in_words),
        "level": Detail(_l("Shared with"), lambda value: str(LEVELS[value])),
        "scopes": Detail(_l("Records with a key of their own"), lambda value: digits(value)),
        "permission": Detail(_l("Permission that was missing")),
        "page": Detail(_l("Page")),
        "asked": Detail(_l("Ids that were asked for"), lambda value: in_a_row(value.split())),
        "times": Detail(_l("How often since the last such line"), lambda value: digits(value)),
        "reason": Detail(_l("Reason"), withheld=True),
        "access.revealed/kind": Detail(_l("What was hidden"), kind_in_words),
        "access.shown_to_assigned/kind": Detail(_l("What was hidden"), kind_in_words),
        "access.team_changed/before": Detail(_l("Before"), team_words),
        "access.team_changed/after": Detail(_l("After"), team_words),
    },
    sentences={
        CONFLICT: _l("Conflict of interest: a tie to this person"),
        FOLLOWS: _l("Conflict of interest: a tie to somebody who stands here"),
        VISITOR: _l("Emergency access"),
        READS_ONLY: _l(
            "You see this by emergency access: it lets you read, and write down what is urgent. Somebody who belongs to"
            " the case decides here."
        ),
    },
    events_about=_l("Access to cases"),
    events=(
        Event(
            "access.denied",
            _l("Tried something their role does not include"),
            keeps=Keeps("permission"),
            watched=True,
        ),
        Event(
            NOT_REACHED,
            _l("Asked for a record that is not there for them"),
            keeps=Keeps("page", "asked", "times"),
        ),
        Event(
            MANY_NOT_REACHED,
            _l("Asked for many records that are not there for them"),
            keeps=Keeps("asked", "times"),
            watched=True,
        ),
        Event("access.revealed", _l("Looked at what is hidden of a record"), keeps=Keeps("kind")),
        Event(
            "access.shown_to_assigned",
            _l("Saw, being assigned, what is hidden of a record"),
            keeps=Keeps("kind"),
        ),
        Event(
            "access.member_added",
            _l("Gave a colleague access"),
            keeps=Keeps("scope_id"),
            looked_at_again=True,
        ),
        Event("access.cover_let_in", _l("Gave access to a colleague who covers"), keeps=Keeps("scope_id")),
        Event("access.member_removed", _l("Ended a colleague's access"), keeps=Keeps("scope_id")),
        Event("access.kept_out", _l("Kept a colleague out"), keeps=Keeps("scope_id"), looked_at_again=True),
        Event(
            "access.let_in_again",
            _l("Let a colleague in again"),
            keeps=Keeps("scope_id"),
            looked_at_again=True,
        ),
        Event(
            ERASED_AGAIN,
            _l("Erased again what a kill or a backup had spared"),
            keeps=Keeps("scopes"),
            by_itself=True,
        ),
        Event(
            "access.level_changed",
            _l("Changed how widely a record is shared"),
            keeps=Keeps("level", "scope_id"),
            looked_at_again=True,
        ),
        Event(
            "access.team_changed",
            _l("Gave a record to another team"),
            keeps=Keeps("scope_id", "before", "after"),
        ),
    ),
)

__all__ = [
    "LEVELS",
    "NONE",
    "ON_A_TILE",
    "READS_ONLY",
    "VISITOR",
    "AccessPermission",
    "ByName",
    "Counted",
    "Known",
    "Level",
    "ScopeExclusion",
    "ScopeLink",
    "ScopeMember",
    "SeenBefore",
    "Sort",
    "Tally",
    "acts_touching",
    "add_member",
    "by_colleague",
    "can_see",
    "check_reach",
    "count_by_quarter",
    "count_up_to",
    "counted",
    "counts_for_them",
    "end_exclusion",
    "feature",
    "find_by_reference",
    "first_of",
    "first_visible",
    "get_by_kind",
    "get_visible",
    "hidden_among",
    "hidden_or",
    "in_steps",
    "is_assigned",
    "is_for_a_time",
    "is_held_by_a_person",
    "is_hidden",
    "is_in_passing",
    "is_kept_out_because",
    "is_visitor",
    "keep_out",
    "keep_out_of_persons",
    "kept_from",
    "kept_out_of",
    "kept_out_scopes",
    "kept_out_scopes_of",
    "known_of",
    "let_cover_in",
    "let_in_again",
    "let_visitor_in",
    "link_scopes",
    "list_visible",
    "named_by",
    "named_by_reference",
    "numbers_in_the_house",
    "of_the_whole_house",
    "of_what_they_see",
    "only_visits",
    "open_around",
    "open_scope",
    "out_of_reach",
    "out_of_reach_of",
    "page_in",
    "page_of",
    "people_who_reach",
    "persons_by_day",
    "reached_by_any",
    "reached_scopes",
    "reaches_as_coordinator",
    "records_on",
    "refuse_visitor",
    "remove_member",
    "rows_of",
    "scopes_through",
    "seen_before",
    "set_level",
    "set_team",
    "shown_first",
    "somebody_else",
    "standing_in",
    "stands_in",
    "surely_reached",
    "team_of",
    "tile_counts",
    "unlink_scopes",
    "visible_rows",
    "visible_scopes",
    "visible_to",
    "visited_by",
    "visitors",
    "within_reach",
]
