"""The tables of the negotiation area.

What is talked about: cases with their steps, delegates, rounds, texts and clauses, votes. What is owed: payrolls
and calculations, deferred plans with instalments and payments. What is done about it: letters, rights cases.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from ..store.columns import Choice, Document
from ..store.database import Moment, now
from ..store.secrets import Sealed
from .rules.kinds import Author, LetterKind, RightsKind, Scope, Side, Subject, Topic, Track
from .rules.rights import Act, RightsStage
from .rules.stages import Hand, Stage, Step


class Case(SQLModel, table=True):
    """One employer's (or industry's, or area's) negotiation, from invitation to renewal.

    `area` is the code whose rules count; `round_number` the highest round held.
    """

    __tablename__ = "negotiation_case"

    id: int | None = Field(default=None, primary_key=True)
    union_id: int = Field(foreign_key="union.id", index=True)
    number: str = Field(max_length=40, unique=True)
    employer: str = Field(max_length=80, index=True)
    enterprise_id: int | None = Field(default=None, foreign_key="enterprise.id", index=True)
    district_code: str = Field(foreign_key="district.code", index=True)
    industry: str = Field(default="", max_length=40)
    track: Track = Field(sa_type=Choice(Track))
    subject: Subject = Field(default=Subject.GENERAL, sa_type=Choice(Subject))
    scope: Scope = Field(default=Scope.ENTERPRISE, sa_type=Choice(Scope))
    invited_by: Side = Field(default=Side.UNION, sa_type=Choice(Side))
    workers: int = 0
    stage: Stage = Field(default=Stage.INVITATION, sa_type=Choice(Stage), index=True)
    meeting_on: date | None = None
    vote_on: date | None = None
    term_from: date | None = None
    term_to: date | None = None
    renews_id: int | None = Field(default=None, foreign_key="negotiation_case.id")
    made_by: int | None = Field(default=None, foreign_key="account.id")
    opened_on: date
    version: int = 1


class CaseStep(SQLModel, table=True):
    """A step of a case on the day it happened; a correction takes it back and records it anew."""

    __tablename__ = "case_step"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="negotiation_case.id", index=True)
    step: Step = Field(sa_type=Choice(Step))
    happened_on: date
    from_stage: Stage = Field(sa_type=Choice(Stage))
    to_stage: Stage = Field(sa_type=Choice(Stage))
    hand: Hand = Field(sa_type=Choice(Hand))
    note: str = Field(default="", max_length=400)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    recorded_at: datetime = Field(default_factory=now, sa_type=Moment)
    taken_back_at: datetime | None = Field(default=None, sa_type=Moment)


class Delegate(SQLModel, table=True):
    """Somebody who speaks for a side; the mandate runs from one day to another."""

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="negotiation_case.id", index=True)
    side: Side = Field(sa_type=Choice(Side))
    name: str = Field(max_length=40)
    post: str = Field(default="", max_length=60)
    is_chief: bool = False
    is_external: bool = False
    valid_from: date
    valid_to: date | None = None
    version: int = 1


class Round(SQLModel, table=True):
    """One sitting: who was there, and what was said."""

    __tablename__ = "negotiation_round"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="negotiation_case.id", index=True)
    number: int
    held_on: date
    place: str = Field(default="", max_length=80)
    present: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Document, nullable=False))
    minutes: str = Field(default="", sa_column=Column(Text, nullable=False))
    made_by: int | None = Field(default=None, foreign_key="account.id")
    version: int = 1


class Proposal(SQLModel, table=True):
    """A text of one side or of both in a round: never edited, the next version follows it.

    `text_hash` is SHA-256 over the clauses; a vote is bound to it.
    """

    __table_args__ = (UniqueConstraint("case_id", "author", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="negotiation_case.id", index=True)
    author: Author = Field(sa_type=Choice(Author))
    version: int
    round_number: int = 0
    tabled_on: date
    text_hash: str = Field(max_length=64)
    made_by: int | None = Field(default=None, foreign_key="account.id")
    made_at: datetime = Field(default_factory=now, sa_type=Moment)


class Clause(SQLModel, table=True):
    """One numbered point of a text; `figures` holds what can be checked against a floor."""

    __table_args__ = (UniqueConstraint("proposal_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    proposal_id: int = Field(foreign_key="proposal.id", index=True)
    position: int
    key: str = Field(max_length=40)
    topic: Topic = Field(sa_type=Choice(Topic))
    title: str = Field(max_length=60)
    text: str = Field(default="", sa_column=Column(Text, nullable=False))
    figures: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Document, nullable=False))
    is_settled: bool = False


class CongressVote(SQLModel, table=True):
    """A vote of the workers' congress on one text, bound to the hash of what was read out."""

    __tablename__ = "congress_vote"
    __table_args__ = (
        CheckConstraint(
            "in_favour >= 0 AND in_favour <= attending AND attending <= total", name="vote_adds_up"
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="negotiation_case.id", index=True)
    proposal_id: int = Field(foreign_key="proposal.id")
    text_hash: str = Field(max_length=64)
    held_on: date
    is_whole_staff: bool = False
    total: int
    attending: int
    in_favour: int
    has_passed: bool
    account_id: int | None = Field(default=None, foreign_key="account.id")
    recorded_at: datetime = Field(default_factory=now, sa_type=Moment)


class YearlyCheck(SQLModel, table=True):
    """What a yearly look at an agreement in force found."""

    __tablename__ = "yearly_check"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="negotiation_case.id", index=True)
    checked_on: date
    kept: int
    broken: int
    findings: str = Field(default="", sa_column=Column(Text, nullable=False))
    account_id: int | None = Field(default=None, foreign_key="account.id")
    recorded_at: datetime = Field(default_factory=now, sa_type=Moment)


