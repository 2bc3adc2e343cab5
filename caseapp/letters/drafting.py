"""What a new letter offers: the addressee's block and salutation, place and date, sender, closing, who signs."""

from typing import Any

from caseapp.accounts import User
from caseapp.authorities.models import Authority, OfficeHolder
from caseapp.authorities.queries import address_of
from caseapp.cases import Case
from caseapp.clock import today
from caseapp.letters.models import Letter, Voice
from caseapp.letters.queries import latest_letters
from caseapp.letters.sheets import letterhead_in
from caseapp.letters.wording import wording_in
from caseapp.statements.paper import name_in_script


def first_values(
    user: User,
    case: Case,
    *,
    voice: Voice,
    language: str,
    subject: str,
    holder: OfficeHolder | None,
    authority: Authority | None,
) -> dict[str, Any]:
    """Return the fields with which a letter begins, by the names of ``actions.ADDRESS`` and ``actions.TEXT``."""
    wording = wording_in(language)
    head = letterhead_in(language)
    person = name_in_script(case.client_id, language)
    values = addressed_to(user, holder, authority, language)
    return {
        **values,
        "kind": voice.value,
        "language": language,
        "subject": subject,
        "place": _last_place(user, language),
        "written_on": today(),
        "points_lead": wording.points_lead(voice),
        "closing": wording.closing,
        "sender": "\n".join([person, wording.care_of.format(organisation=head.name), *head.address_lines]),
        "person_signs": person,
        "person_capacity": wording.own_name if voice is Voice.BOTH else "",
        "organisation_signs": user.name,
        "organisation_capacity": wording.for_organisation.format(organisation=head.name),
        "body": "",
        "cover_remarks": "",
    }


def addressed_to(
    user: User, holder: OfficeHolder | None, authority: Authority | None, language: str
) -> dict[str, Any]:
    """Return the fields that follow from the addressee."""
    if holder is not None:
        address = address_of(user, holder, language)
        return {
            "holder_id": holder.id,
            "authority_id": holder.authority_id,
            "addressee": "\n".join(address.lines),
            "salutation": address.salutation,
        }
    lines = [authority.name_in(language), *authority.address.splitlines()] if authority else []
    return {
        "holder_id": None,
        "authority_id": authority.id if authority else None,
        "addressee": "\n".join(lines),
        "salutation": "",
    }


def _last_place(user: User, language: str) -> str:
    """Return where the last letter in this language was written: letters come from one place."""
    recent: list[Letter] = latest_letters(user, limit=20)
    return next((letter.place for letter in recent if letter.language == language and letter.place), "")
