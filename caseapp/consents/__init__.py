"""Consents: what each person allows, for which purpose, to whom; one sheet, one save."""

from collections.abc import Iterable, Iterator
from typing import Any

from flask import url_for
from markupsafe import Markup
from sqlalchemy import select

from caseapp.accounts import User
from caseapp.consents.demo import add_consents
from caseapp.consents.findings import consent_findings
from caseapp.consents.labels import STATES
from caseapp.consents.models import Answer, ConditionsKept, Consent, GivenBy, How, KeepingGround
from caseapp.consents.permissions import GRANTS, ConsentPermission
from caseapp.consents.queries import consents_of, related_ids
from caseapp.consents.showing import history_of_answers, person_lines
from caseapp.consents.topics import TOPICS
from caseapp.consents.views import blueprint
from caseapp.db import db, is_locked
from caseapp.disclosures.definition import Finding
from caseapp.disclosures.wording import PURPOSES, purposes_in_words
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.people.merging import let_mean
from caseapp.people.models import Person
from caseapp.people.queries import get_person
from caseapp.web.answers import Answers
from caseapp.web.consequences import Consequences
from caseapp.web.event import Detail, Event, Keeps
from caseapp.web.fates import lying_in
from caseapp.web.feature import Feature, Invention, Panel, TextSource, TimelineEntry
from caseapp.web.kind import Kind
from caseapp.web.templating import part


def _case_panel(user: User, case: Any) -> Markup:
    client = get_person(user, case.client_id)
    people = person_lines(user, [client.id, *related_ids(user, client)])
    return part("consents/panel.html", case=case, people=people)


def _facts_panel(user: User, case: Any) -> Markup:
    return part("consents/facts_panel.html", case=case, people=person_lines(user, [case.client_id]))


def _person_panel(user: User, person: Person) -> Markup:
    return part(
        "consents/person_panel.html",
        person=person,
        people=person_lines(user, [person.id]),
        history=history_of_answers(user, person.id),
    )


def _timeline(user: User, case: Any) -> Iterator[TimelineEntry]:
    sheets: dict[Any, list[Consent]] = {}
    for consent in consents_of(user, [case.client_id]):
        sheets.setdefault(consent.sheet_id, []).append(consent)
    for answers in sheets.values():
        first = answers[0]
        withdrawn = first.answer == Answer.WITHDRAWN
        yield TimelineEntry(
            first.given_on or first.created_on,
            first.created_on,
            "consent",
            "consent",
            _("Consent withdrawn") if withdrawn else _("Consents asked"),
            "\n".join(
                f"{PURPOSES[each.purpose]}: {STATES['locked' if is_locked(each.answer) else each.answer]}"
                for each in answers
            ),
            url_for("consents.sheet", case_id=case.id, person_id=case.client_id),
            first.recorded_by,
            first.seq,
        )


def _bases(disclosure: Any) -> Iterable[Finding]:
    return consent_findings(disclosure)


def _merge(actor: Any, person: Person, known: Person) -> None:
    models: tuple[Any, ...] = (Consent, KeepingGround)
    for model in models:
        rows = db.session.scalars(select(model).where(model.person_id == person.id))
        let_mean(actor, person, known, rows, "person_id")


feature = Feature(
    name="consents",
    topics=TOPICS,
    blueprint=blueprint,
    grants=GRANTS,
    texts=(
        TextSource(Consent, ("conditions", "own_view"), ConsentPermission.READ, of=("person", "person_id")),
        TextSource(KeepingGround, ("words",), ConsentPermission.READ, of=("person", "person_id")),
    ),
    kinds=(
        Kind(Consent, _l("Consent"), lying_in("person")),
        Kind(ConditionsKept, _l("Word that conditions are kept"), lying_in("person")),
        Kind(KeepingGround, _l("Ground for keeping"), lying_in("person")),
    ),
    panels=(
        Panel("case", "consents", 30, ConsentPermission.READ, _case_panel),
        Panel("case/facts", "consents", 20, ConsentPermission.READ, _facts_panel),
        Panel("person", "consents", 30, ConsentPermission.READ, _person_panel),
    ),
    timeline=_timeline,
    demo=Invention(30, add_consents),
    answers=Answers(bases=_bases),
    consequences=Consequences(merged=_merge),
    details={"purposes": Detail(_l("Purposes"), purposes_in_words)},
    sentences={
        "consent.runs_out": _l(
            "Consents of this person run out soon. Ask again, in private, before they do."
        ),
        "consent.recall": _l(
            "The consent was withdrawn. Ask %(recipient)s to give back or destroy what we sent, and write down "
            "the answer."
        ),
        "consent.recipient": _l("the recipient"),
        "consent.keeping_ground": _l(
            "Look again at the ground on which we keep what we know about this person."
        ),
    },
    events_about=_l("Consents"),
    events=(
        Event("consent.recorded", _l("Wrote down consents"), keeps=Keeps("purposes"), looked_at_again=True),
        Event(
            "consent.withdrawn",
            _l("Wrote down that a consent was taken back"),
            keeps=Keeps("purposes"),
            looked_at_again=True,
        ),
        Event("consent.conditions_checked", _l("Gave their word that the conditions of a consent are kept")),
        Event("consent.keeping_ground_recorded", _l("Wrote down a ground for keeping"), looked_at_again=True),
        Event("consent.sheet_viewed", _l("Opened a consent sheet")),
        Event("consent.viewed", _l("Opened a consent")),
    ),
)

__all__ = [
    "Answer",
    "Consent",
    "ConsentPermission",
    "GivenBy",
    "How",
    "KeepingGround",
    "feature",
]
