"""``decide``: the single question that every disclosure asks."""

import uuid
from collections.abc import Iterable

from caseapp.accounts import User
from caseapp.clock import today
from caseapp.disclosures.definition import (
    Audience,
    Basis,
    Decision,
    Disclosure,
    Finding,
    Missing,
    Purpose,
    Verdict,
)
from caseapp.disclosures.wording import missing_sentence
from caseapp.web.installed import features
from caseapp.workflow import Way, way


def decide(user: User, disclosure: Disclosure) -> Decision:
    """Return what allows a disclosure and what is missing.

    Every subject needs a basis of its own. What is on file counts whether or not ``user`` may see it; the sentences
    name only persons whom ``user`` may see. With no subjects there is nothing to ask.
    """
    found = _findings(disclosure)
    bases: list[Basis] = []
    missing: list[Missing] = []
    for subject_id in dict.fromkeys(disclosure.subjects):
        about = [finding for finding in found if finding.subject_id == subject_id]
        allowing = [finding for finding in about if finding.verdict is Verdict.ALLOWS]
        if allowing:
            bases += [Basis(subject_id, finding.record_kind, finding.record_id) for finding in allowing]
        else:
            missing.append(_missing(user, disclosure, subject_id, about))
    return Decision(tuple(bases), tuple(missing))


def covered(disclosure: Disclosure) -> set[uuid.UUID]:
    """Return the subjects for whom something on file allows a disclosure; of many, without a sentence for each."""
    return {finding.subject_id for finding in _findings(disclosure) if finding.verdict is Verdict.ALLOWS}


def read_ahead(purpose: Purpose, subject_ids: Iterable[uuid.UUID]) -> None:
    """Read at once what is on file for a purpose about many subjects; ``decide`` then asks for none of it again."""
    covered(Disclosure(tuple(subject_ids), purpose, Audience("partners"), (), "named", today()))


def _findings(disclosure: Disclosure) -> list[Finding]:
    return [finding for feature in features() for finding in feature.answers.bases(disclosure)]


def _missing(user: User, disclosure: Disclosure, subject_id: uuid.UUID, about: Iterable[Finding]) -> Missing:
    telling = max(about, key=lambda finding: finding.verdict, default=Finding(subject_id, Verdict.NOT_ASKED))
    known = next((finding.way for finding in about if finding.way), None)
    return Missing(
        subject_id,
        disclosure.purpose,
        disclosure.audience,
        missing_sentence(user, disclosure, telling),
        telling.way or known,
        telling.verdict,
        _ground_way(disclosure, subject_id),
    )


def _ground_way(disclosure: Disclosure, subject_id: uuid.UUID) -> Way:
    audience = disclosure.audience
    return way(
        "disclosures.ask_ground",
        person_id=subject_id,
        purpose=disclosure.purpose.value,
        audience=audience.kind,
        audience_id=audience.id,
    )
