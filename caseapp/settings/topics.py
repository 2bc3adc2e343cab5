"""What the guide tells about settings."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.roles import Role
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "settings",
        510,
        _l("Set the letterhead and the lists of words"),
        (
            say(
                _l("Under %(letters)s stand name, address and contact line as letters print them."),
                letters=_l("On letters"),
            ),
            say(
                _l(
                    "A letter in a language takes the name in that language, so fill in those that you write in."
                )
            ),
            say(
                _l("%(lists)s are what forms offer. Add a word of your own, or hide one that nobody uses."),
                lists=_l("Lists of words"),
            ),
            say(
                _l(
                    "%(machine)s says whether files from outside are looked through for malware and whether the log"
                    " is copied elsewhere. Both are set up by whoever keeps the machine."
                ),
                machine=_l("Set on the machine"),
            ),
        ),
        ("settings.show", "settings.terms"),
        frozenset({Role.ADMINISTRATOR}),
    ),
    Topic(
        "rules",
        512,
        _l("Set what takes two, and what everybody has to do"),
        (
            say(_l("Every rule begins with what most offices need. Some cannot be loosened.")),
            say(
                _l(
                    "To loosen one takes a reason. It stands in the log, and coordinators, administrators and"
                    " auditors hear of it on their home page."
                )
            ),
            say(_l("A rule holds for everybody from the moment at which it is saved.")),
            say(
                _l(
                    "Two of them count what a colleague opens in a day, so that nobody copies the register unnoticed:"
                    " at the first number you and the auditors are told, at the second it waits for you."
                )
            ),
        ),
        ("settings.rules.show",),
        frozenset({Role.ADMINISTRATOR}),
    ),
)
