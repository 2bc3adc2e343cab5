"""The organisation's rules in force. What may be chosen is declared by the features; here stands what was chosen."""

import logging
from collections.abc import Mapping
from typing import Any

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped

from caseapp.audit import AuditEvent, AuditTouch, record
from caseapp.audit.former import refuse_former
from caseapp.db import ORGANISATION, Encrypted, Record, db, system_scope_id, while_unchanged
from caseapp.vault import Tampered, VaultError
from caseapp.web.installed import all_rules, rule_of
from caseapp.web.rules import Rule

log = logging.getLogger("caseapp")
CHANGED = "settings.rule_changed"


class RuleInForce(Record):
    """What the organisation chose for a rule."""

    __tablename__ = "rule_in_force"
    __kind__ = "rule_in_force"
    __access_columns__ = ("code",)
    __table_args__ = (UniqueConstraint("code"),)

    code: Mapped[str]
    value = Encrypted.short("rule_in_force.value")


def rule_in_force(code: str) -> str:
    """Return what holds for the rule ``code`` today.

    Raises:
        KeyError: no feature declares it.
    """
    return rules_in_force()[code]


def rules_in_force() -> Mapping[str, str]:
    """Return what holds for each rule, by its code; each at its strictest once one was edited outside."""
    return while_unchanged("rules in force", _read)


def set_rule(actor: Any, rule: Rule, value: str, reason: str = "") -> None:
    """Let ``value`` hold for ``rule`` from now on. Inside a write.

    Raises:
        ValueError: it is none of its choices.
    """
    if value not in rule.choices:
        raise ValueError(f"{value!r} is no choice of {rule.code}")
    before = rule_in_force(rule.code)
    if value == before:
        return
    found = db.session.scalar(select(RuleInForce).where(RuleInForce.code == rule.code))
    if found is None:
        found = RuleInForce(scope_id=system_scope_id(ORGANISATION), code=rule.code, value=value)
        db.session.add(found)
    found.value = value
    record(actor, CHANGED, found, rule=rule.code, before=before, after=value, reason=reason)


def rule_in_words(code: str) -> str:
    """Return the question that a rule answers."""
    rule = rule_of(code)
    return str(rule.label) if rule is not None else code


def _read() -> dict[str, str]:
    try:
        chosen = _chosen()
    except _DAMAGED:
        log.error("integrity error: a rule was edited outside the application; all hold at their strictest")  # noqa: TRY400 - a trace would name values
        return {rule.code: rule.strictest for rule in all_rules()}
    return {
        rule.code: chosen[rule.code] if chosen.get(rule.code) in rule.choices else rule.at_first
        for rule in all_rules()
    }


_DAMAGED = (VaultError, ValueError, TypeError, LookupError)
"""What a row that was edited outside the application raises where it is decoded or opened."""


def _chosen() -> dict[str, str]:
    rows = list(db.session.scalars(select(RuleInForce)))
    refuse_former({row.id.hex: (row.row_version, row.row_mac) for row in rows})
    written = (
        select(AuditTouch.record_id)
        .join(AuditEvent, AuditEvent.id == AuditTouch.event_id)
        .where(AuditEvent.code == CHANGED, AuditTouch.record_kind == RuleInForce.__kind__)
    )
    if set(db.session.scalars(written)) - {row.id for row in rows}:
        raise Tampered("a rule was taken away outside the application")
    return {row.code: str(row.value) for row in rows}
