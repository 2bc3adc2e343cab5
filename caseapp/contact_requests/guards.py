"""What stands in the way of a step of a search, in plain words."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from caseapp.accounts import User
from caseapp.accounts.deputies import stands_for
from caseapp.clock import today
from caseapp.consents.models import Answer
from caseapp.consents.queries import keeping_grounds_of, standings_of
from caseapp.contact_requests.checklists import (
    ASKING,
    ASSESSMENT,
    CONTACT,
    FATE,
    MEETING,
    REUNION,
    SCREENING,
    WISHES,
    Checklist,
    Item,
)
from caseapp.contact_requests.models import Search
from caseapp.contact_requests.parts import (
    actions_of,
    agreements_to,
    answers_to,
    last_step,
    points_of,
    points_taken_out,
    reads_concern,
    request_of,
)
from caseapp.disclosures import Audience, Disclosure, Purpose, decide
from caseapp.i18n.messages import gettext as _
from caseapp.workflow import Block, Way, way
from caseapp.workflow.definition import Guard

RECONFIRMED_WITHIN = timedelta(days=14)
INDEPENDENT_POINTS = 2


def filled_in(checklist: Checklist) -> Guard:
    """Return the guard that asks for every answer of ``checklist`` that is not optional."""

    def guard(_actor: User, search: Search) -> Iterator[Block]:
        answers = answers_to(search, checklist)
        missing = [item for item in checklist.items if not item.optional and not is_answered(item, answers)]
        for sentence in dict.fromkeys(str(item.missing) for item in missing):
            yield Block(sentence, checklist_way(search, checklist), str(checklist.title))

    return guard


def is_answered(item: Item, answers: Any) -> bool:
    """Tell whether one question has an answer that lets a step pass."""
    given = str(answers.get(item.code) or "").strip()
    return given in item.wanted if item.answers is not None else bool(given)


def checklist_way(search: Search, checklist: Checklist) -> Way:
    """Return the way to where a list of questions is filled in."""
    return way("contact_requests.checklist", search_id=search.id, kind=checklist.kind)


def safe_contact_is_known(_actor: User, search: Search) -> Iterator[Block]:
    """Ask how the enquirer can be reached without danger."""
    request = request_of(search)
    if not request.safe_contact.strip():
        yield Block(
            _("It is not known how the enquirer can be reached safely."),
            way("contact_requests.edit", request_id=request.id),
            _("Write it down"),
        )


def relation_is_claimed(_actor: User, search: Search) -> Iterator[Block]:
    """Ask what the enquirer says the person sought is to them."""
    if not search.relation:
        yield Block(
            _("It is not written down what the person sought is to the enquirer."),
            way("contact_requests.edit_search", search_id=search.id),
            _("Write it down"),
        )


def missing_proof_is_explained(_actor: User, search: Search) -> Iterator[Block]:
    """Ask for the reason where there is no proof of identity, and for that of a protection concern."""
    answers = answers_to(search, SCREENING)
    there, title = checklist_way(search, SCREENING), str(SCREENING.title)
    if answers.get("identity") == "none" and not answers.get("identity_note"):
        yield Block(
            _("There is no proof of the enquirer's identity, and no reason is written down."), there, title
        )
    if answers.get("concern") in ("some", "serious") and not answers.get("concern_reason"):
        yield Block(_("There is a protection concern, and no reason is written down."), there, title)


def enquirer_allows_it(actor: User, search: Search) -> Iterator[Block]:
    """Ask for the enquirer's consent that the person sought, and those who are asked, may be told who enquires."""
    enquirer_id = request_of(search).enquirer_id
    yield from _missing(actor, search, enquirer_id, Purpose.TRACE, Audience("person", search.sought_id))


