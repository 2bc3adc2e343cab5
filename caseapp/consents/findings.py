"""What consents on file say about a disclosure: exactly one finding for each subject."""

import uuid
from collections.abc import Iterator

from sqlalchemy import select

from caseapp.consents.models import ConditionsKept, Consent
from caseapp.consents.standing import audience_code, newest, verdict
from caseapp.db import db
from caseapp.disclosures.definition import Disclosure, Finding, Verdict
from caseapp.workflow import Way, way


def consent_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Yield what the newest answer of each subject says. Reads whatever scope it stands in."""
    query = select(Consent).where(
        Consent.person_id.in_(disclosure.subjects),
        Consent.purpose == disclosure.purpose.value,
        Consent.removed_on.is_(None),
    )
    consents = list(db.session.scalars(query))
    for subject_id in dict.fromkeys(disclosure.subjects):
        own = [each for each in consents if each.person_id == subject_id]
        consent = newest(own, disclosure.purpose, disclosure.day)
        said = verdict(consent, disclosure, _kept_for(consent))
        if consent is None:
            yield Finding(subject_id, said, way=_sheet_way(subject_id, disclosure))
        else:
            yield Finding(
                subject_id,
                said,
                "consent",
                consent.id,
                consent.conditions,
                _conditions_way(consent, disclosure)
                if said is Verdict.CONDITIONS_UNCHECKED
                else _sheet_way(subject_id, disclosure),
            )


def _kept_for(consent: Consent | None) -> frozenset[str]:
    if consent is None:
        return frozenset()
    query = select(ConditionsKept).where(
        ConditionsKept.consent_id == consent.id, ConditionsKept.removed_on.is_(None)
    )
    return frozenset(kept.audience for kept in db.session.scalars(query))


def _sheet_way(person_id: uuid.UUID, disclosure: Disclosure) -> Way:
    return way("consents.sheet_of_person", person_id=person_id, _anchor=disclosure.purpose.value)


def _conditions_way(consent: Consent, disclosure: Disclosure) -> Way:
    return way("consents.conditions", consent_id=consent.id, audience=audience_code(disclosure))
