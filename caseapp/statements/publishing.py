"""Publishing a statement: what it tells everybody, and the line of the ledger that it leaves."""

from datetime import date

from caseapp.accounts import User
from caseapp.clock import today
from caseapp.disclosures import Audience, Disclosure, Purpose, disclose, record_disclosure
from caseapp.statements.models import Statement
from caseapp.statements.parts import maker_ids, persons_of
from caseapp.workflow import Manner, StepDetails

EVERYBODY = Audience("public")


def publication_of(statement: Statement, day: date | None = None) -> Disclosure:
    """Return what publishing a statement tells: about its makers and everybody it speaks about, to the public."""
    hidden = all(person.printed_as for person in persons_of(statement))
    return Disclosure(
        subjects=maker_ids(statement),
        purpose=Purpose.PUBLISH,
        audience=EVERYBODY,
        items=(("statement", statement.id),),
        identified="pseudonymous" if hidden else "public",
        day=day or today(),
    )


def enter_publication(actor: User, statement: Statement, details: StepDetails) -> None:
    """Write a publication into the ledger: decided now, or written down because it has happened.

    Raises:
        Refused: somebody's consent to it is missing, and it has not happened yet.
    """
    if details.manner is Manner.AFTERWARDS:
        record_disclosure(actor, publication_of(statement, details.happened_on), details.said_by)
    else:
        disclose(actor, publication_of(statement))
