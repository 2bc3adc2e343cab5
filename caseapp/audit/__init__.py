"""Who did or saw what, when: one chained event per business act."""

from flask_babel import lazy_gettext as _l

from caseapp.audit.chain import Problem, verify
from caseapp.audit.commands import audit
from caseapp.audit.models import AuditEvent, AuditTouch
from caseapp.audit.permissions import GRANTS, AuditPermission
from caseapp.audit.recording import record, record_refusal, seen
from caseapp.audit.views import blueprint
from caseapp.web.feature import Feature, MenuItem

feature = Feature(
    name="audit",
    blueprint=blueprint,
    grants=GRANTS,
    menu=(MenuItem("audit.index", _l("Audit log"), "audit", AuditPermission.READ),),
    events={"audit.read": _l("Read the audit log")},
    commands=(audit,),
)

__all__ = ["AuditEvent", "AuditTouch", "Problem", "feature", "record", "record_refusal", "seen", "verify"]
