"""The organisation's settings: what heads its letters, and the words it adds to the lists."""

from caseapp.accounts.organisation import Organisation
from caseapp.accounts.rules import CHANGED, RuleInForce, rule_in_words
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.i18n.terms import Term
from caseapp.settings.forms import OrganisationForm
from caseapp.settings.permissions import GRANTS, SettingsPermission
from caseapp.settings.rule_views import blueprint as rules_blueprint
from caseapp.settings.rule_views import choice_in_words
from caseapp.settings.topics import TOPICS
from caseapp.settings.views import blueprint, list_in_words
from caseapp.web.event import Detail, Event, Keeps
from caseapp.web.fates import STAYS
from caseapp.web.feature import Feature, MenuItem
from caseapp.web.kind import Kind

blueprint.register_blueprint(rules_blueprint)

feature = Feature(
    name="settings",
    topics=TOPICS,
    blueprint=blueprint,
    grants=GRANTS,
    menu=(MenuItem("settings.show", _l("Settings"), "settings", SettingsPermission.MANAGE),),
    kinds=(
        Kind(Organisation, _l("Organisation"), STAYS, form=OrganisationForm),
        Kind(Term, _l("Term of a list"), STAYS),
        Kind(RuleInForce, _l("Rule"), STAYS),
    ),
    details={
        "list": Detail(_l("List"), list_in_words),
        "rule": Detail(_l("Rule"), rule_in_words),
        f"{CHANGED}/reason": Detail(_l("Reason")),
        f"{CHANGED}/before": Detail(_l("Before"), choice_in_words),
        f"{CHANGED}/after": Detail(_l("After"), choice_in_words),
    },
    events=(
        Event(
            "settings.organisation_changed", _l("Changed the organisation's settings"), keeps=Keeps("fields")
        ),
        Event("settings.term_added", _l("Added a term to a list"), keeps=Keeps("list")),
        Event("settings.term_hidden", _l("Hid a term of a list"), keeps=Keeps("list")),
        Event(CHANGED, _l("Changed a rule"), keeps=Keeps("rule", "before", "after", "reason")),
        Event("settings.term_shown", _l("Offered a term of a list again"), keeps=Keeps("list")),
    ),
)

__all__ = ["SettingsPermission", "feature"]
