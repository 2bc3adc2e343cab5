"""The field of a file, which is encrypted while it arrives."""

import uuid
from dataclasses import dataclass
from typing import Any

from wtforms import FileField
from wtforms.utils import unset_value
from wtforms.validators import StopValidation

from caseapp.i18n.messages import gettext as _
from caseapp.vault import BlobInfo
from caseapp.web.uploads import upload_info


@dataclass(frozen=True)
class Kept:
    """A file that was kept when its form came back: its number on the page, its name, and its length in bytes."""

    id: uuid.UUID
    name: str
    size: int


class UploadField(FileField):
    """A file, encrypted while it arrives. ``info`` is what arrived, or was kept before; None without a file.

    It only takes the file in: which kinds are welcome is a validator's question. What the view does not adopt is
    dropped when the request ends, so a form that comes back keeps it first (``coming_back.keep_files``).
    """

    info: BlobInfo | None = None
    kept: Kept | None = None
    """What the page shows as kept."""
    sent_kept = ""
    """The number of the kept file that the page showed, as it was sent: not to be trusted."""
    taken_away = False
    """The reader wants the kept file no more."""
    was_dropped = False
    """The form comes back, and a file that was welcome could not be kept."""
    has_arrived = False
    """``info`` is what came with this very form."""
    file_name = ""
    media_type = ""
    """What the file is by its content; set by the validator that looked."""
    _looked_at = False

    def __init__(
        self, label: Any = None, validators: Any = (), *, required: bool = False, **options: Any
    ) -> None:
        super().__init__(label, validators, **options)
        self._required = required
        if required:
            self.flags.required = True

    @property
    def kept_name(self) -> str:
        """Return the name under which the number of the kept file travels."""
        return f"{self.name}-kept"

    @property
    def away_name(self) -> str:
        """Return the name of the box that takes the kept file away."""
        return f"{self.name}-away"

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take the file and what was said about the one that was kept."""
        super().process(formdata, data, extra_filters)
        if formdata is not None:
            self.sent_kept = str(formdata.get(self.kept_name, ""))
            self.taken_away = bool(formdata.get(self.away_name))

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the file; an empty box of the browser is no file."""
        storage = valuelist[0] if valuelist else None
        self.data = storage
        self.info = upload_info(storage)
        self.has_arrived = self.info is not None
        self.file_name = str(storage.filename) if storage is not None and self.info is not None else ""

    def use_kept(self, kept: Kept, info: BlobInfo) -> None:
        """Show a kept file, and send it with the form unless it is taken away or another one came."""
        self.kept = kept
        if not (self.taken_away or self.has_arrived):
            self.info, self.file_name = info, kept.name

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms' signature
        """Ask for the file where one is needed; without one there is nothing to look at."""
        self._looked_at = True
        if self.info is None:
            raise StopValidation(self._missing())

    def look(self, form: Any) -> bool:
        """Tell whether there is a file and it is welcome, also where the form was not looked at."""
        if self.info is not None and not self._looked_at:
            self.validate(form)
        return self.info is not None and not self.errors

    def ask_again(self) -> None:
        """Say that the file has to be chosen again: it was welcome, but could not be kept."""
        again = _("This file could not be kept. Choose it again.")
        self.errors: list[str] = [again]
        self.kept, self.was_dropped = None, True

    def _missing(self) -> str | None:
        if self.sent_kept and not self.kept and not self.taken_away:
            return _(
                "The file that was kept is no longer here: it went along when the form was saved, was taken away, or "
                "had to make room. If it is not on file yet, choose it again."
            )
        return _("Please choose a file.") if self._required else None
