"""What a colleague who leaves has under their name, what nobody reaches any more, and what they came to know."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, select
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from caseapp.access import (
    ScopeMember,
    kept_from,
    kept_out_scopes,
    list_visible,
    reached_by_any,
    scopes_through,
    visible_to,
)
from caseapp.accounts import User
from caseapp.audit import AuditEvent, AuditTouch
from caseapp.cases import Case
from caseapp.clock import today
from caseapp.db import db
from caseapp.i18n import in_alphabet
from caseapp.i18n.messages import gettext as _
from caseapp.people import Person
from caseapp.web.drafts import Draft, records_named_in
from caseapp.web.duties import Duty, Secret
from caseapp.web.installed import describe_all, features, this_app
from caseapp.web.roles import CASE_ROLES

MONTHS = 12
"""So far back it is looked for what somebody has seen."""
AT_ONCE = 100
"""So many lines of one kind a page shows; when they are done come the next."""


@dataclass(frozen=True)
class Line:
    """One record that stands under the leaver's name, as the page shows it."""

    duty: Duty
    record: Any
    words: str
    url: str | None

    @property
    def code(self) -> str:
        """Return what the form names it by."""
        return f"{self.duty.name}:{self.record.id}"


@dataclass(frozen=True)
class Group:
    """The lines of one kind; ``total`` is how many there are."""

    duty: Duty
    lines: list[Line]
    total: int

    @property
    def can_be_given(self) -> bool:
        """Tell whether these go to somebody else; otherwise they are shown so that somebody looks at them."""
        return self.duty.asked or self.duty.give is not None


def all_duties() -> list[Duty]:
    """Return the kinds of work that may stand under somebody's name; cases come first, what rests on them after."""
    found = [duty for feature in features() for duty in feature.duties]
    return sorted(found, key=lambda duty: (not duty.opens, duty.give is None and not duty.asked))


def still_theirs(duty: Duty, leaver: User, given: set[uuid.UUID]) -> ColumnElement[bool]:
    """Return the condition on records of a duty that they stand under the leaver's name and nobody has taken them."""
    theirs = duty.of(leaver.id)
    return and_(theirs, duty.model.id.not_in(given)) if duty.asked else theirs


def what_is_left(reader: User, leaver: User, given: set[uuid.UUID]) -> list[Group]:
    """Return what is under the leaver's name and ``reader`` sees, but for what others were asked to take on."""
    return [group for duty in all_duties() if (group := _group(reader, duty, leaver, given)).lines]


def is_left_elsewhere(reader: User, leaver: User, given: set[uuid.UUID]) -> bool:
    """Tell whether something is to be shared out that ``reader`` does not see, other than what they are kept out of."""
    kept_out = kept_out_scopes(reader)
    return any(
        db.session.scalar(
            select(
                exists(
                    select(duty.model.id).where(
                        still_theirs(duty, leaver, given),
                        duty.model.removed_on.is_(None),
                        duty.model.scope_id.not_in(kept_out),
                        ~visible_to(reader, duty.model, few=True),
                    )
                )
            )
        )
        for duty in all_duties()
        if duty.asked or duty.give is not None
    )


def out_of_everybodys_reach(reader: User, leaver: User) -> list[Case]:
    """Return the cases that the leaver reached and nobody who works here does any more, the oldest first.

    What ``reader`` is kept out of is left out. They read nothing of it: only that it is there, and since when.
    """
    theirs = select(ScopeMember.of_scope_id).where(ScopeMember.user_id == leaver.id)
    query = select(Case).where(
        Case.removed_on.is_(None),
        Case.scope_id.in_(theirs),
        Case.scope_id.not_in(kept_out_scopes(reader)),
        ~reached_by_any(Case, CASE_ROLES, leaver.id),
    )
    return list(db.session.scalars(query.order_by(Case.seq)))


