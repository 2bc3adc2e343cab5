"""The five questions of the consent sheet, as data: which purpose, and which audiences an answer can cover."""

from dataclasses import dataclass

from flask_babel.speaklater import LazyString

from caseapp.disclosures.definition import AudienceKind, Purpose
from caseapp.i18n.messages import lazy_gettext as _l


@dataclass(frozen=True)
class Question:
    """One question of the sheet."""

    purpose: Purpose
    label: LazyString
    explanation: LazyString
    audiences: frozenset[AudienceKind]
    """Whom a yes can cover. A yes to one question never stands for another."""


QUESTIONS = (
    Question(
        Purpose.KEEP,
        _l("May we keep what they tell us?"),
        _l("Encrypted, for our own work with them. Nobody else is told."),
        frozenset(),
    ),
    Question(
        Purpose.TRACE,
        _l("May we look for their family?"),
        _l("We ask authorities, partners and persons, and tell no more than the search needs."),
        frozenset({"authority", "person", "partners"}),
    ),
    Question(
        Purpose.CONTACT_FAMILY,
        _l("May we tell their family?"),
        _l("That they were found, and what they choose to let them know."),
        frozenset({"person"}),
    ),
    Question(
        Purpose.SHARE,
        _l("May we tell authorities?"),
        _l("In letters, with what they enclose. A copy that was sent cannot be pulled back."),
        frozenset({"authority"}),
    ),
    Question(
        Purpose.PUBLISH,
        _l("May we publish it?"),
        _l("What was published once can be copied by anybody, for ever."),
        frozenset({"public"}),
    ),
)
BY_PURPOSE = {question.purpose: question for question in QUESTIONS}
