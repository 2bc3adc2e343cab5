"""notes, next steps, incoming contacts

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('incoming_contact',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('scope_id', sa.Uuid(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('taken_by', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('created_on', sa.Date(), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.Column('removed_on', sa.Date(), nullable=True),
    sa.Column('removed_by', sa.Uuid(), nullable=True),
    sa.Column('access_mac', sa.LargeBinary(), nullable=False),
    sa.Column('row_mac', sa.LargeBinary(), nullable=False),
    sa.Column('reference_token', sa.LargeBinary(), nullable=False),
    sa.Column('reference', sa.LargeBinary(), nullable=False),
    sa.Column('medium', sa.LargeBinary(), nullable=False),
    sa.Column('happened_on', sa.LargeBinary(), nullable=False),
    sa.Column('caller', sa.LargeBinary(), nullable=False),
    sa.Column('number', sa.LargeBinary(), nullable=False),
    sa.Column('about', sa.LargeBinary(), nullable=False),
    sa.Column('wanted', sa.LargeBinary(), nullable=False),
    sa.Column('answered', sa.LargeBinary(), nullable=False),
    sa.Column('put_aside_why', sa.LargeBinary(), nullable=False),
    sa.Column('removed_reason', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['scope_id'], ['scope.id'], name=op.f('fk_incoming_contact_scope_id')),
    sa.ForeignKeyConstraint(['taken_by'], ['user.id'], name=op.f('fk_incoming_contact_taken_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_incoming_contact')),
    sa.UniqueConstraint('reference_token', name=op.f('uq_incoming_contact_reference_token'))
    )
    with op.batch_alter_table('incoming_contact', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_incoming_contact_scope_id'), ['scope_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_incoming_contact_seq'), ['seq'], unique=False)
        batch_op.create_index(batch_op.f('ix_incoming_contact_status'), ['status'], unique=False)
        batch_op.create_index(batch_op.f('ix_incoming_contact_taken_by'), ['taken_by'], unique=False)

    op.create_table('next_step',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('scope_id', sa.Uuid(), nullable=False),
    sa.Column('record_kind', sa.String(), nullable=False),
    sa.Column('record_id', sa.Uuid(), nullable=False),
    sa.Column('assignee_id', sa.Uuid(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('closed_by', sa.Uuid(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('created_on', sa.Date(), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.Column('removed_on', sa.Date(), nullable=True),
    sa.Column('removed_by', sa.Uuid(), nullable=True),
    sa.Column('access_mac', sa.LargeBinary(), nullable=False),
    sa.Column('row_mac', sa.LargeBinary(), nullable=False),
    sa.Column('text', sa.LargeBinary(), nullable=False),
    sa.Column('due', sa.LargeBinary(), nullable=False),
    sa.Column('closed_on', sa.LargeBinary(), nullable=False),
    sa.Column('word', sa.LargeBinary(), nullable=False),
    sa.Column('removed_reason', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['assignee_id'], ['user.id'], name=op.f('fk_next_step_assignee_id')),
    sa.ForeignKeyConstraint(['closed_by'], ['user.id'], name=op.f('fk_next_step_closed_by')),
    sa.ForeignKeyConstraint(['scope_id'], ['scope.id'], name=op.f('fk_next_step_scope_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_next_step'))
    )
    with op.batch_alter_table('next_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_next_step_assignee_id'), ['assignee_id'], unique=False)
        batch_op.create_index('ix_next_step_record', ['record_kind', 'record_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_next_step_scope_id'), ['scope_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_next_step_seq'), ['seq'], unique=False)

    op.create_table('note',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('scope_id', sa.Uuid(), nullable=False),
    sa.Column('record_kind', sa.String(), nullable=False),
    sa.Column('record_id', sa.Uuid(), nullable=False),
    sa.Column('written_by', sa.Uuid(), nullable=False),
    sa.Column('corrects_id', sa.Uuid(), nullable=True),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('created_on', sa.Date(), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.Column('removed_on', sa.Date(), nullable=True),
    sa.Column('removed_by', sa.Uuid(), nullable=True),
    sa.Column('access_mac', sa.LargeBinary(), nullable=False),
    sa.Column('row_mac', sa.LargeBinary(), nullable=False),
    sa.Column('medium', sa.LargeBinary(), nullable=False),
    sa.Column('reached', sa.LargeBinary(), nullable=False),
    sa.Column('happened_on', sa.LargeBinary(), nullable=False),
    sa.Column('at_time', sa.LargeBinary(), nullable=False),
    sa.Column('text', sa.LargeBinary(), nullable=False),
    sa.Column('removed_reason', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['corrects_id'], ['note.id'], name=op.f('fk_note_corrects_id')),
    sa.ForeignKeyConstraint(['scope_id'], ['scope.id'], name=op.f('fk_note_scope_id')),
    sa.ForeignKeyConstraint(['written_by'], ['user.id'], name=op.f('fk_note_written_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_note'))
    )
    with op.batch_alter_table('note', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_note_corrects_id'), ['corrects_id'], unique=False)
        batch_op.create_index('ix_note_record', ['record_kind', 'record_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_note_scope_id'), ['scope_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_note_seq'), ['seq'], unique=False)
        batch_op.create_index(batch_op.f('ix_note_written_by'), ['written_by'], unique=False)

    op.create_table('contact_filing',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('scope_id', sa.Uuid(), nullable=False),
    sa.Column('contact_id', sa.Uuid(), nullable=False),
    sa.Column('record_kind', sa.String(), nullable=False),
    sa.Column('record_id', sa.Uuid(), nullable=False),
    sa.Column('filed_by', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('created_on', sa.Date(), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.Column('removed_on', sa.Date(), nullable=True),
    sa.Column('removed_by', sa.Uuid(), nullable=True),
    sa.Column('access_mac', sa.LargeBinary(), nullable=False),
    sa.Column('row_mac', sa.LargeBinary(), nullable=False),
    sa.Column('removed_reason', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['incoming_contact.id'], name=op.f('fk_contact_filing_contact_id')),
    sa.ForeignKeyConstraint(['filed_by'], ['user.id'], name=op.f('fk_contact_filing_filed_by')),
    sa.ForeignKeyConstraint(['scope_id'], ['scope.id'], name=op.f('fk_contact_filing_scope_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_filing')),
    sa.UniqueConstraint('contact_id', 'record_id', name=op.f('uq_contact_filing_contact_id_record_id'))
    )
    with op.batch_alter_table('contact_filing', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contact_filing_contact_id'), ['contact_id'], unique=False)
        batch_op.create_index('ix_contact_filing_record', ['record_kind', 'record_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contact_filing_scope_id'), ['scope_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contact_filing_seq'), ['seq'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('contact_filing', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contact_filing_seq'))
        batch_op.drop_index(batch_op.f('ix_contact_filing_scope_id'))
        batch_op.drop_index('ix_contact_filing_record')
        batch_op.drop_index(batch_op.f('ix_contact_filing_contact_id'))

    op.drop_table('contact_filing')
    with op.batch_alter_table('note', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_note_written_by'))
        batch_op.drop_index(batch_op.f('ix_note_seq'))
        batch_op.drop_index(batch_op.f('ix_note_scope_id'))
        batch_op.drop_index('ix_note_record')
        batch_op.drop_index(batch_op.f('ix_note_corrects_id'))

    op.drop_table('note')
    with op.batch_alter_table('next_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_next_step_seq'))
        batch_op.drop_index(batch_op.f('ix_next_step_scope_id'))
        batch_op.drop_index('ix_next_step_record')
        batch_op.drop_index(batch_op.f('ix_next_step_assignee_id'))

    op.drop_table('next_step')
    with op.batch_alter_table('incoming_contact', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_incoming_contact_taken_by'))
        batch_op.drop_index(batch_op.f('ix_incoming_contact_status'))
        batch_op.drop_index(batch_op.f('ix_incoming_contact_seq'))
        batch_op.drop_index(batch_op.f('ix_incoming_contact_scope_id'))

    op.drop_table('incoming_contact')
