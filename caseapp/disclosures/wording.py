"""Words of disclosures: purposes, audiences, grounds, and what is missing."""

import uuid
from collections.abc import Iterable

from flask_babel.speaklater import LazyString

from caseapp.accounts import User
from caseapp.disclosures.definition import Audience, Disclosure, Finding, Manner, Purpose, Verdict
from caseapp.disclosures.models import GroundKind, GroundStatus
from caseapp.i18n import in_a_row
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.installed import describe, describe_all
from caseapp.web.sentences import Sentence

PURPOSES: dict[str, LazyString] = {
    Purpose.KEEP: _l("Keep what they told us"),
    Purpose.TRACE: _l("Look for their family"),
    Purpose.CONTACT_FAMILY: _l("Tell their family"),
    Purpose.SHARE: _l("Tell authorities"),
    Purpose.PUBLISH: _l("Publish"),
}
AUDIENCES: dict[str, LazyString] = {
    "authority": _l("An authority"),
    "person": _l("A person"),
    "partners": _l("Partner organisations"),
    "public": _l("The public"),
}
IDENTIFIED: dict[str, LazyString] = {
    "named": _l("with their name"),
    "pseudonymous": _l("without their name"),
    "public": _l("with their name, in public"),
}
MANNERS: dict[str, LazyString] = {
    Manner.DECIDED: _l("with a basis on file"),
    Manner.VITAL_INTEREST: _l("vital interest"),
    Manner.AFTERWARDS: _l("recorded afterwards"),
}
GROUNDS: dict[str, LazyString] = {
    GroundKind.COURT_ORDER: _l("A court has ordered it"),
    GroundKind.LEGAL_DUTY: _l("The law obliges us"),
    GroundKind.VITAL_INTEREST: _l("Life, liberty or health is at stake"),
    GroundKind.LEGAL_CLAIM: _l("To bring or answer a legal claim"),
    GroundKind.MADE_PUBLIC: _l("They made it public themselves"),
    GroundKind.LEGITIMATE_INTEREST: _l("Our legitimate interest, weighed against theirs"),
}
GROUND_STATUS: dict[str, LazyString] = {
    GroundStatus.ASKED: _l("waits for a second person"),
    GroundStatus.APPROVED: _l("approved"),
    GroundStatus.REFUSED: _l("refused"),
    GroundStatus.ENDED: _l("ended"),
}
GROUND_TONE = {
    GroundStatus.ASKED: "waiting",
    GroundStatus.APPROVED: "done",
    GroundStatus.REFUSED: "stopped",
    GroundStatus.ENDED: "neutral",
}


def purposes_in_words(codes: Iterable[str]) -> str:
    """Return several purposes, such as "Look for their family, Tell authorities"."""
    return in_a_row(PURPOSES[code] for code in codes)


def person_label(user: User, person_id: uuid.UUID) -> str:
    """Name a person for ``user``, as far as they may know who it is."""
    return person_labels(user, [person_id])[person_id]


def person_labels(user: User, person_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Name several persons for ``user``, by id, each as far as they may know who it is."""
    person_ids = list(person_ids)
    named = describe_all(user, (("person", person_id) for person_id in person_ids))
    nobody = _("a person who is not shared with you")
    return {
        person_id: named[("person", person_id)].label if ("person", person_id) in named else nobody
        for person_id in person_ids
    }


def audience_label(user: User, audience: Audience) -> str:
    """Name an audience for ``user``.

    Raises:
        KeyError: there is no such kind of audience.
    """
    if audience.id is not None and audience.kind == "person":
        return person_label(user, audience.id)
    if audience.id is not None:
        found = describe(user, audience.kind, audience.id)
        if found and found.label:
            return found.label
    if audience.kind not in AUDIENCES:
        raise KeyError(audience.kind)
    return Sentence(f"audience.{audience.kind}")


SENTENCES: dict[str, LazyString] = {
    **{f"purpose.{code}": label for code, label in PURPOSES.items()},
    **{f"audience.{code}": label for code, label in AUDIENCES.items()},
    "disclosure.review": _l(
        "Review a disclosure that was made without a consent or an approved ground on file."
    ),
    "person.not_shared": _l("a person who is not shared with everybody"),
    "missing.awaits_approval": _l("%(person)s: a legal ground for “%(purpose)s” waits for a second person."),
    "missing.other_audience": _l("%(person)s: the consent for “%(purpose)s” does not cover %(audience)s."),
    "missing.not_by_name": _l("%(person)s: the consent for “%(purpose)s” is only without their name."),
    "missing.conditions_unchecked": _l(
        "%(person)s consented to “%(purpose)s” with conditions: “%(words)s”. "
        "Nobody has confirmed yet that they are kept for %(audience)s."
    ),
    "missing.not_readable": _l("%(person)s: the consents are locked; nobody can tell what they allow."),
    "missing.ground_expired": _l("%(person)s: the legal ground for “%(purpose)s” has run out."),
    "missing.expired": _l("%(person)s: the consent for “%(purpose)s” has run out."),
    "missing.refused": _l("%(person)s said no to “%(purpose)s”."),
    "missing.withdrawn": _l("%(person)s has withdrawn the consent for “%(purpose)s”."),
    "missing.not_asked": _l("%(person)s has not been asked about “%(purpose)s”."),
}
"""What the application writes into records. What is missing is written beside what happened all the same."""


def missing_sentence(user: User, disclosure: Disclosure, finding: Finding) -> Sentence:
    """Return in plain words what stands in the way of a disclosure about one person."""
    expired_ground = finding.verdict is Verdict.EXPIRED and finding.record_kind == "legal_ground"
    seen = describe(user, "person", finding.subject_id)
    values = {
        "person": seen.label if seen else Sentence("person.not_shared"),
        "purpose": Sentence(f"purpose.{disclosure.purpose.value}"),
        "audience": audience_label(user, disclosure.audience),
    }
    if finding.verdict is Verdict.CONDITIONS_UNCHECKED:
        values["words"] = finding.words
    code = "ground_expired" if expired_ground else finding.verdict.name.lower()
    return Sentence(f"missing.{code}", **values)
