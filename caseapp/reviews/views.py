"""The list of steps to look at again, and the page that closes one."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from caseapp.access import only_visits, refuse_visitor
from caseapp.accounts.deputies import stands_for
from caseapp.audit import record, seen
from caseapp.db import write
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.reviews.permissions import ReviewPermission
from caseapp.reviews.queries import count_open_reviews, get_review, open_reviews
from caseapp.reviews.second_look import DAYS, is_due, last_look, mark_looked_at, to_look_at
from caseapp.web.errors import NotFound
from caseapp.web.forms import PageForm, Required, TextField
from caseapp.web.gate import requires
from caseapp.web.listing import ON_HOME
from caseapp.web.templating import part
from caseapp.workflow import Step, review_step

blueprint = Blueprint("reviews", __name__, url_prefix="/reviews")


class _ClosedBefore(Exception):
    """Somebody was quicker, or this reader stands in for whoever took the step by now."""


class ReviewForm(PageForm):
    """What the second look found."""

    remark = TextField(_l("What did you find, and what follows?"), [Required()], most=20_000)


@blueprint.get("/")
@requires(ReviewPermission.CLOSE)
def index() -> ResponseReturnValue:
    """List what waits for a second look."""
    reviews = open_reviews(current_user)
    seen(current_user, "review.listed", shown=[str(review.step.id) for review in reviews])
    return render_template("reviews/index.html", reviews=reviews)


@blueprint.route("/<uuid:step_id>", methods=["GET", "POST"])
@requires(ReviewPermission.CLOSE)
def show(step_id: uuid.UUID) -> ResponseReturnValue:
    """Show one step and close its review."""
    review = get_review(current_user, step_id)
    if review.step.reviewed_on is not None:
        return _closed_before()
    if not _is_open_for(current_user, review.step):
        raise NotFound
    form = ReviewForm()
    if form.validate_on_submit():
        try:
            with write():
                if not _is_open_for(current_user, review.step):
                    raise _ClosedBefore
                refuse_visitor(current_user, review.step.scope_id)
                review_step(review.step, current_user, form.remark.data or "")
                record(current_user, "review.closed", review.step)
        except _ClosedBefore:
            return _closed_before()
        flash(_("The review is closed."))
        return redirect(url_for("reviews.index"))
    seen(current_user, "review.viewed", review.step)
    visits = only_visits(current_user, review.step.scope_id)
    page = render_template("reviews/show.html", review=review, form=form, visits=visits)
    return page, 422 if form.is_submitted() else 200


def _closed_before() -> ResponseReturnValue:
    flash(_("This review was closed before."))
    return redirect(url_for("reviews.index"))


def reviews_tile(user: Any) -> Markup:
    """Return the home page's block of open reviews; empty when there are none."""
    reviews = open_reviews(user, ON_HOME)
    return part("reviews/tile.html", reviews=reviews, total=count_open_reviews(user)) if reviews else Markup()


@blueprint.route("/second-look", methods=["GET", "POST"])
@requires(ReviewPermission.CLOSE)
def second_look() -> ResponseReturnValue:
    """List what colleagues did alone; marking it says that one has looked at all that the page shows."""
    acts = to_look_at(current_user)
    if request.method == "POST":
        shown = set(request.form.getlist("shown"))
        looked = [each for each in acts if str(each.id) in shown]
        with write():
            mark_looked_at(current_user, looked)
        flash(_("Noted. Thank you."))
        return redirect(url_for("reviews.second_look"))
    seen(current_user, "review.second_look_listed", shown=[str(each.id) for each in acts])
    return render_template("reviews/second_look.html", acts=acts, last=last_look(), days=DAYS)


def second_look_tile(user: Any) -> Markup:
    """Return the home page's block that asks for the weekly second look; empty until the next one is due."""
    return part("reviews/second_look_tile.html", last=last_look()) if is_due(user) else Markup()


def _is_open_for(user: Any, step: Step) -> bool:
    return step.guard_would_refuse and step.reviewed_on is None and step.actor_id not in stands_for(user)
