"""files kept beside drafts

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_file",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("blob_ref", sa.Uuid(), nullable=False),
        sa.Column("file_key", sa.LargeBinary(), nullable=False),
        sa.Column("described", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scope_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_kept_file_draft_id")),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name=op.f("fk_kept_file_scope_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_file")),
        sa.UniqueConstraint("blob_ref", name=op.f("uq_kept_file_blob_ref")),
    )
    for column in ("draft_id", "scope_id"):
        op.create_index(f"ix_kept_file_{column}", "kept_file", [column])


def downgrade() -> None:
    # Their files are named by no row then, and are swept away.
    op.drop_table("kept_file")
