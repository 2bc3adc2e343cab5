"""What the guide tells about telling somebody outside."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.roles import Role
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "tell-somebody",
        250,
        _l("Tell something to somebody outside, and vital interest"),
        (
            say(
                _l(
                    "Nothing about a person leaves without their consent for that reader and that use. Where"
                    " one is missing, the page says which, and leads there."
                )
            ),
            say(
                _l("Where a consent cannot be had, %(ask)s: a colleague decides."),
                ask=_l("Ask for a legal ground"),
            ),
            say(
                _l(
                    "If life, liberty or removal is at stake today, choose %(vital)s on the page of the"
                    " person. Tell the least that is needed; a second person hears of it at once and looks at"
                    " it by the next working day."
                ),
                vital=_l("Vital interest: tell now"),
            ),
            say(
                _l("%(where)s lists for the person everything that was told, to whom and why."),
                where=_l("Where did it go"),
            ),
        ),
        ("disclosures.vital_interest", "disclosures.ask_ground", "disclosures.where", "disclosures.ground"),
    ),
    Topic(
        "second-person",
        340,
        _l("Decide as the second person"),
        (
            say(
                _l("What waits stands on the home page under %(tile)s."), tile=_l("Waits for a second person")
            ),
            say(_l("Nobody decides on what they asked for themselves.")),
            say(
                _l("Read for what, to whom and on which ground, then choose %(yes)s or %(no)s and say why."),
                yes=_l("I agree"),
                no=_l("I do not agree"),
            ),
            say(
                _l(
                    "After a disclosure without a consent, ask whether it was needed, whether it was the"
                    " least, and what the person has to be told. Your view stays beside it."
                )
            ),
        ),
        ("disclosures.ground", "disclosures.alert", "disclosures.review"),
        frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
    ),
)
