"""Forms of authorities. What letters print is asked for in each language of letters."""

import uuid
from typing import Any

from wtforms.validators import ValidationError

from caseapp.authorities.labels import COUNTED_FROM, COUNTED_IN, KINDS
from caseapp.dates import latin_digits
from caseapp.i18n import LANGUAGES
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.forms import (
    ChoiceField,
    DayField,
    LineField,
    NewRecordForm,
    PartialDateField,
    Required,
    TextField,
)

LONGEST_LIMIT = 3650
"""Days; a longer limit is a slip of the keyboard."""


def texts_of(form: Any, noun: str) -> dict[str, str]:
    """Return what was typed for ``noun`` in each language, leaving out the empty ones."""
    return {tag: form[f"{noun}_{tag}"].data for tag in LANGUAGES if form[f"{noun}_{tag}"].data}


def values_of(noun: str, texts: dict[str, str] | None) -> dict[str, str]:
    """Return the values with which a form asks for ``noun`` in each language."""
    return {f"{noun}_{tag}": (texts or {}).get(tag, "") for tag in LANGUAGES}


class NamedForm(NewRecordForm):
    """A form for what has a name in several languages; one of them is enough."""

    name_en = LineField(_l("In English"))
    name_fa = LineField(_l("In Persian"))
    name_ar = LineField(_l("In Arabic"))
    name_sq = LineField(_l("In Albanian"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for a name in one language at least; which one is left open, so no single box is to blame."""
        valid = bool(super().validate(extra_validators))
        if texts_of(self, "name"):
            return valid
        self.form_errors.append(_("Give the name in one language at least."))
        return False


class AuthorityForm(NamedForm):
    """A body that letters go to."""

    kind = ChoiceField(_l("What it is"), choices=KINDS.items(), default="ministry")
    country = LineField(_l("Country"), [Required()])
    address = TextField(_l("Postal address, line by line"), most=1000)
    contact = TextField(
        _l("How it is reached"), most=4000, description=_l("Registry desk, e-mail, portal, opening hours.")
    )
    source = LineField(_l("Where did we learn this?"))
    checked_on = DayField(_l("Last checked on"), past=True)
    limit = LineField(
        _l("Must answer within how many days?"),
        description=_l("Leave it open when no rule is known."),
        most=5,
    )
    counted_in = ChoiceField(_l("Counted in"), choices=COUNTED_IN.items(), default="days")
    counted_from = ChoiceField(_l("Counted from"), choices=COUNTED_FROM.items(), default="acknowledged")
    rule_source = LineField(
        _l("Which rule says so?"), description=_l("Law and article, so that a reminder can quote it.")
    )

    def validate_limit(self, field: Any) -> None:
        """Refuse what is no number of days."""
        if field.data and self._days() is None:
            raise ValidationError(_("Give a number of days between 1 and %(most)s.", most=LONGEST_LIMIT))

    def _days(self) -> int | None:
        typed = latin_digits(self.limit.data or "").strip()
        days = int(typed) if typed.isascii() and typed.isdigit() else 0
        return days if 1 <= days <= LONGEST_LIMIT else None

    def facts(self) -> dict[str, Any]:
        """Return what was typed, by the names of the record's fields."""
        days = self._days()
        rule = {
            "days": days,
            "counted_in": self.counted_in.data,
            "counted_from": self.counted_from.data,
            "source": self.rule_source.data or "",
        }
        plain = {name: self[name].data or "" for name in ("kind", "country", "address", "contact", "source")}
        return {
            **plain,
            "names": texts_of(self, "name"),
            "checked_on": self.checked_on.day_value,
            "reply_rule": rule if days else None,
        }


class OfficeForm(NamedForm):
    """A desk of an authority."""

    address = TextField(
        _l("Postal address, line by line"),
        most=1000,
        description=_l("Only where it differs from the authority's."),
    )
    contact = TextField(_l("How it is reached"), most=4000)

    def facts(self) -> dict[str, Any]:
        """Return what was typed, by the names of the record's fields."""
        return {
            "names": texts_of(self, "name"),
            "address": self.address.data or "",
            "contact": self.contact.data or "",
        }


class HolderForm(NamedForm):
    """A person in a public office and how they are addressed."""

    office = ChoiceField(_l("Office"), default="")
    title_en = LineField(_l("In English"))
    title_fa = LineField(_l("In Persian"))
    title_ar = LineField(_l("In Arabic"))
    title_sq = LineField(_l("In Albanian"))
    form_en = LineField(_l("In English"))
    form_fa = LineField(_l("In Persian"))
    form_ar = LineField(_l("In Arabic"))
    form_sq = LineField(_l("In Albanian"))
    salutation_en = LineField(_l("In English"))
    salutation_fa = LineField(_l("In Persian"))
    salutation_ar = LineField(_l("In Arabic"))
    salutation_sq = LineField(_l("In Albanian"))
    term_from = PartialDateField(_l("In office from"))
    term_to = PartialDateField(_l("In office until"))

    def validate_term_to(self, _field: Any) -> None:
        """Refuse a term that ends before it begins."""
        begin, end = self.term_from.value, self.term_to.value
        if begin is not None and end is not None and end.interval()[1] < begin.interval()[0]:
            raise ValidationError(_("The term would end before it begins."))

    def facts(self) -> dict[str, Any]:
        """Return what was typed, by the names of the record's fields."""
        return {
            "office_id": uuid.UUID(self.office.data) if self.office.data else None,
            "names": texts_of(self, "name"),
            "titles": texts_of(self, "title"),
            "forms_of_address": texts_of(self, "form"),
            "salutations": texts_of(self, "salutation"),
            "term_from": self.term_from.value,
            "term_to": self.term_to.value,
        }
