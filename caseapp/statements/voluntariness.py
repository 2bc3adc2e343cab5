"""Whether words were freely given: the questions, and what an answer other than "yes" means.

Declarations of separation are extracted by either side, so these questions stand before the text. Every question is
put so that "yes" is the answer of somebody who spoke freely; "no" or "not sure" keeps a statement a draft until a
coordinator has looked at it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel.speaklater import LazyString

from caseapp.i18n.messages import lazy_gettext as _l

YES = "yes"
ANSWERS = {
    "yes": _l("yes"),
    "no": _l("no"),
    "unsure": _l("not sure"),
    "not_asked": _l("not asked yet"),
}
PROPOSERS = {
    "maker": _l("The maker, of their own accord"),
    "us": _l("We did"),
    "group": _l("Somebody of the group that was left"),
    "other": _l("Somebody else"),
    "not_asked": _l("not asked yet"),
}
CONCERNING = frozenset({"no", "unsure"})
PROPOSED_BY = "proposed_by"
CARRIED = "carried"
"""Beside the answers: the codes of concerns that earlier answers raised and that nobody has decided about."""


@dataclass(frozen=True)
class Question:
    """One question about how a statement came about."""

    code: str
    label: LazyString
    concern: LazyString
    """What it means when the answer is not a yes."""


QUESTIONS = (
    Question(
        "unpressed",
        _l("Free of any payment, benefit, threat or pressure?"),
        _l("It may have been given for a benefit or under pressure."),
    ),
    Question(
        "alone",
        _l("Could they speak alone with us, at most with an interpreter?"),
        _l("Somebody else was there who may have influenced it."),
    ),
    Question(
        "understood",
        _l("Did they understand what it may be used for and who may read it?"),
        _l("It is not certain that they understood its use."),
    ),
    Question(
        "time_offered",
        _l("Were they offered time to think about it?"),
        _l("They were perhaps not offered time to think."),
    ),
    Question(
        "refusal_offered",
        _l("Were they told that they may refuse, without any disadvantage?"),
        _l("They perhaps did not know that they may refuse."),
    ),
    Question("own_words", _l("Is the wording their own?"), _l("The wording may be that of somebody else.")),
)
CODES = tuple(question.code for question in QUESTIONS)


def concern_codes(answers: Mapping[str, Any] | None) -> list[str]:
    """Return the codes of the answers that raise a concern, and of those that did before they were changed."""
    given = answers or {}
    raised = {code for code in CODES if given.get(code) in CONCERNING} | set(given.get(CARRIED) or ())
    if given.get(PROPOSED_BY) == "group":
        raised.add(PROPOSED_BY)
    return [code for code in (PROPOSED_BY, *CODES) if code in raised]


def concerns(answers: Mapping[str, Any] | None) -> list[LazyString]:
    """Return what the answers "no" and "not sure" mean, and a proposal that came from the group.

    A concern that an earlier answer raised stands among them until somebody has decided about it.
    """
    meanings = {question.code: question.concern for question in QUESTIONS}
    meanings[PROPOSED_BY] = _l("It was proposed by somebody of the group that was left.")
    return [meanings[code] for code in concern_codes(answers)]


def unanswered(answers: Mapping[str, Any] | None) -> list[LazyString]:
    """Return the questions that nobody has asked yet."""
    given = answers or {}
    found = [question.label for question in QUESTIONS if given.get(question.code, "not_asked") == "not_asked"]
    if given.get(PROPOSED_BY, "not_asked") == "not_asked":
        found.insert(0, _l("Who proposed it?"))
    return found


def worded_answers(answers: Mapping[str, Any] | None) -> list[tuple[LazyString, LazyString]]:
    """Return every question with its answer, in words."""
    given = answers or {}
    asked = [(question.label, ANSWERS[given.get(question.code, "not_asked")]) for question in QUESTIONS]
    return [(_l("Who proposed it?"), PROPOSERS[given.get(PROPOSED_BY, "not_asked")]), *asked]
