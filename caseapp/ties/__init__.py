"""Ties: what colleagues declare of family and past, and the cases that they are kept out of because of it."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.ties.actions import CONFLICT_OF_CASE, KEEPS, merge_ties
from caseapp.ties.models import Tie, TieConnection
from caseapp.ties.permissions import GRANTS, TiePermission
from caseapp.ties.topics import TOPICS
from caseapp.ties.views import blueprint
from caseapp.web.consequences import Consequences
from caseapp.web.event import Event, Keeps
from caseapp.web.fates import lying_in
from caseapp.web.feature import Feature
from caseapp.web.kind import Kind

feature = Feature(
    name="ties",
    topics=TOPICS,
    blueprint=blueprint,
    grants=GRANTS,
    kinds=(
        Kind(Tie, _l("Tie of a colleague"), lying_in("tie")),
        Kind(TieConnection, _l("Tie connected with a person"), lying_in("person")),
    ),
    consequences=Consequences(merged=merge_ties),
    sentences={
        KEEPS: _l("Reads the ties of colleagues"),
        CONFLICT_OF_CASE: _l("Conflict of interest"),
    },
    events_about=_l("Ties of colleagues"),
    events=(
        Event("tie.own_viewed", _l("Looked at their own ties")),
        Event("tie.declared", _l("Declared a tie")),
        Event("tie.changed", _l("Corrected a tie")),
        Event("tie.listed", _l("Saw the ties of colleagues")),
        Event("tie.viewed", _l("Opened the tie of a colleague")),
        Event(
            "tie.person_sought",
            _l("Looked for the person whom a tie is about"),
            keeps=Keeps("query", "shown"),
        ),
        Event("tie.connected", _l("Connected a tie with a person")),
        Event("tie.disconnected", _l("Ended the connection of a tie with a person")),
    ),
)

__all__ = ["Tie", "TieConnection", "TiePermission", "feature"]
