"""What the guide tells about the home page of each role."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.roles import Role
from caseapp.web.topic import Topic, say

_HOME = ("home.show",)

TOPICS = (
    Topic(
        "day-of-support",
        10,
        _l("Begin your day"),
        (
            say(
                _l("%(today)s holds the next steps that are yours. %(done)s closes one."),
                today=_l("Today and late"),
                done=_l("Done"),
            ),
            say(_l("Below stand your letters, your cases, and incoming contacts that nobody has filed yet.")),
            say(
                _l("%(new)s at the top starts a case, a request or an incoming contact wherever you are."),
                new=_l("New"),
            ),
            say(_l("The search box finds names in any spelling, references and telephone numbers.")),
        ),
        _HOME,
        frozenset({Role.SUPPORT}),
    ),
    Topic(
        "day-of-coordinators",
        20,
        _l("See what waits for you"),
        (
            say(
                _l(
                    "Each block of the home page is a decision for which a colleague waits: %(second)s,"
                    " %(letters)s, %(statements)s, %(requests)s."
                ),
                second=_l("Waits for a second person"),
                letters=_l("Letters to check"),
                statements=_l("Statements waiting for you"),
                requests=_l("Requests waiting for you"),
            ),
            say(_l("Nobody decides on their own work; a colleague does.")),
            say(
                _l("%(again)s holds steps that were written down after they had happened."),
                again=_l("To look at again"),
            ),
            say(_l("Everything that support workers do, you can do as well.")),
        ),
        _HOME,
        frozenset({Role.COORDINATOR}),
    ),
    Topic(
        "day-of-administrators",
        30,
        _l("Run the house"),
        (
            say(
                _l("%(backups)s says when the last one was made, and whether it was tried out."),
                backups=_l("Backups"),
            ),
            say(
                _l("%(house)s leads to staff, settings, numbers and the audit log."),
                house=_l("Running the house"),
            ),
            say(
                _l(
                    "What another administrator did to accounts stands on the home page until you have"
                    " pressed %(seen)s."
                ),
                seen=_l("I have seen these"),
            ),
            say(_l("You read no case in this role. That protects the people in them, and you.")),
        ),
        _HOME,
        frozenset({Role.ADMINISTRATOR}),
    ),
    Topic(
        "day-of-auditors",
        40,
        _l("Keep watch"),
        (
            say(
                _l("%(log)s tells who did and saw what. %(numbers)s are counts without names."),
                log=_l("Audit log"),
                numbers=_l("Numbers"),
            ),
            say(
                _l(
                    "Log and records are compared every day. If they do not fit together, it stands at the"
                    " head of this page."
                )
            ),
            say(_l("You read no case in this role, so ask the coordinator what an act was about.")),
        ),
        _HOME,
        frozenset({Role.AUDITOR}),
    ),
)
