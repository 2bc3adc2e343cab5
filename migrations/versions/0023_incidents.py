"""incidents, what belongs to them, holds on all erasure, and exports of the persons whom an order names

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
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


def _points(name: str, column: str, to: str) -> sa.Constraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{name}_{column}"))


def _link(column: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(column, sa.Uuid(), nullable=nullable)


def _status() -> sa.Column:
    return sa.Column("status", sa.String(), nullable=False)


def _once(name: str, *columns: str) -> sa.Constraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{name}_{'_'.join(columns)}"))


def upgrade() -> None:
    _record(
        "incident",
        (
            "happened_on",
            "happened_time",
            "aware_on",
            "aware_time",
            "where",
            "words",
            "nobody_why",
            "notified",
            "notified_on",
            "notified_time",
            "notified_whom",
            "notified_by",
            "notice_number",
            "notice_words",
            "reference",
        ),
        _status(),
        sa.Column("kind", sa.String(), nullable=False),
        _link("reported_by"),
        sa.Column("reference_token", sa.LargeBinary(), nullable=False),
        _points("incident", "reported_by", "user"),
        _once("incident", "reference_token"),
    )
    for column in ("status", "kind", "reported_by"):
        op.create_index(f"ix_incident_{column}_seq", "incident", [column, "seq"])
    _record(
        "incident_order",
        (
            "authority_words",
            "officers",
            "number",
            "court",
            "dated",
            "scope_words",
            "in_writing",
            "lawyer",
            "lawyer_on",
            "lawyer_time",
            "lawyer_words",
            "objections",
            "consent_refused",
            "shown",
            "taken_said",
            "outcome",
        ),
        _link("incident_id"),
        _link("authority_id", nullable=True),
        _points("incident_order", "incident_id", "incident"),
        _points("incident_order", "authority_id", "authority"),
        _once("incident_order", "incident_id"),
    )
    op.create_index("ix_incident_order_authority_id", "incident_order", ["authority_id"])
    _record(
        "incident_item",
        ("item", "how", "by_whom", "receipt"),
        _link("incident_id"),
        _points("incident_item", "incident_id", "incident"),
    )
    op.create_index("ix_incident_item_incident_id", "incident_item", ["incident_id"])
    _record(
        "incident_person",
        ("decided", "warned_on", "warned_by", "route", "words"),
        _link("incident_id"),
        _link("person_id"),
        _link("added_by"),
        _link("decided_by", nullable=True),
        _points("incident_person", "incident_id", "incident"),
        _points("incident_person", "person_id", "person"),
        _once("incident_person", "incident_id", "person_id"),
    )
    op.create_index("ix_incident_person_person_id", "incident_person", ["person_id"])
    _record(
        "incident_hold",
        ("why", "decision", "ended_on"),
        _status(),
        _link("incident_id"),
        _link("began_by"),
        _link("asked_by", nullable=True),
        _link("ended_by", nullable=True),
        _points("incident_hold", "incident_id", "incident"),
        _once("incident_hold", "incident_id"),
    )
    _record(
        "incident_export",
        ("reason", "parts", "texts", "decision", "until", "manifest_hash"),
        _status(),
        _link("incident_id"),
        _link("asked_by"),
        _link("decided_by", nullable=True),
        _points("incident_export", "incident_id", "incident"),
    )
    op.create_index("ix_incident_export_incident_id", "incident_export", ["incident_id"])
    _record(
        "incident_export_person",
        (),
        _link("export_id"),
        _link("person_id"),
        _link("ground_id"),
        _points("incident_export_person", "export_id", "incident_export"),
        _points("incident_export_person", "person_id", "person"),
        _once("incident_export_person", "export_id", "person_id"),
    )
    op.create_index("ix_incident_export_person_person_id", "incident_export_person", ["person_id"])


def downgrade() -> None:
    for name in (
        "incident_export_person",
        "incident_export",
        "incident_hold",
        "incident_person",
        "incident_item",
        "incident_order",
        "incident",
    ):
        op.drop_table(name)
