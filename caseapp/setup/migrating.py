"""Bringing the database to the newest schema. Apart from the rest: a server does not carry what this needs."""

from flask import current_app
from flask_migrate import Migrate, upgrade

from caseapp.db import db
from caseapp.db.schema import refuse_foreign_parts
from caseapp.paths import migrations_folder


def migrate() -> None:
    """Bring the database of the application to the newest schema.

    Raises:
        Tampered: it holds what acts by itself, and would while it is changed.
    """
    refuse_foreign_parts(migrated=False)
    prepare()
    upgrade(directory=str(migrations_folder()))


def prepare() -> None:
    """Tell the application where its migrations are."""
    Migrate(current_app, db, directory=str(migrations_folder()), render_as_batch=True)
