"""The tables of the consolation area.

Who may receive: households, recipients, doubtful pairs. What there is to give: funds, programmes, goods, rest
cures. What was decided: candidates, allocations with their lines, approvals, objections. What was handed over:
batches, disbursements, bank returns, samples.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from ..store.columns import Choice, Document
from ..store.database import Moment, now
from ..store.secrets import Sealed
from .rules.kinds import Finding, Kind, Outcome, PairVerdict, PayState, PayWay, Purpose
from .rules.stages import Hand, Stage
from .rules.supplying import Way


class Household(SQLModel, table=True):
    """A household's file (困难职工档案); figures are of one year, in fen."""

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=40, unique=True)
    union_id: int = Field(foreign_key="union.id", index=True)
    members: int = 1
    income_fen: int | None = Field(default=None, sa_type=BigInteger)
    rigid_fen: int = Field(default=0, sa_type=BigInteger)
    accident_fen: int = Field(default=0, sa_type=BigInteger)
    flags: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Document, nullable=False))
    verified_on: date | None = None
    closed_on: date | None = None
    closed_reason: str = Field(default="", max_length=200)
    version: int = 1


class Recipient(SQLModel, table=True):
    """Somebody who may receive (慰问对象); identity, phone and bank card are sealed.

    `head_of` keeps one file per household: it is the household's id on its head's row, and unique.
    """

    id: int | None = Field(default=None, primary_key=True)
    union_id: int = Field(foreign_key="union.id", index=True)
    kind: Kind = Field(sa_type=Choice(Kind))
    name: str = Field(max_length=40)
    identity: str | None = Field(default=None, sa_column=Column(Sealed(200), nullable=True))
    identity_blind: str | None = Field(default=None, max_length=64, unique=True)
    phone: str | None = Field(default=None, sa_column=Column(Sealed(200), nullable=True))
    phone_blind: str | None = Field(default=None, max_length=64)
    card: str | None = Field(default=None, sa_column=Column(Sealed(200), nullable=True))
    card_blind: str | None = Field(default=None, max_length=64)
    household_id: int | None = Field(default=None, foreign_key="household.id", index=True)
    head_of: int | None = Field(default=None, foreign_key="household.id", unique=True)
    relation: str = Field(default="", max_length=20)
    unit: str = Field(default="", max_length=80)
    uscc: str = Field(default="", max_length=18)
    ward: str = Field(default="", max_length=60)
    industry: str = Field(default="", max_length=40)
    district: str = Field(default="", max_length=40)
    claim_fen: int | None = Field(default=None, sa_type=BigInteger)
    note: str = Field(default="", max_length=200)
    merged_into: int | None = Field(default=None, foreign_key="recipient.id")
    left_on: date | None = None
    version: int = 1


class HardHit(SQLModel, table=True):
    """An industry or a unit that is counted as hard hit from one day to another, with its notice."""

    __tablename__ = "hard_hit"

    id: int | None = Field(default=None, primary_key=True)
    union_id: int = Field(foreign_key="union.id", index=True)
    industry: str = Field(default="", max_length=40)
    uscc: str = Field(default="", max_length=18)
    valid_from: date
    valid_to: date | None = None
    citation: str = Field(max_length=120)
    entered_by: int | None = Field(default=None, foreign_key="account.id")


class DoubtfulPair(SQLModel, table=True):
    """Two recipients who may be one; a person decides, nothing is merged by itself."""

    __tablename__ = "doubtful_pair"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)

    id: int | None = Field(default=None, primary_key=True)
    union_id: int = Field(foreign_key="union.id", index=True)
    first_id: int = Field(foreign_key="recipient.id", index=True)
    second_id: int = Field(foreign_key="recipient.id", index=True)
    cause: str = Field(max_length=40)
    verdict: PairVerdict | None = Field(default=None, sa_column=Column(Choice(PairVerdict), nullable=True))
    decided_by: int | None = Field(default=None, foreign_key="account.id")
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
    reason: str = Field(default="", max_length=200)


