"""What the guide tells about searching in texts."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "search-in-texts",
        256,
        _l("Find words in notes, letters and statements"),
        (
            say(
                _l(
                    "%(here)s stands on the page of a case or a request, and above every list: it looks through what"
                    " belongs to the case, or to the records that the filters leave."
                ),
                here=_l("Search in the texts here"),
            ),
            say(
                _l(
                    "Type one or several words. A text must have all of them; the beginning of a word will do, and"
                    " accents and ways of writing a letter make no difference. Words in quotation marks must stand"
                    " together."
                )
            ),
            say(
                _l(
                    "Results appear as they are found. You can open one of them or leave the page at any time: the"
                    " search then ends."
                )
            ),
            say(
                _l(
                    "Only what you may open is looked through. Files, such as scans, are not: of these the title is."
                )
            ),
        ),
        ("text_search.in_record", "text_search.in_list"),
    ),
)
