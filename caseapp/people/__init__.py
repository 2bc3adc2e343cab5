"""Persons, their names, how they are reached and how they are related."""

from datetime import timedelta

from flask import url_for

from caseapp.access import counts_for_them, named_by
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.jobs.job import Job
from caseapp.people.demo import add_people
from caseapp.people.finding import people_found
from caseapp.people.forms import FactsForm, NameForm, RouteForm
from caseapp.people.kept_names import read_names
from caseapp.people.known_words import words_to_say
from caseapp.people.listing import PEOPLE
from caseapp.people.models import ContactRoute, Person, PersonName, Relation
from caseapp.people.panels import people_panel, reach_panel
from caseapp.people.permissions import GRANTS, PersonPermission
from caseapp.people.queries import shown_name
from caseapp.people.routing import blueprint
from caseapp.people.topics import TOPICS
from caseapp.web.answers import Answers
from caseapp.web.event import Detail, Event, Keeps
from caseapp.web.fates import Erased, Fate, lying_in
from caseapp.web.feature import Feature, Finder, Invention, MenuItem, Panel, TextSource
from caseapp.web.kind import Kind
from caseapp.web.masked import Masked

feature = Feature(
    name="people",
    topics=TOPICS,
    blueprint=blueprint,
    grants=GRANTS,
    lists=(PEOPLE,),
    masked=(
        Masked(
            ContactRoute,
            _l("a way to reach somebody"),
            PersonPermission.READ,
            columns=("value", "whose", "safety"),
            of=("person", "person_id"),
        ),
    ),
    texts=(
        TextSource(Person, ("about",), PersonPermission.READ),
        TextSource(ContactRoute, ("whose", "safety"), PersonPermission.READ, of=("person", "person_id")),
        TextSource(Relation, ("note",), PersonPermission.READ, of=("person", "person_id")),
    ),
    menu=(MenuItem("people.index", _l("People"), "people", PersonPermission.READ),),
    panels=(
        Panel("case", "people", 20, PersonPermission.READ, people_panel),
        Panel("case/facts", "people", 30, PersonPermission.READ, reach_panel),
    ),
    finders=(Finder("people", 20, _l("People"), people_found),),
    kinds=(
        Kind(
            Person,
            _l("Person"),
            lying_in("person", along=("merged_into",)),
            describe=named_by(
                Person,
                lambda person: shown_name(person).name,
                lambda each: url_for("people.show", person_id=each.id),
            ),
            form=FactsForm,
        ),
        Kind(PersonName, _l("Name of a person"), lying_in("person"), form=NameForm),
        Kind(ContactRoute, _l("Way to reach a person"), lying_in("person"), form=RouteForm),
        Kind(Relation, _l("Relation"), Erased(("case", "contact_request"), Fate.EITHER_END)),
    ),
    demo=Invention(20, add_people),
    answers=Answers(secrets=words_to_say),
    jobs=(Job("read the names", timedelta(days=1), read_names),),
    details={
        "elsewhere": Detail(_l("Known in work that is not shared with them"), told=counts_for_them),
        # By these undoing finds what a merge did; how many they are would tell how many lie out of a reader's reach.
        "acts": Detail(_l("Acts beside it"), told=lambda _reader, _actor_id: False),
    },
    sentences={
        "person.is_here": _l("Is %(name)s here already, in work that is not shared with us?"),
    },
    events=(
        Event("person.listed", _l("Saw a list of people"), keeps=Keeps("shown")),
        Event("person.viewed", _l("Opened a person's page")),
        Event(
            "person.looked_up",
            _l("Looked for a person before writing down a name"),
            keeps=Keeps("elsewhere", "query", "shown"),
        ),
        Event(
            "person.coordinator_asked",
            _l("Asked the coordinator whether a person is known here"),
            keeps=Keeps("query"),
        ),
        Event("person.created", _l("Added a person")),
        Event(
            "person.merged",
            _l("Found two persons to be the same"),
            keeps=Keeps("acts"),
            looked_at_again=True,
        ),
        Event(
            "person.pointed",
            _l("Let what was written about a person be about the one they were joined with"),
        ),
        Event("person.brought_in", _l("Brought a person into another record")),
        Event("person.changed", _l("Changed what is known about a person"), keeps=Keeps("fields")),
        Event("person.name_added", _l("Added a name")),
        Event("person.name_changed", _l("Corrected a name")),
        Event("person.name_removed", _l("Took a name out")),
        Event("person.route_added", _l("Added a way to reach a person")),
        Event("person.route_changed", _l("Corrected a way to reach a person")),
        Event("person.route_removed", _l("Took a way to reach a person out")),
        Event("person.relation_added", _l("Stated a relation")),
        Event("person.relation_removed", _l("Took a relation out")),
    ),
)

__all__ = ["ContactRoute", "Person", "PersonName", "PersonPermission", "Relation", "feature"]
