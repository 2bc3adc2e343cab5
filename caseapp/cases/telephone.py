"""The telephone told while a case was written down: a way to reach the client, kept where all of those are kept.

One number in two places would soon have two answers to the question whether it may be rung. The case itself holds a
number only where it was written down before numbers were handed on.
"""

from collections.abc import Mapping
from typing import Any

from caseapp.accounts import User
from caseapp.audit import record
from caseapp.cases.models import Case
from caseapp.db import db
from caseapp.people.actions import add_route, change_route
from caseapp.people.models import Person, RouteKind
from caseapp.people.number_book import route_with

TOLD = ("telephone", "telephone_whose", "may_ring")
NOTHING = {"telephone": "", "telephone_whose": "", "may_ring": "not_asked"}
"""What the case holds when the number stands with the client."""
_MAY_WE = {"as_agreed": "only_as_agreed"}
"""Answers of a case to those of a way to reach somebody, where the codes differ."""


def hand_on(actor: User, client: Person, told: Mapping[str, Any], known: Mapping[str, Any] = NOTHING) -> None:
    """Make the number in ``told`` a way to reach ``client``, with whose it is and whether we may ring it.

    A number that stands there already takes what is told now; what was ``known`` to the case before, and what nobody
    answered, changes nothing there.
    """
    route = route_with(actor, client, told["telephone"])
    if route is None:
        said = _of_a_route(told)
        add_route(
            actor, client, None, kind=RouteKind.TELEPHONE.value, value=told["telephone"], safety="", **said
        )
        return
    new = {name: told.get(name, "") for name in TOLD if told.get(name) != known.get(name)}
    said = {name: word for name, word in _of_a_route(new).items() if word not in ("", "not_asked")}
    if any(getattr(route, name) != word for name, word in said.items()):
        change_route(actor, client, route, **said)


def keep_with_client(actor: User, case: Case) -> None:
    """Hand the number that a case still holds on to its client; nothing when it holds none."""
    held = {name: getattr(case, name) for name in TOLD}
    # A colleague may have pressed the same button just before.
    changed = list(TOLD) if held["telephone"] else []
    if changed:
        hand_on(actor, db.session.get_one(Person, case.client_id), held, held)
        for name, empty in NOTHING.items():
            setattr(case, name, empty)
    record(actor, "case.changed", case, fields=changed)


def _of_a_route(told: Mapping[str, Any]) -> dict[str, str]:
    may_ring = told.get("may_ring") or "not_asked"
    return {
        "whose": told.get("telephone_whose") or "",
        "may_we": _MAY_WE.get(may_ring, may_ring),
    }
