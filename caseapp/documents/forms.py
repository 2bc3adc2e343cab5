"""Forms of documents."""

from typing import Any

from flask_babel.speaklater import LazyString
from flask_login import current_user
from wtforms.validators import ValidationError

from caseapp.documents.arriving import take_in
from caseapp.documents.files import EXTENSIONS, RefusedFile, clean_file_name
from caseapp.documents.labels import DOCUMENT_KINDS, NAMES_OTHERS, refusal_sentence, what_is_taken
from caseapp.i18n import LANGUAGES_IN_WORDS
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.forms import (
    ChoiceField,
    LineField,
    NewRecordForm,
    PageForm,
    PartialDateField,
    RadioChoiceField,
    Required,
    TermField,
    TextField,
    UploadField,
)

ACCEPT = ",".join(f".{extension}" for extension in EXTENSIONS)
"""For the ``accept`` attribute of a file box."""
LANGUAGE_CHOICES = [*LANGUAGES_IN_WORDS.items(), ("other", _l("another one")), ("none", _l("no words in it"))]


class WelcomeFile:
    """The file is of a kind that is taken, and its content is what its name says.

    Sets ``media_type``, and the name without what does not belong in one.
    """

    def __init__(self) -> None:
        self.field_flags: dict[str, Any] = {}

    def __call__(self, _form: Any, field: UploadField) -> None:
        """Refuse any other file with a sentence that says what to do."""
        assert field.info is not None
        try:
            field.media_type = take_in(current_user, field.info, field.file_name)
        except RefusedFile as refused:
            raise ValidationError(refusal_sentence(refused)) from refused
        field.file_name = clean_file_name(field.file_name)


class AddDocumentForm(NewRecordForm):
    """A file and what is known about it."""

    file = UploadField(
        _l("File"),
        [WelcomeFile()],
        required=True,
        description=LazyString(what_is_taken),
    )
    title = LineField(_l("Title"), description=_l("What it is, in your words. Empty: the file's own name."))
    kind = TermField(DOCUMENT_KINDS, _l("Kind"), default="other")
    language = ChoiceField(_l("Language"), choices=LANGUAGE_CHOICES, default="fa")
    names_others = RadioChoiceField(
        _l("Does it name other people?"),
        choices=NAMES_OTHERS.items(),
        default="",
        description=_l(
            "A file that does is hidden from colleagues who are not assigned, until they ask to see it."
        ),
    )
    others = LineField(_l("Whom does it name?"), description=_l("In your words: a brother, a witness."))
    dated = PartialDateField(_l("Date on the document"))
    source = LineField(_l("Where does it come from?"), description=_l("Who gave it to us, and how."))


class EditDocumentForm(PageForm):
    """What is said about a document; its file never changes."""

    title = LineField(_l("Title"), [Required()])
    kind = TermField(DOCUMENT_KINDS, _l("Kind"))
    language = ChoiceField(_l("Language"), choices=LANGUAGE_CHOICES)
    names_others = RadioChoiceField(
        _l("Does it name other people?"),
        choices=NAMES_OTHERS.items(),
        default="",
        description=_l(
            "A file that does is hidden from colleagues who are not assigned, until they ask to see it."
        ),
    )
    others = LineField(_l("Whom does it name?"), description=_l("In your words: a brother, a witness."))
    dated = PartialDateField(_l("Date on the document"))
    source = LineField(_l("Where does it come from?"))


class RemoveDocumentForm(PageForm):
    """Why a document is taken out."""

    reason = TextField(_l("Why is it taken out?"), [Required()], most=2000)
