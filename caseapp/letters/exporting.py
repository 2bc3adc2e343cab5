"""Letters as rows of an export: that there is one and where it stands, never its words.

A subject is words too: it may name somebody who is not on file, or whom nobody has looked at yet.
"""

from collections.abc import Iterator

from sqlalchemy import select

from caseapp.access import list_visible
from caseapp.accounts import User
from caseapp.cases import Case
from caseapp.i18n import language_in_words
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.letters.labels import VOICES
from caseapp.letters.models import Letter
from caseapp.letters.permissions import LetterPermission
from caseapp.letters.workflow import LETTER_WORKFLOW
from caseapp.people.queries import ShownName, shown_names
from caseapp.web.installed import describe_all
from caseapp.web.reported import ColumnKind, ExportColumn, ExportRow, ExportTable

NOBODY = ShownName("", "", "", "")


def _rows(user: User, named: bool) -> Iterator[ExportRow]:
    letters = list_visible(user, select(Letter).order_by(Letter.seq))
    clients = {case.id: case.client_id for case in list_visible(user, select(Case))}
    names = shown_names(user, clients.values()) if named else {}
    authorities = (
        describe_all(user, {("authority", each.authority_id) for each in letters if each.authority_id})
        if named
        else {}
    )
    for letter in letters:
        if (client := clients.get(letter.case_id)) is None:
            continue
        values = {
            "case": letter.case_id,
            "status": str(LETTER_WORKFLOW.state(letter.status).label),
            "voice": str(VOICES[letter.kind]),
            "language": language_in_words(letter.language),
            "begun_on": letter.created_on,
            "changed_on": letter.changed_on,
        }
        if named:
            values["reference"] = letter.reference
            values["name"] = names.get(client, NOBODY).name
            addressee = authorities.get(("authority", letter.authority_id)) if letter.authority_id else None
            values["authority"] = addressee.label if addressee else ""
        yield ExportRow(letter.id, (client,), values)


EXPORT = ExportTable(
    "letters",
    "letter",
    _l("Letters"),
    LetterPermission.READ,
    (
        ExportColumn("reference", _l("Reference"), ColumnKind.REFERENCE),
        ExportColumn("name", _l("Name"), ColumnKind.NAME),
        ExportColumn("authority", _l("Authority"), ColumnKind.NAME),
        ExportColumn("case", _l("Number of the case in this file"), ColumnKind.LINK),
        ExportColumn("status", _l("Status"), ColumnKind.CODE),
        ExportColumn("voice", _l("In whose name"), ColumnKind.CODE),
        ExportColumn("language", _l("Language"), ColumnKind.CODE),
        ExportColumn("begun_on", _l("Begun on"), ColumnKind.DAY),
        ExportColumn("changed_on", _l("Last changed on"), ColumnKind.DAY),
    ),
    _rows,
)
