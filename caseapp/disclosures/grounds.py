"""What legal grounds on file say about a disclosure."""

from collections.abc import Iterator

from sqlalchemy import select

from caseapp.db import db
from caseapp.disclosures.definition import Disclosure, Finding, Verdict
from caseapp.disclosures.models import GroundStatus, LegalGround
from caseapp.workflow import way

_LIVING = (GroundStatus.ASKED.value, GroundStatus.APPROVED.value)


def ground_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Yield what each legal ground for this purpose and audience says. Reads whatever scope it stands in."""
    query = select(LegalGround).where(
        LegalGround.person_id.in_(disclosure.subjects),
        LegalGround.purpose == disclosure.purpose.value,
        LegalGround.status.in_(_LIVING),
        LegalGround.removed_on.is_(None),
    )
    for ground in db.session.scalars(query):
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


def covers(ground: LegalGround, disclosure: Disclosure) -> bool:
    """Tell whether a ground was asked for this audience. One whose key is not to be had covers nobody."""
    audience = ground.audience or {}
    asked_id = audience.get("id")
    return audience.get("kind") == disclosure.audience.kind and (
        asked_id is None or asked_id == str(disclosure.audience.id)
    )
