"""Fields that choose one or several codes of a list."""

from collections.abc import Iterable
from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from caseapp.i18n.messages import gettext as _
from caseapp.i18n.terms import TermList, term_choices

Pairs = Iterable[tuple[Any, Any]]
"""Choices as (code, label)."""


def offer(pairs: Pairs) -> list[SelectChoice]:
    """Turn (code, label) pairs into WTForms' choices."""
    return [SelectChoice(str(code), label) for code, label in pairs]


class ChoiceField(SelectField):
    """A choice of one code of a list of (code, label)."""

    def __init__(self, label: Any = None, validators: Any = (), choices: Pairs = (), **options: Any) -> None:
        super().__init__(label, validators, choices=offer(choices), validate_choice=False, **options)

    def offer(self, pairs: Pairs) -> None:
        """Set the list when it is only known with the request."""
        self.choices = offer(pairs)

    def offer_grouped(self, first: Pairs, groups: Iterable[tuple[Any, Pairs]]) -> None:
        """Set a long list in groups: what stands before them, then (label of the group, its pairs)."""
        self.choices = offer(first) + [
            SelectChoice(str(code), label, optgroup=str(head))
            for head, pairs in groups
            for code, label in pairs
        ]

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms' signature
        """Refuse a value that is not on the list."""
        if self.data not in {choice.value for choice in self.choices or ()}:
            raise ValidationError(_("Please choose one of the list."))


class TermField(ChoiceField):
    """A choice of a list that the organisation may add to."""

    def __init__(self, terms: TermList, label: Any = None, validators: Any = (), **options: Any) -> None:
        # Fields are made with each form, so the list is the one of this moment.
        super().__init__(label, validators, choices=term_choices(terms), **options)


class RadioChoiceField(ChoiceField, RadioField):
    """A choice shown as radio buttons."""


class CheckBoxesField(SelectMultipleField):
    """Several codes of a list, as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any = None, validators: Any = (), choices: Pairs = (), **options: Any) -> None:
        super().__init__(label, validators, choices=offer(choices), validate_choice=False, **options)

    def offer(self, pairs: Pairs) -> None:
        """Set the list when it is only known with the request."""
        self.choices = offer(pairs)

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms' signature
        """Refuse values that are not on the list."""
        if set(self.data or ()) - {choice.value for choice in self.choices or ()}:
            raise ValidationError(_("Please choose of the list."))
