"""an incoming contact knows the language of its caller

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KEPT = "incoming_contact_language"


def upgrade() -> None:
    op.add_column("incoming_contact", sa.Column("language", sa.String(), nullable=True))
    if sa.inspect(op.get_bind()).has_table(KEPT):
        op.execute(
            "UPDATE incoming_contact SET language = (SELECT kept.language FROM incoming_contact_language AS kept "
            "WHERE kept.id = incoming_contact.id)"
        )
        op.drop_table(KEPT)


def downgrade() -> None:
    # The code of a row covers its language: lost on the way down, the row could not be opened after the way up.
    bind = op.get_bind()
    if bind.scalar(sa.text("SELECT count(*) FROM incoming_contact WHERE language IS NOT NULL")):
        op.execute(
            "CREATE TABLE incoming_contact_language AS "
            "SELECT id, language FROM incoming_contact WHERE language IS NOT NULL"
        )
    op.drop_column("incoming_contact", "language")
