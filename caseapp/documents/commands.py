"""``caseapp documents sweep``."""

from datetime import timedelta

import click

from caseapp.clock import now
from caseapp.db import blobs
from caseapp.documents.queries import named_files

YOUNGEST = timedelta(days=2)
"""Files younger than this are left alone: they may belong to an upload or a transaction under way."""


@click.group("documents")
def documents() -> None:
    """Look after the store of encrypted files."""


@documents.command("sweep")
def sweep() -> None:
    """Remove files that no record names: what a crash between upload and saving left behind."""
    older_than = now() - YOUNGEST
    removed = blobs().sweep(named_files(), older_than)
    click.echo(f"{len(removed)} files without a record were removed.")
