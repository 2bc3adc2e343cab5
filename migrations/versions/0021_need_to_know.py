"""emergency access

Revision ID: 0021
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "emergency_access",
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("asked_id", sa.Uuid(), nullable=True),
        sa.Column("reviewed_by", sa.Uuid(), nullable=True),
        sa.Column("until", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("outcome", sa.LargeBinary(), nullable=False),
        *_of_every_record(),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_emergency_access_case_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["user.id"], name=op.f("fk_emergency_access_opened_by")),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name=op.f("fk_emergency_access_scope_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergency_access")),
    )
    for column in ("case_id", "scope_id", "seq"):
        op.create_index(f"ix_emergency_access_{column}", "emergency_access", [column])
    op.create_index(
        "ix_emergency_access_opened_by_created_on", "emergency_access", ["opened_by", "created_on"]
    )
    op.create_index("ix_emergency_access_waiting", "emergency_access", ["status", "seq"])


def downgrade() -> None:
    op.drop_table("emergency_access")


def _of_every_record() -> list[sa.Column]:
    return [
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
    ]
