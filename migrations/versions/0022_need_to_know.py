"""emergency access, ties of the staff, what is passed on to a case

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
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
    op.create_table(
        "tie_keeper",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        *_of_every_record(),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_tie_keeper_user_id")),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name=op.f("fk_tie_keeper_scope_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tie_keeper")),
        sa.UniqueConstraint("user_id", name=op.f("uq_tie_keeper_user_id")),
    )
    op.create_table(
        "tie",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in ("about", "who", "kind", "words")),
        *_of_every_record(),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_tie_user_id")),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name=op.f("fk_tie_scope_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tie")),
    )
    op.create_table(
        "tie_connection",
        sa.Column("tie_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        *_of_every_record(),
        sa.ForeignKeyConstraint(["tie_id"], ["tie.id"], name=op.f("fk_tie_connection_tie_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_tie_connection_person_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_tie_connection_user_id")),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name=op.f("fk_tie_connection_scope_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tie_connection")),
    )
    op.create_table(
        "passed_on",
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("record_kind", sa.String(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("likeness", sa.LargeBinary(), nullable=False),
        *_of_every_record(),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_passed_on_case_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["user.id"], name=op.f("fk_passed_on_entered_by")),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name=op.f("fk_passed_on_scope_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passed_on")),
        sa.UniqueConstraint("case_id", "record_id", name=op.f("uq_passed_on_case_id_record_id")),
    )
    indexed: dict[str, tuple[str, ...]] = {
        "passed_on": ("case_id",),
        "tie": ("user_id",),
        "tie_connection": ("tie_id", "person_id", "user_id"),
        "tie_keeper": (),
    }
    for table, columns in indexed.items():
        for column in (*columns, "scope_id", "seq"):
            op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    for table in ("passed_on", "tie_connection", "tie", "tie_keeper", "emergency_access"):
        op.drop_table(table)


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
