"""What the guide tells about ties."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.roles import Role
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "my-ties",
        42,
        _l("Say to whom you have ties"),
        (
            say(
                _l("Open %(ties)s under %(account)s, and choose %(declare)s."),
                ties=_l("My ties"),
                account=_l("My account"),
                declare=_l("Declare a tie"),
            ),
            say(_l("Name family, friends, places where you were, and colleagues whom you knew before.")),
            say(_l("Two colleagues read it, whom the page names, and nobody else.")),
        ),
        ("ties.index", "ties.new", "ties.edit"),
        frozenset(Role),
    ),
    Topic(
        "ties-of-all",
        354,
        _l("Look after the ties of colleagues"),
        (
            say(
                _l(
                    "If you are one of the two who read them: open %(all)s.",
                ),
                all=_l("Ties of all colleagues"),
            ),
            say(
                _l("Look for the person whom a tie is about, and press %(connect)s."),
                connect=_l("This is the person"),
            ),
            say(
                _l(
                    "From then on the colleague is kept out of every case in which that person stands, also of"
                    " those to come. Nobody tells them."
                )
            ),
        ),
        ("ties.of_all", "ties.show"),
    ),
    Topic(
        "name-who-reads-ties",
        527,
        _l("Name who reads the ties of colleagues"),
        (
            say(_l("Open %(page)s under %(staff)s."), page=_l("Who reads ties"), staff=_l("Staff")),
            say(
                _l("Choose two colleagues whom everybody trusts. They read every tie, also the earlier ones.")
            ),
            say(_l("Coordinators, administrators and auditors see on their first page whom you named.")),
        ),
        ("ties.keepers",),
        frozenset({Role.ADMINISTRATOR}),
    ),
)
