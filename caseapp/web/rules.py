"""Rules that an organisation sets for itself: what has to be, and what one of several ways is allowed."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel.speaklater import LazyString

from caseapp.i18n.messages import lazy_gettext as _l


@dataclass(frozen=True)
class Rule:
    """A question that the organisation answers once for everybody.

    ``choices`` stand in order, the strictest first. A rule with one choice cannot be changed, and is shown so that
    everybody knows it.
    """

    code: str
    label: LazyString
    about: LazyString
    """The head of the group in which it stands."""
    choices: Mapping[str, LazyString]
    default: str = ""
    """What holds while nothing else was chosen; left empty, the strictest."""

    def __post_init__(self) -> None:
        """Check that it can be answered.

        Raises:
            ValueError: it has no choices, or its default is none of them.
        """
        if not self.choices or (self.default and self.default not in self.choices):
            raise ValueError(f"the rule {self.code} has no choices, or not the one it begins with")

    @property
    def strictest(self) -> str:
        """The choice that allows least."""
        return next(iter(self.choices))

    @property
    def at_first(self) -> str:
        """The choice that holds while nothing else was chosen."""
        return self.default or self.strictest

    @property
    def is_fixed(self) -> bool:
        """Tell whether there is nothing to choose."""
        return len(self.choices) == 1

    def is_looser(self, value: str, than: str) -> bool:
        """Tell whether ``value`` allows more than another choice."""
        order = list(self.choices)
        return order.index(value) > order.index(than)


SECOND_PERSON = _l("Acts that take a second person")
TWO, ONE = "two", "one"
_CHOICES = {
    TWO: _l("a colleague has to agree first"),
    ONE: _l("one person decides, and it stands on the list for a second look"),
}


def always_two(code: str, label: LazyString) -> Rule:
    """Return the rule of an act that nobody ever does alone."""
    return Rule(f"second_person.{code}", label, SECOND_PERSON, {TWO: _CHOICES[TWO]})


def two_or_one(code: str, label: LazyString) -> Rule:
    """Return the rule of an act that an organisation may leave to one person."""
    return Rule(f"second_person.{code}", label, SECOND_PERSON, _CHOICES, default=ONE)
