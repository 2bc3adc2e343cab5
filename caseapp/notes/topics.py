"""What the guide tells about notes."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "write-a-note",
        160,
        _l("Write a note, with what follows from it"),
        (
            say(
                _l(
                    "In a case the box for a note stands at the head of the timeline; elsewhere choose %(write)s."
                ),
                write=_l("Write a note"),
            ),
            say(_l("Say what was said or tried, and whether they were reached. An attempt counts too.")),
            say(
                _l("Put in the next step and its day if there is one: %(save)s keeps both."),
                save=_l("Save the note"),
            ),
            say(
                _l("For a talk of another day, open %(other)s."),
                other=_l("On another day, at a time, in another language"),
            ),
            say(
                _l("A note is never changed. %(correct)s writes a second one, and both can be read."),
                correct=_l("Correct this note"),
            ),
        ),
        ("notes.new", "notes.show", "notes.correct"),
    ),
)
