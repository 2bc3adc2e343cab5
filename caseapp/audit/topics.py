"""What the guide tells about the audit log."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.roles import Role
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "audit-log",
        600,
        _l("Read who did and saw what"),
        (
            say(
                _l("Narrow the log down by %(what)s, %(who)s and %(day)s, then press %(show)s."),
                what=_l("What"),
                who=_l("Who"),
                day=_l("On which day?"),
                show=_l("Show"),
            ),
            say(
                _l(
                    "An event tells the act and the record, never what a case says. Reading the log is an event too."
                )
            ),
            say(
                _l(
                    "Every day the log is compared with the records, and the page says when that was done"
                    " last. A change made with another program shows on your home page."
                )
            ),
            say(
                _l(
                    "If it does, change nothing, and tell whoever looks after the installation: one command"
                    " names each place."
                )
            ),
        ),
        ("audit.index",),
        frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
    ),
    Topic(
        "days-of-a-colleague",
        610,
        _l("See what a colleague did, day by day"),
        (
            say(
                _l("Narrow the log down by %(who)s, press %(show)s, then choose %(days)s."),
                who=_l("Who"),
                show=_l("Show"),
                days=_l("Their days as a picture"),
            ),
            say(
                _l(
                    "The darker a day, the more was done on it. A dot marks work in the night. Choose a day to"
                    " see its hours."
                )
            ),
            say(_l("A busy night has reasons more often than not. Ask before you judge.")),
        ),
        ("audit.person.show",),
        frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
    ),
    Topic(
        "anchors-of-the-log",
        630,
        _l("Keep an anchor of the audit log"),
        (
            say(
                _l("In the audit log choose %(anchor)s and print the page, once a month for example."),
                anchor=_l("Anchor of the log"),
            ),
            say(_l("Keep the sheet outside the house. It tells nothing about anybody.")),
            say(
                _l(
                    "Later, type its signs into the box on the same page. It says whether the log still is what it"
                    " was."
                )
            ),
        ),
        ("audit.anchor.show",),
        frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
    ),
)
