"""What the guide tells about people who ring, come or write."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "log-a-contact",
        100,
        _l("Log a call, a visit or a message"),
        (
            say(
                _l(
                    "On the home page choose %(way_in)s. From any page, Alt and the letter shown there do the same."
                ),
                way_in=_l("Somebody rings, comes or writes"),
            ),
            say(_l("Write while they speak. One line is enough to save, and no case is needed.")),
            say(
                _l("%(look_up)s looks for whoever calls, by their name and number."),
                look_up=_l("Look up the caller"),
            ),
            say(_l("%(save)s keeps it; so does the Enter key."), save=_l("Save the contact")),
            say(
                _l(
                    "Later, choose the case or request where it belongs and press %(file)s. If nothing"
                    " follows from it, say why under %(aside)s."
                ),
                file=_l("File it there"),
                aside=_l("There is nothing to do"),
            ),
        ),
        (
            "incoming_contacts.new",
            "incoming_contacts.index",
            "incoming_contacts.show",
            "incoming_contacts.edit",
        ),
    ),
    Topic(
        "neither-confirm-nor-deny",
        110,
        _l("When a caller asks about somebody"),
        (
            say(
                _l(
                    "Everybody is told the same, whoever they ask about: we neither confirm nor deny whether"
                    " we know a person. The sentence stands on the page in the language of the caller, to be"
                    " read out."
                )
            ),
            say(
                _l(
                    "Do not look for the name while they wait. A pause would be an answer, and so would a"
                    " different voice."
                )
            ),
            say(_l("Write down in their words whom they ask about, and how they can be reached.")),
            say(
                _l(
                    "If they seek a relative, log it as %(request)s. They learn nothing before the relative agrees."
                ),
                request=_l("Family contact request"),
            ),
        ),
        ("incoming_contacts.new", "incoming_contacts.show"),
    ),
)
