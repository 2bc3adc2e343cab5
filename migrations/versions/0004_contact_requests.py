"""contact_requests

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contact_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scope_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("enquirer_id", sa.Uuid(), nullable=False),
        sa.Column("responsible_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("removed_by", sa.Uuid(), nullable=True),
        sa.Column("access_mac", sa.LargeBinary(), nullable=False),
        sa.Column("row_mac", sa.LargeBinary(), nullable=False),
        sa.Column("reference_token", sa.LargeBinary(), nullable=False),
        sa.Column("reference", sa.LargeBinary(), nullable=False),
        sa.Column("received_on", sa.LargeBinary(), nullable=False),
        sa.Column("channel", sa.LargeBinary(), nullable=False),
        sa.Column("enquirer_where", sa.LargeBinary(), nullable=False),
        sa.Column("safe_contact", sa.LargeBinary(), nullable=False),
        sa.Column("remark", sa.LargeBinary(), nullable=False),
        sa.Column("removed_reason", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_contact_request_case_id")),
        sa.ForeignKeyConstraint(["enquirer_id"], ["person.id"], name=op.f("fk_contact_request_enquirer_id")),
        sa.ForeignKeyConstraint(
            ["responsible_id"], ["user.id"], name=op.f("fk_contact_request_responsible_id")
        ),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name=op.f("fk_contact_request_scope_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_request")),
        sa.UniqueConstraint("reference_token", name=op.f("uq_contact_request_reference_token")),
    )
    with op.batch_alter_table("contact_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_request_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_request_enquirer_id"), ["enquirer_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_contact_request_responsible_id"), ["responsible_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_contact_request_scope_id"), ["scope_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_request_seq"), ["seq"], unique=False)

    op.create_table(
        "search",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scope_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("sought_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("held_from", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("asker_id", sa.Uuid(), nullable=True),
        sa.Column("letter_id", sa.Uuid(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("removed_by", sa.Uuid(), nullable=True),
        sa.Column("access_mac", sa.LargeBinary(), nullable=False),
        sa.Column("row_mac", sa.LargeBinary(), nullable=False),
        sa.Column("sought_where", sa.LargeBinary(), nullable=False),
        sa.Column("relation", sa.LargeBinary(), nullable=False),
        sa.Column("last_news_on", sa.LargeBinary(), nullable=False),
        sa.Column("last_place", sa.LargeBinary(), nullable=False),
        sa.Column("last_news", sa.LargeBinary(), nullable=False),
        sa.Column("review_on", sa.LargeBinary(), nullable=False),
        sa.Column("withdrawal", sa.LargeBinary(), nullable=False),
        sa.Column("removed_reason", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["asker_id"], ["user.id"], name=op.f("fk_search_asker_id")),
        sa.ForeignKeyConstraint(["request_id"], ["contact_request.id"], name=op.f("fk_search_request_id")),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name=op.f("fk_search_scope_id")),
        sa.ForeignKeyConstraint(["sought_id"], ["person.id"], name=op.f("fk_search_sought_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search")),
    )
    with op.batch_alter_table("search", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_request_id"), ["request_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_search_scope_id"), ["scope_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_search_seq"), ["seq"], unique=False)
        batch_op.create_index(batch_op.f("ix_search_sought_id"), ["sought_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_search_status"), ["status"], unique=False)

    op.create_table(
        "match_point",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scope_id", sa.Uuid(), nullable=False),
        sa.Column("search_id", sa.Uuid(), nullable=False),
        sa.Column("noted_by_id", sa.Uuid(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("removed_by", sa.Uuid(), nullable=True),
        sa.Column("access_mac", sa.LargeBinary(), nullable=False),
        sa.Column("row_mac", sa.LargeBinary(), nullable=False),
        sa.Column("fact", sa.LargeBinary(), nullable=False),
        sa.Column("claimed", sa.LargeBinary(), nullable=False),
        sa.Column("found", sa.LargeBinary(), nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=False),
        sa.Column("asked_blind", sa.LargeBinary(), nullable=False),
        sa.Column("agrees", sa.LargeBinary(), nullable=False),
        sa.Column("removed_reason", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["noted_by_id"], ["user.id"], name=op.f("fk_match_point_noted_by_id")),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name=op.f("fk_match_point_scope_id")),
        sa.ForeignKeyConstraint(["search_id"], ["search.id"], name=op.f("fk_match_point_search_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_point")),
    )
    with op.batch_alter_table("match_point", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_match_point_scope_id"), ["scope_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_match_point_search_id"), ["search_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_match_point_seq"), ["seq"], unique=False)

    op.create_table(
        "search_action",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scope_id", sa.Uuid(), nullable=False),
        sa.Column("search_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("disclosure_id", sa.Uuid(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("removed_by", sa.Uuid(), nullable=True),
        sa.Column("access_mac", sa.LargeBinary(), nullable=False),
        sa.Column("row_mac", sa.LargeBinary(), nullable=False),
        sa.Column("happened_on", sa.LargeBinary(), nullable=False),
        sa.Column("means", sa.LargeBinary(), nullable=False),
        sa.Column("recipient", sa.LargeBinary(), nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.Column("outcome", sa.LargeBinary(), nullable=False),
        sa.Column("removed_reason", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_search_action_by_id")),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name=op.f("fk_search_action_scope_id")),
        sa.ForeignKeyConstraint(["search_id"], ["search.id"], name=op.f("fk_search_action_search_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_action")),
    )
    with op.batch_alter_table("search_action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_action_scope_id"), ["scope_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_search_action_search_id"), ["search_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_search_action_seq"), ["seq"], unique=False)

    op.create_table(
        "search_agreement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scope_id", sa.Uuid(), nullable=False),
        sa.Column("search_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("agreed_by_id", sa.Uuid(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("removed_by", sa.Uuid(), nullable=True),
        sa.Column("access_mac", sa.LargeBinary(), nullable=False),
        sa.Column("row_mac", sa.LargeBinary(), nullable=False),
        sa.Column("remark", sa.LargeBinary(), nullable=False),
        sa.Column("removed_reason", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["agreed_by_id"], ["user.id"], name=op.f("fk_search_agreement_agreed_by_id")),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name=op.f("fk_search_agreement_scope_id")),
        sa.ForeignKeyConstraint(["search_id"], ["search.id"], name=op.f("fk_search_agreement_search_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_agreement")),
    )
    with op.batch_alter_table("search_agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_agreement_scope_id"), ["scope_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_search_agreement_search_id"), ["search_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_search_agreement_seq"), ["seq"], unique=False)

    op.create_table(
        "search_checklist",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scope_id", sa.Uuid(), nullable=False),
        sa.Column("search_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("filled_by_id", sa.Uuid(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("removed_by", sa.Uuid(), nullable=True),
        sa.Column("access_mac", sa.LargeBinary(), nullable=False),
        sa.Column("row_mac", sa.LargeBinary(), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("removed_reason", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["filled_by_id"], ["user.id"], name=op.f("fk_search_checklist_filled_by_id")),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name=op.f("fk_search_checklist_scope_id")),
        sa.ForeignKeyConstraint(["search_id"], ["search.id"], name=op.f("fk_search_checklist_search_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_checklist")),
        sa.UniqueConstraint("search_id", "kind", name=op.f("uq_search_checklist_search_id_kind")),
    )
    with op.batch_alter_table("search_checklist", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_checklist_scope_id"), ["scope_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_search_checklist_search_id"), ["search_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_search_checklist_seq"), ["seq"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("search_checklist", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_search_checklist_seq"))
        batch_op.drop_index(batch_op.f("ix_search_checklist_search_id"))
        batch_op.drop_index(batch_op.f("ix_search_checklist_scope_id"))

    op.drop_table("search_checklist")
    with op.batch_alter_table("search_agreement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_search_agreement_seq"))
        batch_op.drop_index(batch_op.f("ix_search_agreement_search_id"))
        batch_op.drop_index(batch_op.f("ix_search_agreement_scope_id"))

    op.drop_table("search_agreement")
    with op.batch_alter_table("search_action", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_search_action_seq"))
        batch_op.drop_index(batch_op.f("ix_search_action_search_id"))
        batch_op.drop_index(batch_op.f("ix_search_action_scope_id"))

    op.drop_table("search_action")
    with op.batch_alter_table("match_point", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_match_point_seq"))
        batch_op.drop_index(batch_op.f("ix_match_point_search_id"))
        batch_op.drop_index(batch_op.f("ix_match_point_scope_id"))

    op.drop_table("match_point")
    with op.batch_alter_table("search", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_search_status"))
        batch_op.drop_index(batch_op.f("ix_search_sought_id"))
        batch_op.drop_index(batch_op.f("ix_search_seq"))
        batch_op.drop_index(batch_op.f("ix_search_scope_id"))
        batch_op.drop_index(batch_op.f("ix_search_request_id"))

    op.drop_table("search")
    with op.batch_alter_table("contact_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_request_seq"))
        batch_op.drop_index(batch_op.f("ix_contact_request_scope_id"))
        batch_op.drop_index(batch_op.f("ix_contact_request_responsible_id"))
        batch_op.drop_index(batch_op.f("ix_contact_request_enquirer_id"))
        batch_op.drop_index(batch_op.f("ix_contact_request_case_id"))

    op.drop_table("contact_request")