class Fund(SQLModel, table=True):
    """Money with a source; the database itself refuses to bind more than there is."""

    __table_args__ = (
        CheckConstraint("committed_fen >= 0 AND committed_fen <= amount_fen", name="not_overspent"),
    )

    id: int | None = Field(default=None, primary_key=True)
    union_id: int = Field(foreign_key="union.id", index=True)
    title: str = Field(max_length=80)
    source: str = Field(default="", max_length=200)
    year: int
    amount_fen: int = Field(sa_type=BigInteger)
    committed_fen: int = Field(default=0, sa_type=BigInteger)
    version: int = 1


class Programme(SQLModel, table=True):
    """A budget with a purpose and a period (慰问项目); `terms` is the rule it is divided by."""

    id: int | None = Field(default=None, primary_key=True)
    union_id: int = Field(foreign_key="union.id", index=True)
    fund_id: int = Field(foreign_key="fund.id", index=True)
    title: str = Field(max_length=80, index=True)
    purpose: Purpose = Field(sa_type=Choice(Purpose))
    source: str = Field(default="", max_length=300)
    budget_fen: int = Field(sa_type=BigInteger)
    granularity_fen: int = 1
    starts_on: date
    ends_on: date
    decided_on: date
    area: str = Field(default="430200", max_length=6)
    terms: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Document, nullable=False))
    stage: Stage = Field(default=Stage.DRAFT, index=True, sa_type=Choice(Stage))
    notice_working_days: int = 5
    notice_posted_on: date | None = None
    notice_last_day: date | None = None
    sample_seed: str = Field(default="", max_length=80)
    made_by: int | None = Field(default=None, foreign_key="account.id")
    version: int = 1


class ProgrammeMove(SQLModel, table=True):
    """One move of a programme from stage to stage, and who made it."""

    __tablename__ = "programme_move"

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    from_stage: Stage = Field(sa_type=Choice(Stage))
    to_stage: Stage = Field(sa_type=Choice(Stage))
    hand: Hand = Field(sa_type=Choice(Hand))
    account_id: int = Field(foreign_key="account.id")
    moved_at: datetime = Field(default_factory=now, sa_type=Moment)
    reason: str = Field(default="", max_length=400)


class Candidate(SQLModel, table=True):
    """Somebody on a programme's list, with what the rules say of them on its day.

    A list of a hundred thousand is noted as a whole, so its rows are not audited one by one. `tier` is empty
    and `cause` says why for whom the rules exclude; `facts` are the figures that were used.
    """

    __audited__ = False
    __table_args__ = (UniqueConstraint("programme_id", "recipient_id"),)

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    recipient_id: int = Field(foreign_key="recipient.id", index=True)
    position: int
    tier: str = Field(default="", max_length=24)
    cause: str = Field(default="", max_length=40)
    entitled_fen: int = Field(default=0, sa_type=BigInteger)
    room_fen: int | None = Field(default=None, sa_type=BigInteger)
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Document, nullable=False))


class Allocation(SQLModel, table=True):
    """One version of what a programme's budget gives, kept as it was submitted; never edited.

    `body` holds the terms, figures and budget it follows from; `certificate` what an independent check needs.
    """

    __table_args__ = (UniqueConstraint("programme_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    number: int
    body: dict[str, Any] = Field(sa_column=Column(Document, nullable=False))
    certificate: dict[str, Any] = Field(sa_column=Column(Document, nullable=False))
    total_fen: int = Field(sa_type=BigInteger)
    recipients: int
    data_hash: str = Field(max_length=64)
    root: str = Field(default="", max_length=64)
    made_by: int = Field(foreign_key="account.id")
    made_at: datetime = Field(default_factory=now, sa_type=Moment)


class AllocationLine(SQLModel, table=True):
    """What an allocation gives to one recipient, with the figures it follows from.

    `shown` is what the notice says of it: masked name and place. `salt` keeps a published line from being
    guessed. The whole list is bound by its data hash.
    """

    __audited__ = False
    __tablename__ = "allocation_line"
    __table_args__ = (
        UniqueConstraint("allocation_id", "position"),
        UniqueConstraint("allocation_id", "recipient_id"),
        CheckConstraint("amount_fen >= 0", name="not_negative"),
    )

    id: int | None = Field(default=None, primary_key=True)
    allocation_id: int = Field(foreign_key="allocation.id")
    recipient_id: int = Field(foreign_key="recipient.id", index=True)
    position: int
    tier: str = Field(max_length=24)
    entitled_fen: int = Field(sa_type=BigInteger)
    room_fen: int | None = Field(default=None, sa_type=BigInteger)
    amount_fen: int = Field(sa_type=BigInteger)
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Document, nullable=False))
    shown: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Document, nullable=False))
    salt: str = Field(max_length=32)


