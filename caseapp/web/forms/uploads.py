"""The field of a file, which is encrypted while it arrives."""

from typing import Any

from flask_babel import gettext as _
from wtforms import FileField
from wtforms.validators import StopValidation

from caseapp.vault import BlobInfo
from caseapp.web.uploads import upload_info


class UploadField(FileField):
    """A file, encrypted while it arrives. ``info`` is what arrived, None when nothing was chosen.

    It only takes the file in: which kinds are welcome is a validator's question. What the view does not adopt is
    dropped when the request ends, so a form that comes back asks for the file again.
    """

    info: BlobInfo | None = None
    was_dropped = False
    """The form comes back, so that a file that was welcome has to be chosen again."""
    file_name = ""
    media_type = ""
    """What the file is by its content; set by the validator that looked."""

    def __init__(
        self, label: Any = None, validators: Any = (), *, required: bool = False, **options: Any
    ) -> None:
        super().__init__(label, validators, **options)
        self._required = required
        if required:
            self.flags.required = True

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the file; an empty box of the browser is no file."""
        storage = valuelist[0] if valuelist else None
        self.data = storage
        self.info = upload_info(storage)
        self.file_name = str(storage.filename) if storage is not None and self.info is not None else ""

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms' signature
        """Ask for the file where one is needed; without one there is nothing to look at."""
        if self.info is None:
            raise StopValidation(_("Please choose a file.") if self._required else None)

    def ask_again(self) -> None:
        """Say that the file has to be chosen again, when it was welcome but the form comes back."""
        if self.info is not None and not self.errors:
            again = _("This file was not kept, because something else is missing. Choose it again.")
            self.errors: list[str] = [again]
            self.was_dropped = True
