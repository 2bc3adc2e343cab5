"""The clock of a breach in words, line by line, for pages and paper."""

from dataclasses import dataclass
from datetime import datetime

from caseapp.clock import now
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import ngettext
from caseapp.incidents.deadline import HOURS, Deadline, deadline_from
from caseapp.incidents.models import Incident, Notified
from caseapp.web.values import digits, moment
from caseapp.workflow import Tone


@dataclass(frozen=True)
class ClockShown:
    """The clock as a page shows it: how it stands in few words, its tone, and its working line by line."""

    words: str
    tone: Tone
    lines: tuple[tuple[str, str], ...]


def deadline_of(incident: Incident) -> Deadline | None:
    """Return the clock of an incident; None where none runs: it is no breach, or nobody said since when we know."""
    aware = incident.aware_at
    if not incident.is_breach or aware is None:
        return None
    return deadline_from(aware, incident.notified_at, now())


def urgency(incident: Incident) -> tuple[bool, datetime]:
    """Return where an incident stands in a list of what is to be done: first where the clock runs out first."""
    found = deadline_of(incident)
    runs = found is not None and found.told is None and incident.notified != Notified.NO
    return not runs, found.due if found is not None else now()


def clock_of(incident: Incident) -> ClockShown | None:
    """Return the clock of an incident in words, None where none runs."""
    found = deadline_of(incident)
    if found is None:
        return None
    if incident.notified == Notified.NO:
        words, tone = _("it need not be told"), Tone.DONE
    else:
        words, tone = _words(found), _tone(found)
    aware = moment(found.aware)
    if not incident.aware_time:
        aware = _("%(moment)s (without a time the day counts from its beginning)", moment=aware)
    return ClockShown(
        words,
        tone,
        (
            (
                _("The rule"),
                _(
                    "The data-protection authority is told within %(hours)s hours of becoming aware. Nights, weekends"
                    " and holidays count.",
                    hours=digits(HOURS),
                ),
            ),
            (_("We became aware"), aware),
            (_("To be told by"), moment(found.due)),
            *([(_("It was told"), moment(found.told))] if found.told else []),
            (_("How it stands"), words),
        ),
    )


def _words(found: Deadline) -> str:
    late = found.is_over
    if found.told is not None:
        if not late:
            return _("told in time")
        return ngettext(
            "told %(count)s hour late; the reason goes along with it",
            "told %(count)s hours late; the reason goes along with it",
            found.whole_hours,
            count=digits(found.whole_hours),
        )
    if not found.whole_hours:
        minutes = found.minutes
        if late:
            return _("over since %(minutes)s min; tell it at once", minutes=digits(minutes))
        return _("%(minutes)s min left", minutes=digits(minutes))
    if late:
        return ngettext(
            "over since %(count)s hour; tell it at once",
            "over since %(count)s hours; tell it at once",
            found.whole_hours,
            count=digits(found.whole_hours),
        )
    return ngettext(
        "%(count)s hour left", "%(count)s hours left", found.whole_hours, count=digits(found.whole_hours)
    )


def _tone(found: Deadline) -> Tone:
    if found.told is not None:
        return Tone.DONE if not found.is_over else Tone.STOPPED
    if found.is_over or found.is_soon:
        return Tone.ATTENTION
    return Tone.WAITING
