"""The search box and its page. What was asked stays in the worker's sealed session, never in an address."""

import uuid
from collections.abc import Iterable

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from caseapp.audit import record_by_itself, seen
from caseapp.people.gate import keyed_query
from caseapp.people.name_index import names_being_read
from caseapp.search.forms import SearchForm
from caseapp.search.permissions import SearchPermission
from caseapp.search.queries import first_of, search
from caseapp.search.references import exactly_referenced
from caseapp.web.gate import reader, requires
from caseapp.web.templating import part

blueprint = Blueprint("search", __name__, url_prefix="/search")
_SESSION = "searched-for"
FEWEST_SIGNS = 2
"""With fewer nothing is looked for while somebody types."""
SHOWN_AS_TYPED = 8


@blueprint.post("/find")
@requires(SearchPermission.FIND)
def find() -> ResponseReturnValue:
    """Take what was typed; a reference leads straight to its record."""
    form = SearchForm()
    if not form.validate_on_submit():
        return render_template("search/show.html", form=form, groups=None), 422
    text, user = form.query.data or "", reader()
    exact = exactly_referenced(user, text)
    if exact is not None:
        record_id, url = exact
        record_by_itself(user, "search.made", **_detail(text, [record_id]))
        return redirect(url)
    session[_SESSION] = text
    return redirect(url_for("search.show"))


@blueprint.post("/as-typed")
@requires(SearchPermission.FIND)
def as_typed() -> ResponseReturnValue:
    """Show the first of what was found, as a part of the page on which somebody is typing.

    It is written into the log like any search: whoever reads a name here has seen it.
    """
    form = SearchForm()
    if not form.validate_on_submit() or len((form.query.data or "").strip()) < FEWEST_SIGNS:
        return part("search/as_typed.html", found=None)
    text, user = form.query.data or "", reader()
    found = first_of(search(user, text), SHOWN_AS_TYPED)
    seen(user, "search.made", **_detail(text, (one.record_id for _label, one in found)))
    return part("search/as_typed.html", found=found, reading=names_being_read())


@blueprint.get("/")
@requires(SearchPermission.FIND)
def show() -> ResponseReturnValue:
    """Show what was found for the last query."""
    text, user = session.get(_SESSION, ""), reader()
    groups = search(user, text) if text else None
    if groups is not None:
        seen(
            user,
            "search.made",
            **_detail(text, (one.record_id for group in groups for one in group.found)),
        )
    return render_template(
        "search/show.html", form=SearchForm(data={"query": text}), groups=groups, reading=names_being_read()
    )


def _detail(text: str, found: Iterable[uuid.UUID]) -> dict[str, object]:
    return {"query": keyed_query(reader(), text), "shown": [str(record_id) for record_id in found]}
