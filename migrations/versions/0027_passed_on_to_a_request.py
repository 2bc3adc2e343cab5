"""what a kept-out colleague entered may concern a request that belongs to no case

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

INDEXED = ("case_id", "request_id", "scope_id", "seq")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _make_anew(
            sa.Column("case_id", sa.Uuid(), nullable=True),
            sa.Column("request_id", sa.Uuid(), nullable=True),
        )
        return
    op.alter_column("passed_on", "case_id", nullable=True)
    op.add_column("passed_on", sa.Column("request_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_passed_on_request_id"), "passed_on", "contact_request", ["request_id"], ["id"]
    )
    op.create_unique_constraint(
        op.f("uq_passed_on_request_id_record_id"), "passed_on", ["request_id", "record_id"]
    )
    op.create_index("ix_passed_on_request_id", "passed_on", ["request_id"])


def downgrade() -> None:
    # The version before knows no such notice. The record that it names stays where it is.
    op.execute("DELETE FROM passed_on WHERE case_id IS NULL")
    if op.get_bind().dialect.name == "sqlite":
        _make_anew(sa.Column("case_id", sa.Uuid(), nullable=False))
        return
    op.drop_column("passed_on", "request_id")
    op.alter_column("passed_on", "case_id", nullable=False)


def _make_anew(*links: sa.Column) -> None:
    """Make the table anew with these links: SQLite changes no column of one that is there."""
    columns = [
        sa.Column("status", sa.String(), nullable=False),
        *links,
        sa.Column("record_kind", sa.String(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("likeness", sa.LargeBinary(), nullable=False),
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
    names = [column.name for column in columns]
    kept = ", ".join(name for name in names if name != "request_id")
    of_request = [
        sa.ForeignKeyConstraint(["request_id"], ["contact_request.id"], name=op.f("fk_passed_on_request_id")),
        sa.UniqueConstraint("request_id", "record_id", name=op.f("uq_passed_on_request_id_record_id")),
    ]
    op.create_table(
        "passed_on_anew",
        *columns,
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_passed_on_case_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["user.id"], name=op.f("fk_passed_on_entered_by")),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name=op.f("fk_passed_on_scope_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passed_on")),
        sa.UniqueConstraint("case_id", "record_id", name=op.f("uq_passed_on_case_id_record_id")),
        *(of_request if "request_id" in names else ()),
    )
    op.execute(f"INSERT INTO passed_on_anew ({kept}) SELECT {kept} FROM passed_on")
    op.drop_table("passed_on")
    op.rename_table("passed_on_anew", "passed_on")
    for column in INDEXED:
        if column in names:
            op.create_index(f"ix_passed_on_{column}", "passed_on", [column])
