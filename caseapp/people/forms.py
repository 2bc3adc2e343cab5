"""Forms of persons."""

from typing import Any

from wtforms.validators import ValidationError

from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.people.labels import MAY_WE, NAME_KINDS, OFFERED, ROUTE_KINDS, SEXES, WHEREABOUTS
from caseapp.people.models import NameKind
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


class LookUpForm(PageForm):
    """The name to look for before it is written down."""

    name = NameField(
        _l("Name"), [Required()], description=_l("In any script and spelling, as far as you know it.")
    )
    born = PartialDateField(
        _l("Born"), past=True, description=_l("If it is known: it tells people of one name apart.")
    )


class NamesForm(NewRecordForm):
    """The names of a person as they give them, and when they were born."""

    name = NameField(_l("Name"), [Required()])
    kind = ChoiceField(_l("What name is it?"), choices=NAME_KINDS.items(), default=NameKind.LEGAL.value)
    second = NameField(
        _l("The name in another script"), description=_l("As they write it themselves, or as in a passport.")
    )
    second_kind = ChoiceField(
        _l("What name is that?"), choices=NAME_KINDS.items(), default=NameKind.LEGAL.value
    )
    third = NameField(_l("One more name"), description=_l("Another name they go by, or one from the group."))
    third_kind = ChoiceField(
        _l("And what name is that?"), choices=NAME_KINDS.items(), default=NameKind.ALIAS.value
    )
    born = PartialDateField(
        _l("Born"), past=True, description=_l("The year alone is enough, and “about” when it is not certain.")
    )

    @property
    def given(self) -> list[tuple[str, NameKind]]:
        """Return the names that were filled in, with their kinds."""
        pairs = ((self.name, self.kind), (self.second, self.second_kind), (self.third, self.third_kind))
        return [(name.data, NameKind(kind.data)) for name, kind in pairs if name.data]


class NameForm(PageForm):
    """Correcting one name."""

    name = NameField(_l("Name"), [Required()])
    kind = ChoiceField(_l("What name is it?"), choices=NAME_KINDS.items())


class FactsForm(PageForm):
    """What is known about a person."""

    born = PartialDateField(
        _l("Born"), past=True, description=_l("The year alone is enough, and “about” when it is not certain.")
    )
    born_where = LineField(_l("Born where?"))
    sex = ChoiceField(_l("Sex"), choices=SEXES.items(), default="")
    nationality = LineField(_l("Nationality"), description=_l("Or that they have none."))
    languages = LineField(_l("Languages"))
    whereabouts = ChoiceField(_l("Where are they?"), choices=WHEREABOUTS.items(), default="")
    about = TextField(
        _l("What else is known"), most=20_000, description=_l("Say whose words it is: who says so, and when.")
    )


class RouteForm(NewRecordForm):
    """A way to reach a person, with what must be known before it is used."""

    kind = ChoiceField(_l("How?"), choices=ROUTE_KINDS.items())
    value = LineField(_l("Number, address or place"), [Required()])
    whose = LineField(_l("Whose is it?"), description=_l("Their own, or who else hears and reads it."))
    may_we = RadioChoiceField(_l("May we use it?"), choices=MAY_WE.items(), default="not_asked")
    safety = TextField(
        _l("What to take care of"),
        most=4000,
        description=_l("Safe hours, the word to say, what never to leave on an answering machine."),
    )


class RelationForm(NewRecordForm):
    """What a relative is to the person, and who says so."""

    kind = ChoiceField(
        _l("What are they to this person?"), choices=[("", _l("choose …")), *OFFERED.items()], default=""
    )
    said_by = LineField(_l("Who says so?"), [Required()], description=_l("We write down whose words it is."))
    note = TextField(_l("Remark"), most=4000)

    def validate_kind(self, field: Any) -> None:
        """Ask for the relation."""
        if not field.data:
            raise ValidationError(_("Please choose what they are to each other."))


class RelativeForm(RelationForm):
    """A relative who is written down for the first time."""

    name = NameField(_l("Name"), [Required()])
    second = NameField(_l("The name in another script"))
    born = PartialDateField(
        _l("Born"), past=True, description=_l("The year alone is enough, and “about” when it is not certain.")
    )
    whereabouts = ChoiceField(_l("Where are they?"), choices=WHEREABOUTS.items(), default="")


class RemoveForm(PageForm):
    """Why something is taken out."""

    reason = LineField(_l("Why is it taken out?"), [Required()])
