"""Authorities: whom letters go to, and how each office-holder is addressed in each language."""

from flask import url_for

from caseapp.access import named_by
from caseapp.authorities.demo import add_ministry
from caseapp.authorities.models import Authority, Office, OfficeHolder
from caseapp.authorities.permissions import GRANTS, AuthorityPermission
from caseapp.authorities.topics import TOPICS
from caseapp.authorities.views import blueprint
from caseapp.i18n import locale_tag
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.event import Event, Keeps
from caseapp.web.fates import STAYS
from caseapp.web.feature import Feature, Invention, MenuItem
from caseapp.web.kind import Kind

feature = Feature(
    name="authorities",
    topics=TOPICS,
    blueprint=blueprint,
    grants=GRANTS,
    menu=(MenuItem("authorities.index", _l("Authorities"), "authority", AuthorityPermission.READ),),
    kinds=(
        Kind(
            Authority,
            _l("Authority"),
            STAYS,
            describe=named_by(
                Authority,
                lambda authority: authority.name_in(locale_tag()),
                lambda each: url_for("authorities.show", authority_id=each.id),
            ),
        ),
        Kind(Office, _l("Office"), STAYS),
        Kind(OfficeHolder, _l("Office-holder"), STAYS),
    ),
    demo=Invention(10, add_ministry),
    events=(
        Event("authority.listed", _l("Saw the list of authorities"), keeps=Keeps("shown")),
        Event("authority.viewed", _l("Opened an authority")),
        Event("authority.added", _l("Added an authority")),
        Event("authority.changed", _l("Changed an authority"), keeps=Keeps("fields")),
        Event("office.added", _l("Added an office")),
        Event("office.changed", _l("Changed an office"), keeps=Keeps("fields")),
        Event("office_holder.added", _l("Added an office-holder")),
        Event("office_holder.changed", _l("Changed an office-holder"), keeps=Keeps("fields")),
    ),
)

__all__ = ["Authority", "AuthorityPermission", "Office", "OfficeHolder", "feature"]
