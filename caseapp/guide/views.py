"""The page of the guide, and the line that leads new colleagues to it."""

from datetime import timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from caseapp.accounts import User
from caseapp.clock import today
from caseapp.guide.chapters import chapters_for
from caseapp.guide.permissions import GuidePermission
from caseapp.web.feature import HomeTile
from caseapp.web.gate import requires
from caseapp.web.installed import all_topics
from caseapp.web.templating import part

NEW_FOR = timedelta(days=14)
"""For so long a colleague is new and the home page leads to the guide."""

blueprint = Blueprint("guide", __name__, url_prefix="/guide")


@blueprint.get("/")
@requires(GuidePermission.READ)
def show() -> ResponseReturnValue:
    """Show every topic, those of the reader's own roles first."""
    mine, others = chapters_for(current_user.role_names, all_topics())
    return render_template("guide/show.html", mine=mine, others=others)


def _first_days(user: User) -> Markup:
    if user.created_on + NEW_FOR < today():
        return Markup()
    return part("guide/tile.html")


HOME = HomeTile("guide", 3, GuidePermission.READ, _first_days)
