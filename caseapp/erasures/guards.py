"""What stands in the way of an erasure. Each tells no more than its reader may know."""

from collections.abc import Iterator

from caseapp.access import READS_ONLY, only_visits
from caseapp.accounts import User
from caseapp.accounts.deputies import why_not_second
from caseapp.audit.ledger import erased_tokens, is_erased, ledger_file
from caseapp.backup import BackupPermission
from caseapp.backup.old_copies import old_copies
from caseapp.clock import today
from caseapp.erasures.mentions import undecided_by
from caseapp.erasures.models import Erasure
from caseapp.erasures.queries import doomed_of, looked_today, target_scope, was_joined_since
from caseapp.i18n import in_a_row
from caseapp.i18n.messages import gettext as _
from caseapp.web.gate import can
from caseapp.web.installed import describe_all, kind_label, what_stops_erasing
from caseapp.web.sentences import Sentence
from caseapp.web.values import day
from caseapp.workflow import Block, way


def is_second_person(actor: User, erasure: Erasure) -> Iterator[Block]:
    """Ask for somebody else than who asked for it, and than their deputies."""
    why_not = why_not_second(actor, erasure.asked_by, _("You asked for it, so a colleague decides."))
    if why_not:
        yield Block(why_not)


def sees_everything(actor: User, erasure: Erasure) -> Iterator[Block]:
    """Ask for somebody who sees all that would be destroyed."""
    doomed = doomed_of(erasure)
    if doomed is None:
        yield Block(_("What it is about is not there any more."))
    elif not doomed.are_seen_by(actor):
        yield Block(
            _("Not all that belongs to it is shared with you. A colleague who sees all of it does this.")
        )


def belongs_to_all_of_it(actor: User, erasure: Erasure) -> Iterator[Block]:
    """Ask for somebody who sees none of what would be destroyed by emergency access alone."""
    doomed = doomed_of(erasure)
    # Of the erasure itself the rule for all steps says it.
    if doomed is not None and not only_visits(actor, erasure.scope_id) and only_visits(actor, *doomed.scopes):
        yield Block(Sentence(READS_ONLY))


def nobody_was_joined(_actor: User, erasure: Erasure) -> Iterator[Block]:
    """Ask for it anew where whom it is about was joined with another record of theirs: more goes, or too little."""
    if was_joined_since(erasure):
        yield Block(
            _(
                "What it would destroy is no longer what was asked for. Stop it, and ask for the erasure again."
            )
        )


def hold_is_over(_actor: User, erasure: Erasure) -> Iterator[Block]:
    """Hold it back until its day."""
    if erasure.held_until is not None and erasure.held_until > today():
        yield Block(
            _(
                "It is held back until %(day)s, so that somebody may still stop it.",
                day=day(erasure.held_until),
            )
        )


def erasing_is_not_paused(actor: User, _erasure: Erasure) -> Iterator[Block]:
    """Hold it back while nothing at all may be erased; why, only those learn who see what stops it."""
    stopping = what_stops_erasing()
    if stopping:
        yield Block(_("Erasing is paused in the whole house for now. Until that ends nothing is erased."))
    for (kind, _id), named in describe_all(actor, stopping).items():
        if named.url:
            reason = _("This is still open (%(kind)s):", kind=kind_label(kind))
            yield Block(reason, action=named.label, url=named.url)


def nothing_stands_open(actor: User, erasure: Erasure) -> Iterator[Block]:
    """Hold it back while work is under way that needs what would be destroyed."""
    doomed = doomed_of(erasure)
    holds = doomed.holds() if doomed is not None else []
    named = describe_all(actor, holds)
    for kind, record_id in holds:
        description = named.get((kind, record_id))
        if description is not None and description.url:
            reason = _("This is still open (%(kind)s):", kind=kind_label(kind))
            yield Block(reason, action=description.label, url=description.url)
        elif description is not None:
            yield Block(
                _(
                    "This is still open: %(record)s (%(kind)s).",
                    record=description.label,
                    kind=kind_label(kind),
                )
            )
    if any(each not in named for each in holds):
        yield Block(
            _("Something that a colleague works on is still open. Ask who else works with this person.")
        )


def mentions_are_decided(actor: User, erasure: Erasure) -> Iterator[Block]:
    """Hold it back until ``actor`` looked through everything today and each mention is decided."""
    to_them = way("erasures.mentions", erasure_id=erasure.id)
    if not looked_today(actor, erasure):  # a colleague who sees less may have looked, and found nothing
        yield Block(
            _("You have not looked through everything for mentions today."), to_them, _("Mentions elsewhere")
        )
    undecided = undecided_by(actor, erasure)
    if undecided.seen:
        yield Block(_("A mention is not decided yet."), to_them, _("Mentions elsewhere"))
    if undecided.hidden:
        yield Block(_("A colleague has still to decide about a mention in their own work."))


def no_copy_is_kept(actor: User, _erasure: Erasure) -> Iterator[Block]:
    """Hold it back while a copy of the installation from before an update or a restore lies there and would keep it."""
    names = in_a_row(f"\u2068{each.name}\u2069" for each in old_copies())
    if names:
        to_them = way("backup.show") if can(actor, BackupPermission.MANAGE) else None
        yield Block(
            _(
                "A copy from before an update or a restore would hold it on: %(folders)s. An administrator removes it"
                " on the page Backups, once all is well.",
                folders=names,
            ),
            to_them,
            _("Backups"),
        )


def is_not_begun(_actor: User, erasure: Erasure) -> Iterator[Block]:
    """Refuse to stop what a kill interrupted after it was noted as erased: it is taken up again by itself."""
    scope = target_scope(erasure)
    if scope is not None and is_erased(scope, erased_tokens([ledger_file()])):
        yield Block(_("It is being carried out already."))
