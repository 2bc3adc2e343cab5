"""What the guide tells about steps that take two."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.roles import Role
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "proposals",
        360,
        _l("Propose a step that takes two"),
        (
            say(
                _l(
                    "Where a step takes two, its page says so. Press %(propose)s and write down why it should"
                    " be done."
                ),
                propose=_l("Propose it to a colleague"),
            ),
            say(
                _l(
                    "A colleague who may do it finds it on their home page under %(tile)s, looks at the record"
                    " and does it, or refuses it with a reason."
                ),
                tile=_l("Proposed by colleagues"),
            ),
            say(
                _l(
                    "What is done is what was proposed. If the record is changed in between, the page of the"
                    " proposal shows what was changed, and somebody proposes the step anew."
                )
            ),
            say(_l("Nobody does what they proposed themselves. Your own proposal you can take back.")),
        ),
        ("proposals.index", "proposals.propose", "proposals.show"),
        frozenset({Role.SUPPORT, Role.COORDINATOR}),
    ),
)
