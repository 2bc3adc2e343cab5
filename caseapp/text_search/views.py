"""The pages of a search in texts. What was asked stays in the worker's sealed session, never in an address."""

import uuid
from typing import Any

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from caseapp.access.holding_back import enough_for_today
from caseapp.audit import seen
from caseapp.db import Record
from caseapp.people.gate import keyed_query
from caseapp.text_search.forms import MOST_CHARACTERS, TextSearchForm
from caseapp.text_search.looking import Looking
from caseapp.text_search.matching import Sought
from caseapp.text_search.permissions import TextSearchPermission
from caseapp.text_search.places import (
    MOST_RECORDS,
    Place,
    address_of,
    place_in_list,
    place_in_record,
)
from caseapp.text_search.streaming import HERE, answer
from caseapp.web.frame import rendered_once
from caseapp.web.gate import can, requires
from caseapp.web.listing import ListState
from caseapp.web.templating import part

blueprint = Blueprint("text_search", __name__, url_prefix="/texts")
_SESSION = "texts-searched-for"


@blueprint.route("/in/<kind>/<uuid:record_id>", methods=["GET", "POST"])
@requires(TextSearchPermission.FIND)
def in_record(kind: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """Search in the texts of a case or a request, and of all that belongs to it."""
    return _search(place_in_record(current_user, kind, record_id))


@blueprint.route("/list/<name>", methods=["GET", "POST"])
@requires(TextSearchPermission.FIND)
def in_list(name: str) -> ResponseReturnValue:
    """Search in the texts of the records that a list narrows to."""
    return _search(place_in_list(current_user, name, request.args))


def _search(place: Place) -> ResponseReturnValue:
    form = TextSearchForm(data={"words": session.get(_SESSION, "")})
    if form.validate_on_submit():
        session[_SESSION] = form.words.data or ""
        return redirect(place.find_url)
    if form.is_submitted():
        return _page(place, form), 422
    words = form.words.data or ""
    sought = Sought.read(words)
    if not sought:
        return _page(place, form)
    if not place.records and (enough := enough_for_today(current_user)):
        return enough
    scopes = place.scopes(current_user)
    looking = Looking(current_user, sought, scopes[:MOST_RECORDS])
    query = keyed_query(current_user, words)
    seen(current_user, "text_search.made", *place.records, query=query, texts=looking.total, **place.detail)
    page = _page(place, form, results=HERE, more=len(scopes) > MOST_RECORDS)
    return answer(page, looking, query)


def _page(place: Place, form: TextSearchForm, results: str | None = None, *, more: bool = False) -> str:
    return render_template(
        "text_search/show.html", place=place, form=form, results=results, more=more, most=MOST_RECORDS
    )


def form_on_page(_user: Any, record: Record) -> Markup:
    """Return the form on the page of a record."""
    find_url = url_for("text_search.in_record", kind=record.__kind__, record_id=record.id)
    return part("text_search/panel.html", find_url=find_url, most=MOST_CHARACTERS)


def form_above(user: Any, state: ListState) -> Markup:
    """Return the form above a list."""
    if not can(user, TextSearchPermission.FIND):
        return Markup()
    return rendered_once(
        "text-search",
        state.key,
        caller=lambda: part("text_search/panel.html", find_url=address_of(state), most=MOST_CHARACTERS),
    )
