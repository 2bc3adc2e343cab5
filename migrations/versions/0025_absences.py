"""handing over, notes of one's own, days away, deputies

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "handover",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        *_of_every_record(),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_handover_case_id")),
        sa.ForeignKeyConstraint(["from_id"], ["user.id"], name=op.f("fk_handover_from_id")),
        sa.ForeignKeyConstraint(["to_id"], ["user.id"], name=op.f("fk_handover_to_id")),
        *_keys("handover"),
    )
    _index("handover", "case_id", "to_id", "status")
    op.create_table(
        "private_note",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        *_of_every_record(),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_private_note_case_id")),
        sa.ForeignKeyConstraint(["written_by"], ["user.id"], name=op.f("fk_private_note_written_by")),
        *_keys("private_note"),
    )
    _index("private_note", "case_id")


    op.create_table(
        "absence",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("cover_id", sa.Uuid(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("opened", sa.LargeBinary(), nullable=False),
        *_of_every_record(),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_absence_user_id")),
        sa.ForeignKeyConstraint(["cover_id"], ["user.id"], name=op.f("fk_absence_cover_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["user.id"], name=op.f("fk_absence_entered_by")),
        *_keys("absence"),
    )
    _index("absence", "user_id")


    op.create_table(
        "deputy",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("deputy_id", sa.Uuid(), nullable=False),
        sa.Column("named_by", sa.Uuid(), nullable=False),
        sa.Column("permission", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        *_of_every_record(),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_deputy_user_id")),
        sa.ForeignKeyConstraint(["deputy_id"], ["user.id"], name=op.f("fk_deputy_deputy_id")),
        sa.ForeignKeyConstraint(["named_by"], ["user.id"], name=op.f("fk_deputy_named_by")),
        *_keys("deputy"),
    )
    _index("deputy", "user_id", "deputy_id")


def downgrade() -> None:
    op.drop_table("deputy")
    op.drop_table("absence")
    op.drop_table("private_note")
    op.drop_table("handover")


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


def _keys(table: str) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name=op.f(f"fk_{table}_scope_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _index(table: str, *columns: str) -> None:
    for column in (*columns, "scope_id", "seq"):
        op.create_index(f"ix_{table}_{column}", table, [column])
