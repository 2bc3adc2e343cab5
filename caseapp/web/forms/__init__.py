"""Forms: the base class and the fields that people need here."""

from caseapp.web.forms.attributes import write_attributes_at_once
from caseapp.web.forms.choices import CheckBoxesField, ChoiceField, Pairs, RadioChoiceField, TermField, offer
from caseapp.web.forms.dates import DayField, PartialDateField
from caseapp.web.forms.page import NewRecordForm, PageForm, drawn_id
from caseapp.web.forms.showing import shown
from caseapp.web.forms.text import (
    AtMost,
    LineField,
    NameField,
    Required,
    TextField,
    optional_text,
)
from caseapp.web.forms.times import TimeField
from caseapp.web.forms.uploads import Kept, UploadField

write_attributes_at_once()

__all__ = [
    "AtMost",
    "CheckBoxesField",
    "ChoiceField",
    "DayField",
    "Kept",
    "LineField",
    "NameField",
    "NewRecordForm",
    "PageForm",
    "Pairs",
    "PartialDateField",
    "RadioChoiceField",
    "Required",
    "TermField",
    "TextField",
    "TimeField",
    "UploadField",
    "drawn_id",
    "offer",
    "optional_text",
    "shown",
]
