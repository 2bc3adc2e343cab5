"""The pages of requests: the overview, the request itself, writing it down."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import shown_first
from caseapp.audit import seen
from caseapp.cases import Case
from caseapp.cases.queries import get_case
from caseapp.contact_requests import actions, labels
from caseapp.contact_requests.blueprint import blueprint
from caseapp.contact_requests.choices import KnownPeople
from caseapp.contact_requests.forms import (
    NEW_PERSON,
    EditRequestForm,
    EditSearchForm,
    NewRequestForm,
    NewSearchForm,
)
from caseapp.contact_requests.listing import BY_PHASE, SEARCHES, oldest_by_phase, searches_on
from caseapp.contact_requests.models import ContactRequest, Search
from caseapp.contact_requests.overview import lines_for
from caseapp.contact_requests.page import request_page
from caseapp.contact_requests.permissions import RequestPermission
from caseapp.contact_requests.queries import get_request, get_search
from caseapp.contact_requests.states import PHASES
from caseapp.db import Conflict, check_version, db, write
from caseapp.i18n import LANGUAGES
from caseapp.i18n.messages import gettext as _
from caseapp.people.gate import LookedUp, keep_for_new, look_up_new, may_be_here
from caseapp.people.models import Person
from caseapp.web.conflicts import already_saved, conflict_page
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.gate import requires
from caseapp.web.listing import asked_state

CARDS = 20
"""Searches that the overview shows in each phase, the oldest first; the table has them all."""


@blueprint.get("/requests/")
@requires(RequestPermission.READ)
def overview() -> ResponseReturnValue:
    """Show every search by phase, with its age, its next step and what blocks it; or the same as a table."""
    table = request.args.get("view") == "table" or request.args.get("phase") == "ended"
    return _as_table() if table else _by_phase()


def _as_table() -> ResponseReturnValue:
    state = asked_state(SEARCHES)
    found = searches_on(current_user, state)
    page = found.of(lines_for(current_user, found.rows))
    seen(current_user, "search.listed", shown=[str(line.search.id) for line in page.rows])
    return render_template("contact_requests/table.html", state=state, page=page)


def _by_phase() -> ResponseReturnValue:
    state = asked_state(BY_PHASE)
    phases = [each for each in PHASES if each.code != "ended" and state["phase"] in ("", each.code)]
    oldest, totals = oldest_by_phase(current_user, state, phases, CARDS)
    lines = lines_for(current_user, [search_id for ids in oldest.values() for search_id in ids])
    seen(current_user, "search.listed", shown=[str(line.search.id) for line in lines])
    return render_template(
        "contact_requests/overview.html",
        state=state,
        lines=lines,
        phases=phases,
        totals=totals,
        table_urls={each.code: SEARCHES.read({**state.chosen, "phase": each.code}).url for each in PHASES},
        table_url=SEARCHES.read(state.chosen).url,
    )


@blueprint.get("/requests/<uuid:request_id>")
@requires(RequestPermission.READ)
def show(request_id: uuid.UUID) -> ResponseReturnValue:
    """Show a request with each of its searches."""
    found = get_request(current_user, request_id)
    seen(current_user, "contact_request.viewed", found)
    page = request_page(current_user, found)
    persons = dict.fromkeys((found.enquirer_id, *(block.search.sought_id for block in page["blocks"])))
    to_look_at = [person_id for person_id in persons if may_be_here(found, person_id)]
    return render_template("contact_requests/show.html", **page, to_look_at=to_look_at)


@blueprint.route("/requests/new", methods=["GET", "POST"])
@requires(RequestPermission.CREATE)
def new() -> ResponseReturnValue:
    """Log the enquiry of somebody outside."""
    return _new(None)


@blueprint.route("/cases/<uuid:case_id>/requests/new", methods=["GET", "POST"])
@requires(RequestPermission.CREATE)
def new_in_case(case_id: uuid.UUID) -> ResponseReturnValue:
    """Log an enquiry that belongs to a case: usually its client's."""
    return _new(get_case(current_user, case_id))


@blueprint.route("/requests/<uuid:request_id>/edit", methods=["GET", "POST"])
@requires(RequestPermission.WRITE)
def edit(request_id: uuid.UUID) -> ResponseReturnValue:
    """Change what is known about an enquiry."""
    found = get_request(current_user, request_id)
    back = url_for("contact_requests.show", request_id=request_id)
    if hidden := shown_first(found, _("Change the request"), back):
        return hidden
    form = open_form(EditRequestForm, _request_values(found))
    if form.validate_on_submit():
        try:
            with write():
                check_version(found, form.version)
                actions.change_request(current_user, found, form.language.data, request_facts(form))
                discard_draft(current_user, request.path)
        except Conflict as conflict:
            return conflict_page(conflict, form, _request_values(found), title_of(found), back)
        flash(_("Saved."))
        return redirect(back)
    page = render_template("contact_requests/edit.html", form=form, request_record=found)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/requests/<uuid:request_id>/searches/new", methods=["GET", "POST"])
