"""What whoever is there by emergency access alone does not do: decide, and let out what nobody brings back."""

from collections.abc import Iterable
from typing import Any

from caseapp.access import READS_ONLY, only_visits
from caseapp.web.installed import deciding
from caseapp.web.sentences import Sentence
from caseapp.workflow import Block, Transition


def reads_only(actor: Any, record: Any, transition: Transition) -> Iterable[Block]:
    """Say that somebody else takes a step; what tells of a vital interest, or only writes down, is everybody's."""
    weighs = (
        transition.rule is not None
        or transition.danger
        or transition.goes_out
        or transition.permission in deciding()
    )
    if weighs and only_visits(actor, record.scope_id):
        yield Block(Sentence(READS_ONLY), noted=Sentence(READS_ONLY))
