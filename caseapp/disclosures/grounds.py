"""What legal grounds on file say about a disclosure."""

import uuid
from collections.abc import Iterable, Iterator

from sqlalchemy import select

from caseapp.db import asked_of_each, db, open_scopes
from caseapp.disclosures.definition import Disclosure, Finding, Purpose, Verdict
from caseapp.disclosures.models import GroundStatus, LegalGround
from caseapp.workflow import way

_OVER = (GroundStatus.REFUSED.value, GroundStatus.ENDED.value)


def ground_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Yield what each legal ground for this purpose and audience says. Reads whatever scope it stands in."""
    grounds = _living_grounds(disclosure.purpose, disclosure.subjects)
    for ground in (each for found in grounds.values() for each in found):
        if not covers(ground, disclosure):
            continue
        expired = ground.until is not None and ground.until < disclosure.day
        if ground.status != GroundStatus.APPROVED:
            verdict = Verdict.AWAITS_APPROVAL
        elif expired:
            verdict = Verdict.EXPIRED
        else:
            verdict = Verdict.ALLOWS
        there = way("disclosures.ground", ground_id=ground.id)
        yield Finding(ground.person_id, verdict, "legal_ground", ground.id, way=there)


def _living_grounds(purpose: Purpose, person_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[LegalGround]]:
    def ask(unknown: set[uuid.UUID]) -> dict[uuid.UUID, list[LegalGround]]:
        query = select(LegalGround).where(
            LegalGround.person_id.in_(unknown),
            LegalGround.purpose == purpose.value,
            LegalGround.status.not_in(
                _OVER
            ),  # the persons lead to the rows, whatever has an index of its own
            LegalGround.removed_on.is_(None),
        )
        found: dict[uuid.UUID, list[LegalGround]] = {}
        rows = db.session.scalars(query).all()
        open_scopes({ground.scope_id for ground in rows})
        for ground in rows:
            found.setdefault(ground.person_id, []).append(ground)
        return found

    return asked_of_each(("grounds", purpose), person_ids, ask)


def covers(ground: LegalGround, disclosure: Disclosure) -> bool:
    """Tell whether a ground was asked for this audience. One whose key is not to be had covers nobody."""
    audience = ground.audience or {}
    asked_id = audience.get("id")
    return audience.get("kind") == disclosure.audience.kind and (
        asked_id is None or asked_id == str(disclosure.audience.id)
    )
