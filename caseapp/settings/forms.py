"""Forms of the organisation's settings."""

from typing import Any

from caseapp.i18n import LANGUAGES, OFFERED
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.forms import ChoiceField, LineField, NameField, NewRecordForm, PageForm, Required, TextField


class OrganisationForm(PageForm):
    """What heads the organisation's letters, per language."""

    name = NameField(_l("Name of the organisation"), [Required()])
    language = ChoiceField(_l("Language"), choices=[(tag, LANGUAGES[tag]) for tag in OFFERED])
    name_en = NameField(_l("Name on letters in English"))
    name_fa = NameField(_l("Name on letters in Persian"))
    name_ar = NameField(_l("Name on letters in Arabic"))
    name_sq = NameField(_l("Name on letters in Albanian"))
    address = TextField(_l("Address"), most=2000, description=_l("As printed on letters, one line each."))
    contact_line = LineField(_l("Contact line"), description=_l("Telephone, e-mail and page, in one line."))


class TermForm(NewRecordForm):
    """A term of the organisation's own, in the languages it is needed in."""

    label_en = NameField(_l("In English"))
    label_fa = NameField(_l("In Persian"))
    label_ar = NameField(_l("In Arabic"))
    label_sq = NameField(_l("In Albanian"))

    def labels(self) -> dict[str, str]:
        """Return the labels given, by language tag."""
        return {tag: self[f"label_{tag}"].data for tag in LANGUAGES if self[f"label_{tag}"].data}

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for at least one language; which one is left open, so no single box is to blame."""
        valid = bool(super().validate(extra_validators))
        if self.labels():
            return valid
        self.form_errors.append(_("Please give the word in at least one language."))
        return False
