"""What the guide tells about incidents."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.roles import Role
from caseapp.web.topic import Topic, say

EVERYBODY = frozenset(Role)
TOPICS = (
    Topic(
        "report-an-incident",
        346,
        _l("Something was stolen, lost or sent to the wrong person"),
        (
            say(
                _l(
                    "Under New choose %(report)s. What happened, in one sentence, is enough; the rest can wait."
                ),
                report=_l("Report an incident"),
            ),
            say(
                _l(
                    "Nothing is your fault by writing it down. The sooner it stands here, the sooner somebody can be"
                    " warned."
                )
            ),
            say(
                _l(
                    "The coordinators see it at once. Administrators and auditors see that there is something, when,"
                    " and whether the clock is kept; never the words."
                )
            ),
            say(
                _l(
                    "After an order of an authority nothing is erased until two people agree. The second may be an"
                    " administrator, who decides in the register and reads no word of the incident."
                )
            ),
        ),
        ("incidents.new", "incidents.register", "incidents.index", "incidents.decide_hold_unread"),
        EVERYBODY,
    ),
    Topic(
        "handle-a-breach",
        347,
        _l("Warn those concerned, and tell the authority in time"),
        (
            say(
                _l(
                    "%(whose)s: look for each by name, number or case, or let the log propose what an account opened."
                ),
                whose=_l("Say whose data"),
            ),
            say(
                _l(
                    "Warn each by a way that is safe for them: the page shows what to take care of. Write down when and"
                    " how, or why not."
                )
            ),
            say(
                _l(
                    "The clock shows by when the data-protection authority must be told, line by line. With %(write)s"
                    " say that it was, or why it need not be."
                ),
                write=_l("Write it down"),
            ),
            say(
                _l("%(close)s asks for what is still missing. Opening it again is always possible."),
                close=_l("Close with a review"),
            ),
        ),
        (
            "incidents.show",
            "incidents.edit",
            "incidents.step",
            "incidents.notice",
            "incidents.add_person",
            "incidents.opened",
            "incidents.warn",
            "incidents.remove_person",
            "incidents.access",
        ),
        frozenset({Role.SUPPORT, Role.COORDINATOR}),
    ),
    Topic(
        "an-authority-at-the-door",
        348,
        _l("An authority comes with an order, or asks without one"),
        (
            say(
                _l("Report it at once, while they wait: from that moment on nothing at all is erased."),
            ),
            say(
                _l(
                    "Under %(order)s write who came, the number and the court, what it covers, which lawyer was called,"
                    " and what we objected."
                ),
                order=_l("The order or demand"),
            ),
            say(
                _l(
                    "List each thing that was seen, given or taken, with its receipt. File the paper as a document."
                ),
            ),
            say(
                _l(
                    "Under %(export)s a coordinator chooses exactly the persons whom the order names, and a second one"
                    " agrees. Nothing of anybody else is in the file."
                ),
                export=_l("Prepare an export"),
            ),
            say(
                _l(
                    "A coordinator asks to end the hold, for a reason. Another one agrees, or an administrator."
                ),
            ),
        ),
        (
            "incidents.show",
            "incidents.order",
            "incidents.item",
            "incidents.end_hold",
            "incidents.decide_hold",
            "incidents.ask_export",
            "incidents.show_export",
        ),
        frozenset({Role.SUPPORT, Role.COORDINATOR}),
    ),
)
