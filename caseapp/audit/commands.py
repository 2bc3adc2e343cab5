"""``caseapp audit``: verify the log, make an anchor of it, check one that was kept on paper."""

from pathlib import Path

import click

from caseapp.audit.anchors import newest_anchor, verify_anchors
from caseapp.audit.chain import Problem, count_events, verify
from caseapp.audit.comparing import compare_copy
from caseapp.audit.copying import FILE_NAME
from caseapp.audit.paper import Answer, NoAnchor, check_paper, on_paper
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.values import digits


@click.group("audit")
def audit() -> None:
    """Look after the audit log."""


@audit.command("verify")
@click.option(
    "--anchors",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A copy of audit-anchors.txt that was kept elsewhere.",
)
def verify_command(anchors: Path | None) -> None:
    """Check every link of the log and every record against it; exits with 1 when something does not fit."""
    problems = list(verify())
    if anchors is not None:
        problems += [Problem(where, sentence) for where, sentence in verify_anchors(anchors)]
    for problem in problems:
        click.echo(f"{problem.where}: {problem.sentence}")
    click.echo(
        _(
            "%(events)s events, %(problems)s problems.",
            events=digits(count_events()),
            problems=digits(len(problems)),
        )
    )
    if problems:
        raise SystemExit(1)


@audit.command("compare")
@click.argument("copy", type=click.Path(exists=True, path_type=Path))
def compare_command(copy: Path) -> None:
    """Compare the log with a copy of it (a file, or the folder with audit-log.txt); exits with 1 when it does not fit.

    Each event that the copy has and the log lacks, or has otherwise, is told in full, as the copy has it.
    """
    number = 0
    for found in compare_copy(copy / FILE_NAME if copy.is_dir() else copy):
        number += 1
        click.echo(f"{found.where}: {found.sentence}")
        if found.told:
            click.echo(f"    {found.told}")
    click.echo(
        _(
            "%(events)s events in the log, %(differences)s differences.",
            events=digits(count_events()),
            differences=digits(number),
        )
    )
    if number:
        raise SystemExit(1)


@audit.command("anchor")
@click.option(
    "--paper", is_flag=True, help="Forty signs to write down or print, instead of a line for a file."
)
def anchor_command(paper: bool) -> None:
    """Print an anchor of the log as it stands: a line to mail, or to add to a file that is kept elsewhere."""
    anchor = newest_anchor()
    if anchor is None:
        raise click.ClickException(_("The log is empty."))
    click.echo(on_paper(anchor) if paper else anchor.line().rstrip())


@audit.command("check")
@click.argument("anchor", nargs=-1, required=True)
def check_command(anchor: tuple[str, ...]) -> None:
    """Compare the log with an anchor that was kept on paper; exits with 1 when it does not fit."""
    try:
        answer = check_paper(" ".join(anchor))
    except NoAnchor:
        raise click.ClickException(
            _("This is no anchor of this installation, or a sign was mistyped. Please compare it again.")
        ) from None
    click.echo(str(_ANSWERS[answer]))
    if answer is not Answer.FITS:
        raise SystemExit(1)


_ANSWERS = {
    Answer.FITS: _l("The log still is what it was when this anchor was made, and has only grown since."),
    Answer.GONE: _l("An event was in the log when this anchor was made, and is not there."),
    Answer.OTHER: _l("An event is another one than when this anchor was made."),
}