class Payroll(SQLModel, table=True):
    """One month of an employer's payroll as it was read from the file with that SHA-256."""

    id: int | None = Field(default=None, primary_key=True)
    union_id: int = Field(foreign_key="union.id", index=True)
    case_id: int | None = Field(default=None, foreign_key="negotiation_case.id", index=True)
    employer: str = Field(max_length=80)
    area: str = Field(max_length=6)
    month: date
    file_hash: str = Field(max_length=64)
    made_by: int | None = Field(default=None, foreign_key="account.id")
    made_at: datetime = Field(default_factory=now, sa_type=Moment)


class PayrollLine(SQLModel, table=True):
    """One worker's month: what the contract says, what was worked, what was paid; hours in quarters."""

    __tablename__ = "payroll_line"
    __audited__ = False
    __table_args__ = (UniqueConstraint("payroll_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    payroll_id: int = Field(foreign_key="payroll.id", index=True)
    position: int
    worker: str = Field(max_length=40)
    staff_number: str = Field(default="", max_length=40)
    contract_fen: int = Field(sa_type=BigInteger)
    paid_fen: int = Field(sa_type=BigInteger)
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Document, nullable=False))


class Calculation(SQLModel, table=True):
    """A wage calculation as it was made: inputs, lines with their articles, and the law of which day and area."""

    __tablename__ = "wage_calculation"

    id: int | None = Field(default=None, primary_key=True)
    union_id: int = Field(foreign_key="union.id", index=True)
    case_id: int | None = Field(default=None, foreign_key="negotiation_case.id", index=True)
    title: str = Field(max_length=80)
    month: date
    area: str = Field(max_length=6)
    law_on: date
    inputs: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Document, nullable=False))
    result: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Document, nullable=False))
    total_fen: int | None = Field(default=None, sa_type=BigInteger)
    data_hash: str = Field(max_length=64)
    made_by: int | None = Field(default=None, foreign_key="account.id")
    made_at: datetime = Field(default_factory=now, sa_type=Moment)


class DeferredPlan(SQLModel, table=True):
    """Wages promised for later (延期支付计划), with the union's consent and the workers' opinion.

    Without `agreed_on` it is a draft. `limit_days` and `limit_citation` say how long wages may be deferred here
    and by which notice, as it was known when the plan began. What the plan promises is never edited after that.
    """

    __tablename__ = "deferred_plan"

    id: int | None = Field(default=None, primary_key=True)
    union_id: int = Field(foreign_key="union.id", index=True)
    case_id: int | None = Field(default=None, foreign_key="negotiation_case.id", index=True)
    number: str = Field(max_length=40, unique=True)
    employer: str = Field(max_length=80, index=True)
    district_code: str = Field(foreign_key="district.code", index=True)
    industry: str = Field(default="", max_length=40)
    wages_from: date
    wages_to: date
    wages_due_on: date
    workers: int
    has_migrants: bool = False
    total_fen: int = Field(sa_type=BigInteger)
    most_to_one_fen: int = Field(default=0, sa_type=BigInteger)
    grace_days: int = 0
    default_instalments: int = 2
    default_days: int = 30
    agreed_on: date | None = None
    consented_on: date | None = None
    opinion_asked: int = 0
    opinion_in_favour: int = 0
    limit_days: int | None = None
    limit_citation: str = Field(default="", max_length=200)
    closed_on: date | None = None
    closed_reason: str = Field(default="", max_length=200)
    made_by: int | None = Field(default=None, foreign_key="account.id")
    version: int = 1


