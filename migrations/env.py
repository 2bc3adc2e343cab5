"""Run the migrations against the database of the application that asked for them."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from caseapp.db import db
from caseapp.db.engine import WRITE_OPTION


def run_migrations(connection: Connection) -> None:
    """Run what is missing, each migration in a transaction of its own."""
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        compare_type=True,
        transaction_per_migration=True,
        render_item=_plain_types,
    )
    with context.begin_transaction():
        context.run_migrations()


def _plain_types(kind: str, item: object, _autogen_context: object) -> str | bool:
    # Migrations outlive the code: an encrypted column is a plain binary column there.
    if kind == "type" and type(item).__name__ == "Ciphertext":
        return "sa.LargeBinary()"
    return False


def main() -> None:
    """Use the application's own engine, with its locking and pragmas."""
    if context.is_offline_mode():
        raise SystemExit("migrations run against a database, not into a script")
    with current_app.app_context(), db.engine.connect() as plain:
        connection = plain.execution_options(**{WRITE_OPTION: True})
        run_migrations(connection)
        connection.commit()


main()
