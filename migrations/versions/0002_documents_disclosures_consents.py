"""documents disclosures consents

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('document',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('scope_id', sa.Uuid(), nullable=False),
    sa.Column('record_kind', sa.String(), nullable=False),
    sa.Column('record_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('blob_ref', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('created_on', sa.Date(), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.Column('removed_on', sa.Date(), nullable=True),
    sa.Column('removed_by', sa.Uuid(), nullable=True),
    sa.Column('access_mac', sa.LargeBinary(), nullable=False),
    sa.Column('row_mac', sa.LargeBinary(), nullable=False),
    sa.Column('title', sa.LargeBinary(), nullable=False),
    sa.Column('file_key', sa.LargeBinary(), nullable=False),
    sa.Column('file_name', sa.LargeBinary(), nullable=False),
    sa.Column('media_type', sa.LargeBinary(), nullable=False),
    sa.Column('source', sa.LargeBinary(), nullable=False),
    sa.Column('dated', sa.LargeBinary(), nullable=False),
    sa.Column('size', sa.LargeBinary(), nullable=False),
    sa.Column('sha256', sa.LargeBinary(), nullable=False),
    sa.Column('removed_reason', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['scope_id'], ['scope.id'], name=op.f('fk_document_scope_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document')),
    sa.UniqueConstraint('blob_ref', name=op.f('uq_document_blob_ref'))
    )
    with op.batch_alter_table('document', schema=None) as batch_op:
        batch_op.create_index('ix_document_record', ['record_kind', 'record_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_document_scope_id'), ['scope_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_document_seq'), ['seq'], unique=False)

    op.create_table('consent',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('scope_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('purpose', sa.String(), nullable=False),
    sa.Column('sheet_id', sa.Uuid(), nullable=False),
    sa.Column('document_id', sa.Uuid(), nullable=True),
    sa.Column('recorded_by', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('created_on', sa.Date(), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.Column('removed_on', sa.Date(), nullable=True),
    sa.Column('removed_by', sa.Uuid(), nullable=True),
    sa.Column('access_mac', sa.LargeBinary(), nullable=False),
    sa.Column('row_mac', sa.LargeBinary(), nullable=False),
    sa.Column('answer', sa.LargeBinary(), nullable=False),
    sa.Column('terms', sa.LargeBinary(), nullable=False),
    sa.Column('conditions', sa.LargeBinary(), nullable=False),
    sa.Column('given_on', sa.LargeBinary(), nullable=False),
    sa.Column('until', sa.LargeBinary(), nullable=False),
    sa.Column('given_by', sa.LargeBinary(), nullable=False),
    sa.Column('given_by_name', sa.LargeBinary(), nullable=False),
    sa.Column('own_view', sa.LargeBinary(), nullable=False),
    sa.Column('how', sa.LargeBinary(), nullable=False),
    sa.Column('language', sa.LargeBinary(), nullable=False),
    sa.Column('interpreter', sa.LargeBinary(), nullable=False),
    sa.Column('witness', sa.LargeBinary(), nullable=False),
    sa.Column('removed_reason', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_consent_document_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_consent_person_id')),
    sa.ForeignKeyConstraint(['scope_id'], ['scope.id'], name=op.f('fk_consent_scope_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent'))
    )
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consent_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_consent_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_consent_scope_id'), ['scope_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_consent_seq'), ['seq'], unique=False)
        batch_op.create_index(batch_op.f('ix_consent_sheet_id'), ['sheet_id'], unique=False)

    op.create_table('disclosure_entry',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('scope_id', sa.Uuid(), nullable=False),
    sa.Column('disclosure_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('purpose', sa.String(), nullable=False),
    sa.Column('disclosed_by', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('created_on', sa.Date(), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.Column('removed_on', sa.Date(), nullable=True),
    sa.Column('removed_by', sa.Uuid(), nullable=True),
    sa.Column('access_mac', sa.LargeBinary(), nullable=False),
    sa.Column('row_mac', sa.LargeBinary(), nullable=False),
    sa.Column('day', sa.LargeBinary(), nullable=False),
    sa.Column('audience', sa.LargeBinary(), nullable=False),
    sa.Column('items', sa.LargeBinary(), nullable=False),
    sa.Column('identified', sa.LargeBinary(), nullable=False),
    sa.Column('bases', sa.LargeBinary(), nullable=False),
    sa.Column('manner', sa.LargeBinary(), nullable=False),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.Column('removed_reason', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_disclosure_entry_person_id')),
    sa.ForeignKeyConstraint(['scope_id'], ['scope.id'], name=op.f('fk_disclosure_entry_scope_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disclosure_entry'))
    )
    with op.batch_alter_table('disclosure_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_disclosure_entry_disclosure_id'), ['disclosure_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_disclosure_entry_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_disclosure_entry_scope_id'), ['scope_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_disclosure_entry_seq'), ['seq'], unique=False)

    op.create_table('disclosure_review',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('scope_id', sa.Uuid(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('disclosure_id', sa.Uuid(), nullable=False),
    sa.Column('opened_by', sa.Uuid(), nullable=False),
    sa.Column('asked_id', sa.Uuid(), nullable=True),
    sa.Column('reviewed_by', sa.Uuid(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('created_on', sa.Date(), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.Column('removed_on', sa.Date(), nullable=True),
    sa.Column('removed_by', sa.Uuid(), nullable=True),
    sa.Column('access_mac', sa.LargeBinary(), nullable=False),
    sa.Column('row_mac', sa.LargeBinary(), nullable=False),
    sa.Column('due_on', sa.LargeBinary(), nullable=False),
    sa.Column('manner', sa.LargeBinary(), nullable=False),
    sa.Column('reason', sa.LargeBinary(), nullable=False),
    sa.Column('outcome', sa.LargeBinary(), nullable=False),
    sa.Column('removed_reason', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_disclosure_review_person_id')),
    sa.ForeignKeyConstraint(['scope_id'], ['scope.id'], name=op.f('fk_disclosure_review_scope_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disclosure_review'))
    )
    with op.batch_alter_table('disclosure_review', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_disclosure_review_disclosure_id'), ['disclosure_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_disclosure_review_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_disclosure_review_scope_id'), ['scope_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_disclosure_review_seq'), ['seq'], unique=False)
        batch_op.create_index(batch_op.f('ix_disclosure_review_status'), ['status'], unique=False)

    op.create_table('keeping_ground',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('scope_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('recorded_by', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('created_on', sa.Date(), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.Column('removed_on', sa.Date(), nullable=True),
    sa.Column('removed_by', sa.Uuid(), nullable=True),
    sa.Column('access_mac', sa.LargeBinary(), nullable=False),
    sa.Column('row_mac', sa.LargeBinary(), nullable=False),
    sa.Column('ground', sa.LargeBinary(), nullable=False),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.Column('review_on', sa.LargeBinary(), nullable=False),
    sa.Column('removed_reason', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_keeping_ground_person_id')),
    sa.ForeignKeyConstraint(['scope_id'], ['scope.id'], name=op.f('fk_keeping_ground_scope_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_keeping_ground'))
    )
    with op.batch_alter_table('keeping_ground', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_keeping_ground_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_keeping_ground_scope_id'), ['scope_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_keeping_ground_seq'), ['seq'], unique=False)

    op.create_table('legal_ground',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('scope_id', sa.Uuid(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('purpose', sa.String(), nullable=False),
    sa.Column('asked_by', sa.Uuid(), nullable=False),
    sa.Column('decided_by', sa.Uuid(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('created_on', sa.Date(), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.Column('removed_on', sa.Date(), nullable=True),
    sa.Column('removed_by', sa.Uuid(), nullable=True),
    sa.Column('access_mac', sa.LargeBinary(), nullable=False),
    sa.Column('row_mac', sa.LargeBinary(), nullable=False),
    sa.Column('audience', sa.LargeBinary(), nullable=False),
    sa.Column('ground', sa.LargeBinary(), nullable=False),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.Column('until', sa.LargeBinary(), nullable=False),
    sa.Column('decision', sa.LargeBinary(), nullable=False),
    sa.Column('removed_reason', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_legal_ground_person_id')),
    sa.ForeignKeyConstraint(['scope_id'], ['scope.id'], name=op.f('fk_legal_ground_scope_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_legal_ground'))
    )
    with op.batch_alter_table('legal_ground', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_legal_ground_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_legal_ground_scope_id'), ['scope_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_legal_ground_seq'), ['seq'], unique=False)
        batch_op.create_index(batch_op.f('ix_legal_ground_status'), ['status'], unique=False)

    op.create_table('consent_conditions_kept',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('scope_id', sa.Uuid(), nullable=False),
    sa.Column('consent_id', sa.Uuid(), nullable=False),
    sa.Column('confirmed_by', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('created_on', sa.Date(), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.Column('removed_on', sa.Date(), nullable=True),
    sa.Column('removed_by', sa.Uuid(), nullable=True),
    sa.Column('access_mac', sa.LargeBinary(), nullable=False),
    sa.Column('row_mac', sa.LargeBinary(), nullable=False),
    sa.Column('audience', sa.LargeBinary(), nullable=False),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.Column('removed_reason', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['consent_id'], ['consent.id'], name=op.f('fk_consent_conditions_kept_consent_id')),
    sa.ForeignKeyConstraint(['scope_id'], ['scope.id'], name=op.f('fk_consent_conditions_kept_scope_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent_conditions_kept'))
    )
    with op.batch_alter_table('consent_conditions_kept', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consent_conditions_kept_consent_id'), ['consent_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_consent_conditions_kept_scope_id'), ['scope_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_consent_conditions_kept_seq'), ['seq'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('consent_conditions_kept', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_consent_conditions_kept_seq'))
        batch_op.drop_index(batch_op.f('ix_consent_conditions_kept_scope_id'))
        batch_op.drop_index(batch_op.f('ix_consent_conditions_kept_consent_id'))

    op.drop_table('consent_conditions_kept')
    with op.batch_alter_table('legal_ground', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_legal_ground_status'))
        batch_op.drop_index(batch_op.f('ix_legal_ground_seq'))
        batch_op.drop_index(batch_op.f('ix_legal_ground_scope_id'))
        batch_op.drop_index(batch_op.f('ix_legal_ground_person_id'))

    op.drop_table('legal_ground')
    with op.batch_alter_table('keeping_ground', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_keeping_ground_seq'))
        batch_op.drop_index(batch_op.f('ix_keeping_ground_scope_id'))
        batch_op.drop_index(batch_op.f('ix_keeping_ground_person_id'))

    op.drop_table('keeping_ground')
    with op.batch_alter_table('disclosure_review', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_disclosure_review_status'))
        batch_op.drop_index(batch_op.f('ix_disclosure_review_seq'))
        batch_op.drop_index(batch_op.f('ix_disclosure_review_scope_id'))
        batch_op.drop_index(batch_op.f('ix_disclosure_review_person_id'))
        batch_op.drop_index(batch_op.f('ix_disclosure_review_disclosure_id'))

    op.drop_table('disclosure_review')
    with op.batch_alter_table('disclosure_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_disclosure_entry_seq'))
        batch_op.drop_index(batch_op.f('ix_disclosure_entry_scope_id'))
        batch_op.drop_index(batch_op.f('ix_disclosure_entry_person_id'))
        batch_op.drop_index(batch_op.f('ix_disclosure_entry_disclosure_id'))

    op.drop_table('disclosure_entry')
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_consent_sheet_id'))
        batch_op.drop_index(batch_op.f('ix_consent_seq'))
        batch_op.drop_index(batch_op.f('ix_consent_scope_id'))
        batch_op.drop_index(batch_op.f('ix_consent_person_id'))
        batch_op.drop_index(batch_op.f('ix_consent_document_id'))

    op.drop_table('consent')
    with op.batch_alter_table('document', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_document_seq'))
        batch_op.drop_index(batch_op.f('ix_document_scope_id'))
        batch_op.drop_index('ix_document_record')

    op.drop_table('document')
