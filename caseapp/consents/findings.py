"""What consents on file say about a disclosure: exactly one finding for each subject."""

import uuid
from collections.abc import Iterable, Iterator

from sqlalchemy import select

from caseapp.consents.models import ConditionsKept, Consent
from caseapp.consents.standing import audience_code, newest, verdict
from caseapp.db import asked_of_each, db, open_scopes
from caseapp.disclosures.definition import Disclosure, Finding, Purpose, Verdict
from caseapp.workflow import Way, way


def consent_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Yield what the newest answer of each subject says. Reads whatever scope it stands in."""
    answers = _answers_of(disclosure.purpose, disclosure.subjects)
    deciding = {
        subject_id: newest(answers.get(subject_id, ()), disclosure.purpose, disclosure.day)
        for subject_id in disclosure.subjects
    }
    kept_for = _kept_for(consent for consent in deciding.values() if consent is not None)
    for subject_id, consent in deciding.items():
        said = verdict(consent, disclosure, kept_for.get(consent.id, frozenset()) if consent else frozenset())
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


def _answers_of(purpose: Purpose, person_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Consent]]:
    def ask(unknown: set[uuid.UUID]) -> dict[uuid.UUID, list[Consent]]:
        query = select(Consent).where(
            Consent.person_id.in_(unknown), Consent.purpose == purpose.value, Consent.removed_on.is_(None)
        )
        found: dict[uuid.UUID, list[Consent]] = {}
        rows = db.session.scalars(query).all()
        open_scopes({consent.scope_id for consent in rows})
        for consent in rows:
            found.setdefault(consent.person_id, []).append(consent)
        return found

    return asked_of_each(("consents", purpose), person_ids, ask)


def _kept_for(consents: Iterable[Consent]) -> dict[uuid.UUID, frozenset[str]]:
    def ask(unknown: set[uuid.UUID]) -> dict[uuid.UUID, frozenset[str]]:
        query = select(ConditionsKept).where(
            ConditionsKept.consent_id.in_(unknown), ConditionsKept.removed_on.is_(None)
        )
        found: dict[uuid.UUID, frozenset[str]] = {}
        for kept in db.session.scalars(query):
            found[kept.consent_id] = found.get(kept.consent_id, frozenset()) | {kept.audience}
        return found

    return asked_of_each("conditions-kept", (consent.id for consent in consents), ask)


def _sheet_way(person_id: uuid.UUID, disclosure: Disclosure) -> Way:
    return way("consents.sheet_of_person", person_id=person_id, _anchor=disclosure.purpose.value)


def _conditions_way(consent: Consent, disclosure: Disclosure) -> Way:
    return way("consents.conditions", consent_id=consent.id, audience=audience_code(disclosure))
