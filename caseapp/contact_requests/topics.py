"""What the guide tells about requests and searches."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "family-contact-request",
        180,
        _l("Look for a family, from the request to the contact"),
        (
            say(
                _l("%(log)s holds one enquirer. %(another)s adds a search for each relative whom they seek."),
                log=_l("Log a request"),
                another=_l("One more person sought"),
            ),
            say(
                _l(
                    "Each search says its next step and what is missing before it, with the way there. Begin"
                    " with who the enquirer is, whether they can speak alone and whether anybody presses them."
                )
            ),
            say(
                _l("%(action)s keeps each attempt, with its day and what came of it."),
                action=_l("Write down what was done"),
            ),
            say(
                _l("%(compare)s sets what the enquirer says beside what is known of the person found."),
                compare=_l("Compare a point"),
            ),
            say(
                _l(
                    "Two consents are needed, never one. The enquirer learns nothing before the person sought"
                    " agrees; until then read out what stands under %(may_say)s."
                ),
                may_say=_l("What may be said to the enquirer"),
            ),
            say(
                _l("A no is an answer, and is respected: %(no_contact)s."),
                no_contact=_l("They want no contact"),
            ),
            say(
                _l(
                    "%(withdraws)s stops a search at once, whoever brings the word. Ask them in private"
                    " whether it was free."
                ),
                withdraws=_l("Somebody withdraws"),
            ),
        ),
        (
            "contact_requests.new",
            "contact_requests.new_in_case",
            "contact_requests.show",
            "contact_requests.edit",
            "contact_requests.add_search",
            "contact_requests.edit_search",
            "contact_requests.add_action",
            "contact_requests.add_point",
            "contact_requests.remove_point",
            "contact_requests.name_asker",
            "contact_requests.link_letter",
            "contact_requests.checklist",
            "contact_requests.agree",
            "contact_requests.step",
            "contact_requests.withdrawal",
            "contact_requests.end_withdrawal",
        ),
    ),
    Topic(
        "overview-of-searches",
        190,
        _l("See where each search is stuck"),
        (
            say(
                _l(
                    "The overview sets all searches by phase, each with its age, its next step and its worker."
                )
            ),
            say(
                _l("What stands under %(before)s holds a search up; the link leads to the remedy."),
                before=_l("Before this step:"),
            ),
            say(
                _l("%(due)s marks a search that was put aside until a day that has come."),
                due=_l("review is due"),
            ),
            say(_l("%(table)s shows the same in lines, to sort and to print."), table=_l("As a table")),
        ),
        ("contact_requests.overview",),
    ),
)
