"""What erasing somebody does to each table, as the feature that has it says."""

from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What erasing a person or a case does to the rows of a table."""

    WITH_SCOPE = "with_scope"
    """They go with the scope in which they lie."""
    EITHER_END = "either_end"
    """They go with their scope, and when either of the records that they tie together is erased."""
    REACH = "reach"
    """They say who reaches a scope, and go with it."""
    WRITER = "writer"
    """They are somebody's unfinished writing, and go when its page was about what is erased."""
    STAYS = "stays"
    """They are the organisation's own, about nobody's case."""
    LOG = "log"
    """They stay: the log names records by random ids alone."""


@dataclass(frozen=True)
class Erased:
    """What erasing does to a table: the kinds of scope its rows lie in, and their fate.

    ``along`` are columns that name a record of another scope: when that one is erased, the whole scope of the row goes
    too. Rows that are ``loose`` only tie two records together, and may be taken out by themselves where one is erased;
    ``with_last`` means that then the whole scope of the row may go, if nothing else leads to it. The words of rows that
    only ``grow``, which nobody corrects on a page of their own, may be blackened where they name whom is erased.
    """

    scopes: tuple[str, ...]
    fate: Fate
    along: tuple[str, ...] = ()
    loose: bool = False
    with_last: bool = False
    grow: bool = False


def lying_in(
    *scopes: str,
    along: tuple[str, ...] = (),
    loose: bool = False,
    with_last: bool = False,
    grow: bool = False,
) -> Erased:
    """Return the usual answer: the rows go with the scopes of these kinds in which they lie."""
    return Erased(scopes, Fate.WITH_SCOPE, along, loose, with_last, grow)


SCOPES_OF_WORK = ("case", "person", "contact_request", "letter", "statement", "incoming_contact", "incident")
"""The kinds of scope of records on which something can hang: next steps, notes, documents."""
STAYS = Erased(("organisation",), Fate.STAYS)
"""The answer of the organisation's own tables."""
