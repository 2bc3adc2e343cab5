"""What persons contribute to the page of a case: the people in it, and how the client is reached."""

from typing import Any

from markupsafe import Markup

from caseapp.accounts import User
from caseapp.people import labels
from caseapp.people.gate import may_be_here
from caseapp.people.queries import get_person, related_people, routes_of, shown_name
from caseapp.web.templating import part


def people_panel(user: User, case: Any) -> Markup:
    """Show the client and their relatives, as far as ``user`` may see them."""
    client = get_person(user, case.client_id)
    return part(
        "people/case_panel.html",
        case=case,
        client=client,
        name=shown_name(client),
        related=[(related, shown_name(related.person)) for related in related_people(user, client)],
        labels=labels,
        may_be_here=may_be_here(case, client.id),
    )


def reach_panel(user: User, case: Any) -> Markup:
    """Show how the client is reached and what to take care of; nothing when nothing is recorded."""
    client = get_person(user, case.client_id)
    routes = routes_of(user, client)
    if not routes:
        return Markup()
    return part(
        "people/reach_panel.html", client=client, name=shown_name(client), routes=routes, labels=labels
    )
