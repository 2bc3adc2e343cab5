"""files of exports of records, kept until they are fetched

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SEALED = ("file_key", "numbers", "begun", "failure")


def upgrade() -> None:
    op.create_table(
        "row_export_file",
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("export_id", sa.Uuid(), nullable=False),
        sa.Column("blob_ref", sa.Uuid(), nullable=True),
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in SEALED),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("removed_reason", sa.LargeBinary(), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("removed_by", sa.Uuid(), nullable=True),
        sa.Column("access_mac", sa.LargeBinary(), nullable=False),
        sa.Column("row_mac", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scope_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name=op.f("fk_row_export_file_scope_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_row_export_file")),
        sa.UniqueConstraint("blob_ref", name=op.f("uq_row_export_file_blob_ref")),
        sa.UniqueConstraint("export_id", name=op.f("uq_row_export_file_export_id")),
    )
    for column in ("status", "scope_id", "seq"):
        op.create_index(f"ix_row_export_file_{column}", "row_export_file", [column])


def downgrade() -> None:
    op.drop_table("row_export_file")