class Instalment(SQLModel, table=True):
    """A promised payment of a plan."""

    __table_args__ = (
        UniqueConstraint("plan_id", "number"),
        CheckConstraint("amount_fen > 0", name="something_promised"),
    )

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="deferred_plan.id", index=True)
    number: int
    due_on: date
    amount_fen: int = Field(sa_type=BigInteger)


class PlanPayment(SQLModel, table=True):
    """Money that came in for a plan; never edited: a mistake is cancelled by a row of its own."""

    __tablename__ = "plan_payment"

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="deferred_plan.id", index=True)
    paid_on: date
    amount_fen: int = Field(sa_type=BigInteger)
    cancels_id: int | None = Field(default=None, foreign_key="plan_payment.id", unique=True)
    note: str = Field(default="", max_length=200)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    recorded_at: datetime = Field(default_factory=now, sa_type=Moment)


class RightsCase(SQLModel, table=True):
    """A way to a worker's right, with its clocks; who asks is sealed.

    `claim_kind` to `employment_ended` are what the limitation is computed from.
    """

    __tablename__ = "rights_case"

    id: int | None = Field(default=None, primary_key=True)
    union_id: int = Field(foreign_key="union.id", index=True)
    number: str = Field(max_length=40, unique=True)
    kind: RightsKind = Field(sa_type=Choice(RightsKind))
    employer: str = Field(max_length=80, index=True)
    district_code: str = Field(foreign_key="district.code", index=True)
    case_id: int | None = Field(default=None, foreign_key="negotiation_case.id", index=True)
    plan_id: int | None = Field(default=None, foreign_key="deferred_plan.id", index=True)
    claimant: str | None = Field(default=None, sa_column=Column(Sealed(200), nullable=True))
    workers: int = 1
    claim_fen: int = Field(default=0, sa_type=BigInteger)
    facts: str = Field(default="", sa_column=Column(Text, nullable=False))
    is_green: bool = False
    stage: RightsStage = Field(default=RightsStage.OPENED, sa_type=Choice(RightsStage))
    opened_on: date
    claim_kind: str = Field(default="", max_length=40)
    claim_start: date | None = None
    interrupted_on: date | None = None
    suspended_from: date | None = None
    suspended_to: date | None = None
    employment_ended: date | None = None
    outcome: str = Field(default="", max_length=400)
    made_by: int | None = Field(default=None, foreign_key="account.id")
    version: int = 1


class RightsStep(SQLModel, table=True):
    """An act in a rights case on the day it happened; a correction takes it back and records it anew.

    `until_on` is the day it set: by which an answer is wanted, or on which a hearing is held.
    """

    __tablename__ = "rights_step"

    id: int | None = Field(default=None, primary_key=True)
    rights_id: int = Field(foreign_key="rights_case.id", index=True)
    step: Act = Field(sa_type=Choice(Act))
    happened_on: date
    until_on: date | None = None
    from_stage: RightsStage = Field(sa_type=Choice(RightsStage))
    note: str = Field(default="", max_length=400)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    recorded_at: datetime = Field(default_factory=now, sa_type=Moment)
    taken_back_at: datetime | None = Field(default=None, sa_type=Moment)


class Letter(SQLModel, table=True):
    """A letter the union writes: a draft with its facts and law, then sent by somebody else, then never changed.

    `answer_by` is the day a demand asks to be answered by; `reason` why it was withdrawn, or why a referral
    could not wait for the answer.
    """

    __tablename__ = "union_letter"

    id: int | None = Field(default=None, primary_key=True)
    union_id: int = Field(foreign_key="union.id", index=True)
    plan_id: int = Field(foreign_key="deferred_plan.id", index=True)
    kind: LetterKind = Field(sa_type=Choice(LetterKind))
    number: str = Field(max_length=40, unique=True)
    drafted_on: date
    addressee: str = Field(default="", max_length=80)
    body: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Document, nullable=False))
    data_hash: str = Field(max_length=64)
    drafted_by: int | None = Field(default=None, foreign_key="account.id")
    sent_on: date | None = None
    sent_by: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_on: date | None = None
    answer_by: date | None = None
    reason: str = Field(default="", max_length=400)
    version: int = 1