def keeping_is_allowed(actor: User, search: Search) -> Iterator[Block]:
    """Ask why we may hold what we know about the person sought, who has not been spoken to."""
    standings = standings_of(actor, [search.sought_id])[search.sought_id]
    consented = any(
        standing.purpose is Purpose.KEEP and standing.state in (Answer.YES, Answer.CONDITIONS)
        for standing in standings
    )
    if not consented and search.sought_id not in keeping_grounds_of(actor, [search.sought_id]):
        yield Block(
            _("It is not written down on what ground we keep the data of the person sought."),
            way("consents.sheet_of_person", person_id=search.sought_id, _anchor="held-without").coming_from(
                request_of(search)
            ),
            _("Write the ground down"),
        )


def sought_has_not_refused(actor: User, search: Search) -> Iterator[Block]:
    """Stop where the person sought has said that nobody may look for them."""
    for standing in standings_of(actor, [search.sought_id])[search.sought_id]:
        if standing.purpose is Purpose.TRACE and standing.state in (Answer.NO, Answer.WITHDRAWN):
            yield Block(
                _("The person sought has said that they do not want this. That is respected."),
                way(
                    "consents.sheet_of_person", person_id=search.sought_id, _anchor=Purpose.TRACE.value
                ).coming_from(request_of(search)),
                _("See what they said"),
            )


def needs_second_person(search: Search, purpose: str) -> bool:
    """Tell whether a step needs a second person: every meeting does, the first word that the enquirer hears of the
    person sought, and a search where there is a protection concern.
    """
    return purpose != "accept" or reads_concern(answers_to(search, SCREENING))


def second_agrees_to_accept(actor: User, search: Search) -> Iterator[Block]:
    """Ask for a second person where there is a protection concern."""
    if needs_second_person(search, "accept"):
        yield from _second(actor, search, "accept")


def second_agrees_to_meeting(actor: User, search: Search) -> Iterator[Block]:
    """Ask for a second person for every meeting."""
    yield from _second(actor, search, "approve")


def second_agrees_to_contact(actor: User, search: Search) -> Iterator[Block]:
    """Ask for a second person before the enquirer hears for the first time of the person sought."""
    yield from _second(actor, search, "agree_contact")


def decider_did_not_ask_for_it(actor: User, search: Search) -> Iterator[Block]:
    """Keep who asked for the meeting from approving it."""
    asked = last_step(search, "ask_to_meet")
    if asked is not None and asked.actor_id in stands_for(actor):
        yield Block(_("You brought the wish to meet forward. Somebody else has to approve it."))


def letter_is_linked(_actor: User, search: Search) -> Iterator[Block]:
    """Ask for the letter that asks the authority."""
    if search.letter_id is None:
        yield Block(
            _("No letter to an authority is linked yet."),
            way("contact_requests.link_letter", search_id=search.id),
            _("Link the letter"),
        )


def candidate_was_compared(_actor: User, search: Search) -> Iterator[Block]:
    """Ask for the comparison."""
    if not points_of(search):
        yield Block(
            _("The person found has not been compared with what the enquirer says."),
            way("contact_requests.add_point", search_id=search.id),
            _("Compare a point"),
        )


def two_points_agree(_actor: User, search: Search) -> Iterator[Block]:
    """Ask for two points that agree, from two sources, asked without leading to the answer."""
    good = [point for point in points_of(search) if point.agrees == "yes" and point.asked_blind == "yes"]
    sources = {point.source.casefold() for point in good}
    if len(good) < INDEPENDENT_POINTS or len(sources) < INDEPENDENT_POINTS:
        yield Block(
            _(
                "Two points from two sources have to agree, each asked without leading to the answer, "
                "about what only the real relative knows."
            ),
            way("contact_requests.add_point", search_id=search.id),
            _("Compare a point"),
        )


def no_point_contradicts(_actor: User, search: Search) -> Iterator[Block]:
    """Stop while a point does not agree."""
    if any(point.agrees == "no" for point in points_of(search)):
        yield Block(_("A point does not agree. Take it out with a reason, or go back to looking."))


