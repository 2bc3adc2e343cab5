"""indexes of the log that end with the number: a page of one kind, of one person, of one day is read along one

Revision ID: 0021
Revises: 0020
"""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None
COLUMNS = ("actor_id", "code", "day")


def upgrade() -> None:
    for column in COLUMNS:
        op.drop_index(f"ix_audit_event_{column}", "audit_event")
        op.create_index(f"ix_audit_event_{column}_number", "audit_event", [column, "number"])


def downgrade() -> None:
    for column in COLUMNS:
        op.drop_index(f"ix_audit_event_{column}_number", "audit_event")
        op.create_index(f"ix_audit_event_{column}", "audit_event", [column])
