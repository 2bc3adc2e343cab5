"""The pages of ties: one's own, and those of all for the two who are named to read them."""

import uuid

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select

from caseapp.access import is_visitor, list_visible, only_visits
from caseapp.accounts import User
from caseapp.accounts.keepers import KEEPERS, OwnNaming, is_keeper, keeper_ids
from caseapp.audit import seen
from caseapp.cases import Case
from caseapp.db import Conflict, check_version, db, write
from caseapp.db.references import bearing
from caseapp.i18n import in_alphabet
from caseapp.i18n.messages import gettext as _
from caseapp.people.gate import keyed_query
from caseapp.people.name_index import find_people
from caseapp.people.queries import get_person
from caseapp.ties import actions, labels
from caseapp.ties.forms import ConnectionEndForm, FindPersonForm, KeepersForm, ShieldForm, TieForm
from caseapp.ties.models import Tie
from caseapp.ties.permissions import TiePermission
from caseapp.ties.queries import (
    all_ties,
    connections_of,
    get_connection,
    get_kept,
    get_own,
    own_ties,
    people_named,
)
from caseapp.web.conflicts import already_saved
from caseapp.web.gate import recently_proven, requires, signed_in

blueprint = Blueprint("ties", __name__, url_prefix="/ties")
_SESSION = "tie-looked-up"
_SAID = ("about", "who", "kind", "words")


