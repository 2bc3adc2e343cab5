"""Invented family contact requests for a demonstration, at their beginning."""

from datetime import timedelta
from typing import Any

from caseapp.clock import today
from caseapp.contact_requests.actions import add_search, open_request

SOUGHT = (
    ("brother", "Dara Sakhtegi", "inside"),
    ("mother", "Parvin Emtehani", "outside"),
    ("son", "Omid Nemunei", "unknown"),
)
"""Relation, name and whereabouts of the person sought. The family names say that nobody is meant."""
SAFE_CONTACT = {
    "en": "By message only, in the evening. Never leave a name.",
    "fa": "فقط پیامک، عصرها. هرگز نامی گذاشته نشود.",
}


def add_request(demo: Any) -> None:
    """Let every second client of a demonstration look for two people."""
    if demo.number % 2 == 0:
        return
    request = open_request(
        demo.support,
        demo.case,
        enquirer=demo.client,
        language=demo.language,
        facts={
            "received_on": today() - timedelta(days=demo.number),
            "channel": "in_person",
            "enquirer_where": "left",
            "safe_contact": SAFE_CONTACT[demo.language],
        },
    )
    for relation, name, where in (SOUGHT[demo.number % 3], SOUGHT[(demo.number + 1) % 3]):
        add_search(
            demo.support, request, demo.case, sought=name, facts={"relation": relation, "sought_where": where}
        )
