"""Who did or saw what, when: one chained event per business act."""

from datetime import timedelta

from caseapp.audit.anchor_views import blueprint as anchor_blueprint
from caseapp.audit.anchors import add_anchor
from caseapp.audit.authorship import writers_in_log
from caseapp.audit.chain import Problem, check_events, verify
from caseapp.audit.commands import audit
from caseapp.audit.copying import EVERY, copy_log
from caseapp.audit.models import AuditEvent, AuditTouch
from caseapp.audit.nightly import VERIFIED, alarm_tile, verify_once_a_day
from caseapp.audit.permissions import GRANTS, AuditPermission
from caseapp.audit.person_views import blueprint as person_blueprint
from caseapp.audit.reading import untold_acts
from caseapp.audit.recording import SHOWING, record, record_by_itself, record_refusal, seen
from caseapp.audit.topics import TOPICS
from caseapp.audit.views import EXPORT_PAGE, blueprint
from caseapp.audit.watching import watch_tile
from caseapp.audit.wording import day_of_entry
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.jobs.job import Job
from caseapp.web.erasing import Erasing
from caseapp.web.event import Detail, Event, Keeps
from caseapp.web.fates import Erased, Fate
from caseapp.web.feature import Feature, HomeTile, MenuItem

ANSWERS = {"fits": _l("it fits"), "gone": _l("an event is missing"), "other": _l("an event is another one")}

blueprint.register_blueprint(person_blueprint)
blueprint.register_blueprint(anchor_blueprint)

feature = Feature(
    name="audit",
    erasing=Erasing(
        tables={"audit_event": Erased(("audit",), Fate.LOG), "audit_touch": Erased((), Fate.LOG)},
    ),
    topics=TOPICS,
    blueprint=blueprint,
    grants=GRANTS,
    menu=(
        MenuItem(
            "audit.index",
            _l("Audit log"),
            "audit",
            AuditPermission.READ,
            pages=(EXPORT_PAGE, "reports.log_taken"),
        ),
    ),
    home=(
        HomeTile("log-alarm", 1, AuditPermission.HEAR, alarm_tile),
        HomeTile("log-watch", 58, AuditPermission.READ, watch_tile),
    ),
    details={
        "first": Detail(_l("From the day"), day_of_entry),
        "last": Detail(_l("To the day"), day_of_entry),
        "answer": Detail(_l("What came of it"), lambda value: str(ANSWERS[value])),
        "problems": Detail(_l("Places that do not fit")),
    },
    events=(
        Event("audit.read", _l("Read the audit log"), keeps=Keeps("first", "last")),
        Event("audit.anchor_shown", _l("Looked at the anchor of the log")),
        Event("audit.anchor_checked", _l("Compared a kept anchor with the log"), keeps=Keeps("answer")),
        Event("audit.person_viewed", _l("Looked at what a colleague did"), keeps=Keeps("from_day", "to_day")),
        Event(
            VERIFIED,
            _l("The log was compared with every record"),
            keeps=Keeps("problems", "where"),
            by_itself=True,
        ),
    ),
    commands=(audit,),
    jobs=(
        Job("note an anchor of the log", timedelta(minutes=10), add_anchor),
        Job("copy the log", EVERY, copy_log),
        Job("verify the log", timedelta(hours=1), verify_once_a_day),
    ),
)

__all__ = [
    "SHOWING",
    "AuditEvent",
    "AuditTouch",
    "Problem",
    "check_events",
    "day_of_entry",
    "feature",
    "record",
    "record_by_itself",
    "record_refusal",
    "seen",
    "untold_acts",
    "verify",
    "writers_in_log",
]
