"""``caseapp audit verify``."""

from pathlib import Path

import click

from caseapp.audit.anchors import verify_anchors
from caseapp.audit.chain import Problem, count_events, verify


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
    click.echo(f"{count_events()} events, {len(problems)} problems.")
    if problems:
        raise SystemExit(1)
