"""The form of a page: it carries the version of its record, or the id of a new one."""

import uuid

from flask_wtf import FlaskForm
from wtforms import HiddenField


class PageForm(FlaskForm):
    """A form of a page. It carries the version of the record that it was opened with."""

    row_version = HiddenField()
    draft_saved_at: str | None = None
    """Set when the form was filled from the user's own draft."""

    @property
    def version(self) -> int | None:
        """Return the version of the record that the form was opened with, None for a new record."""
        return int(self.row_version.data) if str(self.row_version.data or "").isdigit() else None


class NewRecordForm(PageForm):
    """A form that makes a record. The record's id travels with it, so sending it twice makes one record."""

    new_id = HiddenField()

    @property
    def record_id(self) -> uuid.UUID:
        """Return the id that the new record will have."""
        try:
            return uuid.UUID(str(self.new_id.data))
        except ValueError:
            return uuid.uuid4()
