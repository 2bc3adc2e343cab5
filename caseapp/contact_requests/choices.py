"""What the forms of requests offer: people of the case, audiences, colleagues."""

from caseapp.access import people_who_reach
from caseapp.accounts import User
from caseapp.authorities.queries import list_authorities
from caseapp.cases import Case
from caseapp.contact_requests.forms import NEW_PERSON
from caseapp.contact_requests.models import ContactRequest, Search
from caseapp.disclosures.wording import AUDIENCES
from caseapp.i18n import locale_tag
from caseapp.i18n.messages import gettext as _
from caseapp.people.models import Person
from caseapp.people.queries import shown_name
from caseapp.people.reached import people_through


class KnownPeople:
    """The people of a case and of a request, for choosing who enquires and who is sought."""

    def __init__(self, user: User, case: Case | None, request: ContactRequest | None = None) -> None:
        scopes = [each.scope_id for each in (case, request) if each is not None]
        found = {person.id: person for scope_id in scopes for person in people_through(user, scope_id)}
        self._by_id = {str(person_id): person for person_id, person in found.items()}

    def pairs(self, *, without: tuple[str, ...] = ()) -> list[tuple[str, str]]:
        """Return (id, name in both scripts) of each, and the choice of somebody new."""
        named = [(key, _both(person)) for key, person in self._by_id.items() if key not in without]
        return [(NEW_PERSON, _("somebody not written down yet")), *named]

    def chosen(self, code: str, name: str) -> Person | str:
        """Return the person chosen, or the name of somebody new."""
        return self._by_id.get(code, name)


def audience_choices(user: User) -> list[tuple[str, str]]:
    """Return who may learn something during a search, as (code, words): never the public."""
    tag = locale_tag()
    authorities = [(f"authority:{found.id}", found.name_in(tag)) for found in list_authorities(user, tag)]
    return [*((kind, str(AUDIENCES[kind])) for kind in ("partners", "person", "authority")), *authorities]


def colleague_choices(search: Search) -> list[tuple[str, str]]:
    """Return the colleagues who reach a search, as (id, name)."""
    found = [user for user in people_who_reach(search.scope_id) if user.reads_cases]
    return [(str(user.id), user.name) for user in found]


def _both(person: Person) -> str:
    name = shown_name(person)
    return f"{name.name} · {name.other}" if name.other else name.name
