"""lists in the order of a status or a day are read along an index

Revision ID: 0013
Revises: 0012
"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLES = ("case", "letter", "search", "statement", "incoming_contact")


def upgrade() -> None:
    for table in TABLES:
        op.drop_index(f"ix_{table}_status", table)
        op.create_index(f"ix_{table}_status_seq", table, ["status", "seq"])
    op.create_index("ix_case_created_on_seq", "case", ["created_on", "seq"])


def downgrade() -> None:
    op.drop_index("ix_case_created_on_seq", "case")
    for table in TABLES:
        op.drop_index(f"ix_{table}_status_seq", table)
        op.create_index(f"ix_{table}_status", table, ["status"])
