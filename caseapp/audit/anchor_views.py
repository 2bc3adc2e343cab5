"""The page of anchors: the present one to print, and a box for one that was kept on paper."""

from typing import Any

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms.validators import ValidationError

from caseapp.audit.anchors import newest_anchor
from caseapp.audit.paper import Answer, NoAnchor, check_paper, on_paper
from caseapp.audit.permissions import AuditPermission
from caseapp.audit.recording import record_by_itself, seen
from caseapp.clock import now
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.forms import LineField, PageForm, Required
from caseapp.web.gate import requires

blueprint = Blueprint("anchor", __name__, url_prefix="/anchor")

_ANSWER = "answer-to-an-anchor"


class TypedForm(PageForm):
    """An anchor that was kept on paper."""

    anchor = LineField(
        _l("The signs of the anchor"),
        [Required()],
        description=_l("Small letters or capitals, with or without blanks."),
    )
    answer: Answer | None = None

    def validate_anchor(self, field: Any) -> None:
        """Compare it with the log; refuse what is no anchor."""
        try:
            self.answer = check_paper(field.data or "")
        except NoAnchor:
            raise ValidationError(
                _("This is no anchor of this installation, or a sign was mistyped. Please compare it again.")
            ) from None


@blueprint.route("/", methods=["GET", "POST"])
@requires(AuditPermission.READ)
def show() -> ResponseReturnValue:
    """Show the present anchor to print, and check one that somebody typed."""
    form = TypedForm()
    if form.validate_on_submit() and form.answer is not None:
        record_by_itself(current_user, "audit.anchor_checked", answer=form.answer.value)
        session[_ANSWER] = form.answer.value
        return redirect(url_for("audit.anchor.show"))
    anchor = newest_anchor()
    seen(current_user, "audit.anchor_shown")
    page = render_template(
        "audit/anchor.html",
        form=form,
        answer=session.pop(_ANSWER, None),
        paper=on_paper(anchor) if anchor is not None else None,
        at=now(),
    )
    return page, 422 if form.is_submitted() else 200
