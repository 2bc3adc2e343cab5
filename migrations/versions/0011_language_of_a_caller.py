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


def upgrade() -> None:
    op.add_column("incoming_contact", sa.Column("language", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("incoming_contact", "language")
