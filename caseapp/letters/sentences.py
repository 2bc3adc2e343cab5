"""What the application writes into letters, their files and their history; each reader reads it in their language."""

from caseapp.i18n.messages import lazy_gettext as _l

SENTENCES = {
    "letter.consent_withdrawn": _l(
        "A consent that letter %(reference)s rests on was withdrawn. It cannot go out: ask again, change it, "
        "or withdraw the letter."
    ),
    # What stood in the way of a letter that had gone out already.
    "letter.holder_left": _l("The addressee no longer holds this office."),
    "letter.not_read_back": _l("It has not been read back to the person."),
    "letter.changed_after_reading": _l("The text was changed after it was read back to the person."),
    "letter.changes_wanted": _l("At the last reading the person wanted changes."),
    "letter.no_advice": _l(
        "The person has not been offered independent legal advice on what the letter admits."
    ),
    "letter.not_told": _l("The person has not been told what may happen if this reaches the group."),
    "letter.not_on_the_list": _l("%(name)s stands in the letter and is not on the list of those named."),
    "letter.somebody_unlisted": _l(
        "The letter names somebody of this case who is not on the list, and whom its sender does not see."
    ),
    "letter.approved_by_writer": _l("Whoever wrote it down had written a part of the letter."),
    "letter.list_of_people": _l("%(title)s is a list of people still inside. Such a list is never enclosed."),
    "letter.not_looked_at": _l("%(name)s is named in the letter and has not been looked at."),
    "letter.not_taken_out": _l("%(name)s is to be taken out, but still stands in the letter."),
    "letter.nobody_chosen": _l(
        "The consent of %(name)s cannot be looked up: choose which person on file they are, or give a reason."
    ),
    "letter.needs_a_reason": _l(
        "%(name)s is still inside, a relative or a minor: that needs their consent or a reason that the "
        "approver accepts."
    ),
    "letter.no_reason": _l("The reason for naming %(name)s is missing."),
    "letter.perhaps_not_free": _l(
        "The statement %(title)s may not have been freely given: it goes nowhere until a coordinator has "
        "looked at the answers."
    ),
    "letter.not_cleared": _l("The statement %(title)s is not cleared for this addressee."),
    "letter.not_cleared_for_copy": _l(
        "The statement %(title)s is not cleared for %(recipient)s, who gets a copy."
    ),
    "letter.for_the_copy": _l("For the copy to %(recipient)s: %(reason)s"),
    # The files of a letter.
    "letter.as_approved": _l("Letter %(reference)s as approved"),
    "letter.with_enclosures": _l("Letter %(reference)s with its enclosures"),
    "letter.our_cover": _l("Our cover letter to %(reference)s"),
    "letter.printed_here": _l("printed here"),
    "letter.signed_copy": _l("Signed copy of %(reference)s"),
    "letter.as_sent": _l("Letter %(reference)s as it was sent"),
    "letter.proof": _l("Proof of sending %(reference)s"),
    "letter.answer_to": _l("Answer to %(reference)s"),
}
