"""Consolation: who may receive, funds and programmes, allocations, what was handed over; local figures."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "fund",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("union_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("committed_fen", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "committed_fen >= 0 AND committed_fen <= amount_fen", name="ck_fund_not_overspent"
        ),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name="fk_fund_union_id_union"),
        sa.PrimaryKeyConstraint("id", name="pk_fund"),
    )
    op.create_index("ix_fund_union_id", "fund", ["union_id"], unique=False)
    op.create_table(
        "household",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("union_id", sa.Integer(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("income_fen", sa.BigInteger(), nullable=True),
        sa.Column("rigid_fen", sa.BigInteger(), nullable=False),
        sa.Column("accident_fen", sa.BigInteger(), nullable=False),
        sa.Column("flags", sa.Text(), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_reason", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name="fk_household_union_id_union"),
        sa.PrimaryKeyConstraint("id", name="pk_household"),
        sa.UniqueConstraint("number", name="uq_household_number"),
    )
    op.create_index("ix_household_union_id", "household", ["union_id"], unique=False)
    op.create_table(
        "hard_hit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("union_id", sa.Integer(), nullable=False),
        sa.Column("industry", sa.String(length=40), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("citation", sa.String(length=120), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name="fk_hard_hit_entered_by_account"),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name="fk_hard_hit_union_id_union"),
        sa.PrimaryKeyConstraint("id", name="pk_hard_hit"),
    )
    op.create_index("ix_hard_hit_union_id", "hard_hit", ["union_id"], unique=False)
    op.create_table(
        "local_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy", sa.String(length=60), nullable=False),
        sa.Column("area", sa.String(length=6), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("citation", sa.String(length=200), nullable=False),
        sa.Column("union_id", sa.Integer(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name="fk_local_figure_entered_by_account"),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name="fk_local_figure_union_id_union"),
        sa.PrimaryKeyConstraint("id", name="pk_local_figure"),
    )
    op.create_index("ix_local_figure_policy", "local_figure", ["policy"], unique=False)
    op.create_index("ix_local_figure_union_id", "local_figure", ["union_id"], unique=False)
    op.create_table(
        "programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("union_id", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("purpose", sa.String(length=24), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("budget_fen", sa.BigInteger(), nullable=False),
        sa.Column("granularity_fen", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("area", sa.String(length=6), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(length=24), nullable=False),
        sa.Column("notice_working_days", sa.Integer(), nullable=False),
        sa.Column("notice_posted_on", sa.Date(), nullable=True),
        sa.Column("notice_last_day", sa.Date(), nullable=True),
        sa.Column("sample_seed", sa.String(length=80), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name="fk_programme_fund_id_fund"),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name="fk_programme_made_by_account"),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name="fk_programme_union_id_union"),
        sa.PrimaryKeyConstraint("id", name="pk_programme"),
    )
    op.create_index("ix_programme_fund_id", "programme", ["fund_id"], unique=False)
    op.create_index("ix_programme_stage", "programme", ["stage"], unique=False)
    op.create_index("ix_programme_title", "programme", ["title"], unique=False)
    op.create_index("ix_programme_union_id", "programme", ["union_id"], unique=False)
    op.create_table(
        "recipient",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("union_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("identity", sa.String(), nullable=True),
        sa.Column("identity_blind", sa.String(length=64), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("phone_blind", sa.String(length=64), nullable=True),
        sa.Column("card", sa.String(), nullable=True),
        sa.Column("card_blind", sa.String(length=64), nullable=True),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("head_of", sa.Integer(), nullable=True),
        sa.Column("relation", sa.String(length=20), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=False),
        sa.Column("ward", sa.String(length=60), nullable=False),
        sa.Column("industry", sa.String(length=40), nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False),
        sa.Column("claim_fen", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["head_of"], ["household.id"], name="fk_recipient_head_of_household"),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name="fk_recipient_household_id_household"
        ),
        sa.ForeignKeyConstraint(["merged_into"], ["recipient.id"], name="fk_recipient_merged_into_recipient"),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name="fk_recipient_union_id_union"),
        sa.PrimaryKeyConstraint("id", name="pk_recipient"),
        sa.UniqueConstraint("head_of", name="uq_recipient_head_of"),
        sa.UniqueConstraint("identity_blind", name="uq_recipient_identity_blind"),
    )
    op.create_index("ix_recipient_household_id", "recipient", ["household_id"], unique=False)
    op.create_index("ix_recipient_union_id", "recipient", ["union_id"], unique=False)
    op.create_table(
        "allocation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("certificate", sa.Text(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("recipients", sa.Integer(), nullable=False),
        sa.Column("data_hash", sa.String(length=64), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name="fk_allocation_made_by_account"),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name="fk_allocation_programme_id_programme"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_allocation"),
        sa.UniqueConstraint("programme_id", "number", name="uq_allocation_programme_id_number"),
    )
    op.create_index("ix_allocation_programme_id", "allocation", ["programme_id"], unique=False)
    op.create_table(
        "batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=24), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("payments", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name="fk_batch_made_by_account"),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name="fk_batch_programme_id_programme"),
        sa.PrimaryKeyConstraint("id", name="pk_batch"),
        sa.UniqueConstraint("programme_id", "number", name="uq_batch_programme_id_number"),
    )
    op.create_index("ix_batch_programme_id", "batch", ["programme_id"], unique=False)
    op.create_table(
        "candidate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("tier", sa.String(length=24), nullable=False),
        sa.Column("cause", sa.String(length=40), nullable=False),
        sa.Column("entitled_fen", sa.BigInteger(), nullable=False),
        sa.Column("room_fen", sa.BigInteger(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name="fk_candidate_programme_id_programme"
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["recipient.id"], name="fk_candidate_recipient_id_recipient"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_candidate"),
        sa.UniqueConstraint("programme_id", "recipient_id", name="uq_candidate_programme_id_recipient_id"),
    )
    op.create_index("ix_candidate_recipient_id", "candidate", ["recipient_id"], unique=False)
    op.create_table(
        "doubtful_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("union_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=40), nullable=False),
        sa.Column("verdict", sa.String(length=24), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name="fk_doubtful_pair_decided_by_account"),
        sa.ForeignKeyConstraint(["first_id"], ["recipient.id"], name="fk_doubtful_pair_first_id_recipient"),
        sa.ForeignKeyConstraint(["second_id"], ["recipient.id"], name="fk_doubtful_pair_second_id_recipient"),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name="fk_doubtful_pair_union_id_union"),
        sa.PrimaryKeyConstraint("id", name="pk_doubtful_pair"),
        sa.UniqueConstraint("first_id", "second_id", name="uq_doubtful_pair_first_id_second_id"),
    )
    op.create_index("ix_doubtful_pair_first_id", "doubtful_pair", ["first_id"], unique=False)
    op.create_index("ix_doubtful_pair_second_id", "doubtful_pair", ["second_id"], unique=False)
    op.create_index("ix_doubtful_pair_union_id", "doubtful_pair", ["union_id"], unique=False)
    op.create_table(
        "good",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("measure", sa.String(length=8), nullable=False),
        sa.Column("way", sa.String(length=24), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name="fk_good_programme_id_programme"),
        sa.PrimaryKeyConstraint("id", name="pk_good"),
        sa.UniqueConstraint("programme_id", "name", name="uq_good_programme_id_name"),
    )
    op.create_index("ix_good_programme_id", "good", ["programme_id"], unique=False)
    op.create_table(
        "goods_share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("good_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("cap", sa.Integer(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("stores", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("received_by", sa.String(length=40), nullable=False),
        sa.Column("handed_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity >= 0", name="ck_goods_share_not_negative"),
        sa.ForeignKeyConstraint(["good_id"], ["good.id"], name="fk_goods_share_good_id_good"),
        sa.ForeignKeyConstraint(["handed_by"], ["account.id"], name="fk_goods_share_handed_by_account"),
        sa.PrimaryKeyConstraint("id", name="pk_goods_share"),
        sa.UniqueConstraint("good_id", "unit", name="uq_goods_share_good_id_unit"),
    )
    op.create_index("ix_goods_share_good_id", "goods_share", ["good_id"], unique=False)
    op.create_table(
        "goods_stock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("good_id", sa.Integer(), nullable=False),
        sa.Column("store", sa.String(length=60), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("serves", sa.Text(), nullable=False),
        sa.CheckConstraint("quantity >= 0", name="ck_goods_stock_not_negative"),
        sa.ForeignKeyConstraint(["good_id"], ["good.id"], name="fk_goods_stock_good_id_good"),
        sa.PrimaryKeyConstraint("id", name="pk_goods_stock"),
        sa.UniqueConstraint("good_id", "store", name="uq_goods_stock_good_id_store"),
    )
    op.create_index("ix_goods_stock_good_id", "goods_stock", ["good_id"], unique=False)
    op.create_table(
        "programme_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("from_stage", sa.String(length=24), nullable=False),
        sa.Column("to_stage", sa.String(length=24), nullable=False),
        sa.Column("hand", sa.String(length=24), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_programme_move_account_id_account"),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name="fk_programme_move_programme_id_programme"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_programme_move"),
    )
    op.create_index("ix_programme_move_programme_id", "programme_move", ["programme_id"], unique=False)
    op.create_table(
        "rest_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.CheckConstraint("capacity >= 0", name="ck_rest_batch_not_negative"),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name="fk_rest_batch_programme_id_programme"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_rest_batch"),
        sa.UniqueConstraint("programme_id", "number", name="uq_rest_batch_programme_id_number"),
    )
    op.create_index("ix_rest_batch_programme_id", "rest_batch", ["programme_id"], unique=False)
    op.create_table(
        "rest_cure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("away_most", sa.Integer(), nullable=False),
        sa.Column("away", sa.Text(), nullable=False),
        sa.Column("staff", sa.Text(), nullable=False),
        sa.Column("gap_years", sa.Integer(), nullable=False),
        sa.Column("day_fen", sa.BigInteger(), nullable=False),
        sa.Column("seed", sa.String(length=80), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name="fk_rest_cure_programme_id_programme"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_rest_cure"),
        sa.UniqueConstraint("programme_id", name="uq_rest_cure_programme_id"),
    )
    op.create_table(
        "rest_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("ward", sa.String(length=150), nullable=False),
        sa.Column("refused", sa.Text(), nullable=False),
        sa.Column("lot", sa.Integer(), nullable=True),
        sa.Column("batch_number", sa.Integer(), nullable=True),
        sa.Column("left_reason", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name="fk_rest_place_programme_id_programme"
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["recipient.id"], name="fk_rest_place_recipient_id_recipient"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_rest_place"),
        sa.UniqueConstraint("programme_id", "number", name="uq_rest_place_programme_id_number"),
        sa.UniqueConstraint("programme_id", "recipient_id", name="uq_rest_place_programme_id_recipient_id"),
    )
    op.create_index("ix_rest_place_programme_id", "rest_place", ["programme_id"], unique=False)
    op.create_index("ix_rest_place_recipient_id", "rest_place", ["recipient_id"], unique=False)
    op.create_table(
        "allocation_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("allocation_id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("tier", sa.String(length=24), nullable=False),
        sa.Column("entitled_fen", sa.BigInteger(), nullable=False),
        sa.Column("room_fen", sa.BigInteger(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.CheckConstraint("amount_fen >= 0", name="ck_allocation_line_not_negative"),
        sa.ForeignKeyConstraint(
            ["allocation_id"], ["allocation.id"], name="fk_allocation_line_allocation_id_allocation"
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["recipient.id"], name="fk_allocation_line_recipient_id_recipient"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_allocation_line"),
        sa.UniqueConstraint("allocation_id", "position", name="uq_allocation_line_allocation_id_position"),
        sa.UniqueConstraint(
            "allocation_id", "recipient_id", name="uq_allocation_line_allocation_id_recipient_id"
        ),
    )
    op.create_index("ix_allocation_line_recipient_id", "allocation_line", ["recipient_id"], unique=False)
    op.create_table(
        "approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("allocation_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_approval_account_id_account"),
        sa.ForeignKeyConstraint(
            ["allocation_id"], ["allocation.id"], name="fk_approval_allocation_id_allocation"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_approval"),
        sa.UniqueConstraint("allocation_id", "account_id", name="uq_approval_allocation_id_account_id"),
    )
    op.create_index("ix_approval_allocation_id", "approval", ["allocation_id"], unique=False)
    op.create_table(
        "bank_return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("unmatched", sa.Text(), nullable=False),
        sa.Column("read_by", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name="fk_bank_return_batch_id_batch"),
        sa.ForeignKeyConstraint(["read_by"], ["account.id"], name="fk_bank_return_read_by_account"),
        sa.PrimaryKeyConstraint("id", name="pk_bank_return"),
        sa.UniqueConstraint("batch_id", "file_hash", name="uq_bank_return_batch_id_file_hash"),
    )
    op.create_index("ix_bank_return_batch_id", "bank_return", ["batch_id"], unique=False)
    op.create_table(
        "disbursement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("follows", sa.Integer(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("card", sa.String(), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.String(length=120), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("received_by", sa.String(length=40), nullable=False),
        sa.Column("handed_by", sa.Integer(), nullable=True),
        sa.Column("witnessed_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("paid_fen >= 0 AND paid_fen <= amount_fen", name="ck_disbursement_not_overpaid"),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name="fk_disbursement_batch_id_batch"),
        sa.ForeignKeyConstraint(
            ["follows"], ["disbursement.id"], name="fk_disbursement_follows_disbursement"
        ),
        sa.ForeignKeyConstraint(["handed_by"], ["account.id"], name="fk_disbursement_handed_by_account"),
        sa.ForeignKeyConstraint(
            ["line_id"], ["allocation_line.id"], name="fk_disbursement_line_id_allocation_line"
        ),
        sa.ForeignKeyConstraint(
            ["witnessed_by"], ["account.id"], name="fk_disbursement_witnessed_by_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_disbursement"),
        sa.UniqueConstraint("batch_id", "line_id", name="uq_disbursement_batch_id_line_id"),
        sa.UniqueConstraint("follows", name="uq_disbursement_follows"),
    )
    op.create_index("ix_disbursement_batch_id", "disbursement", ["batch_id"], unique=False)
    op.create_index("ix_disbursement_line_id", "disbursement", ["line_id"], unique=False)
    op.create_index("ix_disbursement_state", "disbursement", ["state"], unique=False)
    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=True),
        sa.Column("line_id", sa.Integer(), nullable=True),
        sa.Column("is_grievance", sa.Boolean(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("brought_by", sa.String(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=24), nullable=True),
        sa.Column("answer", sa.String(length=400), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name="fk_objection_decided_by_account"),
        sa.ForeignKeyConstraint(
            ["line_id"], ["allocation_line.id"], name="fk_objection_line_id_allocation_line"
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name="fk_objection_programme_id_programme"
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["recipient.id"], name="fk_objection_recipient_id_recipient"
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name="fk_objection_recorded_by_account"),
        sa.PrimaryKeyConstraint("id", name="pk_objection"),
    )
    op.create_index("ix_objection_line_id", "objection", ["line_id"], unique=False)
    op.create_index("ix_objection_programme_id", "objection", ["programme_id"], unique=False)
    op.create_index("ix_objection_recipient_id", "objection", ["recipient_id"], unique=False)
    op.create_table(
        "sample_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("stratum", sa.String(length=60), nullable=False),
        sa.Column("finding", sa.String(length=24), nullable=True),
        sa.Column("found_by", sa.Integer(), nullable=True),
        sa.Column("found_on", sa.Date(), nullable=True),
        sa.Column("remark", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["found_by"], ["account.id"], name="fk_sample_item_found_by_account"),
        sa.ForeignKeyConstraint(
            ["line_id"], ["allocation_line.id"], name="fk_sample_item_line_id_allocation_line"
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name="fk_sample_item_programme_id_programme"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sample_item"),
        sa.UniqueConstraint("programme_id", "line_id", name="uq_sample_item_programme_id_line_id"),
    )
    op.create_index("ix_sample_item_line_id", "sample_item", ["line_id"], unique=False)
    op.create_index("ix_sample_item_programme_id", "sample_item", ["programme_id"], unique=False)
