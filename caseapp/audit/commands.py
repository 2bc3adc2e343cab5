"""``caseapp audit verify``."""

import click

from caseapp.audit.chain import count_events, verify


@click.group("audit")
def audit() -> None:
    """Look after the audit log."""


@audit.command("verify")
def verify_command() -> None:
    """Check every link of the log and every record against it; exits with 1 when something does not fit."""
    problems = list(verify())
    for problem in problems:
        click.echo(f"{problem.where}: {problem.sentence}")
    click.echo(f"{count_events()} events, {len(problems)} problems.")
    if problems:
        raise SystemExit(1)
