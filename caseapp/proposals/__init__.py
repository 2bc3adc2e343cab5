"""Proposals: a step that takes two is proposed by one colleague and taken by another."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.proposals.models import Proposal
from caseapp.proposals.permissions import GRANTS, ProposalPermission
from caseapp.proposals.queries import DUTIES
from caseapp.proposals.topics import TOPICS
from caseapp.proposals.views import blueprint, proposals_tile, second_person
from caseapp.web.answers import Answers
from caseapp.web.event import Event, Keeps
from caseapp.web.fates import SCOPES_OF_WORK, lying_in
from caseapp.web.feature import Feature, HomeTile, TextSource
from caseapp.web.kind import Kind

feature = Feature(
    name="proposals",
    topics=TOPICS,
    blueprint=blueprint,
    grants=GRANTS,
    home=(HomeTile("proposals", 24, ProposalPermission.PROPOSE, proposals_tile),),
    kinds=(Kind(Proposal, _l("Proposal"), lying_in(*SCOPES_OF_WORK)),),
    texts=(TextSource(Proposal, ("reason", "answer"), of=("", "record_id")),),
    answers=Answers(second_person=second_person),
    duties=DUTIES,
    events_about=_l("Proposals"),
    events=(
        Event("proposal.listed", _l("Saw what colleagues propose"), keeps=Keeps("shown")),
        Event("proposal.viewed", _l("Looked at a proposal")),
        Event("proposal.made", _l("Proposed a step to colleagues")),
        Event("proposal.refused", _l("Refused a proposal")),
        Event("proposal.taken_back", _l("Took a proposal back")),
    ),
)

__all__ = ["ProposalPermission", "feature"]