class Approval(SQLModel, table=True):
    """One approver's yes to one allocation."""

    __table_args__ = (UniqueConstraint("allocation_id", "account_id"),)

    id: int | None = Field(default=None, primary_key=True)
    allocation_id: int = Field(foreign_key="allocation.id", index=True)
    account_id: int = Field(foreign_key="account.id")
    approved_at: datetime = Field(default_factory=now, sa_type=Moment)


class Objection(SQLModel, table=True):
    """An objection to the notice, or a grievance afterwards; who brings it is sealed."""

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    recipient_id: int | None = Field(default=None, foreign_key="recipient.id", index=True)
    line_id: int | None = Field(default=None, foreign_key="allocation_line.id", index=True)
    is_grievance: bool = False
    received_on: date
    brought_by: str | None = Field(default=None, sa_column=Column(Sealed(400), nullable=True))
    text: str = Field(sa_column=Column(Text, nullable=False))
    recorded_by: int = Field(foreign_key="account.id")
    outcome: Outcome | None = Field(default=None, sa_column=Column(Choice(Outcome), nullable=True))
    answer: str = Field(default="", max_length=400)
    decided_by: int | None = Field(default=None, foreign_key="account.id")
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
    version: int = 1


class Batch(SQLModel, table=True):
    """Payments that go out together: one bank file, or one cash round."""

    __table_args__ = (UniqueConstraint("programme_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    number: int
    way: PayWay = Field(sa_type=Choice(PayWay))
    total_fen: int = Field(sa_type=BigInteger)
    payments: int
    made_by: int = Field(foreign_key="account.id")
    made_at: datetime = Field(default_factory=now, sa_type=Moment)
    file_hash: str = Field(default="", max_length=64)


class Disbursement(SQLModel, table=True):
    """One payment to one recipient (发放); a payment that failed is followed by another, `follows` names it."""

    __table_args__ = (
        UniqueConstraint("batch_id", "line_id"),
        CheckConstraint("paid_fen >= 0 AND paid_fen <= amount_fen", name="not_overpaid"),
    )

    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="batch.id", index=True)
    line_id: int = Field(foreign_key="allocation_line.id", index=True)
    follows: int | None = Field(default=None, foreign_key="disbursement.id", unique=True)
    amount_fen: int = Field(sa_type=BigInteger)
    card: str | None = Field(default=None, sa_column=Column(Sealed(200), nullable=True))
    state: PayState = Field(default=PayState.INSTRUCTED, index=True, sa_type=Choice(PayState))
    paid_fen: int = Field(default=0, sa_type=BigInteger)
    why: str = Field(default="", max_length=120)
    settled_on: date | None = None
    received_by: str = Field(default="", max_length=40)
    handed_by: int | None = Field(default=None, foreign_key="account.id")
    witnessed_by: int | None = Field(default=None, foreign_key="account.id")
    version: int = 1


class BankReturn(SQLModel, table=True):
    """A return file as it was read; the same file changes nothing a second time."""

    __tablename__ = "bank_return"
    __table_args__ = (UniqueConstraint("batch_id", "file_hash"),)

    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="batch.id", index=True)
    file_hash: str = Field(max_length=64)
    rows: int
    unmatched: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Document, nullable=False))
    read_by: int = Field(foreign_key="account.id")
    read_at: datetime = Field(default_factory=now, sa_type=Moment)


