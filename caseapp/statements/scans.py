"""The scan of the signed paper, filed under its statement."""

from flask_babel import gettext as _
from flask_login import current_user

from caseapp.documents.actions import store_document
from caseapp.statements.models import Statement
from caseapp.web.forms import UploadField


def file_scan(statement: Statement, field: UploadField, source: str) -> None:
    """File what arrived in ``field`` as the signed paper of ``statement``. Inside the write."""
    assert field.info is not None
    store_document(
        current_user,
        scope_id=statement.scope_id,
        record=statement,
        info=field.info,
        file_name=field.file_name,
        title=_("Signed paper of %(reference)s", reference=statement.reference),
        kind="statement",
        language=statement.language,
        source=source,
    )
