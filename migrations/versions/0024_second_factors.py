"""second factors of colleagues, and their recovery codes

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

RECORD = (
    lambda: sa.Column("row_version", sa.Integer(), nullable=False),
    lambda: sa.Column("seq", sa.Integer(), nullable=False),
    lambda: sa.Column("removed_reason", sa.LargeBinary(), nullable=False),
    lambda: sa.Column("created_on", sa.Date(), nullable=False),
    lambda: sa.Column("changed_on", sa.Date(), nullable=False),
    lambda: sa.Column("removed_on", sa.Date(), nullable=True),
    lambda: sa.Column("removed_by", sa.Uuid(), nullable=True),
    lambda: sa.Column("access_mac", sa.LargeBinary(), nullable=False),
    lambda: sa.Column("row_mac", sa.LargeBinary(), nullable=False),
    lambda: sa.Column("id", sa.Uuid(), nullable=False),
    lambda: sa.Column("scope_id", sa.Uuid(), nullable=False),
)


def upgrade() -> None:
    op.add_column("user", sa.Column("factors", sa.String(), nullable=True))
    op.add_column("user", sa.Column("factor_token", sa.LargeBinary(), nullable=True))
    op.add_column("user", sa.Column("factor_until", sa.Date(), nullable=True))
    op.create_index("ix_user_factor_token", "user", ["factor_token"], unique=True)
    op.create_table(
        "authenticator",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("label", sa.LargeBinary(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("use", sa.LargeBinary(), nullable=False),
        *(column() for column in RECORD),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_authenticator_user_id")),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name=op.f("fk_authenticator_scope_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authenticator")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("codes", sa.LargeBinary(), nullable=False),
        *(column() for column in RECORD),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_recovery_codes_user_id")),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name=op.f("fk_recovery_codes_scope_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
    )
    for table in ("authenticator", "recovery_codes"):
        for column in ("user_id", "scope_id", "seq"):
            is_one_each = (table, column) == ("recovery_codes", "user_id")
            op.create_index(f"ix_{table}_{column}", table, [column], unique=is_one_each)


def downgrade() -> None:
    op.drop_table("recovery_codes")
    op.drop_table("authenticator")
    op.drop_index("ix_user_factor_token", "user")
    op.drop_column("user", "factor_until")
    op.drop_column("user", "factor_token")
    op.drop_column("user", "factors")
