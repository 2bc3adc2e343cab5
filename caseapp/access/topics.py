"""What the guide tells about what is hidden from colleagues who are not assigned."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "hidden",
        275,
        _l("See what is hidden"),
        (
            say(
                _l(
                    "Where somebody sleeps, how they are reached and papers that name other people are hidden from"
                    " colleagues who reach a record and are not assigned to it."
                )
            ),
            say(
                _l("%(show)s shows it until you sign out. The log keeps who looked, and at what."),
                show=_l("Show it"),
            ),
            say(
                _l(
                    "Whoever is assigned sees it at once. The log keeps that, too, once a day. With emergency access"
                    " you look by the button."
                )
            ),
            say(
                _l(
                    "On paper it stays hidden as well, and a search in texts passes over it, until you have looked."
                )
            ),
        ),
        ("people.show", "cases.show", "contact_requests.show", "incoming_contacts.show"),
    ),
)
