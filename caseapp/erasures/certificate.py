"""The certificate of an erasure: what was destroyed, when and by whom, and nothing about whom."""

from caseapp.accounts.organisation import organisation
from caseapp.clock import today
from caseapp.dates import localise_digits
from caseapp.erasures.labels import BASES, TARGETS, WISHED_BY
from caseapp.erasures.models import Basis, Erasure, WishedBy
from caseapp.erasures.queries import copies_from_before, entry_of
from caseapp.erasures.showing import numbers_in_words
from caseapp.erasures.workflow import DONE, ERASURE_WORKFLOW
from caseapp.i18n import in_a_row
from caseapp.i18n.messages import gettext as _
from caseapp.printing.certificate import CertificateSheet, CertifiedTable, print_certificate
from caseapp.printing.letter import printed_day
from caseapp.web.values import colleague
from caseapp.workflow import Step, steps_of


def certificate_pdf(erasure: Erasure, language: str) -> bytes:
    """Print the certificate in the language in which words are looked up just now.

    Raises:
        PrintingError: a name of a colleague has a sign without a shape in the bundled fonts.
    """
    entry = entry_of(erasure)
    facts = [
        (_("What was erased"), str(TARGETS[erasure.target_kind])),
        (_("Who asked for it"), str(WISHED_BY[WishedBy(erasure.wished_by)])),
        (_("On what it rests"), str(BASES[Basis(erasure.basis)])),
        *([(_("Number of the entry in the log"), localise_digits(str(entry), language))] if entry else []),
    ]
    numbers = [
        (label, localise_digits(str(number), language)) for label, number in numbers_in_words(erasure.numbers)
    ]
    sheet = CertificateSheet(
        language=language,
        reference=erasure.reference,
        organisation=organisation().name_in(language),
        title=_("Certificate of erasure"),
        lead=_(
            "We certify that the records named below were destroyed. Their keys, which nobody can make again, were"
            " deleted with them, and no part of them can be read any more."
        ),
        tables=(
            CertifiedTable(_("The erasure"), facts),
            CertifiedTable(
                _("Who did what, and when"), [_done(step, language) for step in steps_of(erasure)]
            ),
            CertifiedTable(_("What was destroyed"), numbers),
        ),
        notes=_notes(erasure, language),
        day=today(),
    )
    return print_certificate(sheet).pdf


def _done(step: Step, language: str) -> tuple[str, str]:
    labels = {each.code: str(each.as_happened) for each in ERASURE_WORKFLOW.transitions}
    day = printed_day(step.happened_on or step.created_on, language)
    return labels.get(step.transition, _("Asked for")), f"{day} · {colleague(step.actor_id)}"


def _notes(erasure: Erasure, language: str) -> list[str]:
    notes = []
    if erasure.status != DONE:
        notes.append(_("The traces in the working files are still being overwritten."))
    if erasure.backups_until is not None:
        day = printed_day(erasure.backups_until, language)
        notes.append(_("Encrypted backups made before may hold it until %(day)s.", day=day))
    else:
        notes.append(_("Encrypted backups made before hold it until they are removed."))
    copies = copies_from_before(erasure)
    if copies:
        notes.append(
            _(
                "Encrypted copies from before an update or a restore hold it until an administrator removes them:"
                " %(folders)s.",
                folders=in_a_row(copies),
            )
        )
    notes.append(
        _(
            "Whoever restores such a backup has it erased again by the list of erasures, which is kept beside it."
        )
    )
    notes.append(_("Copies that were given to others before are not in our hands."))
    return notes
