"""The words of incidents."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.incidents.export_models import ExportStatus
from caseapp.incidents.models import HoldStatus, IncidentKind, Notified, TakenSaid, Warned
from caseapp.workflow import Tone

KINDS = {
    IncidentKind.THEFT.value: _l("Something was stolen"),
    IncidentKind.LOSS.value: _l("Something was lost"),
    IncidentKind.WRONG_RECIPIENT.value: _l("Something went to the wrong recipient"),
    IncidentKind.BREAK_IN.value: _l("Somebody broke in, into the office or a computer"),
    IncidentKind.ORDER.value: _l("An authority came with an order"),
    IncidentKind.DEMAND.value: _l("An authority demands something without an order"),
}
SHORT_KINDS = {
    IncidentKind.THEFT.value: _l("theft"),
    IncidentKind.LOSS.value: _l("loss"),
    IncidentKind.WRONG_RECIPIENT.value: _l("wrong recipient"),
    IncidentKind.BREAK_IN.value: _l("break-in"),
    IncidentKind.ORDER.value: _l("order of an authority"),
    IncidentKind.DEMAND.value: _l("informal demand"),
}
IN_WRITING = {
    "": _l("not known"),
    "copy": _l("yes, and we have a copy"),
    "shown": _l("yes, it was shown, and we have no copy"),
    "no": _l("no, it was only spoken"),
}
CONSENT_REFUSED = {
    "": _l("not known"),
    "refused": _l("we said that we do not consent"),
    "given": _l("somebody consented"),
    "not_asked": _l("nobody asked for consent"),
}
TAKEN_SAID = {
    TakenSaid.OPEN.value: _l("not known yet"),
    TakenSaid.NOTHING.value: _l("nothing was taken or copied"),
    TakenSaid.LISTED.value: _l("yes, and each thing is listed"),
}
HOW_TAKEN = {
    "seen": _l("they saw it"),
    "given": _l("we gave it to them"),
    "copied": _l("they copied it"),
    "taken": _l("they took it away"),
}
WARNED = {
    Warned.OPEN.value: _l("not decided yet"),
    Warned.WARNED.value: _l("warned"),
    Warned.NOT_WARNED.value: _l("not warned, for a reason"),
}
WARNED_TONES = {
    Warned.OPEN.value: Tone.ATTENTION,
    Warned.WARNED.value: Tone.DONE,
    Warned.NOT_WARNED.value: Tone.STOPPED,
}
NOTIFIED = {
    Notified.OPEN.value: _l("not yet"),
    Notified.YES.value: _l("yes, it was told"),
    Notified.NO.value: _l("no, it need not be told"),
}
HOLDS = {
    HoldStatus.STANDING.value: _l("nothing is erased"),
    HoldStatus.ENDING.value: _l("nothing is erased; a second person is asked to end this"),
    HoldStatus.ENDED.value: _l("ended"),
}
HOLD_TONES = {
    HoldStatus.STANDING.value: Tone.WAITING,
    HoldStatus.ENDING.value: Tone.ATTENTION,
    HoldStatus.ENDED.value: Tone.DONE,
}
EXPORTS = {
    ExportStatus.OPEN.value: _l("waits for a second person"),
    ExportStatus.AGREED.value: _l("agreed, to be fetched"),
    ExportStatus.REFUSED.value: _l("refused"),
    ExportStatus.FETCHED.value: _l("fetched"),
    ExportStatus.VOID.value: _l("void, the order was changed"),
}
EXPORT_TONES = {
    ExportStatus.OPEN.value: Tone.ATTENTION,
    ExportStatus.AGREED.value: Tone.MOVING,
    ExportStatus.REFUSED.value: Tone.STOPPED,
    ExportStatus.FETCHED.value: Tone.DONE,
    ExportStatus.VOID.value: Tone.STOPPED,
}
PARTS = {
    "names": _l("all their names"),
    "facts": _l("birth, nationality, languages and whereabouts"),
    "routes": _l("ways to reach them"),
    "consents": _l("their consents"),
    "cases": _l("references and states of their cases"),
}
"""What of a person's own record may be in an export. Relations are not among it: they name others."""
DAYS_BACK = {
    "1": _l("the last day"),
    "7": _l("the last 7 days"),
    "30": _l("the last 30 days"),
    "90": _l("the last 90 days"),
    "365": _l("the last year"),
}
"""How far back the log is read for what an account had opened."""
