"""What the guide tells about statements and declarations of separation."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.roles import Role
from caseapp.web.topic import Topic, say

_STEPS = ("statements.show", "statements.step")

TOPICS = (
    Topic(
        "statements",
        200,
        _l("Take a statement or a declaration of separation"),
        (
            say(
                _l("In the case choose %(write)s and say whose words it holds."),
                write=_l("Write a statement"),
            ),
            say(
                _l(
                    "First comes %(how)s: of their own will, alone with us, free of payment and pressure, and"
                    " knowing that they may refuse."
                ),
                how=_l("How it came about"),
            ),
            say(
                _l("Press %(save)s. Read the text back to them in their language, then choose %(read)s."),
                save=_l("Save the draft"),
                read=_l("Read it back"),
            ),
            say(
                _l(
                    "%(sign)s keeps the signed paper. From then on the text stays as it is; %(supplement)s adds to it."
                ),
                sign=_l("Record the signature"),
                supplement=_l("Write a supplement"),
            ),
            say(
                _l(
                    "A colleague reviews it. With %(propose)s you name who may read it, and a colleague"
                    " agrees; it goes to nobody else."
                ),
                propose=_l("Propose an audience"),
            ),
            say(
                _l("What was given before it stood here is written down with %(given)s."),
                given=_l("Record one that was already given"),
            ),
        ),
        (
            "statements.index",
            "statements.new",
            "statements.given",
            "statements.edit",
            "statements.voluntariness",
            "statements.supplement",
            "statements.propose_clearance",
            "statements.end_clearance",
            *_STEPS,
        ),
    ),
    Topic(
        "review-a-statement",
        330,
        _l("Review a statement"),
        (
            say(
                _l("Statements that wait stand on the home page under %(tile)s."),
                tile=_l("Statements waiting for you"),
            ),
            say(
                _l(
                    "Read the text, who is named in it and what may come of its use. Nobody reviews what they"
                    " wrote themselves."
                )
            ),
            say(
                _l("If it may not have been given freely, decide first: %(concern)s."),
                concern=_l("Decide about the concern"),
            ),
            say(
                _l("%(review)s passes it; then %(agree)s to each audience, or leave it."),
                review=_l("Review"),
                agree=_l("Agree"),
            ),
        ),
        ("statements.concern", *_STEPS),
        frozenset({Role.COORDINATOR}),
    ),
)
