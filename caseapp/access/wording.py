"""Who reaches a record, in words."""

import uuid

from flask_babel.speaklater import LazyString

from caseapp.access.visibility import Level
from caseapp.db import Scope, db
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.installed import kind_label

LEVELS: dict[str, LazyString] = {
    Level.TEAM: _l("the members and the team's coordinators"),
    Level.ONLY_MEMBERS: _l("only the members"),
}


def scope_in_words(scope_id: str) -> str:
    """Return what kind of record an event gave or took access to; which one is nothing for the log's readers."""
    scope = db.session.get(Scope, uuid.UUID(scope_id))
    label = kind_label(scope.kind) if scope is not None else None
    return str(label) if label is not None else _("a record")


def kind_in_words(kind: str) -> str:
    """Return what kind of record an event is about."""
    return str(kind_label(kind) or _("a record"))
