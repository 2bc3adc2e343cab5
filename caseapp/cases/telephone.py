"""The telephone told while a case was written down: a way to reach the client, kept where all of those are kept.

One number in two places would soon have two answers to the question whether it may be rung. The case itself holds a
number only where it was written down before numbers were handed on.
"""

from collections.abc import Mapping
from typing import Any

from caseapp.access import hidden_or
from caseapp.accounts import User
from caseapp.audit import record
from caseapp.cases.models import Case
from caseapp.db import db
from caseapp.people.actions import add_route, change_route
from caseapp.people.models import Person, RouteKind
from caseapp.people.number_book import is_fuller, telephone_with

TOLD = ("telephone", "telephone_whose", "may_ring")
NOTHING = {"telephone": "", "telephone_whose": "", "may_ring": "not_asked"}
"""What the case holds when the number stands with the client."""
_MAY_WE = {"as_agreed": "only_as_agreed"}
"""Answers of a case to those of a way to reach somebody, where the codes differ."""
_BESIDE = {"telephone_whose": "whose", "may_ring": "may_we"}
"""What is told of a number, and where a way to reach somebody keeps it."""
_UNANSWERED = ("", "not_asked")
_STRICTER = ("yes", "only_as_agreed", "no")
"""May we ring it? Each answer goes over those before it."""


class SaidOtherwise(Exception):
    """What is told of a number now contradicts what stands beside it; ``stands`` has that by the field of the case."""

    def __init__(self, stands: dict[str, str]) -> None:
        super().__init__("something else stands beside this number")
        self.stands = stands


def hand_on(actor: User, client: Person, told: Mapping[str, Any], known: Mapping[str, Any] = NOTHING) -> None:
    """Make the number in ``told`` a way to reach ``client``, with whose it is and whether we may ring it.

    Beside a number that stands there already, an answer is filled in where there is none, and "no" goes over "yes",
    never the other way round: whoever writes in the case does not see what stands there, and a colleague may have
    written it a minute ago. What was ``known`` to the case before gives way to it.

    Raises:
        SaidOtherwise: what is told now would loosen or replace what stands there. That is done on its own page.
    """
    said = _of_a_route(told)
    route = telephone_with(actor, client, told["telephone"])
    if route is None:
        add_route(
            actor, client, None, kind=RouteKind.TELEPHONE.value, value=told["telephone"], safety="", **said
        )
        return
    changes = {"value": told["telephone"]} if is_fuller(told["telephone"], route.value) else {}
    stands = {}
    for name, field in _BESIDE.items():
        now, before = said[field], getattr(route, field)
        if now in (*_UNANSWERED, before):
            continue
        if before in _UNANSWERED or _is_stricter(now, before):
            changes[field] = now
        elif told.get(name) != known.get(name):
            stands[name] = hidden_or(actor, route, before) if field == "whose" else before
    if stands:
        raise SaidOtherwise(stands)
    if changes:
        change_route(actor, client, route, **changes)


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


def _is_stricter(now: str, before: str) -> bool:
    return now in _STRICTER and before in _STRICTER and _STRICTER.index(now) > _STRICTER.index(before)
