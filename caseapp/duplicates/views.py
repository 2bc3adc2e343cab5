"""The pages of persons who may have been written down twice."""

import uuid
from collections.abc import Iterable
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import people_who_reach
from caseapp.audit import seen
from caseapp.db import write
from caseapp.duplicates import actions
from caseapp.duplicates.beside import (
    chosen,
    differing,
    lines_of,
    reasons_about,
    versions_of,
)
from caseapp.duplicates.forms import ONE, OTHER, TAKES, ApartForm, JoinForm, OpenForm
from caseapp.duplicates.permissions import DuplicatePermission
from caseapp.duplicates.queries import Two, answer_about, get_two, kept_out_of_either, propose
from caseapp.i18n.messages import gettext as _
from caseapp.people.actions import FACTS
from caseapp.people.beside import LIKENESSES, TONES
from caseapp.people.comparing import Reason
from caseapp.people.merging import InHiddenRecords, MergedBefore, join_persons
from caseapp.people.models import Person
from caseapp.people.queries import list_people, reached_through, shown_name
from caseapp.people.wording import reasons_in_words
from caseapp.web.errors import NotFound
from caseapp.web.forms import PageForm
from caseapp.web.gate import requires
from caseapp.web.values import colleague, digits, isolated

blueprint = Blueprint("duplicates", __name__, url_prefix="/duplicates")

MOST_SHOWN = 50
LOOK_AGAIN = "2"
"""Seconds after which a page that goes on comparing is asked for again."""
_COUPLE = "/<uuid:person_id>/<uuid:other_id>"


@blueprint.get("/")
@requires(DuplicatePermission.DECIDE)
def index() -> ResponseReturnValue:
    """List who may be the same as whom, the likeliest first, with the reasons."""
    user = current_user
    proposed = propose(user)
    shown = proposed.found[:MOST_SHOWN]
    persons = {
        person.id: person
        for person in list_people(user, (each for likely in shown for each in likely.couple))
    }
    rows = []
    for likely in shown:
        if all(each in persons for each in likely.couple):
            couple, reasons = _in_order([persons[each] for each in likely.couple], likely.reasons)
            rows.append((couple, *reasons_in_words(reasons)))
    seen(user, "duplicate.listed", shown=[str(each) for likely in shown for each in likely.couple])
    page = render_template(
        "duplicates/index.html",
        rows=rows,
        proposed=proposed,
        more=len(proposed.found) - len(shown),
        shown_name=shown_name,
    )
    return page, {} if proposed.is_complete else {"Refresh": LOOK_AGAIN}


@blueprint.get(_COUPLE)
@requires(DuplicatePermission.DECIDE)
def show(person_id: uuid.UUID, other_id: uuid.UUID) -> ResponseReturnValue:
    """Show two persons side by side, with the three answers."""
    return _page(get_two(current_user, person_id, other_id))


@blueprint.post(_COUPLE + "/same")
@requires(DuplicatePermission.DECIDE)
def join(person_id: uuid.UUID, other_id: uuid.UUID) -> ResponseReturnValue:
    """Join two persons who are one."""
    two = get_two(current_user, person_id, other_id)
    form = _join_form(two)
    if not form.validate_on_submit():
        return _page(two, join=form), 422
    if form.versions.data != versions_of(two):
        flash(_("One of the two was changed meanwhile. Please look at them once more."))
        return _page(two), 409
    stays, goes = two.both if form.stays.data == ONE else two.both[::-1]
    facts = chosen(two, stays, {name: form.taken(name) for name in differing(two)})
    try:
        with write():
            join_persons(current_user, goes, stays, facts)
    except (InHiddenRecords, MergedBefore):
        raise NotFound from None
    flash(_("The two are one person now. On the page of the other record this can be undone."))
    return redirect(url_for("people.show", person_id=stays.id))


