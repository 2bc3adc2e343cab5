"""What the guide tells about authorities."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "authorities",
        240,
        _l("Keep the list of authorities right"),
        (
            say(
                _l(
                    "%(add)s takes the name as letters print it, in each language, and by when they must answer."
                ),
                add=_l("Add an authority"),
            ),
            say(
                _l("%(add_holder)s keeps title, form of address and term. A letter takes them from here."),
                add_holder=_l("Add an office-holder"),
            ),
            say(
                _l(
                    "Say where you learned it and when it was last checked; a wrong title costs a letter its reader."
                ),
            ),
        ),
        (
            "authorities.index",
            "authorities.show",
            "authorities.new",
            "authorities.edit",
            "authorities.new_holder",
            "authorities.edit_holder",
            "authorities.new_office",
            "authorities.edit_office",
        ),
    ),
)
