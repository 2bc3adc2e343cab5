"""what waits is found along an index, and whole tables are counted by one

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

WAITING = ("disclosure_review", "legal_ground")
COUNTED = ("case", "letter", "search", "statement")


def partial(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def upgrade() -> None:
    op.create_index("ix_search_created_on_seq", "search", ["created_on", "seq", "status", "held_from"])
    op.create_index(
        "ix_workflow_step_to_review", "workflow_step", ["guard_would_refuse", "reviewed_on", "seq"]
    )
    op.create_index("ix_workflow_step_approver_id", "workflow_step", ["approver_id"])
    partial("ix_scope_unshared", "scope", ["id"], "level != 'team'")
    for table in WAITING:
        op.drop_index(f"ix_{table}_status", table)
        op.create_index(f"ix_{table}_waiting", table, ["status", "created_on", "seq"])
    for table in COUNTED:
        partial(f"ix_{table}_removed", table, ["removed_on"], "removed_on IS NOT NULL")


def downgrade() -> None:
    for table in COUNTED:
        op.drop_index(f"ix_{table}_removed", table)
    for table in WAITING:
        op.drop_index(f"ix_{table}_waiting", table)
        op.create_index(f"ix_{table}_status", table, ["status"])
    op.drop_index("ix_scope_unshared", "scope")
    op.drop_index("ix_workflow_step_approver_id", "workflow_step")
    op.drop_index("ix_workflow_step_to_review", "workflow_step")
    op.drop_index("ix_search_created_on_seq", "search")
