"""lists in the order of a colleague, what somebody reaches at most and who is the same person: along an index

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

LONGER = (
    ("case", "responsible_id", "seq"),
    ("letter", "author_id", "seq"),
    ("incoming_contact", "taken_by", "seq"),
    ("scope_member", "user_id", "of_scope_id"),
    ("scope_link", "through_scope_id", "of_scope_id"),
)
"""Indexes that go on with a second column."""


def upgrade() -> None:
    for table, first, second in LONGER:
        op.drop_index(f"ix_{table}_{first}", table)
        op.create_index(f"ix_{table}_{first}_{second}", table, [first, second])
    filled = sa.text("merged_into IS NOT NULL")
    op.create_index(
        "ix_person_merged_into", "person", ["merged_into"], sqlite_where=filled, postgresql_where=filled
    )
    op.create_index("ix_statement_taken_by_id_seq", "statement", ["taken_by_id", "seq"])


def downgrade() -> None:
    op.drop_index("ix_person_merged_into", "person")
    op.drop_index("ix_statement_taken_by_id_seq", "statement")
    for table, first, second in LONGER:
        op.drop_index(f"ix_{table}_{first}_{second}", table)
        op.create_index(f"ix_{table}_{first}", table, [first])
