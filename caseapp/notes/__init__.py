"""Notes: dated entries of contacts on any record. They only grow."""

from collections.abc import Iterator

from flask import url_for
from markupsafe import Markup

from caseapp.access import named_by
from caseapp.accounts import User
from caseapp.db import Record
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.notes.demo import add_notes
from caseapp.notes.labels import ICON, TITLE
from caseapp.notes.models import Note, Reached
from caseapp.notes.permissions import GRANTS, NotePermission
from caseapp.notes.queries import notes_on
from caseapp.notes.topics import TOPICS
from caseapp.notes.views import blueprint, open_note_form
from caseapp.web.event import Event
from caseapp.web.fates import SCOPES_OF_WORK, lying_in
from caseapp.web.feature import Feature, Invention, Panel, TextSource, TimelineEntry
from caseapp.web.kind import Kind
from caseapp.web.records import moments
from caseapp.web.templating import part
from caseapp.web.values import digits

PLACES = ("person", "contact_request", "letter", "statement", "incoming_contact", "incident")
"""Record pages without a timeline, where notes have a panel of their own."""


def _quick_note(_user: User, case: Record) -> Markup:
    address = url_for("notes.new", kind="case", record_id=case.id)
    return part("notes/quick.html", form=open_note_form(case, address=address), address=address)


def _panel(user: User, record: Record) -> Markup:
    entries = sorted(_timeline(user, record), key=lambda entry: (entry.happened_on, entry.seq), reverse=True)
    return part("notes/panel.html", record=record, moments=moments(entries))


def _timeline(user: User, record: Record) -> Iterator[TimelineEntry]:
    notes = notes_on(user, record)
    corrected = {note.corrects_id for note in notes}
    for note in notes:
        yield TimelineEntry(
            note.happened_on or note.created_on,
            note.created_on,
            "note",
            ICON.get(note.medium, "note"),
            _title(note, note.id in corrected),
            note.text,
            url_for("notes.show", note_id=note.id),
            note.written_by,
            note.seq,
        )


def _title(note: Note, is_corrected: bool) -> str:
    title = str(TITLE.get(note.medium, _("Note")))
    if note.at_time:
        title = _("%(note)s at %(time)s", note=title, time=digits(note.at_time))
    if note.reached == Reached.NO:
        title = _("%(note)s, not reached", note=title)
    if is_corrected:
        return _("%(note)s (corrected since)", note=title)
    return _("%(note)s (correction)", note=title) if note.corrects_id else title


feature = Feature(
    name="notes",
    topics=TOPICS,
    blueprint=blueprint,
    grants=GRANTS,
    kinds=(
        Kind(
            Note,
            _l("Note"),
            lying_in(*SCOPES_OF_WORK, grow=True),
            describe=named_by(
                Note, lambda _note: _("Note"), lambda each: url_for("notes.show", note_id=each.id)
            ),
        ),
    ),
    texts=(TextSource(Note, ("text",), NotePermission.READ, of=("", "record_id")),),
    panels=(
        Panel("case/timeline", "quick-note", 10, NotePermission.WRITE, _quick_note),
        *(Panel(place, "notes", 80, NotePermission.READ, _panel) for place in PLACES),
    ),
    timeline=_timeline,
    demo=Invention(100, add_notes),
    events_about=_l("Notes"),
    events=(
        Event("note.written", _l("Wrote a note")),
        Event("note.corrected", _l("Corrected a note by a new one")),
        Event("note.viewed", _l("Opened a note")),
    ),
)

__all__ = ["Note", "NotePermission", "feature"]
