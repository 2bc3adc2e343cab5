"""``caseapp restore``: puts a backup in the place of an instance, or into an empty folder, or only tries it out.

The bare copy of the database that is kept before a migration is put in the place of the instance's database likewise.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import click
from flask_babel import force_locale

from caseapp.application import create_app
from caseapp.audit.anchors import FILE_NAME as ANCHORS
from caseapp.audit.certificates import CERTIFICATES
from caseapp.audit.ledger import LEDGER, BrokenLedger
from caseapp.backup.bare_copy import is_bare_copy, read_bare_copy, stage_bare_copy
from caseapp.backup.restoring import (
    UNFINISHED,
    Restored,
    RestoreRefused,
    finish_restore,
    make_ready,
    newest_anchor,
    put_in_place,
    stage_backup,
)
from caseapp.backup.trying import NoMemory, prepared, record_trial, try_out
from caseapp.commands.asking import ask_sheet
from caseapp.commands.speaking import speaking
from caseapp.commands.starting import opened_root
from caseapp.config import Settings, load_settings
from caseapp.hardening import harden_process
from caseapp.i18n import locale_tag
from caseapp.i18n.messages import gettext as _
from caseapp.paths import instance_folder
from caseapp.setup.holding import hold_instance, prepare_folder
from caseapp.setup.installing import KEYS_FOLDER, adopt_keyring, is_installed, is_newest_schema
from caseapp.setup.roots import take_handed_key
from caseapp.vault import (
    BackupHead,
    Keyring,
    VaultError,
    create_root_from_sheet,
    open_recovery_sheet,
    provider,
    read_backup_head,
    self_test,
)
from caseapp.web.values import digits

_a_file = click.Path(exists=True, dir_okay=False, path_type=Path)
_a_folder = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("restore")
@click.argument("file", type=_a_file)
@click.option(
    "--test", "trying", is_flag=True, help="Only open the backup into memory and verify what is in it."
)
@click.option("--keys", type=_a_folder, help="The key folder, where this instance has none.")
@click.option(
    "--sheet", is_flag=True, help="Open the backup with the recovery sheet, even if there are keys."
)
@click.option(
    "--anchors", type=_a_file, multiple=True, help="A copy of audit-anchors.txt that was kept elsewhere."
)
@click.option(
    "--ledger",
    type=_a_file,
    multiple=True,
    help=f"A copy of {LEDGER} or {CERTIFICATES} that was kept elsewhere.",
)
@click.option(
    "--force",
    is_flag=True,
    help="Restore although newer entries are lost, or not everything in it fits together.",
)
def restore(
    file: Path,
    keys: Path | None,
    anchors: tuple[Path, ...],
    ledger: tuple[Path, ...],
    *,
    trying: bool,
    sheet: bool,
    force: bool,
) -> None:
    """Put the backup FILE in the place of this instance, or into an empty folder.

    It opens with the keys of the instance, with a key folder, or with the recovery sheet. The old instance stays as it
    is until the new one is whole, and is kept beside it afterwards. FILE may also be what was kept in the folder
    before-migration: it opens with the keys of the instance.
    """
    harden_process()
    self_test()
    with speaking():
        _restore_or_try(file, keys, list(anchors), list(ledger), trying=trying, sheet=sheet, force=force)


def _restore_or_try(
    file: Path,
    keys: Path | None,
    anchors: list[Path],
    ledgers: list[Path],
    *,
    trying: bool,
    sheet: bool,
    force: bool,
) -> None:
    instance = instance_folder()
    settings = load_settings(instance)
    handed = take_handed_key(settings)
    prepare_folder(instance)
    hold_instance(instance, alone=not trying)
    if not trying:
        finish_restore(instance)
    head = None if is_bare_copy(file) else read_backup_head(file)
    if head is None and (trying or sheet):
        raise click.ClickException(
            _("That is for backups. A copy from before an update is verified as it is restored.")
        )
    source = _Keys(head, settings, keys or instance / KEYS_FOLDER, handed, sheet=sheet)
    try:
        if trying:
            _try_out(file, settings, source)
        else:
            _restore(file, settings, source, anchors, ledgers, force=force)
    except (RestoreRefused, BrokenLedger, NoMemory) as refusal:
        raise click.ClickException(str(refusal)) from None
    except OSError as error:
        raise click.ClickException(
            _("Nothing was changed. The disk said: %(words)s.", words=error.strerror)
        ) from None


class _Keys:
    """Where the keys come from, and the keyring once it is open."""

    def __init__(
        self, head: BackupHead | None, settings: Settings, folder: Path, handed: str | None, *, sheet: bool
    ) -> None:
        self.head, self.settings, self.folder, self.code = head, settings, folder, ""
        if not sheet and provider(folder) is not None:
            self.ring = opened_root(settings, folder, handed).keyring()
        elif head is not None and head.has_sheet:
            self.ring = self._by_sheet(head)
        else:
            raise click.ClickException(
                _("This backup needs its key folder: name it with %(option)s.", option="--keys")
            )

    def _by_sheet(self, head: BackupHead) -> Keyring:
        self.code = ask_sheet()
        return open_recovery_sheet(head, self.code)

    def put_into(self, staged: Path, instance: Path) -> None:
        """Bring the keys along where the instance has none, or none that this backup needs."""
        own = instance / KEYS_FOLDER
        if (
            self.head is not None
            and self.code
            and (
                self.folder != own
                or provider(own) is None
                or click.confirm(
                    _("There are keys already. Put those of the recovery sheet in their place?"), default=True
                )
            )
        ):
            name = click.prompt(_("A word for who unlocks from now on, for their role and not their name"))
            passphrase = click.prompt(_("New unlock passphrase"), hide_input=True, confirmation_prompt=True)
            create_root_from_sheet(
                staged / KEYS_FOLDER, self.head, self.code, name, passphrase, cost=self.settings.unlock_cost
            )
        elif not self.code and self.folder.resolve() != own.resolve():
            shutil.copytree(self.folder, staged / KEYS_FOLDER)
            (staged / KEYS_FOLDER).chmod(0o700)


def _restore(
    file: Path, settings: Settings, source: _Keys, anchors: list[Path], ledgers: list[Path], *, force: bool
) -> None:
    instance = settings.instance_path
    staged = instance / UNFINISHED
    try:
        done, sequence = _stage(file, settings, source, anchors, ledgers, force=force)
        source.put_into(staged, instance)
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    aside = put_in_place(instance)
    click.echo(_("Restored, with the log up to entry %(number)s.", number=digits(sequence)))
    for problem in done.problems:
        click.echo(f"{_('Does not fit together')}: {problem.where}: {problem.sentence}")
    click.echo(
        _(
            "%(sessions)s sessions were ended, and %(erased)s erasures done again.",
            sessions=digits(done.sessions),
            erased=digits(done.erased),
        )
    )
    if done.unproven:
        click.echo(
            _(
                "%(count)s lines of the erasure ledger bear no code: they are from before lines were chained, or"
                " somebody took the codes off. Whether one of them is missing cannot be told.",
                count=digits(done.unproven),
            )
        )
    if done.shut:
        click.echo(
            _(
                "%(count)s accounts let nobody in: they may have been closed or changed since this backup was made."
                " Start caseapp, and make a link for an administrator:",
                count=digits(done.shut),
            )
        )
        click.echo("    caseapp accounts let-in SIGN_IN_NAME --lost passphrase")
        click.echo(
            _(
                "They let the others in on the pages of their accounts, once they have looked at roles and teams."
            )
        )
    click.echo(_("What was here before lies in %(folder)s. Remove it once all is well.", folder=aside))


def _stage(
    file: Path, settings: Settings, source: _Keys, anchors: list[Path], ledgers: list[Path], *, force: bool
) -> tuple[Restored, int]:
    """Make everything ready; returns what was done, and the number of the last event before that."""
    instance, staged = settings.instance_path, settings.instance_path / UNFINISHED
    if source.head is not None:
        stage_backup(file, source.ring, staged)
    else:
        stage_bare_copy(file, staged)
    app = create_app(Settings(instance_path=staged, time_zone=settings.time_zone))
    sequence = source.head.sequence if source.head is not None else read_bare_copy(app, instance / ANCHORS)
    tag = locale_tag()
    with prepared(app, source.ring, forced=force) as removed, force_locale(tag):
        newest = newest_anchor(instance / ANCHORS, *anchors)
        if newest > sequence and not force:
            raise RestoreRefused(
                _(
                    "This backup ends with entry %(sequence)s of the log, but entry %(newest)s was written later: what"
                    " was saved in between would be lost. If that cannot be helped, add %(option)s.",
                    sequence=digits(sequence),
                    newest=digits(newest),
                    option="--force",
                )
            )
        ready = make_ready(
            sequence,
            [instance / LEDGER, *ledgers],
            staged / LEDGER,
            replaced=settings.database_path,
            newest=newest,
            forced=force,
            removed=removed,
        )
        return ready, sequence


def _try_out(file: Path, settings: Settings, source: _Keys) -> None:
    trial = try_out(file, source.ring, create_app, settings.time_zone)
    for problem in trial.problems:
        click.echo(f"{problem.where}: {problem.sentence}")
    click.echo(
        _(
            "%(events)s events, %(files)s files, %(problems)s problems.",
            events=digits(trial.events),
            files=digits(trial.files),
            problems=digits(len(trial.problems)),
        )
    )
    app, tag = create_app(settings), locale_tag()
    with app.app_context(), force_locale(tag):
        if settings.database_path.exists() and is_newest_schema() and is_installed():
            try:
                adopt_keyring(app, source.ring)
            except VaultError:
                click.echo(_("The installation here is another one, so the trial is not noted in its log."))
            else:
                record_trial(None, trial)
                click.echo(_("The trial is noted in the log."))
    if trial.problems:
        raise SystemExit(1)