@requires(RequestPermission.CREATE)
def add_search(request_id: uuid.UUID) -> ResponseReturnValue:
    """Add one more person sought."""
    found = get_request(current_user, request_id)
    case = _case_of(found)
    people = KnownPeople(current_user, case, found)
    form = open_form(NewSearchForm, {"new_id": str(uuid.uuid4())})
    form.sought.offer(people.pairs(without=(str(found.enquirer_id),)))
    if form.validate_on_submit():
        back = redirect(url_for("contact_requests.show", request_id=request_id))
        if db.session.get(Search, form.record_id) is not None:
            flash(already_saved())
            return back
        sought = people.chosen(form.sought.data, form.sought_name.data or "")
        looked_up = look_up_new(current_user, sought, found) if isinstance(sought, str) else None
        with write():
            search = actions.add_search(
                current_user,
                found,
                case,
                sought=sought,
                facts=search_facts(form),
                search_id=form.record_id,
            )
            _keep(found, search.sought_id, looked_up)
            discard_draft(current_user, request.path)
        return back
    page = render_template("contact_requests/new_search.html", form=form, request_record=found)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/searches/<uuid:search_id>/edit", methods=["GET", "POST"])
@requires(RequestPermission.WRITE)
def edit_search(search_id: uuid.UUID) -> ResponseReturnValue:
    """Change what the enquirer says about the person sought."""
    search = get_search(current_user, search_id)
    found = get_request(current_user, search.request_id)
    back = url_for("contact_requests.show", request_id=found.id)
    if hidden := shown_first(search, _("Change what is known of them"), back):
        return hidden
    form = open_form(EditSearchForm, _search_values(search))
    if form.validate_on_submit():
        try:
            with write():
                check_version(search, form.version)
                actions.change_search(current_user, search, search_facts(form))
                discard_draft(current_user, request.path)
        except Conflict as conflict:
            return conflict_page(conflict, form, _search_values(search), title_of(found), back)
        flash(_("Saved."))
        return redirect(back)
    page = render_template("contact_requests/edit_search.html", form=form, request_record=found)
    return page, 422 if form.is_submitted() else 200


def title_of(found: ContactRequest) -> str:
    """Return how a page about a request is headed."""
    return _("Family contact request %(reference)s", reference=found.reference)


def request_facts(form: Any) -> dict[str, Any]:
    """Return the facts of a request that a form holds."""
    lines = ("channel", "enquirer_where", "safe_contact", "remark")
    return {**{name: form[name].data or "" for name in lines}, "received_on": form.received_on.day_value}


def search_facts(form: Any) -> dict[str, Any]:
    """Return the facts of a search that a form holds."""
    lines = ("sought_where", "relation", "last_place", "last_news")
    return {**{name: form[name].data or "" for name in lines}, "last_news_on": form.last_news_on.value}


def _new(case: Case | None) -> ResponseReturnValue:
    people = KnownPeople(current_user, case)
    form = open_form(NewRequestForm, _first_values(case))
    form.enquirer.offer(people.pairs())
    form.sought.offer(people.pairs())
    if form.validate_on_submit():
        target = url_for("contact_requests.show", request_id=form.record_id)
        if db.session.get(ContactRequest, form.record_id) is not None:
            flash(already_saved())
            return redirect(target)
        enquirer = people.chosen(form.enquirer.data, form.enquirer_name.data or "")
        sought = people.chosen(form.sought.data, form.sought_name.data or "")
        looked_up = [
            look_up_new(current_user, who, case) if isinstance(who, str) else None
            for who in (enquirer, sought)
        ]
        with write():
            opened = actions.open_request(
                current_user,
                case,
                enquirer=enquirer,
                language=form.language.data,
                facts=request_facts(form),
                request_id=form.record_id,
            )
            search = actions.add_search(current_user, opened, case, sought=sought, facts=search_facts(form))
            for person_id, found in zip((opened.enquirer_id, search.sought_id), looked_up, strict=True):
                _keep(opened, person_id, found)
            discard_draft(current_user, request.path)
        return redirect(target)
    page = render_template("contact_requests/new.html", form=form, case=case, labels=labels)
    return page, 422 if form.is_submitted() else 200


def _keep(opened: ContactRequest, person_id: uuid.UUID, looked_up: LookedUp | None) -> None:
    """Keep for the page of a request that somebody written down for it may be here already. Inside a write."""
    if looked_up is not None:
        keep_for_new(current_user, opened, db.session.get_one(Person, person_id), looked_up)


def _case_of(found: ContactRequest) -> Case | None:
    return get_case(current_user, found.case_id) if found.case_id is not None else None


def _first_values(case: Case | None) -> dict[str, Any]:
    if case is None:
        return {"new_id": str(uuid.uuid4()), "enquirer": NEW_PERSON}
    return {
        "new_id": str(uuid.uuid4()),
        "enquirer": str(case.client_id),
        "enquirer_where": "left",
        "language": case.language if case.language in LANGUAGES else "en",
    }


def _request_values(found: ContactRequest) -> dict[str, Any]:
    names = (*actions.REQUEST_FACTS, "language")
    return {"row_version": str(found.row_version), **{name: getattr(found, name) for name in names}}


def _search_values(search: Search) -> dict[str, Any]:
    values = {name: getattr(search, name) for name in actions.SEARCH_FACTS}
    return {"row_version": str(search.row_version), **values}
