"""whether a document names others than the person whom its record is about, and whom

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document_others",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("names_others", sa.LargeBinary(), nullable=False),
        sa.Column("others", sa.LargeBinary(), nullable=False),
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
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_others_document_id")),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name=op.f("fk_document_others_scope_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_others")),
        sa.UniqueConstraint("document_id", name=op.f("uq_document_others_document_id")),
    )
    op.create_index("ix_document_others_scope_id", "document_others", ["scope_id"])
    op.create_index("ix_document_others_seq", "document_others", ["seq"])


def downgrade() -> None:
    op.drop_table("document_others")
