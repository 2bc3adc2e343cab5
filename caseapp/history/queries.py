"""Reading how a record came to be what it is: each change with who made it and what stood there before."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from caseapp.access import is_hidden
from caseapp.accounts import User
from caseapp.audit import AuditEvent, AuditTouch, check_events, untold_acts
from caseapp.db import Locked, Record, RecordVersion, db, history_of
from caseapp.db.encrypted import encrypted_columns
from caseapp.i18n.messages import gettext as _
from caseapp.web.installed import edited_fields, features, mask_of


@dataclass(frozen=True)
class Changed:
    """One field that a change touched, with what stood there before and after."""

    label: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Change:
    """One change of a record. Whoever is not told of the act learns the day and what stands there now, no more."""

    on: date
    at: datetime | None
    by: uuid.UUID | None
    code: str | None
    fields: list[Changed]
    was_emptied: bool = False
    """Whether an erasure left nothing of what stood there before. Nobody is told of it: some are kept out of it."""


@dataclass(frozen=True)
class FormerState:
    """What stood in a record until a day, and who changed it then by which act."""

    until: date
    at: datetime
    """The moment of that act."""
    by: uuid.UUID | None
    code: str
    act_id: uuid.UUID
    number: int
    """The number of that act's event in the log."""
    values: Mapping[str, Any]


def former_states_of(record: Record) -> list[FormerState | None]:
    """Return the former states of a record, the latest first.

    None stands for one that was edited outside the application or taken out, itself or what the log says of it.
    """
    return [_former_state(type(record), version) for version in history_of(record)]


def _former_state(model: type[Record], version: RecordVersion | None) -> FormerState | None:
    event = _act(version.act_id, version.record_id) if version is not None else None
    if version is None or event is None:
        return None
    values = _decoded(model, version.fields())
    return FormerState(
        version.replaced_on, event.at, event.actor_id, event.code, event.act_id, event.number, values
    )


def changes_of(reader: User, record: Record, since: int = 0) -> list[Change | None]:
    """Return the changes of a record, newest first, with the fields that people know by name.

    ``since`` is the number of an event of the log: what was changed before it is left out.

    None stands for one that was edited outside the application; of the one before it there is no telling what changed.
    Acts of which the log does not tell ``reader`` are left out, unless they changed a field that the page shows.
    """
    states = [state for state in former_states_of(record) if state is None or state.number > since]
    untold = untold_acts(reader, {state.act_id for state in states if state is not None})
    fields_shown = edited_fields(record.__kind__)
    kept_back = _hidden_fields(reader, record)
    after: Mapping[str, Any] | None = _state(record)
    changes: list[Change | None] = []
    for former in states:
        if former is None:
            changes.append(None)
            after = None
            continue
        emptied = not former.values
        fields = [
            Changed(
                str(field.label.text),
                *(
                    _hidden_in_words(state.get(name))
                    if name in kept_back
                    else _in_words(field, state.get(name))
                    for state in (former.values, after)
                ),
            )
            for name, field in fields_shown.items()
            if after is not None and not emptied and former.values.get(name) != after.get(name)
        ]
        moved = []
        if after and not emptied:
            moved = _moved(record.__kind__, former.values.get("status"), after.get("status"))
        if former.act_id not in untold:
            changes.append(
                Change(former.until, former.at, former.by, former.code, [*moved, *fields], emptied)
            )
        elif moved or fields:
            changes.append(Change(former.until, None, None, None, [*moved, *fields]))
        after = None if emptied else former.values
    return changes


def _hidden_fields(reader: User, record: Record) -> frozenset[str]:
    """Return the names of fields whose former words stay hidden from a reader as their present ones do."""
    mask = mask_of(type(record))
    return (
        frozenset(mask.columns) if mask is not None and is_hidden(reader, record, ever=True) else frozenset()
    )


def _hidden_in_words(value: Any) -> Any:
    return _("hidden") if value else value


def _in_words(field: Any, value: Any) -> Any:
    words = {choice.value: str(choice.label) for choice in getattr(field, "choices", None) or ()}
    return words.get(value, value) if isinstance(value, str) else value


def _state(record: Record) -> dict[str, Any]:
    values = {column.key: getattr(record, column.key, None) for column in record.__table__.columns}
    values.update({column.name: getattr(record, column.name) for column in encrypted_columns(type(record))})
    return {name: _comparable(value) for name, value in values.items()}


def _decoded(model: type[Record], state: Mapping[str, Any]) -> dict[str, Any]:
    codecs = {column.name: column.codec for column in encrypted_columns(model)}
    decoded = {}
    for name, value in state.items():
        codec = codecs.get(name)
        text = (
            value
            if value is None or codec is None or value.startswith("base64:")
            else codec.decode(value.encode())
        )
        decoded[name] = _comparable(codec.empty if codec is not None and text is None else text)
    return decoded


def _comparable(value: Any) -> Any:
    return str(value) if isinstance(value, uuid.UUID) else value


def _act(act_id: uuid.UUID, record_id: uuid.UUID) -> AuditEvent | None:
    """Return the event of an act that tells of a record; None where the log does not tell, or was edited outside the
    application.

    The last event of an act holds all that the act wrote; an earlier one that names the record tells more of it.
    """
    try:
        query = select(AuditEvent).where(AuditEvent.act_id == act_id).order_by(AuditEvent.number)
        events = db.session.scalars(query).all()
        check_events(events)
    except Locked:
        raise
    except Exception:  # an edited value fails wherever it is decoded, in ways without number
        return None
    if len(events) < 2:
        return events[0] if events else None
    naming = select(AuditTouch.event_id).where(
        AuditTouch.record_id == record_id, AuditTouch.event_id.in_([event.id for event in events[:-1]])
    )
    named_in = set(db.session.scalars(naming))
    return next((event for event in reversed(events) if event.id in named_in), events[-1])


def _moved(kind: str, before: Any, after: Any) -> list[Changed]:
    if before == after:
        return []
    workflows = (each for feature in features() for each in feature.workflows if each.kind == kind)
    return [
        Changed(str(_("Status")), str(workflow.state(before).label), str(workflow.state(after).label))
        for workflow in workflows
    ]
