"""What of cases stands under a colleague's name, and what they came to know from them."""

import uuid
from collections.abc import Iterator

from flask import url_for
from flask_login import current_user
from sqlalchemy import ColumnElement, and_, select

from caseapp.access import add_member, list_visible, remove_member
from caseapp.accounts import User
from caseapp.cases.actions import HANDED_OVER, TOOK_OVER, hand_over
from caseapp.cases.models import Case, CaseStatus
from caseapp.db import Scope, db
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.people.queries import NOBODY, shown_names
from caseapp.web.duties import Duty, Secret, Seen
from caseapp.web.sentences import Sentence


def _open_under(user_id: uuid.UUID) -> ColumnElement[bool]:
    return and_(Case.responsible_id == user_id, Case.status != CaseStatus.CLOSED.value)


def give_case(actor: User, case: Case, to: User) -> None:
    """Give a case to another responsible worker, who is let in; whoever had it is a member no more. Inside a write."""
    scope = db.session.get_one(Scope, case.scope_id)
    before = db.session.get_one(User, case.responsible_id)
    add_member(actor, scope, to, Sentence(TOOK_OVER, name=before.name))
    hand_over(actor, case, to)
    if before.id != to.id:
        remove_member(actor, scope, before, Sentence(HANDED_OVER, name=to.name))


def _client(case: Case) -> str:
    return shown_names(current_user, [case.client_id]).get(case.client_id, NOBODY).name


DUTIES = (Duty("cases", _l("Open cases"), Case, _open_under, give_case, opens=True, words=_client),)


def safe_places(reader: User, seen: Seen) -> Iterator[Secret]:
    """Yield the safe places of tonight in the cases that a colleague opened."""
    query = select(Case).where(Case.id.in_(seen.get("case", ())), Case.status != CaseStatus.CLOSED.value)
    for case in list_visible(reader, query.order_by(Case.seq.desc())):
        if case.tonight:
            words = _("Where the client of %(reference)s sleeps tonight", reference=case.reference)
            yield Secret(f"tonight:{case.id}", words, url_for("cases.edit", case_id=case.id))
