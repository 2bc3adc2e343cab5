"""``caseapp documents sweep``."""

import click

from caseapp.jobs.chores import sweep_files


@click.group("documents")
def documents() -> None:
    """Look after the store of encrypted files."""


@documents.command("sweep")
def sweep() -> None:
    """Remove files that no record names: what a crash between upload and saving left behind."""
    click.echo(f"{len(sweep_files())} files without a record were removed.")
