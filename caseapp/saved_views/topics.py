"""What the guide tells about lists."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.roles import Role
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "lists",
        260,
        _l("Narrow a list down, and keep the view"),
        (
            say(_l("The words above a list narrow it down; press another to change it.")),
            say(_l("The head of a column sorts by it, and once more turns it round.")),
            say(
                _l("%(save)s keeps what you chose under a name of your own; it then stands above the list."),
                save=_l("Save this view"),
            ),
            say(_l("%(views)s renames and removes them."), views=_l("My views")),
            say(_l("A list shows only what you may open.")),
        ),
        (
            "saved_views.index",
            "saved_views.new",
            "saved_views.rename",
            "cases.index",
            "people.index",
            "letters.index",
            "statements.index",
            "incoming_contacts.index",
        ),
        frozenset(Role),
    ),
)
