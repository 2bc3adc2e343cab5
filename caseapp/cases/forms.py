"""Forms of cases."""

from caseapp.cases.labels import MAY_RING, SAFE_NOW
from caseapp.i18n import LANGUAGES_IN_WORDS
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.forms import (
    ChoiceField,
    LineField,
    NameField,
    NewRecordForm,
    PageForm,
    PartialDateField,
    RadioChoiceField,
    Required,
    TextField,
)

LANGUAGE_CHOICES = [*LANGUAGES_IN_WORDS.items(), ("other", _l("another one"))]


class StartCaseForm(NewRecordForm):
    """The first screen: what matters at night. A working name is enough."""

    name = NameField(
        _l("Working name"),
        [Required()],
        description=_l("Whatever they call themselves now. The real name can wait."),
    )
    safe_now = RadioChoiceField(_l("Safe now?"), choices=SAFE_NOW.items(), default="not_asked")
    tonight = TextField(_l("Where do they sleep tonight?"), most=4000)
    telephone = LineField(_l("Telephone"))
    telephone_whose = LineField(_l("Whose telephone is it?"))
    may_ring = RadioChoiceField(_l("May we ring it?"), choices=MAY_RING.items(), default="not_asked")
    who_knows = TextField(_l("Who knows that they left?"), most=4000)
    hurt = TextField(_l("Hurt, ill, or in need of medicine?"), most=4000)
    language = ChoiceField(_l("Language"), choices=LANGUAGE_CHOICES, default="fa")
    interpreter = LineField(_l("Interpreter"), description=_l("Who interprets, or that none is needed."))


class CaseFactsForm(PageForm):
    """Everything about a case that the first screen asks, and when and where they left."""

    safe_now = RadioChoiceField(_l("Safe now?"), choices=SAFE_NOW.items())
    tonight = TextField(_l("Where do they sleep tonight?"), most=4000)
    telephone = LineField(
        _l("Telephone"),
        description=_l("A number written here goes to the ways to reach them, with what is said about it."),
    )
    telephone_whose = LineField(_l("Whose telephone is it?"))
    may_ring = RadioChoiceField(_l("May we ring it?"), choices=MAY_RING.items())
    who_knows = TextField(_l("Who knows that they left?"), most=4000)
    hurt = TextField(_l("Hurt, ill, or in need of medicine?"), most=4000)
    language = ChoiceField(_l("Language"), choices=LANGUAGE_CHOICES)
    interpreter = LineField(_l("Interpreter"))
    left_on = PartialDateField(_l("Left on"), past=True)
    left_where = LineField(_l("Left from where?"))
    summary = TextField(_l("In short"), most=20_000)
