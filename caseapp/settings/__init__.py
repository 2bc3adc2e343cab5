"""The organisation's settings: what heads its letters, and the words it adds to the lists."""

from caseapp.accounts.organisation import Organisation
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.i18n.terms import Term
from caseapp.settings.forms import OrganisationForm
from caseapp.settings.permissions import GRANTS, SettingsPermission
from caseapp.settings.topics import TOPICS
from caseapp.settings.views import blueprint, list_in_words
from caseapp.web.fates import STAYS
from caseapp.web.feature import Detail, Feature, MenuItem

feature = Feature(
    name="settings",
    erasing={"term": STAYS},
    topics=TOPICS,
    blueprint=blueprint,
    grants=GRANTS,
    menu=(MenuItem("settings.show", _l("Settings"), "settings", SettingsPermission.MANAGE),),
    records={"organisation": Organisation, "term": Term},
    kinds={"organisation": _l("Organisation"), "term": _l("Term of a list")},
    edited_with={"organisation": OrganisationForm},
    details={"list": Detail(_l("List"), list_in_words)},
    events={
        "settings.organisation_changed": _l("Changed the organisation's settings"),
        "settings.term_added": _l("Added a term to a list"),
        "settings.term_hidden": _l("Hid a term of a list"),
        "settings.term_shown": _l("Offered a term of a list again"),
    },
)

__all__ = ["SettingsPermission", "feature"]
