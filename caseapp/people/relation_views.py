"""The pages of relations: a relative is added after a search, and a relation taken out."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.db import db, write
from caseapp.i18n.messages import gettext as _
from caseapp.people import actions
from caseapp.people.forms import RelationForm, RelativeForm
from caseapp.people.gate import Aim, Errand, LookedUp, errand_done, looked_up_for, open_errand
from caseapp.people.labels import RELATIONS
from caseapp.people.models import NameKind, Person, Relation
from caseapp.people.permissions import PersonPermission
from caseapp.people.queries import get_person, related_people, shown_name, shown_names
from caseapp.people.removing import removal_page
from caseapp.web.conflicts import already_saved
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.errors import NotFound
from caseapp.web.gate import requires
from caseapp.web.values import isolated


@requires(PersonPermission.WRITE)
def add_relative(kind: str, record_id: uuid.UUID, person_id: uuid.UUID) -> ResponseReturnValue:
    """State who a relative is to a person, after the search; one who is here already is brought into the record."""
    user = current_user
    errand = open_errand(user, Aim.RELATIVE, kind, record_id, person_id)
    looked_up = looked_up_for(errand)
    picked = _picked(looked_up)
    form = open_form(
        RelationForm if picked else RelativeForm,
        {
            "new_id": str(uuid.uuid4()),
            "name": looked_up.name if looked_up else "",
            "born": looked_up.born_on if looked_up else None,
        },
    )
    if form.is_submitted() and db.session.get(Relation, form.record_id) is not None:
        flash(already_saved())
        return redirect(errand.named.url or "")
    if looked_up is None:
        flash(_("Please look for the name first."))
        return redirect(url_for("people.check", **errand.values))
    if form.validate_on_submit():
        with write():
            _state_relation(errand, form, picked)
            discard_draft(user, request.path)
        errand_done(errand)
        flash(_("Saved."))
        return redirect(errand.named.url or "")
    page = render_template(
        "people/add_relative.html",
        form=form,
        errand=errand,
        name=shown_name(errand.person),
        picked=shown_names(user, [picked.id])[picked.id] if picked else None,
    )
    return page, 422 if form.is_submitted() else 200


@requires(PersonPermission.WRITE)
def remove_relation(person_id: uuid.UUID, relation_id: uuid.UUID) -> ResponseReturnValue:
    """Take a relation of a person out."""
    user = current_user
    person = get_person(user, person_id)
    link = next((link for link in related_people(user, person) if link.relation.id == relation_id), None)
    if link is None:
        raise NotFound
    word, named = RELATIONS.get(link.word, link.word), shown_name(link.person).name
    return removal_page(
        person,
        _("Take this relation out"),
        f"{word} · {isolated(named)}",
        lambda reason: actions.remove_relation(user, link.relation, reason),
    )


def _picked(looked_up: LookedUp | None) -> Person | None:
    if looked_up is None or not looked_up.picked:
        return None
    return get_person(current_user, uuid.UUID(looked_up.picked))


def _state_relation(errand: Errand, form: Any, picked: Person | None) -> None:
    user, scope_id = current_user, errand.record.scope_id
    if picked is None:
        relative = actions.create_person(
            user, through=scope_id, name=form.name.data or "", kind=NameKind.LEGAL
        )
        if form.second.data:
            actions.add_name(user, relative, form.second.data, NameKind.LEGAL)
        facts = {"whereabouts": form.whereabouts.data, "born": form.born.value}
        if any(facts.values()):
            actions.change_facts(user, relative, {name: value for name, value in facts.items() if value})
    else:
        relative = picked
        actions.bring_into(user, relative, scope_id)
    actions.add_relation(
        user,
        scope_id,
        errand.person,
        relative,
        form.kind.data,
        form.record_id,
        said_by=form.said_by.data or "",
        note=form.note.data or "",
    )
