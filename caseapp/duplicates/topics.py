"""What the guide tells about persons who were written down twice."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.roles import Role
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "same-person",
        355,
        _l("Find people who were written down twice"),
        (
            say(
                _l(
                    "%(people)s offers %(list)s: pairs of records that may be of one person, the likeliest"
                    " first, each with what speaks for it and what against."
                ),
                people=_l("People"),
                list=_l("Possibly the same person"),
            ),
            say(
                _l(
                    "Open a pair to see the two side by side. Where they are one, choose which record stays and"
                    " what it takes over, and press %(join)s. No record is deleted."
                ),
                join=_l("Join the two"),
            ),
            say(
                _l(
                    "Where they are two people, press %(apart)s: the pair is proposed no more unless a name of"
                    " one of them changes."
                ),
                apart=_l("They are two people"),
            ),
            say(
                _l("Where nobody knows yet, press %(open)s, with a next step to find out more."),
                open=_l("Leave it open"),
            ),
            say(
                _l(
                    "A wrong answer can be undone: open the record that gave way and press %(undo)s. It shows"
                    " before what will be put back and what was changed since and stays."
                ),
                undo=_l("They are two people after all"),
            ),
        ),
        ("duplicates.index", "duplicates.show", "duplicates.undo"),
        frozenset({Role.COORDINATOR}),
    ),
)