@blueprint.get("/")
@signed_in
def index() -> ResponseReturnValue:
    """Show one's own ties, and who reads them."""
    ties = own_ties(current_user)
    seen(current_user, "tie.own_viewed", *ties)
    return render_template(
        "ties/index.html",
        ties=ties,
        labels=labels,
        readers=sorted(keeper_ids() - {current_user.id}),
        keeps=is_keeper(current_user),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@signed_in
def new() -> ResponseReturnValue:
    """Declare a tie."""
    form = TieForm(data={"new_id": str(uuid.uuid4()), "about": "person", "kind": "family"})
    if form.validate_on_submit():
        if db.session.get(Tie, form.record_id) is not None:
            flash(already_saved())
            return redirect(url_for("ties.index"))
        with write():
            actions.declare_tie(current_user, form.record_id, **_said(form))
        if keeper_ids() - {current_user.id}:
            flash(_("Written down."))
        else:
            flash(_("Written down. Nobody reads it yet: no colleagues are named for it."))
        return redirect(url_for("ties.index"))
    page = render_template("ties/edit.html", form=form, is_read=bool(keeper_ids() - {current_user.id}))
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/<uuid:tie_id>/edit", methods=["GET", "POST"])
@signed_in
def edit(tie_id: uuid.UUID) -> ResponseReturnValue:
    """Correct a tie of one's own."""
    tie = get_own(current_user, tie_id)
    known = {name: getattr(tie, name) for name in _SAID}
    form = TieForm(data={**known, "row_version": str(tie.row_version)})
    if form.validate_on_submit():
        try:
            with write():
                check_version(tie, form.version)
                actions.change_tie(current_user, tie, **_said(form))
            flash(_("Saved."))
            return redirect(url_for("ties.index"))
        except Conflict:
            form.form_errors.append(_("It was changed in another window. Please look at it again."))
    seen(current_user, "tie.own_viewed", tie)
    page = render_template("ties/edit.html", form=form, is_read=bool(keeper_ids() - {current_user.id}))
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/of-all")
@requires(TiePermission.KEEP)
def of_all() -> ResponseReturnValue:
    """List the ties of all colleagues."""
    ties = all_ties(current_user)
    seen(current_user, "tie.listed", *ties)
    return render_template(
        "ties/of_all.html", ties=ties, connected=connections_of(current_user, ties), labels=labels
    )


@blueprint.get("/<uuid:tie_id>")
@requires(TiePermission.KEEP)
def show(tie_id: uuid.UUID) -> ResponseReturnValue:
    """Show a colleague's tie, and what follows from it."""
    return _page(get_kept(current_user, tie_id))


@blueprint.post("/<uuid:tie_id>/find")
@requires(TiePermission.KEEP)
def find(tie_id: uuid.UUID) -> ResponseReturnValue:
    """Look for the person whom a tie is about."""
    tie, form = get_kept(current_user, tie_id), FindPersonForm()
    if not form.validate_on_submit():
        return _page(tie, find_form=form), 422
    session[_SESSION] = [str(tie_id), form.name.data or ""]
    return redirect(url_for("ties.show", tie_id=tie_id, _anchor="found"))


@blueprint.post("/<uuid:tie_id>/connect/<uuid:person_id>")
@requires(TiePermission.KEEP)
def connect(tie_id: uuid.UUID, person_id: uuid.UUID) -> ResponseReturnValue:
    """Connect a tie with a person; its author is kept out of their cases from then on."""
    tie, person = get_kept(current_user, tie_id), get_person(current_user, person_id)
    if only_visits(current_user, person.scope_id):
        flash(_only_who_belongs(), "warning")
        return redirect(url_for("ties.show", tie_id=tie_id))
    try:
        with write():
            actions.connect_tie(current_user, tie, person)
        session.pop(_SESSION, None)
        flash(_("Connected. The colleague is kept out of every case in which this person stands."))
    except actions.IsResponsible:
        flash(_responsible(), "warning")
    return redirect(url_for("ties.show", tie_id=tie_id))


@blueprint.post("/<uuid:tie_id>/connections/<uuid:connection_id>/end")
@requires(TiePermission.KEEP)
@recently_proven
def disconnect(tie_id: uuid.UUID, connection_id: uuid.UUID) -> ResponseReturnValue:
    """End a connection; its author is let in again to what it kept them out of."""
    tie = get_kept(current_user, tie_id)
    connection, form = get_connection(tie, connection_id), ConnectionEndForm()
    if not form.validate_on_submit():
        return _page(tie, end_form=form), 422
    with write():
        actions.end_connection(current_user, connection, form.reason.data or "")
    flash(_("Ended. The colleague is let in again to what this alone kept them out of."))
    return redirect(url_for("ties.show", tie_id=tie_id))


@blueprint.post("/<uuid:tie_id>/shield")
@requires(TiePermission.KEEP)
def shield(tie_id: uuid.UUID) -> ResponseReturnValue:
    """Keep the author of a tie out of one case."""
    tie, form = get_kept(current_user, tie_id), ShieldForm()
    if not form.validate_on_submit():
        return _page(tie, shield_form=form), 422
    cases = list_visible(current_user, bearing(Case, form.reference.data or ""))
    if not cases:
        form.reference.errors = [_("There is no such case among those that you may open.")]
        return _page(tie, shield_form=form), 422
    if is_visitor(current_user, cases[0].scope_id):
        form.reference.errors = [_only_who_belongs()]
        return _page(tie, shield_form=form), 422
    try:
        with write():
            actions.keep_author_out(current_user, tie, cases[0])
        flash(_("The colleague is kept out of this case."))
    except actions.IsResponsible:
        form.reference.errors = [_responsible()]
        return _page(tie, shield_form=form), 422
    return redirect(url_for("ties.show", tie_id=tie_id))


@blueprint.route("/keepers", methods=["GET", "POST"])
@requires(TiePermission.NAME_KEEPERS)
@recently_proven
def keepers() -> ResponseReturnValue:
    """Name the two who read the ties of colleagues."""
    present = sorted(keeper_ids())[:KEEPERS]
    known = [*(str(each) for each in present), *[""] * (KEEPERS - len(present))]
    form = KeepersForm(data={"first": known[0], "second": known[1]})
    able = _able()
    for field in (form.first, form.second):
        field.offer([("", _("nobody")), *((user.id, user.name) for user in able)])
    if form.validate_on_submit():
        named = [user for user in able if str(user.id) in {form.first.data, form.second.data}]
        try:
            if {user.id for user in named} != keeper_ids():
                with write():
                    actions.change_keepers(current_user, named)
            flash(_("Saved."))
            return redirect(url_for("ties.keepers"))
        except OwnNaming:
            form.first.errors = [_("Nobody names themselves. Another administrator does it.")]
    return render_template("ties/keepers.html", form=form), 422 if form.is_submitted() else 200


def _page(
    tie: Tie,
    find_form: FindPersonForm | None = None,
    end_form: ConnectionEndForm | None = None,
    shield_form: ShieldForm | None = None,
) -> str:
    about, name = session.get(_SESSION, ("", ""))
    found = find_people(current_user, name) if about == str(tie.id) else []
    people = people_named(current_user, found)
    seen(current_user, "tie.viewed", tie)
    if about == str(tie.id):
        shown = [str(person.id) for person, _name in people]
        seen(current_user, "tie.person_sought", tie, query=keyed_query(current_user, name), shown=shown)
    return render_template(
        "ties/show.html",
        tie=tie,
        labels=labels,
        connected=connections_of(current_user, [tie])[tie.id],
        found=people if about == str(tie.id) else None,
        find_form=find_form or FindPersonForm(formdata=None, data={"name": name if found else tie.who}),
        end_form=end_form or ConnectionEndForm(formdata=None),
        shield_form=shield_form or ShieldForm(formdata=None),
    )


def _able() -> list[User]:
    users = db.session.scalars(select(User).where(User.status == "active", User.removed_on.is_(None)))
    return sorted((user for user in users if user.reads_cases), key=lambda user: in_alphabet(user.name))


def _said(form: TieForm) -> dict[str, str]:
    return {name: getattr(form, name).data or "" for name in _SAID}


def _responsible() -> str:
    return _("They are the responsible worker of a case in which this stands. Have it handed over first.")


def _only_who_belongs() -> str:
    return _("You see this case by emergency access. Somebody who belongs to it changes who sees it.")
