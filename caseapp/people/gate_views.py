"""The pages of the search that comes before a name is written down."""

import uuid
from dataclasses import dataclass, replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.db import write
from caseapp.i18n.messages import gettext as _
from caseapp.people import gate, labels
from caseapp.people.asking import ask_coordinator
from caseapp.people.beside import LIKENESSES, TONES, Line, lines_beside
from caseapp.people.comparing import reasons_of
from caseapp.people.forms import LookUpForm
from caseapp.people.gate import Aim, Errand, LookedUp
from caseapp.people.knowing import known_of
from caseapp.people.merging import InHiddenRecords, InOtherRecords, merge_person
from caseapp.people.models import Person
from caseapp.people.permissions import PersonPermission
from caseapp.people.queries import ShownName, get_person, list_people, shown_name
from caseapp.people.wording import reasons_in_words
from caseapp.web.errors import NotFound
from caseapp.web.gate import requires


@requires(PersonPermission.WRITE)
def check(aim: str, kind: str, record_id: uuid.UUID, person_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for the name to look for, and show whom the search found, with the way on."""
    errand = _errand(aim, kind, record_id, person_id)
    looked_up = gate.looked_up_for(errand)
    form = LookUpForm(data=_asked_before(errand, looked_up))
    if form.validate_on_submit():
        looked_up = gate.look_up(current_user, errand, form.name.data or "", form.born.value)
        with write():
            gate.record_look_up(current_user, errand, looked_up)
        gate.remember(errand, looked_up)
        return redirect(url_for("people.check", **errand.values, _anchor="found"))
    page = render_template(
        "people/check.html",
        form=form,
        errand=errand,
        looked_up=looked_up,
        found=_compared(errand, looked_up) if looked_up else [],
        go_on_url=_go_on_url(errand),
        labels=labels,
        likenesses=LIKENESSES,
        tones=TONES,
    )
    return page, 422 if form.is_submitted() else 200


@requires(PersonPermission.WRITE)
def pick(aim: str, kind: str, record_id: uuid.UUID, person_id: uuid.UUID) -> ResponseReturnValue:
    """Take a person who is here already: as the relative, or in the place of the person begun without a name."""
    errand = _errand(aim, kind, record_id, person_id)
    looked_up = _looked_up(errand)
    picked = request.form.get("picked", "")
    if picked not in looked_up.found:
        raise NotFound
    known = get_person(current_user, uuid.UUID(picked))
    if errand.aim is Aim.RELATIVE:
        gate.remember(errand, replace(looked_up, picked=picked))
        return redirect(_go_on_url(errand))
    return _put_in_place(errand, known)


@requires(PersonPermission.WRITE)
def ask(aim: str, kind: str, record_id: uuid.UUID, person_id: uuid.UUID) -> ResponseReturnValue:
    """Ask the coordinator about a name that someone here may know."""
    errand = _errand(aim, kind, record_id, person_id)
    looked_up = _looked_up(errand)
    if looked_up.elsewhere and not looked_up.asked:
        # Somebody who reads the question may have been kept out of whom it is about since.
        elsewhere = gate.look_up(current_user, errand, looked_up.name).elsewhere
        if elsewhere:
            with write():
                ask_coordinator(current_user, errand, looked_up)
            flash(_("The coordinator has been asked. You can go on meanwhile."))
        gate.remember(errand, replace(looked_up, asked=elsewhere, elsewhere=elsewhere))
    return redirect(url_for("people.check", **errand.values, _anchor="found"))


def _put_in_place(errand: Errand, known: Person) -> ResponseReturnValue:
    try:
        with write():
            merge_person(current_user, errand.person, known)
    except InHiddenRecords:
        flash(_("Someone here may know this name. Ask the coordinator."))
        return redirect(url_for("people.check", **errand.values))
    except InOtherRecords:
        flash(_("This person stands in several records, so a coordinator has to decide. Please ask them."))
        return redirect(url_for("people.check", **errand.values))
    gate.errand_done(errand)
    flash(_("The person who was here already now stands in this place."))
    if errand.record.id == errand.person.id:
        return redirect(url_for("people.show", person_id=known.id))
    return redirect(errand.named.url or "")


def _errand(aim: str, kind: str, record_id: uuid.UUID, person_id: uuid.UUID) -> Errand:
    try:
        return gate.open_errand(current_user, Aim(aim), kind, record_id, person_id)
    except ValueError:
        raise NotFound from None


def _looked_up(errand: Errand) -> LookedUp:
    looked_up = gate.looked_up_for(errand)
    if looked_up is None:
        raise NotFound
    return looked_up


@dataclass(frozen=True)
class _Compared:
    """A person whom the search found, beside what was typed so far."""

    person: Person
    name: ShownName
    speaks_for: list[str]
    speaks_against: list[str]
    lines: list[Line]


def _compared(errand: Errand, looked_up: LookedUp) -> list[_Compared]:
    found = list_people(current_user, [uuid.UUID(person_id) for person_id in looked_up.found])
    typed, known = gate.typed_so_far(current_user, errand, looked_up), known_of(current_user, found)
    compared = []
    for person in found:
        speaks_for, speaks_against = reasons_in_words(reasons_of(typed, known[person.id]))
        lines = lines_beside(typed, known[person.id])
        compared.append(_Compared(person, shown_name(person), speaks_for, speaks_against, lines))
    return compared


def _asked_before(errand: Errand, looked_up: LookedUp | None) -> dict[str, Any]:
    if looked_up is not None:
        return {"name": looked_up.name, "born": looked_up.born_on}
    return {"born": errand.person.born if errand.aim is Aim.NAMES else None}


def _go_on_url(errand: Errand) -> str:
    page = "people.add_names" if errand.aim is Aim.NAMES else "people.add_relative"
    return url_for(page, **errand.place)
