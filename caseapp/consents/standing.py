"""How a person's consents stand: of all answers about a purpose, the newest decides."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from caseapp.consents.labels import EXPIRED, LOCKED, NOT_ASKED
from caseapp.consents.models import Answer, Consent
from caseapp.consents.questions import BY_PURPOSE
from caseapp.db import is_locked
from caseapp.disclosures.audiences import code_of
from caseapp.disclosures.definition import Disclosure, Purpose, Verdict


@dataclass(frozen=True)
class Standing:
    """Where one purpose stands: a code of ``labels.STATES``, and the answer that decides."""

    purpose: Purpose
    state: str
    consent: Consent | None


def newest(consents: Iterable[Consent], purpose: str, day: date) -> Consent | None:
    """Return the answer that decides about ``purpose`` on ``day``: the newest that was given by then.

    An older answer never comes back: when the newest has run out or was withdrawn, the person is asked again. An
    answer that cannot be read counts as the newest, so that nothing is told over its head.
    """
    about = [each for each in consents if each.purpose == purpose]
    unreadable = next((each for each in about if is_locked(each.answer)), None)
    if unreadable is not None:
        return unreadable
    given = [each for each in about if each.given_on is not None and each.given_on <= day]
    return max(given, key=lambda each: (each.given_on, each.seq), default=None)


def standing(consents: Iterable[Consent], purpose: Purpose, day: date) -> Standing:
    """Return where ``purpose`` stands on ``day``."""
    consent = newest(consents, purpose, day)
    if consent is None:
        return Standing(purpose, NOT_ASKED, None)
    if is_locked(consent.answer):
        return Standing(purpose, LOCKED, consent)
    if has_run_out(consent, day):
        return Standing(purpose, EXPIRED, consent)
    return Standing(purpose, consent.answer, consent)


def has_run_out(consent: Consent, day: date) -> bool:
    """Tell whether a consent no longer holds on ``day``; on its last day it does. A no never runs out."""
    allows = consent.answer in {Answer.YES, Answer.CONDITIONS}
    return allows and consent.until is not None and consent.until < day


def verdict(
    consent: Consent | None, disclosure: Disclosure, kept_for: frozenset[str] = frozenset()
) -> Verdict:
    """Return what one answer says about a disclosure. ``kept_for``: audiences its conditions were checked for."""
    if consent is None:
        return Verdict.NOT_ASKED
    if is_locked(consent.answer):
        return Verdict.NOT_READABLE
    if consent.answer == Answer.WITHDRAWN:
        return Verdict.WITHDRAWN
    if has_run_out(consent, disclosure.day):
        return Verdict.EXPIRED
    if consent.answer not in {Answer.YES, Answer.CONDITIONS}:
        return Verdict.REFUSED
    return _within_terms(consent, disclosure, kept_for)


def _within_terms(consent: Consent, disclosure: Disclosure, kept_for: frozenset[str]) -> Verdict:
    terms = consent.terms or {}
    audience = audience_code(disclosure)
    only = terms.get("only") or []
    if disclosure.audience.kind not in BY_PURPOSE[disclosure.purpose].audiences or (
        only and audience not in only
    ):
        return Verdict.OTHER_AUDIENCE
    if terms.get("without_name") and disclosure.identified != "pseudonymous":
        return Verdict.NOT_BY_NAME
    if consent.conditions and audience not in kept_for:
        return Verdict.CONDITIONS_UNCHECKED
    return Verdict.ALLOWS


def audience_code(disclosure: Disclosure) -> str:
    """Return the code of a disclosure's audience, as consents and forms write it."""
    audience_id: uuid.UUID | None = disclosure.audience.id
    return code_of(disclosure.audience.kind, audience_id)
