"""``caseapp backup``."""

from pathlib import Path

import click

from caseapp.backup.making import BackupFailed, make_backup
from caseapp.backup.wording import reason_in_words
from caseapp.i18n.messages import gettext as _
from caseapp.web.values import digits

STEPS = 1000
"""Of the bar that shows how far it is."""


@click.command("backup")
@click.argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path))
def backup(folder: Path | None) -> None:
    """Write everything but the keys into one encrypted file in FOLDER (default: the setting backup_folder).

    The server may go on running.
    """
    try:
        with click.progressbar(length=STEPS, label=_("Backup")) as bar:
            made = make_backup(
                None,
                folder.resolve() if folder else None,
                lambda done, total: bar.update(STEPS * done // total - bar.pos),
            )
    except BackupFailed as failure:
        raise click.ClickException(f"{_('No backup was made.')} {reason_in_words(failure.reason)}") from None
    click.echo(
        _(
            "%(file)s (%(size)s MB) is whole. The keys are not in it: keep them elsewhere.",
            file=made.path,
            size=digits(f"{made.size / 1e6:.1f}"),
        )
    )
