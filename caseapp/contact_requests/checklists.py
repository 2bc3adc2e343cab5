"""The lists of questions that stand before the steps of a search, as data: pages, guards and tests read them."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel.speaklater import LazyString

from caseapp.i18n.messages import lazy_gettext as _l

NOT_YET = "not_yet"
PRESSURE = ("own_wish", "nobody_waits", "not_sent", "wellbeing")
"""Questions of the screening of which a "no" or "not sure" asks for a second person."""
DONE = {"yes": _l("yes"), "no": _l("no"), NOT_YET: _l("not yet")}
SURE = {"yes": _l("yes"), "no": _l("no"), "unsure": _l("not sure"), NOT_YET: _l("not asked yet")}


@dataclass(frozen=True)
class Item:
    """One question. ``answers`` offers a choice; without them words are asked for, or a day."""

    code: str
    label: LazyString
    missing: LazyString
    """What stands in the way while the answer is not one of ``wanted``."""
    answers: Mapping[str, LazyString] | None = None
    wanted: frozenset[str] = frozenset()
    is_day: bool = False
    optional: bool = False


@dataclass(frozen=True)
class Checklist:
    """A list of questions about a search; ``kind`` names it in addresses and in the database."""

    kind: str
    title: LazyString
    lead: LazyString
    items: tuple[Item, ...]

    def item(self, code: str) -> Item:
        """Return a question by its code."""
        return next(item for item in self.items if item.code == code)


def _done(code: str, label: LazyString, missing: LazyString) -> Item:
    return Item(code, label, missing, DONE, frozenset({"yes"}))


def _asked(code: str, label: LazyString) -> Item:
    missing = _l("Not every question about pressure has been asked.")
    return Item(code, label, missing, SURE, frozenset({"yes", "no", "unsure"}))


def _words(code: str, label: LazyString, missing: LazyString) -> Item:
    return Item(code, label, missing)


def _remark(code: str, label: LazyString) -> Item:
    return Item(code, label, _l("Nothing is written down."), optional=True)


SCREENING = Checklist(
    "screening",
    _l("Screening"),
    _l("Who asks, why, and is it safe? A kind enquiry can be a harmful one, from either side."),
    (
        Item(
            "identity",
            _l("Was a proof of the enquirer's identity seen?"),
            _l("The enquirer's identity has not been checked."),
            {"seen": _l("yes"), "none": _l("there is none, for the reason below"), NOT_YET: _l("not yet")},
            frozenset({"seen", "none"}),
        ),
        _remark("identity_note", _l("Which proof, or why there is none")),
        _done(
            "alone",
            _l("Was the enquirer spoken to alone, without third parties?"),
            _l("The enquirer has not been spoken to alone."),
        ),
        _asked("own_wish", _l("Do they ask of their own wish?")),
        _asked("nobody_waits", _l("Is it certain that nobody else waits for the answer?")),
        _asked("not_sent", _l("Is it certain that neither the group nor an authority sent them?")),
        _asked("wellbeing", _l("Do they ask how the person is, rather than where the person is?")),
        _done(
            "no_conflict",
            _l("Was it checked that no colleague who works on it is close to either side?"),
            _l("It has not been checked whether a colleague is close to either side."),
        ),
        Item(
            "concern",
            _l("Is there a protection concern?"),
            _l("It has not been decided whether there is a protection concern."),
            {
                "none": _l("none"),
                "some": _l("some"),
                "serious": _l("serious"),
                NOT_YET: _l("not decided yet"),
            },
            frozenset({"none", "some", "serious"}),
        ),
        _remark("concern_reason", _l("For what reason?")),
    ),
)
ASKING = Checklist(
    "asking",
    _l("Asking the person"),
    _l("Found; the choice is theirs. Nothing is told to the enquirer yet."),
    (
        _done("private", _l("In private?"), _l("They have not been asked in private.")),
        _done(
            "own_language", _l("In their own language?"), _l("They have not been asked in their language.")
        ),
        _done(
            "interpreter",
            _l("With an interpreter who is independent, or without one?"),
            _l("It is not certain that the interpreter was independent."),
        ),
        _done(
            "told_who",
            _l("Were they told who asks, and what is known of it?"),
            _l("They have not been told who asks."),
        ),
        _done(
            "told_no_is_fine",
            _l("Were they told that a no is fine?"),
            _l("They do not know that a no is fine."),
        ),
        _done("time", _l("Were they given time to think?"), _l("They were not given time to think.")),
        _remark("words", _l("What they said, in their words")),
    ),
)
CONTACT = Checklist(
    "contact",
    _l("Plan of the contact"),
    _l("By which route, when, and who stops it."),
    (
        _words("route", _l("By which route and medium?"), _l("The route of the contact is not agreed.")),
        _words("times", _l("When, and how long?"), _l("The times of the contact are not agreed.")),
        _words(
            "stop_rule", _l("When is it stopped, and by whom?"), _l("It is not agreed when it is stopped.")
        ),
        _words("safety", _l("How are both kept safe?"), _l("There is no safety plan.")),
        _words(
            "debrief",
            _l("Who speaks with them afterwards, and when?"),
            _l("Nobody is named who speaks with them afterwards."),
        ),
    ),
)
WISHES = Checklist(
    "wishes",
    _l("Wish to meet"),
    _l("Each is asked alone."),
    (
        _done("enquirer", _l("Was the enquirer asked alone?"), _l("The enquirer has not been asked alone.")),
        _done(
            "sought",
            _l("Was the person sought asked alone?"),
            _l("The person sought has not been asked alone."),
        ),
        Item(
            "best_interest",
            _l("Is a best-interest note written, where one is a minor or at risk?"),
            _l("It is not decided whether a best-interest note is needed."),
            {"written": _l("it is written"), "not_needed": _l("not needed"), NOT_YET: _l("not yet")},
            frozenset({"written", "not_needed"}),
        ),
    ),
)
ASSESSMENT = Checklist(
    "assessment",
    _l("Assessment of the meeting"),
    _l("Relation, means, risk, law, papers; and the views of both in their words."),
    (
        _done("relation", _l("Is the relation proved?"), _l("The relation is not proved.")),
        _done("means", _l("Are the means there?"), _l("The means have not been looked at.")),
        _done("risk", _l("Were the risks weighed?"), _l("The risks have not been weighed.")),
        _done("law", _l("Was the law looked at?"), _l("The law has not been looked at.")),
        _done("papers", _l("Are the travel papers there?"), _l("The travel papers are not there.")),
        _words(
            "view_enquirer",
            _l("The enquirer's view, in their words"),
            _l("The enquirer's view is not written down."),
        ),
        _words(
            "view_sought",
            _l("The sought person's view, in their words"),
            _l("The sought person's view is not written down."),
        ),
    ),
)
MEETING = Checklist(
    "meeting",
    _l("Plan of the meeting"),
    _l("Place, escort, papers, date, and what happens if it fails."),
    (
        _words("place", _l("Where?"), _l("The place of the meeting is not set.")),
        _words("when", _l("On which day and at what hour?"), _l("The day of the meeting is not set.")),
        _words("escort", _l("Who goes with them?"), _l("Nobody is named who goes with them.")),
        _words(
            "papers", _l("Which papers do they carry?"), _l("It is not written down which papers they carry.")
        ),
        _words("fallback", _l("What if it cannot take place?"), _l("There is no plan if it fails.")),
        Item(
            "confirmed_on",
            _l("On which day did both confirm their consent again?"),
            _l("Both have not confirmed their consent again within the last fourteen days."),
            is_day=True,
        ),
    ),
)
REUNION = Checklist(
    "reunion",
    _l("After the meeting"),
    _l("Both say so in private."),
    (
        _done(
            "enquirer",
            _l("Did the enquirer confirm it in private?"),
            _l("The enquirer has not confirmed it in private."),
        ),
        _done(
            "sought",
            _l("Did the person sought confirm it in private?"),
            _l("The person sought has not confirmed it in private."),
        ),
        _remark("where", _l("Where did they meet, and who was there?")),
    ),
)
FATE = Checklist(
    "fate",
    _l("Fate known"),
    _l("Two sources or an official proof; the news is given in person, by somebody prepared."),
    (
        Item(
            "proof",
            _l("What proves it?"),
            _l("There are neither two sources nor an official proof."),
            {
                "official": _l("an official proof"),
                "two_sources": _l("two sources"),
                "one_source": _l("one source"),
                NOT_YET: _l("nothing yet"),
            },
            frozenset({"official", "two_sources"}),
        ),
        _words("who_tells", _l("Who gives the news in person?"), _l("Nobody is named who gives the news.")),
    ),
)
CHECKLISTS = {
    each.kind: each for each in (SCREENING, ASKING, CONTACT, WISHES, ASSESSMENT, MEETING, REUNION, FATE)
}
