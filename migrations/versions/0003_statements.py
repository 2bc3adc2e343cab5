"""statements

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "statement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scope_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("taken_by_id", sa.Uuid(), nullable=False),
        sa.Column("supplement_to_id", sa.Uuid(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("removed_by", sa.Uuid(), nullable=True),
        sa.Column("access_mac", sa.LargeBinary(), nullable=False),
        sa.Column("row_mac", sa.LargeBinary(), nullable=False),
        sa.Column("title", sa.LargeBinary(), nullable=False),
        sa.Column("reference_token", sa.LargeBinary(), nullable=False),
        sa.Column("reference", sa.LargeBinary(), nullable=False),
        sa.Column("place", sa.LargeBinary(), nullable=False),
        sa.Column("given_on", sa.LargeBinary(), nullable=False),
        sa.Column("taken_by", sa.LargeBinary(), nullable=False),
        sa.Column("others_present", sa.LargeBinary(), nullable=False),
        sa.Column("interpreter", sa.LargeBinary(), nullable=False),
        sa.Column("organisation_name", sa.LargeBinary(), nullable=False),
        sa.Column("said_by", sa.LargeBinary(), nullable=False),
        sa.Column("named_persons", sa.LargeBinary(), nullable=False),
        sa.Column("risks", sa.LargeBinary(), nullable=False),
        sa.Column("removed_reason", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_statement_case_id")),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name=op.f("fk_statement_scope_id")),
        sa.ForeignKeyConstraint(
            ["supplement_to_id"], ["statement.id"], name=op.f("fk_statement_supplement_to_id")
        ),
        sa.ForeignKeyConstraint(["taken_by_id"], ["user.id"], name=op.f("fk_statement_taken_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        sa.UniqueConstraint("reference_token", name=op.f("uq_statement_reference_token")),
    )
    with op.batch_alter_table("statement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_statement_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_scope_id"), ["scope_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_seq"), ["seq"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_status"), ["status"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_supplement_to_id"), ["supplement_to_id"], unique=False)

    op.create_table(
        "statement_clearance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scope_id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("agreed_by_id", sa.Uuid(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("removed_by", sa.Uuid(), nullable=True),
        sa.Column("access_mac", sa.LargeBinary(), nullable=False),
        sa.Column("row_mac", sa.LargeBinary(), nullable=False),
        sa.Column("audience_kind", sa.LargeBinary(), nullable=False),
        sa.Column("audience_id", sa.LargeBinary(), nullable=False),
        sa.Column("audience_name", sa.LargeBinary(), nullable=False),
        sa.Column("remark", sa.LargeBinary(), nullable=False),
        sa.Column("removed_reason", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreed_by_id"], ["user.id"], name=op.f("fk_statement_clearance_agreed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["user.id"], name=op.f("fk_statement_clearance_proposed_by_id")
        ),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name=op.f("fk_statement_clearance_scope_id")),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_statement_clearance_statement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_clearance")),
    )
    with op.batch_alter_table("statement_clearance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_statement_clearance_scope_id"), ["scope_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_clearance_seq"), ["seq"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_statement_clearance_statement_id"), ["statement_id"], unique=False
        )

    op.create_table(
        "statement_person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scope_id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("removed_by", sa.Uuid(), nullable=True),
        sa.Column("access_mac", sa.LargeBinary(), nullable=False),
        sa.Column("row_mac", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.LargeBinary(), nullable=False),
        sa.Column("printed_as", sa.LargeBinary(), nullable=False),
        sa.Column("voluntariness", sa.LargeBinary(), nullable=False),
        sa.Column("decision", sa.LargeBinary(), nullable=False),
        sa.Column("removed_reason", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_statement_person_decided_by_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_statement_person_person_id")),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name=op.f("fk_statement_person_scope_id")),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_statement_person_statement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_person")),
    )
    with op.batch_alter_table("statement_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_statement_person_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_person_scope_id"), ["scope_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_person_seq"), ["seq"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_person_statement_id"), ["statement_id"], unique=False)

    op.create_table(
        "statement_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scope_id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("removed_by", sa.Uuid(), nullable=True),
        sa.Column("access_mac", sa.LargeBinary(), nullable=False),
        sa.Column("row_mac", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("body_format", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("removed_reason", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name=op.f("fk_statement_version_scope_id")),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_statement_version_statement_id")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["user.id"], name=op.f("fk_statement_version_written_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_version")),
    )
    with op.batch_alter_table("statement_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_statement_version_scope_id"), ["scope_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_version_seq"), ["seq"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_version_statement_id"), ["statement_id"], unique=False)

    op.create_table(
        "statement_reading",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scope_id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("removed_by", sa.Uuid(), nullable=True),
        sa.Column("access_mac", sa.LargeBinary(), nullable=False),
        sa.Column("row_mac", sa.LargeBinary(), nullable=False),
        sa.Column("read_by", sa.LargeBinary(), nullable=False),
        sa.Column("read_on", sa.LargeBinary(), nullable=False),
        sa.Column("interpreter", sa.LargeBinary(), nullable=False),
        sa.Column("removed_reason", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name=op.f("fk_statement_reading_scope_id")),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_statement_reading_statement_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["statement_version.id"], name=op.f("fk_statement_reading_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_reading")),
    )
    with op.batch_alter_table("statement_reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_statement_reading_scope_id"), ["scope_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_reading_seq"), ["seq"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_reading_statement_id"), ["statement_id"], unique=False)

    op.create_table(
        "statement_signature",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scope_id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("removed_by", sa.Uuid(), nullable=True),
        sa.Column("access_mac", sa.LargeBinary(), nullable=False),
        sa.Column("row_mac", sa.LargeBinary(), nullable=False),
        sa.Column("signed_as", sa.LargeBinary(), nullable=False),
        sa.Column("method", sa.LargeBinary(), nullable=False),
        sa.Column("place", sa.LargeBinary(), nullable=False),
        sa.Column("signed_on", sa.LargeBinary(), nullable=False),
        sa.Column("witness", sa.LargeBinary(), nullable=False),
        sa.Column("removed_reason", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_statement_signature_person_id")),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name=op.f("fk_statement_signature_scope_id")),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_statement_signature_statement_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["statement_version.id"], name=op.f("fk_statement_signature_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_signature")),
    )
    with op.batch_alter_table("statement_signature", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_statement_signature_scope_id"), ["scope_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_signature_seq"), ["seq"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_statement_signature_statement_id"), ["statement_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("statement_signature", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_statement_signature_statement_id"))
        batch_op.drop_index(batch_op.f("ix_statement_signature_seq"))
        batch_op.drop_index(batch_op.f("ix_statement_signature_scope_id"))

    op.drop_table("statement_signature")
    with op.batch_alter_table("statement_reading", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_statement_reading_statement_id"))
        batch_op.drop_index(batch_op.f("ix_statement_reading_seq"))
        batch_op.drop_index(batch_op.f("ix_statement_reading_scope_id"))

    op.drop_table("statement_reading")
    with op.batch_alter_table("statement_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_statement_version_statement_id"))
        batch_op.drop_index(batch_op.f("ix_statement_version_seq"))
        batch_op.drop_index(batch_op.f("ix_statement_version_scope_id"))

    op.drop_table("statement_version")
    with op.batch_alter_table("statement_person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_statement_person_statement_id"))
        batch_op.drop_index(batch_op.f("ix_statement_person_seq"))
        batch_op.drop_index(batch_op.f("ix_statement_person_scope_id"))
        batch_op.drop_index(batch_op.f("ix_statement_person_person_id"))

    op.drop_table("statement_person")
    with op.batch_alter_table("statement_clearance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_statement_clearance_statement_id"))
        batch_op.drop_index(batch_op.f("ix_statement_clearance_seq"))
        batch_op.drop_index(batch_op.f("ix_statement_clearance_scope_id"))

    op.drop_table("statement_clearance")
    with op.batch_alter_table("statement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_statement_supplement_to_id"))
        batch_op.drop_index(batch_op.f("ix_statement_status"))
        batch_op.drop_index(batch_op.f("ix_statement_seq"))
        batch_op.drop_index(batch_op.f("ix_statement_scope_id"))
        batch_op.drop_index(batch_op.f("ix_statement_case_id"))

    op.drop_table("statement")
