"""The guide: how the work is done with caseapp, by role. Features bring the topics; here they stand together."""

from caseapp.guide.permissions import GRANTS, GuidePermission
from caseapp.guide.topics import TOPICS
from caseapp.guide.views import HOME, blueprint
from caseapp.web.feature import Feature

feature = Feature(name="guide", blueprint=blueprint, grants=GRANTS, topics=TOPICS, home=(HOME,))

__all__ = ["GuidePermission", "feature"]
