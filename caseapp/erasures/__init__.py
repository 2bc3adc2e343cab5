"""Erasing a person or a case for good: two people, held back, and nothing left but a residue without personal data."""

from datetime import timedelta

from caseapp.access import named_by_reference
from caseapp.audit.chain import ERASED
from caseapp.erasures import mention_views  # noqa: F401 - it puts its pages on the blueprint
from caseapp.erasures.actions import follow_person
from caseapp.erasures.carrying_out import take_up
from caseapp.erasures.demo import add_erasure
from caseapp.erasures.models import Erasure, ErasureWord, Mention, Residue
from caseapp.erasures.permissions import GRANTS, ErasurePermission
from caseapp.erasures.recalling import recall
from caseapp.erasures.tiles import panel, tile
from caseapp.erasures.topics import TOPICS
from caseapp.erasures.views import blueprint
from caseapp.erasures.withholding import kept_from, withheld
from caseapp.erasures.workflow import ERASURE_WORKFLOW
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.jobs.job import Job
from caseapp.web.answers import Answers
from caseapp.web.consequences import Consequences
from caseapp.web.erasing import Erasing
from caseapp.web.event import Detail, Event, Keeps
from caseapp.web.fates import Erased, Fate, lying_in
from caseapp.web.feature import Feature, HomeTile, Invention, MenuItem, Panel
from caseapp.web.kind import Kind
from caseapp.web.rules import always_two
from caseapp.web.values import digits

feature = Feature(
    name="erasures",
    demo=Invention(130, add_erasure),
    topics=TOPICS,
    blueprint=blueprint,
    grants=GRANTS,
    decides={ErasurePermission.APPROVE: None, ErasurePermission.CARRY_OUT: None},
    menu=(MenuItem("erasures.index", _l("Erasures"), "remove", ErasurePermission.APPROVE),),
    panels=(
        Panel("case/facts", "erasure", 90, ErasurePermission.READ, panel),
        Panel("person/facts", "erasure", 90, ErasurePermission.READ, panel),
    ),
    home=(HomeTile("erasures", 25, ErasurePermission.READ, tile),),
    workflows=(ERASURE_WORKFLOW,),
    rules=(always_two("erasure.approve", _l("Erase a person or a case")),),
    kinds=(
        Kind(
            Erasure,
            _l("Erasure"),
            Erased(("erasure",), Fate.STAYS),
            describe=named_by_reference(Erasure, "erasures.show", "erasure_id"),
        ),
        Kind(ErasureWord, _l("Remark on an erasure"), lying_in("person", "case")),
        Kind(Mention, _l("Mention of somebody to be erased"), lying_in("person", "case")),
        Kind(Residue, _l("What stays of a disclosure"), Erased(("erasure",), Fate.STAYS)),
    ),
    erasing=Erasing(
        tables={
            "record_version": Erased(("every kind",), Fate.WITH_SCOPE),
            "scope": Erased((), Fate.REACH),
            "scope_key": Erased((), Fate.REACH),
            "draft": Erased(("user",), Fate.WRITER),
            "kept_file": Erased(("user",), Fate.WRITER),
            "installation": Erased((), Fate.STAYS),
        },
        recall=recall,
    ),
    answers=Answers(withheld=withheld, kept_from=kept_from),
    consequences=Consequences(brought_in=follow_person),
    jobs=(Job("take up erasures", timedelta(minutes=5), take_up),),
    events_about=_l("Erasures"),
    details={"scopes": Detail(_l("Records with a key of their own"), lambda value: digits(value))},
    events=(
        Event("erasure.listed", _l("Saw a list of erasures"), keeps=Keeps("shown")),
        Event("erasure.viewed", _l("Opened an erasure")),
        Event("erasure.asked", _l("Asked for an erasure")),
        Event("erasure.approved", _l("Approved an erasure")),
        Event("erasure.refused", _l("Refused an erasure")),
        Event("erasure.stopped", _l("Stopped an erasure")),
        Event(
            "erasure.looked_through", _l("Looked through everything for mentions of somebody to be erased")
        ),
        Event("erasure.mentions_viewed", _l("Saw where somebody to be erased is mentioned")),
        Event("erasure.mention_decided", _l("Decided what becomes of a mention")),
        Event(ERASED, _l("Carried out an erasure"), keeps=Keeps("scopes")),
        Event("erasure.finished", _l("Overwrote the traces of an erasure"), by_itself=True),
        Event("erasure.certificate_printed", _l("Printed the certificate of an erasure")),
    ),
)

__all__ = ["Erasure", "ErasurePermission", "feature"]
