"""What stays of an erasure outside the database, and bringing it back into one that was restored from before.

Without it a restored backup would have them erased again, and nobody could show that, when and by whom.
"""

import uuid
from base64 import b64decode, b64encode
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import date
from typing import Any

from sqlalchemy import select

from caseapp.access.erasing import keep_to_itself, kept_out_of_scope, links_of
from caseapp.accounts import User
from caseapp.accounts.models import Team
from caseapp.audit.certificates import mark_of
from caseapp.audit.ledger import is_erased
from caseapp.db import Scope, create_scope, db
from caseapp.db.erasing import Gone
from caseapp.erasures.applying import Decision, apply_decisions
from caseapp.erasures.models import Erasure, Residue
from caseapp.erasures.needles import needles_for
from caseapp.erasures.reach import Doomed
from caseapp.erasures.workflow import DONE, ERASURE_WORKFLOW, UNFINISHED
from caseapp.vault import VaultError
from caseapp.workflow import Step, record_step, steps_of


def kept_of(erasure: Erasure, scopes: Collection[uuid.UUID], decisions: Iterable[Decision]) -> dict[str, Any]:
    """Return what is kept of an erasure: codes, days, numbers and random ids, nothing about whom."""
    scope = db.session.get_one(Scope, erasure.scope_id)
    residue = select(Residue).where(Residue.erasure_id == erasure.id).order_by(Residue.seq)
    return {
        "id": str(erasure.id),
        "reference": erasure.reference,
        "target": [erasure.target_kind, str(erasure.target_id)],
        "basis": erasure.basis,
        "wished_by": erasure.wished_by,
        "people": [str(each) for each in (erasure.asked_by, erasure.approved_by, erasure.carried_out_by)],
        "held_until": _day(erasure.held_until),
        "backups_until": _day(erasure.backups_until),
        "numbers": erasure.numbers,
        "steps": [_kept_step(each) for each in steps_of(erasure)],
        "residue": [_kept_residue(each) for each in db.session.scalars(residue)],
        "decisions": [each.kept() for each in decisions],
        "scopes": sorted(str(each) for each in scopes),
        "team": str(scope.team_id) if scope.team_id else None,
        "level": scope.level,
        "kept_out": [str(each) for each in kept_out_of_scope(scope.id)],
    }


def recall(certificates: Iterable[dict[str, Any]], tokens: set[tuple[int, bytes]]) -> list[Gone]:
    """Bring erasures back that the ``tokens`` of the ledger tell of and this database does not. Inside a write.

    What was decided about mentions is done again, while their names are still at hand. Returns rows to take out. A row
    that does not fit is passed over: it keeps nobody from restoring a damaged backup, and verifying tells of it.
    """
    # One without its mark was written, and a kill or a full disk came before it was done.
    happened = {kept["id"]: kept for kept in certificates if is_erased(mark_of(kept), tokens)}
    out: list[Gone] = []
    for kept in happened.values():
        scopes = {uuid.UUID(each) for each in kept["scopes"]}
        if not all(is_erased(scope_id, tokens) for scope_id in scopes):
            continue
        status = db.session.scalar(select(Erasure.status).where(Erasure.id == uuid.UUID(kept["id"])))
        if status in (UNFINISHED, DONE):
            continue
        with suppress(VaultError):
            decisions = [Decision.read(each) for each in kept["decisions"]]
            needles = needles_for(Doomed(frozenset(scopes)), readable=True).without_ids()
            out += apply_decisions(decisions, needles, again=True)[0]
        with suppress(VaultError):
            out += _bring_back(kept, scopes)
    return out


def _bring_back(kept: dict[str, Any], scopes: set[uuid.UUID]) -> list[Gone]:
    erasure = db.session.get(Erasure, uuid.UUID(kept["id"]))
    people = [uuid.UUID(each) for each in kept["people"]]
    if not all(_is_there(User, each) for each in people):
        return []  # an account that is younger than the backup: there is nobody whom it could name
    links = links_of(erasure.scope_id) if erasure is not None else []
    scope = db.session.get_one(Scope, erasure.scope_id) if erasure is not None else _scope_for(kept)
    kept_out = [each for each in map(uuid.UUID, kept["kept_out"]) if _is_there(User, each)]
    keep_to_itself(scope, scopes, people, kept_out)
    if erasure is None:
        erasure = _begun(kept, scope)
    erasure.asked_by, erasure.approved_by, erasure.carried_out_by = people
    erasure.status = UNFINISHED  # the traces of what is erased again are overwritten anew
    erasure.held_until, erasure.backups_until = _as_day(kept["held_until"]), _as_day(kept["backups_until"])
    erasure.numbers = kept["numbers"]
    db.session.add(erasure)
    db.session.flush()
    taken = {each.transition for each in steps_of(erasure)}
    for code, source, target, actor_id, day in kept["steps"]:
        if code not in taken:
            step = (code, source, target)
            record_step(ERASURE_WORKFLOW, erasure, uuid.UUID(actor_id), step, _as_day(day))
    db.session.add_all(_residue_from(each, erasure) for each in kept["residue"])
    db.session.flush()
    return links


def _begun(kept: dict[str, Any], scope: Scope) -> Erasure:
    kind, target_id = kept["target"]
    erasure = Erasure(
        id=uuid.UUID(kept["id"]),
        scope_id=scope.id,
        target_kind=kind,
        target_id=uuid.UUID(target_id),
        basis=kept["basis"],
        wished_by=kept["wished_by"],
    )
    erasure.take_reference(kept["reference"])
    return erasure


def _scope_for(kept: dict[str, Any]) -> Scope:
    team_id = uuid.UUID(kept["team"]) if kept["team"] else None
    is_there = team_id is not None and _is_there(Team, team_id)
    return create_scope(Erasure.__kind__, level=kept["level"], team_id=team_id if is_there else None)


def _kept_step(step: Step) -> list[Any]:
    day = _day(step.happened_on or step.created_on)
    return [step.transition, step.source, step.target, str(step.actor_id), day]


def _kept_residue(residue: Residue) -> dict[str, Any]:
    return {
        "disclosure": str(residue.disclosure_id),
        "purpose": residue.purpose,
        "day": _day(residue.day),
        "audience": residue.audience,
        "bases": residue.bases,
        "manner": residue.manner,
        "proof": b64encode(residue.proof).decode(),
    }


def _residue_from(kept: dict[str, Any], erasure: Erasure) -> Residue:
    return Residue(
        scope_id=erasure.scope_id,
        erasure_id=erasure.id,
        disclosure_id=uuid.UUID(kept["disclosure"]),
        purpose=kept["purpose"],
        day=_as_day(kept["day"]),
        audience=kept["audience"],
        bases=kept["bases"],
        manner=kept["manner"],
        proof=b64decode(kept["proof"]),
    )


def _is_there(model: Any, row_id: uuid.UUID) -> bool:
    return db.session.scalar(select(model.id).where(model.id == row_id)) is not None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _as_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
