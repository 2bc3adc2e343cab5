"""The pages on which somebody names a deputy, and on which an administrator does so for somebody who is ill."""

import uuid
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select
from wtforms.validators import ValidationError

from caseapp.accounts.blueprint import blueprint
from caseapp.accounts.deputies import (
    CannotBeDeputy,
    CannotLend,
    Deputy,
    NotAllowed,
    deputies_of,
    end_deputy,
    name_deputy,
    own_to_lend,
)
from caseapp.accounts.models import User
from caseapp.accounts.permissions import AccountPermission
from caseapp.clock import today
from caseapp.db import db, write
from caseapp.i18n import in_alphabet
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.errors import NotFound
from caseapp.web.forms import CheckBoxesField, ChoiceField, DayField, PageForm, Required
from caseapp.web.gate import can, recently_proven, requires, signed_in
from caseapp.web.installed import lendable

__all__ = ["blueprint"]


class DeputyForm(PageForm):
    """Who may do what in somebody's stead, and on which days."""

    deputy = ChoiceField(_l("Who is the deputy?"))
    lent = CheckBoxesField(_l("What may they do in this time?"), [Required()])
    first = DayField(_l("First day"), required=True)
    last = DayField(_l("Last day"), required=True)

    def validate_deputy(self, field: Any) -> None:
        """Ask for somebody."""
        if not field.data:
            raise ValidationError(_("Please choose a colleague."))

    def validate_last(self, field: Any) -> None:
        """Refuse days that have passed, and an end before the beginning."""
        if field.day_value is None:
            return
        if field.day_value < today():
            raise ValidationError(_("This day has passed."))
        if self.first.day_value is not None and field.day_value < self.first.day_value:
            raise ValidationError(_("The last day comes before the first."))

    @property
    def days(self) -> tuple[date, date]:
        """Return the first and the last day."""
        first, last = self.first.day_value, self.last.day_value
        assert first is not None
        assert last is not None
        return first, last


@blueprint.route("/me/deputies", methods=["GET", "POST"])
@signed_in
@recently_proven
def deputies() -> ResponseReturnValue:
    """Show one's deputies and name one."""
    return _page(current_user._get_current_object(), url_for("accounts.deputies"))


@blueprint.route("/staff/<uuid:user_id>/deputies", methods=["GET", "POST"])
@requires(AccountPermission.MANAGE)
@recently_proven
def deputies_for(user_id: uuid.UUID) -> ResponseReturnValue:
    """Name a deputy for somebody who is ill, where the organisation lets an administrator do so."""
    user = db.session.get(User, user_id)
    if user is None or user.removed_on is not None:
        raise NotFound
    return _page(user, url_for("accounts.deputies_for", user_id=user_id))


@blueprint.post("/deputies/<uuid:deputy_id>/end")
@signed_in
def end_deputies(deputy_id: uuid.UUID) -> ResponseReturnValue:
    """Take back at once what was lent."""
    row = db.session.get(Deputy, deputy_id)
    if row is None or row.removed_on is not None or not _may_end(row):
        raise NotFound
    user_id = row.user_id
    with write():
        end_deputy(current_user, row)
    flash(_("Taken back. It holds no more from now on."))
    own = user_id == current_user.id
    return redirect(
        url_for("accounts.deputies") if own else url_for("accounts.deputies_for", user_id=user_id)
    )


def _may_end(row: Deputy) -> bool:
    return row.user_id == current_user.id or can(current_user, AccountPermission.MANAGE)


def _page(user: User, address: str) -> ResponseReturnValue:
    form = DeputyForm(data={"first": today()})
    offered = own_to_lend(user)
    form.lent.offer(offered.items())
    form.deputy.offer([("", _("choose …")), *((str(each.id), each.name) for each in _colleagues(user))])
    if form.validate_on_submit():
        deputy = db.session.get_one(User, uuid.UUID(form.deputy.data))
        try:
            with write():
                name_deputy(current_user, user, deputy, form.lent.data or (), form.days)
        except CannotBeDeputy:
            form.deputy.errors = [
                _("They hold some of this already, or cannot be the deputy. Please choose again.")
            ]
        except CannotLend:
            form.lent.errors = [_("This is not theirs to lend any more. Please look again.")]
        except NotAllowed:
            form.deputy.errors = [
                _("The rules of the organisation let everybody name their own deputy alone.")
            ]
        else:
            flash(_("Saved. It begins and ends by itself."))
            return redirect(address)
    page = render_template(
        "accounts/deputies.html",
        form=form,
        user=user,
        own=user.id == current_user.id,
        deputies=deputies_of(user),
        labels=lendable(),
        offered=offered,
    )
    return page, 422 if form.is_submitted() else 200


def _colleagues(user: User) -> list[User]:
    query = select(User).where(User.status == "active", User.removed_on.is_(None))
    found = [each for each in db.session.scalars(query) if each.reads_cases]
    return sorted(
        (each for each in found if each.id not in {user.id, current_user.id}),
        key=lambda each: in_alphabet(each.name),
    )
