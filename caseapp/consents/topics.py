"""What the guide tells about consents."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "consent-sheet",
        150,
        _l("Ask what they allow: the consent sheet"),
        (
            say(_l("Ask in private, in their language, and say that a no costs them nothing.")),
            say(
                _l(
                    "Open %(sheet)s and go through its questions. What you did not ask stays %(not_asked)s;"
                    " that is an honest answer."
                ),
                sheet=_l("Consent sheet"),
                not_asked=_l("not asked yet"),
            ),
            say(
                _l("How they answered is filled in once for the whole sheet. Then press %(save)s."),
                save=_l("Save the sheet"),
            ),
            say(
                _l(
                    "For somebody with whom nobody has spoken, give the ground for keeping and a day to look"
                    " at it again, under %(held)s."
                ),
                held=_l("Held without having been spoken to"),
            ),
            say(
                _l(
                    "When they change their mind, press %(back)s. It holds at once, stops what is under way"
                    " and shows where the information already went."
                ),
                back=_l("They take it back"),
            ),
        ),
        ("consents.sheet", "consents.sheet_of_person", "consents.withdraw", "consents.conditions"),
    ),
)