@blueprint.post(_COUPLE + "/apart")
@requires(DuplicatePermission.DECIDE)
def tell_apart(person_id: uuid.UUID, other_id: uuid.UUID) -> ResponseReturnValue:
    """Answer that two persons are not the same."""
    two = get_two(current_user, person_id, other_id)
    form = ApartForm()
    if not form.validate_on_submit():
        return _page(two, apart=form), 422
    with write():
        actions.tell_apart(current_user, two, form.remark.data or "")
    flash(_("They are two people. They are proposed no more unless a name of one of them changes."))
    return redirect(url_for("duplicates.index"))


@blueprint.post(_COUPLE + "/open")
@requires(DuplicatePermission.DECIDE)
def leave_open(person_id: uuid.UUID, other_id: uuid.UUID) -> ResponseReturnValue:
    """Leave it open whether two persons are one, with a next step where something is to be found out."""
    two = get_two(current_user, person_id, other_id)
    form = OpenForm()
    if not form.validate_on_submit():
        return _page(two, unsure=form), 422
    with write():
        actions.leave_open(current_user, two, two.one, form.next_step.data or "", form.due_day)
    flash(_("It stays open. They remain on this list."))
    return redirect(url_for("duplicates.index"))


@blueprint.post(_COUPLE + "/again")
@requires(DuplicatePermission.DECIDE)
def look_again(person_id: uuid.UUID, other_id: uuid.UUID) -> ResponseReturnValue:
    """Take back the answer that two persons are not the same."""
    two = get_two(current_user, person_id, other_id)
    answer = answer_about(current_user, two)
    if answer is not None:
        with write():
            actions.take_back(current_user, two, answer)
        flash(_("The answer is taken back."))
    return redirect(url_for("duplicates.show", person_id=person_id, other_id=other_id))


def _in_order(couple: list[Person], reasons: Iterable[Reason]) -> tuple[list[Person], list[Reason]]:
    """Return two persons with what speaks of them, whoever was written down first as the first."""
    if couple[0].seq < couple[1].seq:
        return couple, list(reasons)
    return couple[::-1], [replace(reason, ours=reason.theirs, theirs=reason.ours) for reason in reasons]


def _page(
    two: Two, join: PageForm | None = None, apart: PageForm | None = None, unsure: PageForm | None = None
) -> str:
    user = current_user
    seen(user, "duplicate.viewed", *two.both)
    speaks_for, speaks_against = reasons_about(user, two)
    return render_template(
        "duplicates/show.html",
        two=two,
        names=[shown_name(person) for person in two.both],
        lines=lines_of(user, two),
        likenesses=LIKENESSES,
        tones=TONES,
        speaks_for=speaks_for,
        speaks_against=speaks_against,
        answer=answer_about(user, two),
        join=join or _join_form(two, fresh=True),
        take_names=[TAKES + name for name in FACTS],
        apart=apart or ApartForm(formdata=None),
        unsure=unsure or OpenForm(formdata=None),
        would_see=[colleague(user_id) for user_id in _would_see(two)],
    )


def _join_form(two: Two, *, fresh: bool = False) -> JoinForm:
    form = JoinForm(formdata=None) if fresh else JoinForm()
    form.stays.offer((side, _named(two, side)) for side in (ONE, OTHER))
    form.ask_about(differing(two))
    if fresh:
        form.versions.data = versions_of(two)
    return form


def _named(two: Two, side: str) -> str:
    number, person = (1, two.one) if side == ONE else (2, two.other)
    return _("record %(number)s: %(name)s", number=digits(number), name=isolated(shown_name(person).name))


def _would_see(two: Two) -> list[uuid.UUID]:
    """Return the colleagues who are kept out of one of the two, and work on a record of the other."""
    kept_out = kept_out_of_either(two)
    if not kept_out:
        return []
    scopes = {scope_id for person in two.both for scope_id in reached_through(person)}
    return sorted(kept_out & {user.id for scope_id in scopes for user in people_who_reach(scope_id)})
