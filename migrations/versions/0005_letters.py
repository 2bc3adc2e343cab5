"""letters

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('authority',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('scope_id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('created_on', sa.Date(), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.Column('removed_on', sa.Date(), nullable=True),
    sa.Column('removed_by', sa.Uuid(), nullable=True),
    sa.Column('access_mac', sa.LargeBinary(), nullable=False),
    sa.Column('row_mac', sa.LargeBinary(), nullable=False),
    sa.Column('names', sa.LargeBinary(), nullable=False),
    sa.Column('kind', sa.LargeBinary(), nullable=False),
    sa.Column('country', sa.LargeBinary(), nullable=False),
    sa.Column('address', sa.LargeBinary(), nullable=False),
    sa.Column('contact', sa.LargeBinary(), nullable=False),
    sa.Column('source', sa.LargeBinary(), nullable=False),
    sa.Column('checked_on', sa.LargeBinary(), nullable=False),
    sa.Column('reply_rule', sa.LargeBinary(), nullable=False),
    sa.Column('removed_reason', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['scope_id'], ['scope.id'], name=op.f('fk_authority_scope_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_authority'))
    )
    with op.batch_alter_table('authority', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_authority_scope_id'), ['scope_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_authority_seq'), ['seq'], unique=False)

    op.create_table('office',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('scope_id', sa.Uuid(), nullable=False),
    sa.Column('authority_id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('created_on', sa.Date(), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.Column('removed_on', sa.Date(), nullable=True),
    sa.Column('removed_by', sa.Uuid(), nullable=True),
    sa.Column('access_mac', sa.LargeBinary(), nullable=False),
    sa.Column('row_mac', sa.LargeBinary(), nullable=False),
    sa.Column('names', sa.LargeBinary(), nullable=False),
    sa.Column('address', sa.LargeBinary(), nullable=False),
    sa.Column('contact', sa.LargeBinary(), nullable=False),
    sa.Column('removed_reason', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['authority_id'], ['authority.id'], name=op.f('fk_office_authority_id')),
    sa.ForeignKeyConstraint(['scope_id'], ['scope.id'], name=op.f('fk_office_scope_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_office'))
    )
    with op.batch_alter_table('office', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_office_authority_id'), ['authority_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_office_scope_id'), ['scope_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_office_seq'), ['seq'], unique=False)

    op.create_table('office_holder',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('scope_id', sa.Uuid(), nullable=False),
    sa.Column('authority_id', sa.Uuid(), nullable=False),
    sa.Column('office_id', sa.Uuid(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('created_on', sa.Date(), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.Column('removed_on', sa.Date(), nullable=True),
    sa.Column('removed_by', sa.Uuid(), nullable=True),
    sa.Column('access_mac', sa.LargeBinary(), nullable=False),
    sa.Column('row_mac', sa.LargeBinary(), nullable=False),
    sa.Column('names', sa.LargeBinary(), nullable=False),
    sa.Column('titles', sa.LargeBinary(), nullable=False),
    sa.Column('forms_of_address', sa.LargeBinary(), nullable=False),
    sa.Column('salutations', sa.LargeBinary(), nullable=False),
    sa.Column('term_from', sa.LargeBinary(), nullable=False),
    sa.Column('term_to', sa.LargeBinary(), nullable=False),
    sa.Column('removed_reason', sa.LargeBinary(), nullable=False),
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

    op.create_table('letter',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('scope_id', sa.Uuid(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('authority_id', sa.Uuid(), nullable=True),
    sa.Column('holder_id', sa.Uuid(), nullable=True),
    sa.Column('body_format', sa.Integer(), nullable=False),
    sa.Column('approved_file_id', sa.Uuid(), nullable=True),
    sa.Column('bundle_file_id', sa.Uuid(), nullable=True),
    sa.Column('cover_file_id', sa.Uuid(), nullable=True),
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
    sa.Column('addressee', sa.LargeBinary(), nullable=False),
    sa.Column('place', sa.LargeBinary(), nullable=False),
    sa.Column('written_on', sa.LargeBinary(), nullable=False),
    sa.Column('salutation', sa.LargeBinary(), nullable=False),
    sa.Column('subject', sa.LargeBinary(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('points_lead', sa.LargeBinary(), nullable=False),
    sa.Column('closing', sa.LargeBinary(), nullable=False),
    sa.Column('sender', sa.LargeBinary(), nullable=False),
    sa.Column('person_signs', sa.LargeBinary(), nullable=False),
    sa.Column('person_capacity', sa.LargeBinary(), nullable=False),
    sa.Column('organisation_signs', sa.LargeBinary(), nullable=False),
    sa.Column('organisation_capacity', sa.LargeBinary(), nullable=False),
    sa.Column('cover_remarks', sa.LargeBinary(), nullable=False),
    sa.Column('advice', sa.LargeBinary(), nullable=False),
    sa.Column('told', sa.LargeBinary(), nullable=False),
    sa.Column('advice_note', sa.LargeBinary(), nullable=False),
    sa.Column('text_digest', sa.LargeBinary(), nullable=False),
    sa.Column('removed_reason', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['approved_file_id'], ['document.id'], name=op.f('fk_letter_approved_file_id')),
    sa.ForeignKeyConstraint(['author_id'], ['user.id'], name=op.f('fk_letter_author_id')),
    sa.ForeignKeyConstraint(['authority_id'], ['authority.id'], name=op.f('fk_letter_authority_id')),
    sa.ForeignKeyConstraint(['bundle_file_id'], ['document.id'], name=op.f('fk_letter_bundle_file_id')),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_letter_case_id')),
    sa.ForeignKeyConstraint(['cover_file_id'], ['document.id'], name=op.f('fk_letter_cover_file_id')),
    sa.ForeignKeyConstraint(['holder_id'], ['office_holder.id'], name=op.f('fk_letter_holder_id')),
    sa.ForeignKeyConstraint(['scope_id'], ['scope.id'], name=op.f('fk_letter_scope_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter')),
    sa.UniqueConstraint('reference_token', name=op.f('uq_letter_reference_token'))
    )
    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_letter_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_letter_authority_id'), ['authority_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_letter_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_letter_holder_id'), ['holder_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_letter_scope_id'), ['scope_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_letter_seq'), ['seq'], unique=False)
        batch_op.create_index(batch_op.f('ix_letter_status'), ['status'], unique=False)

    op.create_table('dispatch',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('scope_id', sa.Uuid(), nullable=False),
    sa.Column('letter_id', sa.Uuid(), nullable=False),
    sa.Column('disclosure_id', sa.Uuid(), nullable=True),
    sa.Column('proof_id', sa.Uuid(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('created_on', sa.Date(), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.Column('removed_on', sa.Date(), nullable=True),
    sa.Column('removed_by', sa.Uuid(), nullable=True),
    sa.Column('access_mac', sa.LargeBinary(), nullable=False),
    sa.Column('row_mac', sa.LargeBinary(), nullable=False),
    sa.Column('channel', sa.LargeBinary(), nullable=False),
    sa.Column('sent_on', sa.LargeBinary(), nullable=False),
    sa.Column('tracking', sa.LargeBinary(), nullable=False),
    sa.Column('taken_by', sa.LargeBinary(), nullable=False),
    sa.Column('receipt_pending', sa.LargeBinary(), nullable=False),
    sa.Column('removed_reason', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['letter_id'], ['letter.id'], name=op.f('fk_dispatch_letter_id')),
    sa.ForeignKeyConstraint(['proof_id'], ['document.id'], name=op.f('fk_dispatch_proof_id')),
    sa.ForeignKeyConstraint(['scope_id'], ['scope.id'], name=op.f('fk_dispatch_scope_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dispatch'))
    )
    with op.batch_alter_table('dispatch', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_dispatch_disclosure_id'), ['disclosure_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_dispatch_letter_id'), ['letter_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_dispatch_scope_id'), ['scope_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_dispatch_seq'), ['seq'], unique=False)

    op.create_table('enclosure',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('scope_id', sa.Uuid(), nullable=False),
    sa.Column('letter_id', sa.Uuid(), nullable=False),
    sa.Column('record_kind', sa.String(), nullable=False),
    sa.Column('record_id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('created_on', sa.Date(), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.Column('removed_on', sa.Date(), nullable=True),
    sa.Column('removed_by', sa.Uuid(), nullable=True),
    sa.Column('access_mac', sa.LargeBinary(), nullable=False),
    sa.Column('row_mac', sa.LargeBinary(), nullable=False),
    sa.Column('title', sa.LargeBinary(), nullable=False),
    sa.Column('number', sa.LargeBinary(), nullable=False),
    sa.Column('removed_reason', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['letter_id'], ['letter.id'], name=op.f('fk_enclosure_letter_id')),
    sa.ForeignKeyConstraint(['scope_id'], ['scope.id'], name=op.f('fk_enclosure_scope_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enclosure'))
    )
    with op.batch_alter_table('enclosure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_enclosure_letter_id'), ['letter_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_enclosure_record_id'), ['record_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_enclosure_scope_id'), ['scope_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_enclosure_seq'), ['seq'], unique=False)

    op.create_table('letter_answer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('scope_id', sa.Uuid(), nullable=False),
    sa.Column('letter_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('scan_id', sa.Uuid(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('created_on', sa.Date(), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.Column('removed_on', sa.Date(), nullable=True),
    sa.Column('removed_by', sa.Uuid(), nullable=True),
    sa.Column('access_mac', sa.LargeBinary(), nullable=False),
    sa.Column('row_mac', sa.LargeBinary(), nullable=False),
    sa.Column('dated', sa.LargeBinary(), nullable=False),
    sa.Column('received_on', sa.LargeBinary(), nullable=False),
    sa.Column('their_reference', sa.LargeBinary(), nullable=False),
    sa.Column('signed_by', sa.LargeBinary(), nullable=False),
    sa.Column('summary', sa.LargeBinary(), nullable=False),
    sa.Column('removed_reason', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['letter_id'], ['letter.id'], name=op.f('fk_letter_answer_letter_id')),
    sa.ForeignKeyConstraint(['scan_id'], ['document.id'], name=op.f('fk_letter_answer_scan_id')),
    sa.ForeignKeyConstraint(['scope_id'], ['scope.id'], name=op.f('fk_letter_answer_scope_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter_answer'))
    )
    with op.batch_alter_table('letter_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_letter_answer_letter_id'), ['letter_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_letter_answer_scope_id'), ['scope_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_letter_answer_seq'), ['seq'], unique=False)

    op.create_table('letter_comment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('scope_id', sa.Uuid(), nullable=False),
    sa.Column('letter_id', sa.Uuid(), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('created_on', sa.Date(), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.Column('removed_on', sa.Date(), nullable=True),
    sa.Column('removed_by', sa.Uuid(), nullable=True),
    sa.Column('access_mac', sa.LargeBinary(), nullable=False),
    sa.Column('row_mac', sa.LargeBinary(), nullable=False),
    sa.Column('text', sa.LargeBinary(), nullable=False),
    sa.Column('removed_reason', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['user.id'], name=op.f('fk_letter_comment_author_id')),
    sa.ForeignKeyConstraint(['letter_id'], ['letter.id'], name=op.f('fk_letter_comment_letter_id')),
    sa.ForeignKeyConstraint(['scope_id'], ['scope.id'], name=op.f('fk_letter_comment_scope_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter_comment'))
    )
    with op.batch_alter_table('letter_comment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_letter_comment_letter_id'), ['letter_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_letter_comment_scope_id'), ['scope_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_letter_comment_seq'), ['seq'], unique=False)

    op.create_table('letter_point',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('scope_id', sa.Uuid(), nullable=False),
    sa.Column('letter_id', sa.Uuid(), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('outcome', sa.String(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('created_on', sa.Date(), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.Column('removed_on', sa.Date(), nullable=True),
    sa.Column('removed_by', sa.Uuid(), nullable=True),
    sa.Column('access_mac', sa.LargeBinary(), nullable=False),
    sa.Column('row_mac', sa.LargeBinary(), nullable=False),
    sa.Column('number', sa.LargeBinary(), nullable=False),
    sa.Column('text', sa.LargeBinary(), nullable=False),
    sa.Column('outcome_on', sa.LargeBinary(), nullable=False),
    sa.Column('outcome_reason', sa.LargeBinary(), nullable=False),
    sa.Column('removed_reason', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['letter_id'], ['letter.id'], name=op.f('fk_letter_point_letter_id')),
    sa.ForeignKeyConstraint(['scope_id'], ['scope.id'], name=op.f('fk_letter_point_scope_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter_point'))
    )
    with op.batch_alter_table('letter_point', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_letter_point_letter_id'), ['letter_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_letter_point_scope_id'), ['scope_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_letter_point_seq'), ['seq'], unique=False)

    op.create_table('letter_signature',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('scope_id', sa.Uuid(), nullable=False),
    sa.Column('letter_id', sa.Uuid(), nullable=False),
    sa.Column('scan_id', sa.Uuid(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('created_on', sa.Date(), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.Column('removed_on', sa.Date(), nullable=True),
    sa.Column('removed_by', sa.Uuid(), nullable=True),
    sa.Column('access_mac', sa.LargeBinary(), nullable=False),
    sa.Column('row_mac', sa.LargeBinary(), nullable=False),
    sa.Column('name', sa.LargeBinary(), nullable=False),
    sa.Column('capacity', sa.LargeBinary(), nullable=False),
    sa.Column('place', sa.LargeBinary(), nullable=False),
    sa.Column('signed_on', sa.LargeBinary(), nullable=False),
    sa.Column('removed_reason', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['letter_id'], ['letter.id'], name=op.f('fk_letter_signature_letter_id')),
    sa.ForeignKeyConstraint(['scan_id'], ['document.id'], name=op.f('fk_letter_signature_scan_id')),
    sa.ForeignKeyConstraint(['scope_id'], ['scope.id'], name=op.f('fk_letter_signature_scope_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter_signature'))
    )
    with op.batch_alter_table('letter_signature', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_letter_signature_letter_id'), ['letter_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_letter_signature_scope_id'), ['scope_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_letter_signature_seq'), ['seq'], unique=False)

    op.create_table('named_person',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('scope_id', sa.Uuid(), nullable=False),
    sa.Column('letter_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('accepted_by', sa.Uuid(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('created_on', sa.Date(), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.Column('removed_on', sa.Date(), nullable=True),
    sa.Column('removed_by', sa.Uuid(), nullable=True),
    sa.Column('access_mac', sa.LargeBinary(), nullable=False),
    sa.Column('row_mac', sa.LargeBinary(), nullable=False),
    sa.Column('name', sa.LargeBinary(), nullable=False),
    sa.Column('ground', sa.LargeBinary(), nullable=False),
    sa.Column('standing', sa.LargeBinary(), nullable=False),
    sa.Column('reason', sa.LargeBinary(), nullable=False),
    sa.Column('removed_reason', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['accepted_by'], ['user.id'], name=op.f('fk_named_person_accepted_by')),
    sa.ForeignKeyConstraint(['letter_id'], ['letter.id'], name=op.f('fk_named_person_letter_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_named_person_person_id')),
    sa.ForeignKeyConstraint(['scope_id'], ['scope.id'], name=op.f('fk_named_person_scope_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_named_person'))
    )
    with op.batch_alter_table('named_person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_named_person_letter_id'), ['letter_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_named_person_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_named_person_scope_id'), ['scope_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_named_person_seq'), ['seq'], unique=False)

    op.create_table('read_back',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('scope_id', sa.Uuid(), nullable=False),
    sa.Column('letter_id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('created_on', sa.Date(), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.Column('removed_on', sa.Date(), nullable=True),
    sa.Column('removed_by', sa.Uuid(), nullable=True),
    sa.Column('access_mac', sa.LargeBinary(), nullable=False),
    sa.Column('row_mac', sa.LargeBinary(), nullable=False),
    sa.Column('happened_on', sa.LargeBinary(), nullable=False),
    sa.Column('language', sa.LargeBinary(), nullable=False),
    sa.Column('read_by', sa.LargeBinary(), nullable=False),
    sa.Column('interpreter', sa.LargeBinary(), nullable=False),
    sa.Column('agreed', sa.LargeBinary(), nullable=False),
    sa.Column('remark', sa.LargeBinary(), nullable=False),
    sa.Column('text_digest', sa.LargeBinary(), nullable=False),
    sa.Column('removed_reason', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['letter_id'], ['letter.id'], name=op.f('fk_read_back_letter_id')),
    sa.ForeignKeyConstraint(['scope_id'], ['scope.id'], name=op.f('fk_read_back_scope_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_read_back'))
    )
    with op.batch_alter_table('read_back', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_read_back_letter_id'), ['letter_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_read_back_scope_id'), ['scope_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_read_back_seq'), ['seq'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('read_back', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_read_back_seq'))
        batch_op.drop_index(batch_op.f('ix_read_back_scope_id'))
        batch_op.drop_index(batch_op.f('ix_read_back_letter_id'))

    op.drop_table('read_back')
    with op.batch_alter_table('named_person', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_named_person_seq'))
        batch_op.drop_index(batch_op.f('ix_named_person_scope_id'))
        batch_op.drop_index(batch_op.f('ix_named_person_person_id'))
        batch_op.drop_index(batch_op.f('ix_named_person_letter_id'))

    op.drop_table('named_person')
    with op.batch_alter_table('letter_signature', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_letter_signature_seq'))
        batch_op.drop_index(batch_op.f('ix_letter_signature_scope_id'))
        batch_op.drop_index(batch_op.f('ix_letter_signature_letter_id'))

    op.drop_table('letter_signature')
    with op.batch_alter_table('letter_point', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_letter_point_seq'))
        batch_op.drop_index(batch_op.f('ix_letter_point_scope_id'))
        batch_op.drop_index(batch_op.f('ix_letter_point_letter_id'))

    op.drop_table('letter_point')
    with op.batch_alter_table('letter_comment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_letter_comment_seq'))
        batch_op.drop_index(batch_op.f('ix_letter_comment_scope_id'))
        batch_op.drop_index(batch_op.f('ix_letter_comment_letter_id'))

    op.drop_table('letter_comment')
    with op.batch_alter_table('letter_answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_letter_answer_seq'))
        batch_op.drop_index(batch_op.f('ix_letter_answer_scope_id'))
        batch_op.drop_index(batch_op.f('ix_letter_answer_letter_id'))

    op.drop_table('letter_answer')
    with op.batch_alter_table('enclosure', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_enclosure_seq'))
        batch_op.drop_index(batch_op.f('ix_enclosure_scope_id'))
        batch_op.drop_index(batch_op.f('ix_enclosure_record_id'))
        batch_op.drop_index(batch_op.f('ix_enclosure_letter_id'))

    op.drop_table('enclosure')
    with op.batch_alter_table('dispatch', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_dispatch_seq'))
        batch_op.drop_index(batch_op.f('ix_dispatch_scope_id'))
        batch_op.drop_index(batch_op.f('ix_dispatch_letter_id'))
        batch_op.drop_index(batch_op.f('ix_dispatch_disclosure_id'))

    op.drop_table('dispatch')
    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_letter_status'))
        batch_op.drop_index(batch_op.f('ix_letter_seq'))
        batch_op.drop_index(batch_op.f('ix_letter_scope_id'))
        batch_op.drop_index(batch_op.f('ix_letter_holder_id'))
        batch_op.drop_index(batch_op.f('ix_letter_case_id'))
        batch_op.drop_index(batch_op.f('ix_letter_authority_id'))
        batch_op.drop_index(batch_op.f('ix_letter_author_id'))

    op.drop_table('letter')
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
