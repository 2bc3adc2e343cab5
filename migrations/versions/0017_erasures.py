"""erasures, what is said about them, mentions elsewhere and what stays of disclosures

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def _record(name: str, sealed: tuple[str, ...], *columns: sa.Column | sa.Constraint) -> None:
    op.create_table(
        name,
        *columns,
        *(sa.Column(each, sa.LargeBinary(), nullable=False) for each in sealed),
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
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name=op.f(f"fk_{name}_scope_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    for column in ("scope_id", "seq"):
        op.create_index(f"ix_{name}_{column}", name, [column])


def _colleague(name: str, column: str) -> sa.Constraint:
    return sa.ForeignKeyConstraint([column], ["user.id"], name=op.f(f"fk_{name}_{column}"))


def _of_erasure(name: str) -> sa.Constraint:
    return sa.ForeignKeyConstraint(["erasure_id"], ["erasure.id"], name=op.f(f"fk_{name}_erasure_id"))


def upgrade() -> None:
    _record(
        "erasure",
        ("basis", "wished_by", "held_until", "looked_on", "numbers", "backups_until", "reference"),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("target_kind", sa.String(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("carried_out_by", sa.Uuid(), nullable=True),
        sa.Column("reference_token", sa.LargeBinary(), nullable=False),
        *(_colleague("erasure", each) for each in ("asked_by", "approved_by", "carried_out_by")),
        sa.UniqueConstraint("reference_token", name=op.f("uq_erasure_reference_token")),
    )
    op.create_index("ix_erasure_status", "erasure", ["status"])
    op.create_index("ix_erasure_target", "erasure", ["target_kind", "target_id"])
    _record(
        "erasure_word",
        ("words",),
        sa.Column("erasure_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("said_by_id", sa.Uuid(), nullable=False),
        _of_erasure("erasure_word"),
        _colleague("erasure_word", "said_by_id"),
    )
    _record(
        "erasure_mention",
        ("why",),
        sa.Column("erasure_id", sa.Uuid(), nullable=False),
        sa.Column("mentioned_kind", sa.String(), nullable=False),
        sa.Column("mentioned_id", sa.Uuid(), nullable=False),
        sa.Column("found_by", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("decided", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        _of_erasure("erasure_mention"),
        _colleague("erasure_mention", "decided_by"),
        sa.UniqueConstraint(
            "erasure_id", "mentioned_id", "found_by", name=op.f("uq_erasure_mention_erasure_id_mentioned_id_found_by")
        ),
    )
    _record(
        "erasure_residue",
        ("day", "audience", "bases", "manner", "proof"),
        sa.Column("erasure_id", sa.Uuid(), nullable=False),
        sa.Column("disclosure_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        _of_erasure("erasure_residue"),
    )
    op.create_index("ix_erasure_residue_disclosure_id", "erasure_residue", ["disclosure_id"])
    for name in ("erasure_word", "erasure_mention", "erasure_residue"):
        op.create_index(f"ix_{name}_erasure_id", name, ["erasure_id"])


def downgrade() -> None:
    for name in ("erasure_residue", "erasure_mention", "erasure_word", "erasure"):
        op.drop_table(name)
