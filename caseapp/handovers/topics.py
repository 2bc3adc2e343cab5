"""What the guide tells about handing over."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "hand-over",
        315,
        _l("Hand a case over to a colleague"),
        (
            say(
                _l(
                    "%(one)s stands on the page of a case, %(several)s above the list of cases. Tick the cases"
                    " and choose who takes them over."
                ),
                one=_l("Hand this case over"),
                several=_l("Hand over cases"),
            ),
            say(
                _l(
                    "Write beside each case what the colleague should know. It stays with the case as a note."
                    " Your next steps, requests and searches go along."
                )
            ),
            say(
                _l(
                    "You leave the case at once, or stay until a day. Your colleague finds it on their home"
                    " page until they press %(taken)s."
                ),
                taken=_l("Taken over"),
            ),
            say(
                _l("Under %(own)s you write what you alone read. It stays with you."),
                own=_l("My own notes about it"),
            ),
        ),
        (
            "handovers.give_several",
            "handovers.give_one",
            "handovers.private_notes",
            "handovers.every_private_note",
        ),
    ),
)