class SampleItem(SQLModel, table=True):
    """One recipient drawn for verification, and what was found."""

    __tablename__ = "sample_item"
    __table_args__ = (UniqueConstraint("programme_id", "line_id"),)

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    line_id: int = Field(foreign_key="allocation_line.id", index=True)
    stratum: str = Field(default="", max_length=60)
    finding: Finding | None = Field(default=None, sa_column=Column(Choice(Finding), nullable=True))
    found_by: int | None = Field(default=None, foreign_key="account.id")
    found_on: date | None = None
    remark: str = Field(default="", max_length=200)
    version: int = 1


class Good(SQLModel, table=True):
    """One kind of goods or booklets of a programme; `way` is how it was divided, empty until it is.

    Any change of its stock or units takes the division back; its first hand-over fixes it.
    """

    __table_args__ = (UniqueConstraint("programme_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    name: str = Field(max_length=60)
    measure: str = Field(default="", max_length=8)
    way: Way | None = Field(default=None, sa_column=Column(Choice(Way), nullable=True))
    version: int = 1


class GoodsStock(SQLModel, table=True):
    """How much of a good lies in a store; `serves` lists the units it can serve (none named: all)."""

    __tablename__ = "goods_stock"
    __table_args__ = (
        UniqueConstraint("good_id", "store"),
        CheckConstraint("quantity >= 0", name="not_negative"),
    )

    id: int | None = Field(default=None, primary_key=True)
    good_id: int = Field(foreign_key="good.id", index=True)
    store: str = Field(max_length=60)
    quantity: int
    serves: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Document, nullable=False))


class GoodsShare(SQLModel, table=True):
    """What one unit gets of a good, from which stores, and whether it was handed over."""

    __tablename__ = "goods_share"
    __table_args__ = (
        UniqueConstraint("good_id", "unit"),
        CheckConstraint("quantity >= 0", name="not_negative"),
    )

    id: int | None = Field(default=None, primary_key=True)
    good_id: int = Field(foreign_key="good.id", index=True)
    position: int
    unit: str = Field(max_length=80)
    weight: int = 0
    minimum: int = 0
    cap: int | None = None
    quantity: int = 0
    stores: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Document, nullable=False))
    received_on: date | None = None
    received_by: str = Field(default="", max_length=40)
    handed_by: int | None = Field(default=None, foreign_key="account.id")
    version: int = 1


class RestCure(SQLModel, table=True):
    """What holds for a programme's rest cure (疗休养) as a whole.

    `away_most` is how many of a ward may be away in one batch, `away` names other numbers by ward; `staff` is the
    headcount by unit that the yearly quota goes by.
    """

    __tablename__ = "rest_cure"

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", unique=True)
    away_most: int = 1
    away: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Document, nullable=False))
    staff: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Document, nullable=False))
    gap_years: int = 0
    day_fen: int = Field(default=0, sa_type=BigInteger)
    seed: str = Field(default="", max_length=80)
    drawn_on: date | None = None
    version: int = 1


class RestBatch(SQLModel, table=True):
    """One batch of a rest cure, with its places."""

    __tablename__ = "rest_batch"
    __table_args__ = (
        UniqueConstraint("programme_id", "number"),
        CheckConstraint("capacity >= 0", name="not_negative"),
    )

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    number: int
    starts_on: date
    ends_on: date
    capacity: int


class RestPlace(SQLModel, table=True):
    """Somebody who wants to go, and the place in a batch; who drops out keeps the row with `left_reason`.

    `number` is drawn with and published; `lot` the rank in the draw. `refused` lists the batches the person cannot
    join. `batch_number` None waits.
    """

    __tablename__ = "rest_place"
    __table_args__ = (
        UniqueConstraint("programme_id", "recipient_id"),
        UniqueConstraint("programme_id", "number"),
    )

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    recipient_id: int = Field(foreign_key="recipient.id", index=True)
    number: int
    ward: str = Field(default="", max_length=150)
    refused: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Document, nullable=False))
    lot: int | None = None
    batch_number: int | None = None
    left_reason: str = Field(default="", max_length=200)
    version: int = 1
