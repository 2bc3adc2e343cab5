"""What the guide tells about next steps."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "next-steps",
        165,
        _l("Keep next steps, and hand one to a colleague"),
        (
            say(
                _l("%(add)s stands on every record: what is to be done, by when and by whom."),
                add=_l("Add a next step"),
            ),
            say(
                _l("Yours stand on the home page under %(today)s as soon as they are due."),
                today=_l("Today and late"),
            ),
            say(
                _l("%(done)s closes one; %(tomorrow)s and %(week)s put it off."),
                done=_l("Done"),
                tomorrow=_l("Tomorrow"),
                week=_l("In a week"),
            ),
            say(
                _l("What is not needed any more is dropped with a word of reason. Nothing disappears."),
            ),
        ),
        ("tasks.index", "tasks.new", "tasks.show"),
    ),
)
