"""The audit log as lines of a file: what its page shows, for the same reader, and no number of any event."""

from collections.abc import Iterator
from typing import Any

from caseapp.accounts import User
from caseapp.audit import record
from caseapp.audit.reading import every_event
from caseapp.audit.views import actor_in_words, record_in_words, sign_of
from caseapp.audit.wanted import Wanted
from caseapp.audit.wording import details_for
from caseapp.clock import at_home
from caseapp.i18n import in_a_row
from caseapp.i18n.messages import gettext as _
from caseapp.reports.exporting import FileFormat
from caseapp.reports.spreadsheet import Cell
from caseapp.web.installed import event_label

MOST_EVENTS = 10_000
"""Events of one file: it is made while somebody waits."""


class TooManyEvents(ValueError):
    """The file would hold more events than can be made while somebody waits."""


def lines_of_log(reader: User, wanted: Wanted) -> list[list[Cell]]:
    """Return the lines of the file, its heading first, the newest event next.

    Raises:
        TooManyEvents: there are more than ``MOST_EVENTS``.
    """
    lines: list[list[Cell]] = [[_("When"), _("Who"), _("What"), _("Details"), _("Records")]]
    lines += _lines(reader, wanted)
    if len(lines) > MOST_EVENTS + 1:
        raise TooManyEvents
    return lines


def _lines(reader: User, wanted: Wanted) -> Iterator[list[Cell]]:
    for page in every_event(reader, wanted, MOST_EVENTS + 1):
        details = details_for(reader, page.found)
        for event in page.found:
            touched = page.touched.get(event.id, [])
            yield [
                at_home(event.at).isoformat(sep=" ", timespec="seconds"),
                actor_in_words(event),
                str(event_label(event.code) or event.code),
                in_a_row(f"{label}: {words}" for label, words in details.of(event)),
                in_a_row(f"{record_in_words(touch)} {sign_of(touch.record_id)}" for touch in touched),
            ]


def note_log_taken(actor: User, wanted: Wanted, reason: str, number: int, file_format: FileFormat) -> None:
    """Record that this ``number`` of events leaves the house, which ones they are, and why."""
    asked: dict[str, Any] = {
        "kinds": list(wanted.codes),
        "of_whom": wanted.actor,
        "one_record": str(wanted.record_id) if wanted.record_id else "",
        "from_day": wanted.first.isoformat() if wanted.first else "",
        "to_day": wanted.last.isoformat() if wanted.last else "",
    }
    said = {key: value for key, value in asked.items() if value}
    record(actor, "audit_export.made", reason=reason, rows=number, file_format=file_format.value, **said)
