"""letters

Revision ID: 0005
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('authority',
    sa.Column('names', sa.LargeBinary(), nullable=False),
    sa.Column('kind', sa.LargeBinary(), nullable=False),
    sa.Column('country', sa.LargeBinary(), nullable=False),
    sa.Column('address', sa.LargeBinary(), nullable=False),
    sa.Column('contact', sa.LargeBinary(), nullable=False),
    sa.Column('source', sa.LargeBinary(), nullable=False),
    sa.Column('checked_on', sa.LargeBinary(), nullable=False),
    sa.Column('reply_rule', sa.LargeBinary(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('removed_reason', sa.LargeBinary(), nullable=False),
    sa.Column('created_on', sa.Date(), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.Column('removed_on', sa.Date(), nullable=True),
    sa.Column('removed_by', sa.Uuid(), nullable=True),
    sa.Column('access_mac', sa.LargeBinary(), nullable=False),
    sa.Column('row_mac', sa.LargeBinary(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('scope_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['scope_id'], ['scope.id'], name=op.f('fk_authority_scope_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_authority'))
    )
    with op.batch_alter_table('authority', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_authority_scope_id'), ['scope_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_authority_seq'), ['seq'], unique=False)

    op.create_table('office',
    sa.Column('authority_id', sa.Uuid(), nullable=False),
    sa.Column('names', sa.LargeBinary(), nullable=False),
    sa.Column('address', sa.LargeBinary(), nullable=False),
    sa.Column('contact', sa.LargeBinary(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('removed_reason', sa.LargeBinary(), nullable=False),
    sa.Column('created_on', sa.Date(), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.Column('removed_on', sa.Date(), nullable=True),
    sa.Column('removed_by', sa.Uuid(), nullable=True),
    sa.Column('access_mac', sa.LargeBinary(), nullable=False),
    sa.Column('row_mac', sa.LargeBinary(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('scope_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['authority_id'], ['authority.id'], name=op.f('fk_office_authority_id')),
    sa.ForeignKeyConstraint(['scope_id'], ['scope.id'], name=op.f('fk_office_scope_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_office'))
    )
    with op.batch_alter_table('office', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_office_authority_id'), ['authority_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_office_scope_id'), ['scope_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_office_seq'), ['seq'], unique=False)

    op.create_table('office_holder',
    sa.Column('authority_id', sa.Uuid(), nullable=False),
    sa.Column('office_id', sa.Uuid(), nullable=True),
    sa.Column('names', sa.LargeBinary(), nullable=False),
    sa.Column('titles', sa.LargeBinary(), nullable=False),
    sa.Column('forms_of_address', sa.LargeBinary(), nullable=False),
    sa.Column('salutations', sa.LargeBinary(), nullable=False),
    sa.Column('term_from', sa.LargeBinary(), nullable=False),
    sa.Column('term_to', sa.LargeBinary(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('removed_reason', sa.LargeBinary(), nullable=False),
    sa.Column('created_on', sa.Date(), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.Column('removed_on', sa.Date(), nullable=True),
    sa.Column('removed_by', sa.Uuid(), nullable=True),
    sa.Column('access_mac', sa.LargeBinary(), nullable=False),
    sa.Column('row_mac', sa.LargeBinary(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('scope_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['authority_id'], ['authority.id'], name=op.f('fk_office_holder_authority_id')),
    sa.ForeignKeyConstraint(['office_id'], ['office.id'], name=op.f('fk_office_holder_office_id')),
    sa.ForeignKeyConstraint(['scope_id'], ['scope.id'], name=op.f('fk_office_holder_scope_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_office_holder'))
    )
    with op.batch_alter_table('office_holder', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_office_holder_authority_id'), ['authority_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_office_holder_office_id'), ['office_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_office_holder_scope_id'), ['scope_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_office_holder_seq'), ['seq'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('office_holder', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_office_holder_seq'))
        batch_op.drop_index(batch_op.f('ix_office_holder_scope_id'))
        batch_op.drop_index(batch_op.f('ix_office_holder_office_id'))
        batch_op.drop_index(batch_op.f('ix_office_holder_authority_id'))

    op.drop_table('office_holder')
    with op.batch_alter_table('office', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_office_seq'))
        batch_op.drop_index(batch_op.f('ix_office_scope_id'))
        batch_op.drop_index(batch_op.f('ix_office_authority_id'))

    op.drop_table('office')
    with op.batch_alter_table('authority', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_authority_seq'))
        batch_op.drop_index(batch_op.f('ix_authority_scope_id'))

    op.drop_table('authority')