def decider_is_not_the_finder(actor: User, search: Search) -> Iterator[Block]:
    """Keep who found the person, or took a point out that was compared, from confirming that it is the right one."""
    found = last_step(search, "match")
    took_part = {point.noted_by_id for point in points_of(search)}
    took_part.update(by for point in points_taken_out(search) if (by := point.removed_by) is not None)
    theirs = stands_for(actor)
    if took_part & theirs or (found is not None and found.actor_id in theirs):
        yield Block(_("You took part in finding. Somebody else has to confirm the identity."))


def asker_is_named(_actor: User, search: Search) -> Iterator[Block]:
    """Ask who speaks with the person: a worker whom they trust."""
    if search.asker_id is None:
        yield Block(
            _("It is not settled which worker, whom they trust, asks them."),
            way("contact_requests.name_asker", search_id=search.id),
            _("Name the worker"),
        )


def both_consent_today(actor: User, search: Search) -> Iterator[Block]:
    """Ask that both consents hold today: the enquirer's and that of the person sought."""
    request = request_of(search)
    yield from enquirer_allows_it(actor, search)
    audience = Audience("person", request.enquirer_id)
    yield from _missing(actor, search, search.sought_id, Purpose.CONTACT_FAMILY, audience)


def consents_were_confirmed_again(_actor: User, search: Search) -> Iterator[Block]:
    """Ask that both confirmed their consent within the last fourteen days."""
    given = str(answers_to(search, MEETING).get("confirmed_on") or "")
    confirmed = date.fromisoformat(given) if given else None
    if confirmed is None or today() - confirmed > RECONFIRMED_WITHIN:
        yield Block(
            str(MEETING.item("confirmed_on").missing), checklist_way(search, MEETING), str(MEETING.title)
        )


def something_was_tried(_actor: User, search: Search) -> Iterator[Block]:
    """Ask for the means that were used."""
    if not actions_of(search):
        yield Block(
            _("Nothing is written down of what was tried."),
            way("contact_requests.add_action", search_id=search.id),
            _("Write down what was done"),
        )


def withdrawal_waits(_actor: User, search: Search) -> Iterator[Block]:
    """Ask for a withdrawal before one is confirmed."""
    if search.withdrawal is None:
        yield Block(
            _("Nobody has withdrawn."),
            way("contact_requests.withdrawal", search_id=search.id),
            _("Write a withdrawal down"),
        )


def no_withdrawal_waits(_actor: User, search: Search) -> Iterator[Block]:
    """Stop while a withdrawal has not been looked at."""
    if search.withdrawal is not None:
        yield Block(
            _("A withdrawal waits: confirm it, or write down that it was taken back."),
            way("contact_requests.end_withdrawal", search_id=search.id),
            _("It was taken back"),
        )


def was_held_from(state: str) -> Guard:
    """Return the guard that lets a resting search go back only to where it came from."""

    def guard(_actor: User, search: Search) -> Iterator[Block]:
        if search.held_from != state:
            yield Block(_("It goes back to where it rested from, nowhere else."))

    return guard


is_screened = filled_in(SCREENING)
was_asked_well = filled_in(ASKING)
contact_is_planned = filled_in(CONTACT)
both_were_asked_alone = filled_in(WISHES)
is_assessed = filled_in(ASSESSMENT)
meeting_is_planned = filled_in(MEETING)
both_confirm_it = filled_in(REUNION)
fate_is_proved = filled_in(FATE)


def _second(actor: User, search: Search, purpose: str) -> Iterator[Block]:
    theirs = stands_for(actor)
    if not any(agreement.agreed_by_id not in theirs for agreement in agreements_to(search, purpose)):
        yield Block(
            _("A second person has to agree to this step."),
            way("contact_requests.agree", search_id=search.id, purpose=purpose),
            _("Agree as the second person"),
        )


def _missing(
    actor: User, search: Search, subject_id: Any, purpose: Purpose, audience: Audience
) -> Iterator[Block]:
    told = Disclosure((subject_id,), purpose, audience, (("search", search.id),), "named", today())
    for missing in decide(actor, told).missing:
        there = missing.way.coming_from(request_of(search)) if missing.way else None
        yield Block(missing.reason, there, _("Ask for the consent"))
