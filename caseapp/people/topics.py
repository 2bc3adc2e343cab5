"""What the guide tells about persons and their names."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "search-first",
        130,
        _l("Search before you write down a name"),
        (
            say(
                _l(
                    "The page asks for the name before it takes one. Type it in any script and spelling, and"
                    " press %(search)s."
                ),
                search=_l("Search"),
            ),
            say(
                _l("If one of those found is the person, press %(same)s; nobody is written down twice."),
                same=_l("It is this person"),
            ),
            say(
                _l(
                    "If it says that someone here may know this name, the person stands in a case that is not"
                    " yours. Press %(ask)s and go on meanwhile; you will be told only what you may know."
                ),
                ask=_l("Ask the coordinator"),
            ),
            say(
                _l("Otherwise press %(none)s or %(nothing)s."),
                none=_l("It is none of them, go on"),
                nothing=_l("Nothing found, go on"),
            ),
        ),
        ("people.check",),
    ),
    Topic(
        "names-and-relatives",
        140,
        _l("Write down names, relatives and ways to reach them"),
        (
            say(
                _l(
                    "%(add_names)s takes as many as the person has: in the papers, in the group, of birth,"
                    " each in the script in which it was given."
                ),
                add_names=_l("Add names"),
            ),
            say(
                _l(
                    "%(add_relative)s says what they are to each other, and whose words that is. It belongs"
                    " to this case; other cases do not learn of it."
                ),
                add_relative=_l("Add a relative"),
            ),
            say(
                _l(
                    "%(add_route)s asks whose telephone or address it is and whether we may use it. Fill that"
                    " in first."
                ),
                add_route=_l("Add a way to reach them"),
            ),
            say(
                _l(
                    "A date may be as little as a year, in the Gregorian or the Solar Hijri calendar; leave"
                    " out what nobody knows."
                )
            ),
            say(
                _l("%(take_out)s removes what was wrong from the page. Its history keeps it."),
                take_out=_l("Take out"),
            ),
        ),
        (
            "people.index",
            "people.show",
            "people.edit",
            "people.add_names",
            "people.edit_name",
            "people.add_relative",
            "people.add_route",
            "people.edit_route",
            "people.remove_name",
            "people.remove_relation",
            "people.remove_route",
        ),
    ),
)
