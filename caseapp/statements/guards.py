"""What stands in the way of a step of a statement, in plain words."""

from collections.abc import Iterator

from caseapp.accounts import User
from caseapp.accounts.deputies import stands_for
from caseapp.disclosures import decide
from caseapp.i18n.messages import gettext as _
from caseapp.statements.authorship import writers_of
from caseapp.statements.concerns import open_concerns, unasked
from caseapp.statements.models import Statement
from caseapp.statements.parts import (
    clearances_of,
    is_of_organisation,
    makers_of,
    present_version,
    readings_of,
)
from caseapp.statements.publishing import publication_of
from caseapp.statements.queries import supplements_of
from caseapp.workflow import Block, way


def has_text(_actor: User, statement: Statement) -> Iterator[Block]:
    """Ask for the wording."""
    if present_version(statement) is None:
        yield Block(
            _("The text has not been written down yet."),
            way("statements.edit", statement_id=statement.id),
            _("Write the text"),
        )


def has_makers(_actor: User, statement: Statement) -> Iterator[Block]:
    """Ask whose words these are."""
    if not is_of_organisation(statement) and not makers_of(statement):
        yield Block(
            _("It is not written down whose words these are."),
            way("statements.edit", statement_id=statement.id),
            _("Name the maker"),
        )


def is_voluntary(_actor: User, statement: Statement) -> Iterator[Block]:
    """Keep a statement a draft while an answer about voluntariness is missing or not a yes."""
    for maker, _left in unasked(statement):
        yield Block(
            _("Not every question about how it came about has been asked."),
            way("statements.voluntariness", statement_id=statement.id, person_id=maker.person_id),
            _("Ask the questions"),
        )
    yield from no_open_concern(_actor, statement)


def no_open_concern(_actor: User, statement: Statement) -> Iterator[Block]:
    """Stop where an answer about voluntariness was not a yes, until a coordinator has decided."""
    for maker, raised in open_concerns(statement):
        yield Block(
            _(
                "It may not have been freely given: %(concern)s A coordinator has to look at it.",
                concern=" ".join(str(concern) for concern in raised),
            ),
            way("statements.voluntariness", statement_id=statement.id, person_id=maker.person_id),
            _("Look at the answers"),
        )


def present_text_was_read_back(_actor: User, statement: Statement) -> Iterator[Block]:
    """Ask that persons have heard the present wording; an organisation knows its own."""
    if is_of_organisation(statement):
        return
    version = present_version(statement)
    if version is None or not any(reading.version_id == version.id for reading in readings_of(statement)):
        yield Block(
            _("This text has not been read back to the person in their language."),
            way("statements.step", statement_id=statement.id, code="read_back"),
            _("Write down that it was read back"),
        )


def reviewer_wrote_none_of_it(actor: User, statement: Statement) -> Iterator[Block]:
    """Ask for a second pair of eyes."""
    if stands_for(actor) & writers_of(statement):
        yield Block(_("You took part in writing it down. Somebody else has to review it."))


def was_reviewed(_actor: User, statement: Statement) -> Iterator[Block]:
    """Stand in the way of whatever may follow a review only; its steps start from states before one."""
    yield Block(
        _("Nobody has reviewed it yet."),
        way("statements.step", statement_id=statement.id, code="review"),
        _("Review it"),
    )


def has_agreed_audience(_actor: User, statement: Statement) -> Iterator[Block]:
    """Ask for an audience that two colleagues agreed on."""
    if not any(clearance.agreed_by_id for clearance in clearances_of(statement)):
        yield Block(
            _("No audience has been agreed yet: one colleague proposes it, another agrees."),
            way("statements.propose_clearance", statement_id=statement.id),
            _("Propose an audience"),
        )


def is_cleared_for_the_public(_actor: User, statement: Statement) -> Iterator[Block]:
    """Ask that two colleagues agreed to publish."""
    if not any(
        clearance.agreed_by_id and clearance.audience_kind == "public"
        for clearance in clearances_of(statement)
    ):
        yield Block(
            _("Two colleagues have not agreed yet that the public may read it."),
            way("statements.propose_clearance", statement_id=statement.id),
            _("Propose the public as audience"),
        )


def everybody_allows_it(actor: User, statement: Statement) -> Iterator[Block]:
    """Ask for the consent to publish of everybody whose words or data the statement holds."""
    for missing in decide(actor, publication_of(statement)).missing:
        sheet = way("consents.sheet_of_person", person_id=missing.subject_id)
        yield Block(missing.reason, (missing.way or sheet).coming_from(statement), _("Record it"))


def has_signed_supplement(actor: User, statement: Statement) -> Iterator[Block]:
    """Ask for what takes its place."""
    if not any(other.status not in ("draft", "read_back") for other in supplements_of(actor, statement)):
        yield Block(
            _("No signed supplement takes its place."),
            way("statements.supplement", statement_id=statement.id),
            _("Write a supplement"),
        )
