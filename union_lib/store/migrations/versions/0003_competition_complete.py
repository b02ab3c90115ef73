"""Competitions complete: panels and draws, codes, second looks, countersignature, recheck, appeals, honours."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "blind_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("competition_id", sa.Integer(), nullable=False),
        sa.Column("draw", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("codes", sa.String(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["competition_id"], ["competition.id"], name="fk_blind_list_competition_id_competition"
        ),
        sa.ForeignKeyConstraint(["holder_id"], ["account.id"], name="fk_blind_list_holder_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_blind_list"),
        sa.UniqueConstraint("competition_id", "draw", name="uq_blind_list_competition_id_draw"),
        sa.UniqueConstraint("competition_id", "holder_id", name="uq_blind_list_competition_id_holder_id"),
    )
    op.create_index("ix_blind_list_competition_id", "blind_list", ["competition_id"], unique=False)
    op.create_table(
        "honour_share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("competition_id", sa.Integer(), nullable=False),
        sa.Column("honour", sa.String(length=60), nullable=False),
        sa.Column("worker_class", sa.String(length=24), nullable=False),
        sa.Column("bound", sa.String(length=24), nullable=False),
        sa.Column("share", sa.String(length=40), nullable=False),
        sa.Column("citation", sa.String(length=120), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["competition_id"], ["competition.id"], name="fk_honour_share_competition_id_competition"
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name="fk_honour_share_entered_by_account"),
        sa.PrimaryKeyConstraint("id", name="pk_honour_share"),
        sa.UniqueConstraint(
            "competition_id",
            "honour",
            "worker_class",
            "bound",
            name="uq_honour_share_competition_id_honour_worker_class_bound",
        ),
    )
    op.create_index("ix_honour_share_competition_id", "honour_share", ["competition_id"], unique=False)
    op.create_table(
        "allotment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("competition_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("cause", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name="fk_allotment_appointment_id_appointment"
        ),
        sa.ForeignKeyConstraint(
            ["competition_id"], ["competition.id"], name="fk_allotment_competition_id_competition"
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_allotment_entry_id_entry"),
        sa.PrimaryKeyConstraint("id", name="pk_allotment"),
        sa.UniqueConstraint("entry_id", "appointment_id", name="uq_allotment_entry_id_appointment_id"),
    )
    op.create_index("ix_allotment_appointment_id", "allotment", ["appointment_id"], unique=False)
    op.create_index("ix_allotment_competition_id", "allotment", ["competition_id"], unique=False)
    op.create_index("ix_allotment_entry_id", "allotment", ["entry_id"], unique=False)
    op.create_table(
        "appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("competition_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("appellant", sa.String(length=40), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_by", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("ruling", sa.Text(), nullable=False),
        sa.Column("ruled_by", sa.Integer(), nullable=True),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["competition_id"], ["competition.id"], name="fk_appeal_competition_id_competition"
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_appeal_entry_id_entry"),
        sa.ForeignKeyConstraint(["filed_by"], ["account.id"], name="fk_appeal_filed_by_account"),
        sa.ForeignKeyConstraint(["ruled_by"], ["account.id"], name="fk_appeal_ruled_by_account"),
        sa.PrimaryKeyConstraint("id", name="pk_appeal"),
    )
    op.create_index("ix_appeal_competition_id", "appeal", ["competition_id"], unique=False)
    op.create_table(
        "discussion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("competition_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=40), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_kept", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name="fk_discussion_appointment_id_appointment"
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name="fk_discussion_asked_by_account"),
        sa.ForeignKeyConstraint(
            ["competition_id"], ["competition.id"], name="fk_discussion_competition_id_competition"
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_discussion_entry_id_entry"),
        sa.PrimaryKeyConstraint("id", name="pk_discussion"),
    )
    op.create_index("ix_discussion_appointment_id", "discussion", ["appointment_id"], unique=False)
    op.create_index("ix_discussion_competition_id", "discussion", ["competition_id"], unique=False)
    op.create_index("ix_discussion_entry_id", "discussion", ["entry_id"], unique=False)
    op.create_table(
        "nomination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("competition_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("honour", sa.String(length=60), nullable=False),
        sa.Column("person", sa.String(length=40), nullable=False),
        sa.Column("classes", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["competition_id"], ["competition.id"], name="fk_nomination_competition_id_competition"
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_nomination_entry_id_entry"),
        sa.PrimaryKeyConstraint("id", name="pk_nomination"),
        sa.UniqueConstraint(
            "competition_id", "entry_id", "honour", name="uq_nomination_competition_id_entry_id_honour"
        ),
    )
    op.create_index("ix_nomination_competition_id", "nomination", ["competition_id"], unique=False)
    op.create_table(
        "recheck",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=24), nullable=False),
        sa.Column("verdict", sa.String(length=24), nullable=True),
        sa.Column("remark", sa.String(length=200), nullable=False),
        sa.Column("checked_by", sa.Integer(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["checked_by"], ["account.id"], name="fk_recheck_checked_by_account"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_recheck_entry_id_entry"),
        sa.ForeignKeyConstraint(["result_id"], ["result.id"], name="fk_recheck_result_id_result"),
        sa.PrimaryKeyConstraint("id", name="pk_recheck"),
        sa.UniqueConstraint("result_id", "entry_id", name="uq_recheck_result_id_entry_id"),
    )
    op.create_index("ix_recheck_result_id", "recheck", ["result_id"], unique=False)
    # ### end Alembic commands ###
    with op.batch_alter_table("appointment") as table:
        table.add_column(sa.Column("panel", sa.String(length=20), nullable=False, server_default=""))
        table.add_column(sa.Column("stage_group", sa.String(length=40), nullable=False, server_default=""))
        table.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("competition") as table:
        for name in ("blind_draws", "appeal_hours", "recheck_leading", "recheck_sample"):
            table.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("shows_titles", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("is_drawn", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("notice_posted_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("entry") as table:
        table.add_column(sa.Column("panel", sa.String(length=20), nullable=False, server_default=""))
    with op.batch_alter_table("result") as table:
        table.add_column(sa.Column("supervised_by", sa.Integer(), nullable=True))
        table.add_column(sa.Column("supervised_at", sa.DateTime(timezone=True), nullable=True))
        table.create_foreign_key("fk_result_supervised_by_account", "account", ["supervised_by"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("result") as table:
        table.drop_constraint("fk_result_supervised_by_account", type_="foreignkey")
        table.drop_column("supervised_at")
        table.drop_column("supervised_by")
    with op.batch_alter_table("entry") as table:
        table.drop_column("panel")
    with op.batch_alter_table("competition") as table:
        for name in (
            "notice_posted_at",
            "is_drawn",
            "shows_titles",
            "recheck_sample",
            "recheck_leading",
            "appeal_hours",
            "blind_draws",
        ):
            table.drop_column(name)
    with op.batch_alter_table("appointment") as table:
        for name in ("ended_at", "stage_group", "panel"):
            table.drop_column(name)
    op.drop_table("recheck")
    op.drop_table("nomination")
    op.drop_table("honour_share")
    op.drop_table("discussion")
    op.drop_table("blind_list")
    op.drop_table("appeal")
    op.drop_table("allotment")
