"""The pages of mentions elsewhere: look through everything, and decide about each."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import get_visible
from caseapp.accounts import User
from caseapp.audit import seen
from caseapp.db import Conflict, check_version, db, write
from caseapp.erasures.actions import NotAmongWays, decide_mention
from caseapp.erasures.forms import MentionForm
from caseapp.erasures.labels import DECISIONS
from caseapp.erasures.looking import look_through
from caseapp.erasures.mentions import hit_of, seen_among, undecided_by, ways
from caseapp.erasures.models import Decided, Erasure, Mention
from caseapp.erasures.needles import needles_for
from caseapp.erasures.permissions import ErasurePermission
from caseapp.erasures.queries import doomed_of, get_erasure, looked_today
from caseapp.erasures.showing import lines_of, mention_line, target_in_words
from caseapp.erasures.stepping import say_over
from caseapp.erasures.views import blueprint
from caseapp.erasures.workflow import OPEN
from caseapp.i18n.messages import gettext as _
from caseapp.jobs.background import UnderWay, begin, under_way
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.errors import NotFound
from caseapp.web.gate import requires
from caseapp.web.installed import this_app

PLACE = "erasures"
"""Where it is looked through: one at a time, because it reads everything."""
DECIDE = "decide"
"""Deciding about a mention, which is no step of an erasure but ends with one."""
LOOK_AGAIN = "2"
"""Seconds until the page shows anew how far it is."""


@blueprint.get("/<uuid:erasure_id>/mentions")
@requires(ErasurePermission.DECIDE)
def mentions(erasure_id: uuid.UUID) -> ResponseReturnValue:
    """List the mentions elsewhere that the reader sees, one decision each."""
    erasure = get_erasure(current_user, erasure_id)
    if erasure.status not in OPEN:
        return say_over(erasure, DECIDE)
    seen(current_user, "erasure.mentions_viewed", erasure)
    running = under_way(this_app(), PLACE)
    page = render_template(
        "erasures/mentions.html",
        erasure=erasure,
        target=target_in_words(current_user, erasure),
        lines=lines_of(current_user, erasure),
        undecided=undecided_by(current_user, erasure),
        running=running,
        looked_today=looked_today(current_user, erasure),
    )
    return page, {"Refresh": LOOK_AGAIN} if running else {}


@blueprint.post("/<uuid:erasure_id>/look")
@requires(ErasurePermission.DECIDE)
def look(erasure_id: uuid.UUID) -> ResponseReturnValue:
    """Begin to look through everything that the user sees."""
    erasure = get_erasure(current_user, erasure_id)
    if erasure.status not in OPEN:
        return say_over(erasure, DECIDE)
    user_id = current_user.id

    def work(going: UnderWay) -> None:
        user, found = db.session.get(User, user_id), db.session.get(Erasure, erasure_id)
        if user is not None and found is not None and found.status in OPEN:
            look_through(user, found, going.advance)

    begin(this_app(), PLACE, "erasure", work)
    return redirect(url_for("erasures.mentions", erasure_id=erasure_id))


@blueprint.route("/<uuid:erasure_id>/mentions/<uuid:mention_id>", methods=["GET", "POST"])
@requires(ErasurePermission.DECIDE)
def mention(erasure_id: uuid.UUID, mention_id: uuid.UUID) -> ResponseReturnValue:
    """Decide what becomes of one mention."""
    erasure = get_erasure(current_user, erasure_id)
    if erasure.status not in OPEN:
        return say_over(erasure, DECIDE)
    found = get_visible(current_user, Mention, mention_id)
    doomed = doomed_of(erasure)
    if found.erasure_id != erasure.id or doomed is None or not seen_among(current_user, [hit_of(found)]):
        raise NotFound
    seen(current_user, "erasure.mentions_viewed", erasure)
    back = url_for("erasures.mentions", erasure_id=erasure_id)
    form = open_form(MentionForm, {"row_version": str(found.row_version), "words": found.why})
    form.decided.offer([(each.value, DECISIONS[each]) for each in ways(erasure, found)])
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            with write():
                check_version(found, form.version)
                decide_mention(
                    current_user, erasure, found, Decided(form.decided.data), form.words.data or ""
                )
                discard_draft(current_user, request.path)
        except (Conflict, NotAmongWays):
            status, form.row_version.data = 409, str(found.row_version)
            form.form_errors.append(
                _("Somebody else has changed this in the meantime. Look at it, then send this again.")
            )
        except NotFound:
            erasure = get_erasure(current_user, erasure_id)
            if erasure.status in OPEN:
                raise
            return say_over(
                erasure, DECIDE
            )  # it was carried out, and the mention went with whom it was about
        else:
            flash(_("Decided. It is done when the erasure is carried out."))
            return redirect(back)
    body = render_template(
        "erasures/mention.html",
        form=form,
        erasure=erasure,
        line=mention_line(current_user, found, needles_for(doomed), doomed),
        back=back,
    )
    return body, status
