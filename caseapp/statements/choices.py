"""What the forms of statements offer: the people of the case, the authorities."""

from caseapp.accounts import User
from caseapp.authorities.queries import list_authorities
from caseapp.cases import Case
from caseapp.i18n import locale_tag
from caseapp.i18n.messages import gettext as _
from caseapp.people.models import Person
from caseapp.people.queries import both_scripts, shown_name
from caseapp.people.reached import people_through
from caseapp.statements.forms import StatementFields


class PeopleOfCase:
    """The people of one case, for choosing makers and those a statement speaks about."""

    def __init__(self, user: User, case: Case) -> None:
        self.people = people_through(user, case.scope_id)
        self._by_id = {str(person.id): person for person in self.people}

    def offer(self, form: StatementFields) -> None:
        """Put the people's names beside the boxes of a form."""
        pairs = [(str(person.id), both_scripts(shown_name(person))) for person in self.people]
        form.makers.offer(pairs)
        form.about.offer(pairs)

    def chosen(self, ids: list[str] | None) -> list[Person]:
        """Return the people whose boxes were ticked."""
        return [self._by_id[person_id] for person_id in ids or () if person_id in self._by_id]


def authority_choices(user: User) -> list[tuple[str, str]]:
    """Return the authorities written down here as (id, name in the reader's language)."""
    language = locale_tag()
    listed = [(str(found.id), found.name_in(language)) for found in list_authorities(user, language)]
    return [("", _("none chosen")), *listed]
