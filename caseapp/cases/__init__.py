"""Cases: the organisation's work for one person."""

from collections.abc import Iterator

from markupsafe import Markup

from caseapp.access import named_by_reference
from caseapp.accounts import User
from caseapp.cases.actions import (
    HANDED_OVER,
    HANDED_TO_YOU,
    KEEPS,
    TOOK_OVER,
    leave_no_case_behind,
    take_known_client,
)
from caseapp.cases.demo import move_on
from caseapp.cases.duties import DUTIES, safe_places
from caseapp.cases.exporting import EXPORT
from caseapp.cases.finding import cases_found
from caseapp.cases.forms import LANGUAGE_CHOICES, CaseFactsForm
from caseapp.cases.home import COUNTS, HOME
from caseapp.cases.labels import MAY_RING, SAFE_NOW
from caseapp.cases.listing import CASES
from caseapp.cases.models import Case
from caseapp.cases.permissions import GRANTS, CasePermission
from caseapp.cases.plausibility import birth_after_departure
from caseapp.cases.queries import case_of_person, cases_with, has_open_case
from caseapp.cases.sharing import blueprint as sharing_blueprint
from caseapp.cases.topics import TOPICS
from caseapp.cases.views import blueprint
from caseapp.cases.who_saw_views import blueprint as who_saw_blueprint
from caseapp.cases.workflow import CASE_WORKFLOW, CLOSING
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.people.models import Person
from caseapp.web.answers import Answers
from caseapp.web.consequences import Consequences
from caseapp.web.event import Event, Keeps
from caseapp.web.fates import lying_in
from caseapp.web.feature import Create, Feature, Finder, Invention, MenuItem, Panel, TextSource, TimelineEntry
from caseapp.web.kind import Kind
from caseapp.web.masked import Masked
from caseapp.web.records import step_entries
from caseapp.web.templating import part


def _night_panel(_user: User, case: Case) -> Markup:
    return part(
        "cases/night_panel.html",
        case=case,
        safe_now=SAFE_NOW,
        may_ring=MAY_RING,
        languages_by_code=dict(LANGUAGE_CHOICES),
    )


def _cases_panel(user: User, person: Person) -> Markup:
    cases = cases_with(user, person)
    return part("cases/person_panel.html", person=person, cases=cases, workflow=CASE_WORKFLOW)


def _timeline(_user: User, case: Case) -> Iterator[TimelineEntry]:
    return step_entries(CASE_WORKFLOW, case, "case")


blueprint.register_blueprint(sharing_blueprint)
blueprint.register_blueprint(who_saw_blueprint)

feature = Feature(
    name="cases",
    topics=TOPICS,
    demo=Invention(120, move_on),
    blueprint=blueprint,
    grants=GRANTS,
    decides={CasePermission.CLOSE: _l("Close cases")},
    lists=(CASES,),
    masked=(
        Masked(
            Case,
            _l("where they sleep and how they are reached"),
            CasePermission.READ,
            columns=("tonight", "telephone", "telephone_whose"),
        ),
    ),
    texts=(TextSource(Case, ("tonight", "who_knows", "hurt", "summary"), CasePermission.READ),),
    menu=(MenuItem("cases.index", _l("Cases"), "case", CasePermission.READ),),
    create=(Create("cases.new", _l("Case"), "case", CasePermission.CREATE),),
    kinds=(
        Kind(
            Case,
            _l("Case"),
            lying_in("case", along=("client_id",)),
            describe=named_by_reference(Case, "cases.show", "case_id"),
            form=CaseFactsForm,
        ),
    ),
    panels=(
        Panel("case/facts", "night", 10, CasePermission.READ, _night_panel),
        Panel("person", "cases", 20, CasePermission.READ, _cases_panel),
    ),
    finders=(Finder("cases", 10, _l("Cases"), cases_found),),
    answers=Answers(
        objections={"person": birth_after_departure},
        works_for=has_open_case,
        secrets=safe_places,
        belongs_to={"person": case_of_person},
    ),
    consequences=Consequences(merged=take_known_client, kept_out=leave_no_case_behind),
    sentences={
        HANDED_TO_YOU: _l("You are responsible for this case now. Hand it over if somebody else should be."),
        KEEPS: _l("Keeps the case among its members"),
        TOOK_OVER: _l("Took the case over from %(name)s"),
        HANDED_OVER: _l("Handed the case over to %(name)s"),
    },
    timeline=_timeline,
    home=(HOME,),
    counts=(COUNTS,),
    exports=(EXPORT,),
    duties=DUTIES,
    workflows=(CASE_WORKFLOW,),
    rules=(CLOSING,),
    events=(
        Event("case.listed", _l("Saw a list of cases"), keeps=Keeps("shown")),
        Event("case.viewed", _l("Opened a case")),
        Event("case.access_viewed", _l("Looked at who sees a case")),
        Event("case.who_saw_viewed", _l("Looked at who saw a case"), keeps=Keeps("from_day", "to_day")),
        Event(
            "case.seen_before", _l("Looked at what a colleague who is kept out of a case saw in it before")
        ),
        Event("case.started", _l("Started a case")),
        Event("case.changed", _l("Changed a case"), keeps=Keeps("fields")),
        Event("case.moved", _l("Moved a case on"), keeps=Keeps("transition")),
        Event("case.handed_over", _l("Handed a case over"), looked_at_again=True),
    ),
)

__all__ = ["Case", "CasePermission", "feature"]
