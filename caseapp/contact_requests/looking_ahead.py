"""What the guards of many searches will ask about the persons concerned, read at once and not search by search."""

import uuid
from collections.abc import Iterable

from caseapp.accounts import User
from caseapp.consents.queries import keeping_grounds_of, standings_of
from caseapp.contact_requests import guards
from caseapp.contact_requests.models import ContactRequest, Search
from caseapp.disclosures import Purpose, read_ahead
from caseapp.disclosures.wording import person_labels
from caseapp.workflow import Transition
from caseapp.workflow.definition import Guard

Asked = tuple[Search, ContactRequest, Transition]
"""A search and its request, with the step whose guards will be asked."""
TELLS_OF_ENQUIRER = frozenset({guards.enquirer_allows_it, guards.both_consent_today})
TELLS_OF_SOUGHT = frozenset({guards.both_consent_today})
ASKS_WHAT_THEY_SAID = frozenset({guards.keeping_is_allowed, guards.sought_has_not_refused})
ASKS_WHY_KEPT = frozenset({guards.keeping_is_allowed})


def read_guards_ahead(user: User, asked: Iterable[Asked]) -> None:
    """Read the consents, the grounds and the names that the guards of these steps will ask for."""
    asked = list(asked)
    enquirers = {
        request.enquirer_id for _search, request, step in asked if TELLS_OF_ENQUIRER & {*step.guards}
    }
    told_of = _sought(asked, TELLS_OF_SOUGHT)
    read_ahead(Purpose.TRACE, enquirers)
    read_ahead(Purpose.CONTACT_FAMILY, told_of)
    standings_of(user, _sought(asked, ASKS_WHAT_THEY_SAID))
    keeping_grounds_of(user, _sought(asked, ASKS_WHY_KEPT))
    person_labels(user, enquirers | _sought(asked, TELLS_OF_ENQUIRER))


def _sought(asked: Iterable[Asked], wanted: frozenset[Guard]) -> set[uuid.UUID]:
    return {search.sought_id for search, _request, step in asked if wanted & {*step.guards}}