def colleagues(leaver: User) -> list[User]:
    """Return those who work on cases and stay, in the alphabet's order."""
    query = select(User).where(User.status == "active", User.removed_on.is_(None), User.id != leaver.id)
    return sorted(
        (user for user in db.session.scalars(query) if user.reads_cases),
        key=lambda user: in_alphabet(user.name),
    )


def drafts_of(reader: User, leaver: User) -> list[tuple[str, int]]:
    """Return of what kind the leaver's unsaved texts are, and how many of each. Nobody else can open them.

    Those about something that ``reader`` must not hear of are left out.
    """
    found: dict[str, int] = {}
    heads = {
        feature.blueprint.name: str(feature.events_head)
        for feature in features()
        if feature.blueprint is not None
    }
    addresses = this_app().url_map.bind("")
    forms = db.session.scalars(select(Draft.form).where(Draft.user_id == leaver.id)).all()
    about = {form: records_named_in(form) for form in forms}
    hidden = kept_from(reader, set().union(*about.values()))
    for form in forms:
        if about[form] & hidden:
            continue
        try:
            endpoint, _arguments = addresses.match(form, method="GET")
        except (HTTPException, RequestRedirect):
            endpoint = ""
        head = heads.get(str(endpoint).partition(".")[0], _("Something else"))
        found[head] = found.get(head, 0) + 1
    return sorted(found.items())


def what_they_knew(reader: User, leaver: User) -> list[Secret]:
    """Return what the leaver came to know and is better changed, as far as ``reader`` may know of it."""
    seen = _pages_opened(leaver)
    found = [secret for feature in features() for secret in feature.answers.secrets(reader, seen)]
    return [*_of_the_house(), *found]


def _of_the_house() -> Iterator[Secret]:
    yield Secret("devices", _("Telephones and machines of the organisation that they had: given back"))
    yield Secret("shared", _("Passwords of machines, mailboxes and networks that several people share"))
    yield Secret("doors", _("Keys and codes of doors"))


def _pages_opened(leaver: User) -> dict[str, set[uuid.UUID]]:
    since = today() - timedelta(days=MONTHS * 365 // 12)
    query = (
        select(AuditTouch.record_kind, AuditTouch.record_id)
        .join(AuditEvent, AuditEvent.id == AuditTouch.event_id)
        .where(AuditEvent.actor_id == leaver.id, AuditEvent.day >= since)
        .distinct()
    )
    seen: dict[str, set[uuid.UUID]] = {}
    for kind, record_id in db.session.execute(query):
        seen.setdefault(kind, set()).add(record_id)
    # The page of a case shows how its people are reached.
    cases = select(Case.scope_id).where(Case.id.in_(seen.get("case", ())))
    people = select(Person.id).where(Person.scope_id.in_(scopes_through(cases)))
    seen.setdefault("person", set()).update(db.session.scalars(people))
    return seen


def _group(reader: User, duty: Duty, leaver: User, given: set[uuid.UUID]) -> Group:
    model, theirs = duty.model, still_theirs(duty, leaver, given)
    query = select(model).where(theirs).order_by(model.seq).limit(AT_ONCE)
    records = list_visible(reader, query, few=False)
    total = len(records)
    if total == AT_ONCE:
        counted = select(func.count()).select_from(model).where(theirs, visible_to(reader, model))
        total = db.session.scalar(counted) or total
    named = describe_all(reader, (_head(record) for record in records))
    lines = []
    for record in records:
        head = named.get(_head(record))
        label = head.label if head is not None else ""
        words = duty.words(record) if duty.words is not None else ""
        url = head.url if head is not None else None
        both = _("%(what)s (%(record)s)", what=words, record=label) if words and label else words or label
        lines.append(Line(duty, record, both, url))
    return Group(duty, lines, total)


def _head(record: Any) -> tuple[str, uuid.UUID]:
    """Return the record on whose page one finds ``record``: what it hangs on, or itself."""
    if hasattr(record, "record_kind"):
        return record.record_kind, record.record_id
    return record.__kind__, record.id
