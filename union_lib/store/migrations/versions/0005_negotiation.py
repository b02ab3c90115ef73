"""Negotiation: cases, texts and votes, payrolls, deferred plans, rights cases, letters."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "negotiation_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("union_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("employer", sa.String(length=80), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=True),
        sa.Column("district_code", sa.String(), nullable=False),
        sa.Column("industry", sa.String(length=40), nullable=False),
        sa.Column("track", sa.String(length=24), nullable=False),
        sa.Column("subject", sa.String(length=24), nullable=False),
        sa.Column("scope", sa.String(length=24), nullable=False),
        sa.Column("invited_by", sa.String(length=24), nullable=False),
        sa.Column("workers", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=24), nullable=False),
        sa.Column("meeting_on", sa.Date(), nullable=True),
        sa.Column("vote_on", sa.Date(), nullable=True),
        sa.Column("term_from", sa.Date(), nullable=True),
        sa.Column("term_to", sa.Date(), nullable=True),
        sa.Column("renews_id", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_code"], ["district.code"], name="fk_negotiation_case_district_code_district"
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name="fk_negotiation_case_enterprise_id_enterprise"
        ),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name="fk_negotiation_case_made_by_account"),
        sa.ForeignKeyConstraint(
            ["renews_id"], ["negotiation_case.id"], name="fk_negotiation_case_renews_id_negotiation_case"
        ),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name="fk_negotiation_case_union_id_union"),
        sa.PrimaryKeyConstraint("id", name="pk_negotiation_case"),
        sa.UniqueConstraint("number", name="uq_negotiation_case_number"),
    )
    op.create_index("ix_negotiation_case_district_code", "negotiation_case", ["district_code"], unique=False)
    op.create_index("ix_negotiation_case_employer", "negotiation_case", ["employer"], unique=False)
    op.create_index("ix_negotiation_case_enterprise_id", "negotiation_case", ["enterprise_id"], unique=False)
    op.create_index("ix_negotiation_case_stage", "negotiation_case", ["stage"], unique=False)
    op.create_index("ix_negotiation_case_union_id", "negotiation_case", ["union_id"], unique=False)
    op.create_table(
        "case_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=24), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("from_stage", sa.String(length=24), nullable=False),
        sa.Column("to_stage", sa.String(length=24), nullable=False),
        sa.Column("hand", sa.String(length=24), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_case_step_account_id_account"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["negotiation_case.id"], name="fk_case_step_case_id_negotiation_case"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_case_step"),
    )
    op.create_index("ix_case_step_case_id", "case_step", ["case_id"], unique=False)
    op.create_table(
        "deferred_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("union_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("employer", sa.String(length=80), nullable=False),
        sa.Column("district_code", sa.String(), nullable=False),
        sa.Column("industry", sa.String(length=40), nullable=False),
        sa.Column("wages_from", sa.Date(), nullable=False),
        sa.Column("wages_to", sa.Date(), nullable=False),
        sa.Column("wages_due_on", sa.Date(), nullable=False),
        sa.Column("workers", sa.Integer(), nullable=False),
        sa.Column("has_migrants", sa.Boolean(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("most_to_one_fen", sa.BigInteger(), nullable=False),
        sa.Column("grace_days", sa.Integer(), nullable=False),
        sa.Column("default_instalments", sa.Integer(), nullable=False),
        sa.Column("default_days", sa.Integer(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("consented_on", sa.Date(), nullable=True),
        sa.Column("opinion_asked", sa.Integer(), nullable=False),
        sa.Column("opinion_in_favour", sa.Integer(), nullable=False),
        sa.Column("limit_days", sa.Integer(), nullable=True),
        sa.Column("limit_citation", sa.String(length=200), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_reason", sa.String(length=200), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["negotiation_case.id"], name="fk_deferred_plan_case_id_negotiation_case"
        ),
        sa.ForeignKeyConstraint(
            ["district_code"], ["district.code"], name="fk_deferred_plan_district_code_district"
        ),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name="fk_deferred_plan_made_by_account"),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name="fk_deferred_plan_union_id_union"),
        sa.PrimaryKeyConstraint("id", name="pk_deferred_plan"),
        sa.UniqueConstraint("number", name="uq_deferred_plan_number"),
    )
    op.create_index("ix_deferred_plan_case_id", "deferred_plan", ["case_id"], unique=False)
    op.create_index("ix_deferred_plan_district_code", "deferred_plan", ["district_code"], unique=False)
    op.create_index("ix_deferred_plan_employer", "deferred_plan", ["employer"], unique=False)
    op.create_index("ix_deferred_plan_union_id", "deferred_plan", ["union_id"], unique=False)
    op.create_table(
        "delegate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("post", sa.String(length=60), nullable=False),
        sa.Column("is_chief", sa.Boolean(), nullable=False),
        sa.Column("is_external", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["negotiation_case.id"], name="fk_delegate_case_id_negotiation_case"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_delegate"),
    )
    op.create_index("ix_delegate_case_id", "delegate", ["case_id"], unique=False)
    op.create_table(
        "negotiation_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("present", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["negotiation_case.id"], name="fk_negotiation_round_case_id_negotiation_case"
        ),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name="fk_negotiation_round_made_by_account"),
        sa.PrimaryKeyConstraint("id", name="pk_negotiation_round"),
        sa.UniqueConstraint("case_id", "number", name="uq_negotiation_round_case_id_number"),
    )
    op.create_index("ix_negotiation_round_case_id", "negotiation_round", ["case_id"], unique=False)
    op.create_table(
        "payroll",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("union_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("employer", sa.String(length=80), nullable=False),
        sa.Column("area", sa.String(length=6), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["negotiation_case.id"], name="fk_payroll_case_id_negotiation_case"
        ),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name="fk_payroll_made_by_account"),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name="fk_payroll_union_id_union"),
        sa.PrimaryKeyConstraint("id", name="pk_payroll"),
    )
    op.create_index("ix_payroll_case_id", "payroll", ["case_id"], unique=False)
    op.create_index("ix_payroll_union_id", "payroll", ["union_id"], unique=False)
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("round_number", sa.Integer(), nullable=False),
        sa.Column("tabled_on", sa.Date(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["negotiation_case.id"], name="fk_proposal_case_id_negotiation_case"
        ),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name="fk_proposal_made_by_account"),
        sa.PrimaryKeyConstraint("id", name="pk_proposal"),
        sa.UniqueConstraint("case_id", "author", "version", name="uq_proposal_case_id_author_version"),
    )
    op.create_index("ix_proposal_case_id", "proposal", ["case_id"], unique=False)
    op.create_table(
        "wage_calculation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("union_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("area", sa.String(length=6), nullable=False),
        sa.Column("law_on", sa.Date(), nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=True),
        sa.Column("data_hash", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["negotiation_case.id"], name="fk_wage_calculation_case_id_negotiation_case"
        ),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name="fk_wage_calculation_made_by_account"),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name="fk_wage_calculation_union_id_union"),
        sa.PrimaryKeyConstraint("id", name="pk_wage_calculation"),
    )
    op.create_index("ix_wage_calculation_case_id", "wage_calculation", ["case_id"], unique=False)
    op.create_index("ix_wage_calculation_union_id", "wage_calculation", ["union_id"], unique=False)
    op.create_table(
        "yearly_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("broken", sa.Integer(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_yearly_check_account_id_account"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["negotiation_case.id"], name="fk_yearly_check_case_id_negotiation_case"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_yearly_check"),
    )
    op.create_index("ix_yearly_check_case_id", "yearly_check", ["case_id"], unique=False)
    op.create_table(
        "clause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("topic", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("is_settled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name="fk_clause_proposal_id_proposal"),
        sa.PrimaryKeyConstraint("id", name="pk_clause"),
        sa.UniqueConstraint("proposal_id", "position", name="uq_clause_proposal_id_position"),
    )
    op.create_index("ix_clause_proposal_id", "clause", ["proposal_id"], unique=False)
    op.create_table(
        "congress_vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("is_whole_staff", sa.Boolean(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("attending", sa.Integer(), nullable=False),
        sa.Column("in_favour", sa.Integer(), nullable=False),
        sa.Column("has_passed", sa.Boolean(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "in_favour >= 0 AND in_favour <= attending AND attending <= total",
            name="ck_congress_vote_vote_adds_up",
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_congress_vote_account_id_account"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["negotiation_case.id"], name="fk_congress_vote_case_id_negotiation_case"
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name="fk_congress_vote_proposal_id_proposal"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_congress_vote"),
    )
    op.create_index("ix_congress_vote_case_id", "congress_vote", ["case_id"], unique=False)
    op.create_table(
        "instalment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name="ck_instalment_something_promised"),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["deferred_plan.id"], name="fk_instalment_plan_id_deferred_plan"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_instalment"),
        sa.UniqueConstraint("plan_id", "number", name="uq_instalment_plan_id_number"),
    )
    op.create_index("ix_instalment_plan_id", "instalment", ["plan_id"], unique=False)
    op.create_table(
        "payroll_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payroll_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(length=40), nullable=False),
        sa.Column("staff_number", sa.String(length=40), nullable=False),
        sa.Column("contract_fen", sa.BigInteger(), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["payroll_id"], ["payroll.id"], name="fk_payroll_line_payroll_id_payroll"),
        sa.PrimaryKeyConstraint("id", name="pk_payroll_line"),
        sa.UniqueConstraint("payroll_id", "position", name="uq_payroll_line_payroll_id_position"),
    )
    op.create_index("ix_payroll_line_payroll_id", "payroll_line", ["payroll_id"], unique=False)
    op.create_table(
        "plan_payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("cancels_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_plan_payment_account_id_account"),
        sa.ForeignKeyConstraint(
            ["cancels_id"], ["plan_payment.id"], name="fk_plan_payment_cancels_id_plan_payment"
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["deferred_plan.id"], name="fk_plan_payment_plan_id_deferred_plan"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_plan_payment"),
        sa.UniqueConstraint("cancels_id", name="uq_plan_payment_cancels_id"),
    )
    op.create_index("ix_plan_payment_plan_id", "plan_payment", ["plan_id"], unique=False)
    op.create_table(
        "rights_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("union_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("employer", sa.String(length=80), nullable=False),
        sa.Column("district_code", sa.String(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("claimant", sa.String(), nullable=True),
        sa.Column("workers", sa.Integer(), nullable=False),
        sa.Column("claim_fen", sa.BigInteger(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("is_green", sa.Boolean(), nullable=False),
        sa.Column("stage", sa.String(length=24), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("claim_kind", sa.String(length=40), nullable=False),
        sa.Column("claim_start", sa.Date(), nullable=True),
        sa.Column("interrupted_on", sa.Date(), nullable=True),
        sa.Column("suspended_from", sa.Date(), nullable=True),
        sa.Column("suspended_to", sa.Date(), nullable=True),
        sa.Column("employment_ended", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=400), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["negotiation_case.id"], name="fk_rights_case_case_id_negotiation_case"
        ),
        sa.ForeignKeyConstraint(
            ["district_code"], ["district.code"], name="fk_rights_case_district_code_district"
        ),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name="fk_rights_case_made_by_account"),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["deferred_plan.id"], name="fk_rights_case_plan_id_deferred_plan"
        ),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name="fk_rights_case_union_id_union"),
        sa.PrimaryKeyConstraint("id", name="pk_rights_case"),
        sa.UniqueConstraint("number", name="uq_rights_case_number"),
    )
    op.create_index("ix_rights_case_case_id", "rights_case", ["case_id"], unique=False)
    op.create_index("ix_rights_case_district_code", "rights_case", ["district_code"], unique=False)
    op.create_index("ix_rights_case_employer", "rights_case", ["employer"], unique=False)
    op.create_index("ix_rights_case_plan_id", "rights_case", ["plan_id"], unique=False)
    op.create_index("ix_rights_case_union_id", "rights_case", ["union_id"], unique=False)
    op.create_table(
        "rights_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rights_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=24), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("from_stage", sa.String(length=24), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_rights_step_account_id_account"),
        sa.ForeignKeyConstraint(
            ["rights_id"], ["rights_case.id"], name="fk_rights_step_rights_id_rights_case"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_rights_step"),
    )
    op.create_index("ix_rights_step_rights_id", "rights_step", ["rights_id"], unique=False)
    op.create_table(
        "union_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("union_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("drafted_on", sa.Date(), nullable=False),
        sa.Column("addressee", sa.String(length=80), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("data_hash", sa.String(length=64), nullable=False),
        sa.Column("drafted_by", sa.Integer(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("sent_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["drafted_by"], ["account.id"], name="fk_union_letter_drafted_by_account"),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["deferred_plan.id"], name="fk_union_letter_plan_id_deferred_plan"
        ),
        sa.ForeignKeyConstraint(["sent_by"], ["account.id"], name="fk_union_letter_sent_by_account"),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name="fk_union_letter_union_id_union"),
        sa.PrimaryKeyConstraint("id", name="pk_union_letter"),
        sa.UniqueConstraint("number", name="uq_union_letter_number"),
    )
    op.create_index("ix_union_letter_plan_id", "union_letter", ["plan_id"], unique=False)
    op.create_index("ix_union_letter_union_id", "union_letter", ["union_id"], unique=False)
