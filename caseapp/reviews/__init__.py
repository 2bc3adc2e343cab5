"""Reviews: a guard never stops writing down what has happened; a colleague looks at it afterwards."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.reviews.permissions import GRANTS, ReviewPermission
from caseapp.reviews.second_look import LOOKED
from caseapp.reviews.topics import TOPICS
from caseapp.reviews.views import blueprint, reviews_tile, second_look_tile
from caseapp.web.feature import Feature, HomeTile, Keeps, TextSource
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
    kinds={"workflow_step": _l("Step")},
    texts=(TextSource(Step, ("reason", "review"), of=("", "record_id")),),
    records={"workflow_step": Step},
    events_about=_l("Reviews"),
    keeps={
        "review.listed": Keeps("shown"),
        "review.second_look_listed": Keeps("shown"),
        LOOKED: Keeps("shown"),
    },
    events={
        "review.listed": _l("Saw the open reviews"),
        "review.viewed": _l("Looked at a step again"),
        "review.closed": _l("Closed a review"),
        "review.second_look_listed": _l("Saw what colleagues did alone"),
        LOOKED: _l("Looked again at what colleagues did alone"),
    },
)

__all__ = ["ReviewPermission", "feature"]
