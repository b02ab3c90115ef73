"""Competitions: schemes, entries, appointments, sheets, marks, results and stage moves."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "competition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("union_id", sa.Integer(), nullable=False),
        sa.Column("industry", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("notice_working_days", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=24), nullable=False),
        sa.Column("notice_posted_on", sa.Date(), nullable=True),
        sa.Column("notice_last_day", sa.Date(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name="fk_competition_union_id_union"),
        sa.PrimaryKeyConstraint("id", name="pk_competition"),
    )
    op.create_index("ix_competition_stage", "competition", ["stage"], unique=False)
    op.create_index("ix_competition_title", "competition", ["title"], unique=False)
    op.create_index("ix_competition_union_id", "competition", ["union_id"], unique=False)
    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("competition_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("duty", sa.String(length=24), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_appointment_account_id_account"),
        sa.ForeignKeyConstraint(
            ["competition_id"], ["competition.id"], name="fk_appointment_competition_id_competition"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_appointment"),
        sa.UniqueConstraint(
            "competition_id", "account_id", "duty", name="uq_appointment_competition_id_account_id_duty"
        ),
    )
    op.create_index("ix_appointment_account_id", "appointment", ["account_id"], unique=False)
    op.create_index("ix_appointment_competition_id", "appointment", ["competition_id"], unique=False)
    op.create_table(
        "entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("competition_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("contestant", sa.String(length=80), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("multipliers", sa.Text(), nullable=False),
        sa.Column("tie_values", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["competition_id"], ["competition.id"], name="fk_entry_competition_id_competition"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_entry"),
        sa.UniqueConstraint("competition_id", "code", name="uq_entry_competition_id_code"),
    )
    op.create_index("ix_entry_competition_id", "entry", ["competition_id"], unique=False)
    op.create_table(
        "result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("competition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("data_hash", sa.String(length=64), nullable=False),
        sa.Column("signed_by", sa.Integer(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["competition_id"], ["competition.id"], name="fk_result_competition_id_competition"
        ),
        sa.ForeignKeyConstraint(["signed_by"], ["account.id"], name="fk_result_signed_by_account"),
        sa.PrimaryKeyConstraint("id", name="pk_result"),
        sa.UniqueConstraint("competition_id", "number", name="uq_result_competition_id_number"),
    )
    op.create_index("ix_result_competition_id", "result", ["competition_id"], unique=False)
    op.create_table(
        "scheme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("competition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["competition_id"], ["competition.id"], name="fk_scheme_competition_id_competition"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_scheme"),
        sa.UniqueConstraint("competition_id", "number", name="uq_scheme_competition_id_number"),
    )
    op.create_index("ix_scheme_competition_id", "scheme", ["competition_id"], unique=False)
    op.create_table(
        "stage_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("competition_id", sa.Integer(), nullable=False),
        sa.Column("from_stage", sa.String(length=24), nullable=False),
        sa.Column("to_stage", sa.String(length=24), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_stage_move_account_id_account"),
        sa.ForeignKeyConstraint(
            ["competition_id"], ["competition.id"], name="fk_stage_move_competition_id_competition"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_stage_move"),
    )
    op.create_index("ix_stage_move_competition_id", "stage_move", ["competition_id"], unique=False)
    op.create_table(
        "sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("competition_id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by", sa.Integer(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name="fk_sheet_appointment_id_appointment"
        ),
        sa.ForeignKeyConstraint(["checked_by"], ["account.id"], name="fk_sheet_checked_by_account"),
        sa.ForeignKeyConstraint(
            ["competition_id"], ["competition.id"], name="fk_sheet_competition_id_competition"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sheet"),
        sa.UniqueConstraint("appointment_id", name="uq_sheet_appointment_id"),
    )
    op.create_index("ix_sheet_competition_id", "sheet", ["competition_id"], unique=False)
    op.create_table(
        "mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_mark_entry_id_entry"),
        sa.ForeignKeyConstraint(["given_by"], ["account.id"], name="fk_mark_given_by_account"),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], name="fk_mark_sheet_id_sheet"),
        sa.PrimaryKeyConstraint("id", name="pk_mark"),
        sa.UniqueConstraint(
            "sheet_id", "entry_id", "criterion", "version", name="uq_mark_sheet_id_entry_id_criterion_version"
        ),
    )
    op.create_index("ix_mark_entry_id", "mark", ["entry_id"], unique=False)
    op.create_index("ix_mark_sheet_id", "mark", ["sheet_id"], unique=False)


def downgrade() -> None:
    op.drop_table("mark")
    op.drop_table("sheet")
    op.drop_table("stage_move")
    op.drop_table("scheme")
    op.drop_table("result")
    op.drop_table("entry")
    op.drop_table("appointment")
    op.drop_table("competition")
