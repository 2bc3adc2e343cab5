"""Reading exports of the persons named, and what may be chosen for one."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select

from caseapp.access import get_visible, list_visible
from caseapp.accounts import User
from caseapp.cases.models import Case
from caseapp.db import Record
from caseapp.documents.models import Document
from caseapp.documents.queries import documents_of
from caseapp.erasures.needles import Needles
from caseapp.i18n.messages import gettext as _
from caseapp.incidents.export_models import ExportedPerson, PersonsExport
from caseapp.incidents.models import Incident
from caseapp.incidents.queries import persons_seen
from caseapp.notes.models import Note
from caseapp.notes.queries import notes_on
from caseapp.people.models import Person, PersonName
from caseapp.people.queries import ids_of_same, list_people, shown_name
from caseapp.people.reached import people_through
from caseapp.web.errors import NotFound
from caseapp.web.values import day, isolated

TEXT_MODELS: dict[str, type[Document] | type[Note]] = {"document": Document, "note": Note}
FIRST_WORDS = 90
"""Characters of a note that say which one it is."""


@dataclass(frozen=True)
class TextOffered:
    """A note or a file that may go into an export, and whom else it names, as far as that can be read."""

    person_id: uuid.UUID
    record: Document | Note
    words: str
    names_others: tuple[str, ...]

    @property
    def code(self) -> str:
        """Return what the form calls it."""
        return f"{self.person_id}:{self.record.__kind__}:{self.record.id}"

    @property
    def kept(self) -> list[str | int]:
        """Return it as an export keeps it, with the version that was looked at."""
        return [str(self.person_id), self.record.__kind__, str(self.record.id), self.record.row_version]


def exports_of(user: User, incident: Incident) -> list[PersonsExport]:
    """Return the exports that were asked for on an order, the newest first."""
    query = select(PersonsExport).where(PersonsExport.incident_id == incident.id)
    return list_visible(user, query.order_by(PersonsExport.seq.desc()))


def get_export(user: User, incident: Incident, export_id: uuid.UUID) -> PersonsExport:
    """Return an export of an incident.

    Raises:
        NotFound: there is none, or it belongs to another incident.
    """
    export = get_visible(user, PersonsExport, export_id)
    if export.incident_id != incident.id:
        raise NotFound
    return export


def rows_of(user: User, export: PersonsExport) -> list[ExportedPerson]:
    """Return the rows of those whose records an export holds, in the order they were chosen."""
    query = select(ExportedPerson).where(ExportedPerson.export_id == export.id)
    return list_visible(user, query.order_by(ExportedPerson.seq))


def persons_of(user: User, export: PersonsExport) -> list[Person]:
    """Return those of them whom ``user`` sees."""
    return list_people(user, [row.person_id for row in rows_of(user, export)])


def persons_named(user: User, incident: Incident) -> list[Person]:
    """Return those concerned by an incident whom ``user`` sees."""
    return list_people(user, [row.person_id for row in persons_seen(user, incident)])


def hidden_texts(user: User, export: PersonsExport) -> int:
    """Return how many of the notes and files of an export ``user`` does not see."""
    chosen = {(kind, uuid.UUID(row_id)) for _person, kind, row_id, _version in export.texts or ()}
    hidden = 0
    for kind, row_id in chosen:
        model = TEXT_MODELS[kind]
        hidden += not list_visible(user, select(model).where(model.id == row_id))
    return hidden


def own_cases(user: User, person: Person) -> list[Case]:
    """Return the cases of which a person is the client, as far as ``user`` sees them."""
    query = select(Case).where(Case.client_id.in_(ids_of_same(person))).order_by(Case.seq)
    return list_visible(user, query)


def texts_offered(user: User, persons: Collection[Person]) -> list[TextOffered]:
    """Return the notes and files of some persons and of their own cases that ``user`` sees, each named by itself."""
    named = {person.id for person in persons}
    found = []
    for person in persons:
        cases = own_cases(user, person)
        others = _names_of_others(user, cases, named)
        places: list[Record] = [person, *cases]
        records: list[Document | Note] = [each for place in places for each in documents_of(user, place)]
        records += [each for place in places for each in notes_on(user, place)]
        for record in records:
            names = tuple(name for name, needles in others if needles.are_in(_text_of(record)))
            found.append(TextOffered(person.id, record, _called(record), names))
    return found


def _names_of_others(
    user: User, cases: Iterable[Case], named: Collection[uuid.UUID]
) -> list[tuple[str, Needles]]:
    """Return who else stands in these cases: their shown name, and what to look for in a text."""
    people = {
        person.id: person
        for case in cases
        for person in people_through(user, case.scope_id)
        if person.id not in named
    }
    names: dict[uuid.UUID, set[str]] = {}
    query = select(PersonName).where(PersonName.person_id.in_(people))
    for name in list_visible(user, query):
        names.setdefault(name.person_id, set()).add(name.name)
    return [(shown_name(people[each]).name, Needles.of(texts)) for each, texts in names.items()]


def _text_of(record: Document | Note) -> str:
    return record.text if isinstance(record, Note) else f"{record.title}\n{record.source}"


def _called(record: Document | Note) -> str:
    if isinstance(record, Document):
        return _("File: %(title)s", title=isolated(record.title))
    text = " ".join(record.text.split())
    shown = text if len(text) <= FIRST_WORDS else f"{text[:FIRST_WORDS]}…"
    return _(
        "Note of %(day)s: %(words)s", day=day(record.happened_on or record.created_on), words=isolated(shown)
    )
