"""Handing cases over to a colleague, with notes that go along and notes that stay with their author."""

from caseapp.handovers.actions import note_new_responsible
from caseapp.handovers.demo import add_handover
from caseapp.handovers.models import Handover, PrivateNote
from caseapp.handovers.permissions import GRANTS, HandoverPermission
from caseapp.handovers.topics import TOPICS
from caseapp.handovers.views import blueprint, case_panel, handed_over_tile
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.consequences import Consequences
from caseapp.web.event import Event, Keeps
from caseapp.web.fates import lying_in
from caseapp.web.feature import Feature, HomeTile, Invention, Panel
from caseapp.web.kind import Kind

feature = Feature(
    name="handovers",
    topics=TOPICS,
    blueprint=blueprint,
    grants=GRANTS,
    kinds=(
        Kind(Handover, _l("Handing over"), lying_in("case")),
        Kind(PrivateNote, _l("Own note"), lying_in("private_note", along=("case_id",))),
    ),
    panels=(Panel("case/facts", "handover", 90, HandoverPermission.GIVE, case_panel),),
    home=(HomeTile("handed-over", 6, HandoverPermission.GIVE, handed_over_tile),),
    consequences=Consequences(handed_over=note_new_responsible),
    demo=Invention(125, add_handover),
    events_about=_l("Handing over"),
    events=(
        Event("handover.prepared", _l("Opened the page for handing cases over")),
        Event("handover.listed", _l("Saw what was handed over"), keeps=Keeps("shown")),
        Event("handover.given", _l("Handed a case over to a colleague")),
        Event("handover.taken", _l("Said that they took a case over")),
        Event("private_note.listed", _l("Read their own notes about a case")),
        Event("private_note.written", _l("Wrote a note for themselves")),
    ),
)

__all__ = ["HandoverPermission", "feature"]
