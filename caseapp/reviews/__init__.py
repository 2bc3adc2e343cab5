"""Reviews: a guard never stops writing down what has happened; a colleague looks at it afterwards."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.reviews.permissions import GRANTS, ReviewPermission
from caseapp.reviews.second_look import LOOKED
from caseapp.reviews.topics import TOPICS
from caseapp.reviews.views import blueprint, reviews_tile, second_look_tile
from caseapp.web.event import Event, Keeps
from caseapp.web.fates import lying_in
from caseapp.web.feature import Feature, HomeTile, TextSource
from caseapp.web.kind import Kind
from caseapp.workflow import Step

feature = Feature(
    name="reviews",
    topics=TOPICS,
    blueprint=blueprint,
    grants=GRANTS,
    home=(
        HomeTile("reviews", 25, ReviewPermission.CLOSE, reviews_tile),
        HomeTile("second-look", 26, ReviewPermission.CLOSE, second_look_tile),
    ),
    texts=(TextSource(Step, ("reason", "review"), of=("", "record_id")),),
    kinds=(
        Kind(
            Step,
            _l("Step"),
            lying_in("case", "contact_request", "letter", "statement", "erasure", "incident", grow=True),
        ),
    ),
    events_about=_l("Reviews"),
    events=(
        Event("review.listed", _l("Saw the open reviews"), keeps=Keeps("shown")),
        Event("review.viewed", _l("Looked at a step again")),
        Event("review.closed", _l("Closed a review")),
        Event("review.second_look_listed", _l("Saw what colleagues did alone"), keeps=Keeps("shown")),
        Event(LOOKED, _l("Looked again at what colleagues did alone"), keeps=Keeps("shown")),
    ),
)

__all__ = ["ReviewPermission", "feature"]
