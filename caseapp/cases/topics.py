"""What the guide tells about cases and who sees them."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.roles import Role
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "start-a-case",
        120,
        _l("Start a case, even at night"),
        (
            say(_l("Choose %(new)s at the top, then %(case)s."), new=_l("New"), case=_l("Case")),
            say(_l("Ask only what they can answer now. Whatever they call themselves is enough to save.")),
            say(
                _l("Ask these first: %(safe)s %(tonight)s %(ring)s"),
                safe=_l("Safe now?"),
                tonight=_l("Where do they sleep tonight?"),
                ring=_l("May we ring it?"),
            ),
            say(_l("Press %(save)s. Everything else can wait until tomorrow."), save=_l("Save the case")),
            say(
                _l(
                    "While you type, a draft is kept, encrypted. If the line breaks or you are signed out, go"
                    " on where you stopped."
                )
            ),
        ),
        ("cases.new",),
    ),
    Topic(
        "work-in-a-case",
        170,
        _l("Find your way on the page of a case"),
        (
            say(
                _l(
                    "At the head stand how far the case is and its next step; other steps stand under"
                    " %(more)s. What is missing before a step stands beside it."
                ),
                more=_l("More"),
            ),
            say(
                _l("Read %(safety)s and %(routes)s before you ring or write to anybody."),
                safety=_l("Safety and contact"),
                routes=_l("How to reach them"),
            ),
            say(
                _l(
                    "The blocks follow the order of the work: people, consents, next steps, requests,"
                    " statements, letters, documents."
                )
            ),
            say(
                _l("The %(timeline)s shows everything that happened, and can be narrowed down to one kind."),
                timeline=_l("Timeline"),
            ),
            say(
                _l("What happened outside is always written down: choose the step, then %(already)s."),
                already=_l("It has already happened; write it down"),
            ),
        ),
        ("cases.show", "cases.edit", "cases.step"),
    ),
    Topic(
        "who-sees-a-case",
        310,
        _l("Say who sees a case, and keep a colleague out"),
        (
            say(_l("Open %(who)s on the page of the case."), who=_l("Who sees this case")),
            say(
                _l("For a case that only named people may open, choose %(members)s and press %(share)s."),
                members=_l("only the members"),
                share=_l("Save who sees it"),
            ),
            say(
                _l("To let one colleague in, choose %(add)s; with a day, it ends by itself."),
                add=_l("May open it"),
            ),
            say(
                _l(
                    "%(keep_out)s is for a colleague who is close to somebody in the case. It beats"
                    " everything else, and nobody tells them: for them the case is not there."
                ),
                keep_out=_l("Kept out, whatever else would let them in"),
            ),
            say(
                _l("To hand the case over, choose %(hand_over)s."),
                hand_over=_l("Becomes the responsible worker"),
            ),
        ),
        ("cases.sharing.show", "cases.sharing.before"),
        frozenset({Role.COORDINATOR}),
    ),
    Topic(
        "who-saw-a-case",
        185,
        _l("See who saw a case"),
        (
            say(
                _l("Open %(access)s of the case, then choose %(seen)s."),
                access=_l("Who sees this case"),
                seen=_l("Who has seen it so far"),
            ),
            say(
                _l(
                    "You see each colleague and day: who opened the case or what belongs to it, and whose lists"
                    " and searches it stood in."
                )
            ),
            say(_l("That you looked is written down, too.")),
        ),
        ("cases.who_saw.show",),
        frozenset({Role.COORDINATOR}),
    ),
    Topic(
        "who-saw-a-case-in-the-log",
        605,
        _l("Find out who saw a case without opening it"),
        (
            say(
                _l("In the audit log choose %(who)s and type the reference that you were given."),
                who=_l("Who saw a case"),
            ),
            say(_l("You see people, days and kinds of pages, never what the case says.")),
            say(_l("That you looked is written down, too.")),
        ),
        ("cases.who_saw.ask",),
        frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
    ),
)
