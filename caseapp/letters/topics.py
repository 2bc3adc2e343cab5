"""What the guide tells about letters."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.roles import Role
from caseapp.web.topic import Topic, say

_STEPS = ("letters.show", "letters.step")

TOPICS = (
    Topic(
        "write-a-letter",
        210,
        _l("Write a letter to an authority"),
        (
            say(
                _l("In the case choose %(prepare)s: to whom, in whose name and in which language."),
                prepare=_l("Prepare a letter"),
            ),
            say(
                _l("Write each request as a point of its own, since each gets an answer of its own."),
            ),
            say(
                _l("Choose what travels with it under %(enclosures)s, and look through %(named)s."),
                enclosures=_l("Enclosures"),
                named=_l("Named in this letter"),
            ),
            say(
                _l(
                    "In a letter in the person's own name only the person changes the text. Read it to them"
                    " and choose %(reading)s."
                ),
                reading=_l("Record a reading"),
            ),
            say(
                _l("%(pages)s shows it as it will be printed. Then choose %(send)s."),
                pages=_l("See the printed pages"),
                send=_l("Send for review"),
            ),
            say(
                _l("A letter that went out before it stood here is written down with %(already)s."),
                already=_l("Record a letter that has already been sent"),
            ),
        ),
        (
            "letters.index",
            "letters.new",
            "letters.edit",
            "letters.enclosures",
            "letters.named",
            "letters.copies",
            "letters.read_back",
            "letters.advice",
            "letters.preview",
            "letters.comment",
            "letters.already_sent",
            *_STEPS,
        ),
    ),
    Topic(
        "letter-on-its-way",
        220,
        _l("Send a letter, and follow its answer"),
        (
            say(
                _l("At night a colleague may approve by telephone: %(telephone)s. They confirm it later."),
                telephone=_l("Record an approval by telephone"),
            ),
            say(
                _l("After the approval print it, have it signed and choose %(sign)s with the scan."),
                sign=_l("Record the signature"),
            ),
            say(
                _l("%(dispatch)s says how and when it went. The proof may follow: %(proof)s."),
                dispatch=_l("Record the dispatch"),
                proof=_l("Add the proof"),
            ),
            say(_l("From then on the page shows by when a reply is due, and how that was counted.")),
            say(
                _l("When something comes, choose %(answer)s; then %(outcomes)s, point by point."),
                answer=_l("Record an answer"),
                outcomes=_l("Record the outcomes"),
            ),
            say(
                _l("No reply in time: %(reminder)s, or %(further)s."),
                reminder=_l("A reminder was sent"),
                further=_l("Take it further"),
            ),
        ),
        (
            "letters.approve_by_telephone",
            "letters.sign",
            "letters.dispatch",
            "letters.proof",
            "letters.answer",
            "letters.outcomes",
            *_STEPS,
        ),
    ),
    Topic(
        "approve-a-letter",
        320,
        _l("Check and approve a letter"),
        (
            say(_l("Letters that wait stand on the home page under %(tile)s."), tile=_l("Letters to check")),
            say(
                _l(
                    "Choose %(approve)s and look at the pages as they are printed, the enclosures, the copies"
                    " and everybody named. Whoever wrote a part of it does not approve it."
                ),
                approve=_l("Approve"),
            ),
            say(
                _l("%(exactly)s freezes text and paper. If something is wrong, choose %(back)s."),
                exactly=_l("Approve exactly this letter"),
                back=_l("Return with a comment"),
            ),
            say(
                _l("If you agreed by telephone at night, the letter is marked until you press %(confirm)s."),
                confirm=_l("I confirm that I approved it"),
            ),
        ),
        ("letters.approve", "letters.approve_by_telephone", *_STEPS),
        frozenset({Role.COORDINATOR}),
    ),
)
