"""Words for the codes of a note."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.notes.models import Medium, Reached

MEDIUM = {
    Medium.CALL.value: _l("call"),
    Medium.VISIT.value: _l("visit"),
    Medium.EMAIL.value: _l("e-mail"),
    Medium.MESSAGE.value: _l("message"),
    Medium.POST.value: _l("post"),
    Medium.MEETING.value: _l("meeting"),
    Medium.HANDING_OVER.value: _l("handing over"),
    Medium.OTHER.value: _l("something else"),
}
TITLE = {
    Medium.CALL.value: _l("Call"),
    Medium.VISIT.value: _l("Visit"),
    Medium.EMAIL.value: _l("E-mail"),
    Medium.MESSAGE.value: _l("Message"),
    Medium.POST.value: _l("Post"),
    Medium.MEETING.value: _l("Meeting"),
    Medium.HANDING_OVER.value: _l("Handing over"),
    Medium.OTHER.value: _l("Note"),
}
REACHED = {
    Reached.YES.value: _l("reached"),
    Reached.NO.value: _l("not reached"),
    Reached.NOT_TRIED.value: _l("does not apply"),
}
ICON = {
    Medium.CALL.value: "phone",
    Medium.VISIT.value: "place",
    Medium.EMAIL.value: "message",
    Medium.MESSAGE.value: "message",
    Medium.POST.value: "letter",
    Medium.MEETING.value: "people",
    Medium.HANDING_OVER.value: "people",
    Medium.OTHER.value: "note",
}
