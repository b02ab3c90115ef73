"""The tables of the competition area.

Competition, scheme, entries, appointments and who marks what; sheets, marks and second looks; codes; results
and what follows them: rechecks, appeals, nominations.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from ..store.columns import Choice, Document, Exact
from ..store.database import Moment, now
from ..store.secrets import Sealed
from .rules import (
    AllotmentCause,
    AppealState,
    Bound,
    Duty,
    EntryState,
    RecheckCause,
    SheetState,
    Stage,
    Verdict,
    WorkerClass,
)


class Competition(SQLModel, table=True):
    """A labour or skill competition, or a review of 五小 works.

    `blind_draws` is how many lists of codes stand between an entry and its judges; `shows_titles` lets judges
    read an entry's title all the same. `is_drawn` says that a draw decides who marks what, else everybody of
    an entry's panel does. Recheck shares are percent; 0 hours or percent ask for nothing.
    """

    id: int | None = Field(default=None, primary_key=True)
    title: str = Field(max_length=80, index=True)
    union_id: int = Field(foreign_key="union.id", index=True)
    industry: str = Field(default="", max_length=40)
    starts_on: date
    ends_on: date
    notice_working_days: int = 5
    stage: Stage = Field(default=Stage.DRAFT, index=True, sa_type=Choice(Stage))
    notice_posted_on: date | None = None
    notice_last_day: date | None = None
    published_at: datetime | None = Field(default=None, sa_type=Moment)
    source: str = Field(default="", max_length=300)
    version: int = 1
    blind_draws: int = 0
    shows_titles: bool = False
    is_drawn: bool = False
    appeal_hours: int = 0
    recheck_leading: int = 0
    recheck_sample: int = 0
    notice_posted_at: datetime | None = Field(default=None, sa_type=Moment)


class SchemeVersion(SQLModel, table=True):
    """One version of a competition's scheme (规程); the highest number is in force."""

    __tablename__ = "scheme"
    __table_args__ = (UniqueConstraint("competition_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    competition_id: int = Field(foreign_key="competition.id", index=True)
    number: int = 1
    body: dict[str, Any] = Field(sa_column=Column(Document, nullable=False))


class Entry(SQLModel, table=True):
    """What is judged: one work or one contestant, by its code."""

    __table_args__ = (UniqueConstraint("competition_id", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    competition_id: int = Field(foreign_key="competition.id", index=True)
    position: int = 0
    code: str = Field(max_length=20)
    title: str = Field(max_length=120)
    contestant: str = Field(default="", max_length=80)
    unit: str = Field(default="", max_length=80)
    district: str = Field(default="", max_length=40)
    state: EntryState = Field(default=EntryState.COMPETING, sa_type=Choice(EntryState))
    multipliers: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Document, nullable=False))
    tie_values: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Document, nullable=False))
    version: int = 1
    panel: str = Field(default="", max_length=20)


class Appointment(SQLModel, table=True):
    """An account's duty in one competition; `seat` numbers the judges from 1.

    A judge marks the entries of `panel` (all of them have one, or none has), and of these the criteria of
    one `stage_group` only, where it is named. A judge who was replaced has ended, but the marks stay.
    """

    __table_args__ = (UniqueConstraint("competition_id", "account_id", "duty"),)

    id: int | None = Field(default=None, primary_key=True)
    competition_id: int = Field(foreign_key="competition.id", index=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    duty: Duty = Field(sa_type=Choice(Duty))
    seat: int = 0
    unit: str = Field(default="", max_length=80)
    panel: str = Field(default="", max_length=20)
    stage_group: str = Field(default="", max_length=40)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class Allotment(SQLModel, table=True):
    """Whether a judge marks an entry, where that differs from what panels or the absence of a draw say.

    A draw of thousands is noted as a whole, so its rows are not audited one by one.
    """

    __audited__ = False
    __table_args__ = (UniqueConstraint("entry_id", "appointment_id"),)

    id: int | None = Field(default=None, primary_key=True)
    competition_id: int = Field(foreign_key="competition.id", index=True)
    entry_id: int = Field(foreign_key="entry.id", index=True)
    appointment_id: int = Field(foreign_key="appointment.id", index=True)
    is_on: bool = True
    cause: AllotmentCause = Field(sa_type=Choice(AllotmentCause))
    reason: str = Field(default="", max_length=200)
    made_at: datetime = Field(default_factory=now, sa_type=Moment)


class BlindList(SQLModel, table=True):
    """One list of codes: what was known before by its new code, sealed, and who holds it."""

    __tablename__ = "blind_list"
    __table_args__ = (
        UniqueConstraint("competition_id", "draw"),
        UniqueConstraint("competition_id", "holder_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    competition_id: int = Field(foreign_key="competition.id", index=True)
    draw: int
    holder_id: int = Field(foreign_key="account.id")
    codes: str = Field(sa_column=Column(Sealed(), nullable=False))
    drawn_at: datetime = Field(default_factory=now, sa_type=Moment)
    opened_at: datetime | None = Field(default=None, sa_type=Moment)


class Discussion(SQLModel, table=True):
    """A judge asked to look again at a mark far from the panel's; `is_kept` says the mark was kept."""

    id: int | None = Field(default=None, primary_key=True)
    competition_id: int = Field(foreign_key="competition.id", index=True)
    entry_id: int = Field(foreign_key="entry.id", index=True)
    criterion: str = Field(max_length=40)
    appointment_id: int = Field(foreign_key="appointment.id", index=True)
    asked_by: int = Field(foreign_key="account.id")
    asked_at: datetime = Field(default_factory=now, sa_type=Moment)
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    is_kept: bool = False


class Sheet(SQLModel, table=True):
    """One judge's mark sheet and how far it has come: in work, submitted, confirmed, locked."""

    id: int | None = Field(default=None, primary_key=True)
    competition_id: int = Field(foreign_key="competition.id", index=True)
    appointment_id: int = Field(foreign_key="appointment.id", unique=True)
    state: SheetState = Field(default=SheetState.NONE, sa_type=Choice(SheetState))
    version: int = 0
    submitted_at: datetime | None = Field(default=None, sa_type=Moment)
    checked_by: int | None = Field(default=None, foreign_key="account.id")
    checked_at: datetime | None = Field(default=None, sa_type=Moment)
    reason: str = Field(default="", max_length=400)


class Mark(SQLModel, table=True):
    """One judge's mark for one entry on one criterion; a correction is a new version."""

    __table_args__ = (UniqueConstraint("sheet_id", "entry_id", "criterion", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    sheet_id: int = Field(foreign_key="sheet.id", index=True)
    entry_id: int = Field(foreign_key="entry.id", index=True)
    criterion: str = Field(max_length=40)
    value: Decimal | None = Field(default=None, sa_column=Column(Exact, nullable=True))
    version: int = 1
    given_by: int = Field(foreign_key="account.id")
    given_at: datetime = Field(default_factory=now, sa_type=Moment)


class ResultVersion(SQLModel, table=True):
    """The standings as they were signed; a reopened competition gets a new number."""

    __tablename__ = "result"
    __table_args__ = (UniqueConstraint("competition_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    competition_id: int = Field(foreign_key="competition.id", index=True)
    number: int = 1
    body: dict[str, Any] = Field(sa_column=Column(Document, nullable=False))
    data_hash: str = Field(max_length=64)
    signed_by: int = Field(foreign_key="account.id")
    signed_at: datetime = Field(default_factory=now, sa_type=Moment)
    supervised_by: int | None = Field(default=None, foreign_key="account.id")
    supervised_at: datetime | None = Field(default=None, sa_type=Moment)


class RecheckItem(SQLModel, table=True):
    """An entry of a signed result that is compared with the paper once more, and what was found."""

    __tablename__ = "recheck"
    __table_args__ = (UniqueConstraint("result_id", "entry_id"),)

    id: int | None = Field(default=None, primary_key=True)
    result_id: int = Field(foreign_key="result.id", index=True)
    entry_id: int = Field(foreign_key="entry.id")
    cause: RecheckCause = Field(sa_type=Choice(RecheckCause))
    verdict: Verdict | None = Field(default=None, sa_type=Choice(Verdict))
    remark: str = Field(default="", max_length=200)
    checked_by: int | None = Field(default=None, foreign_key="account.id")
    checked_at: datetime | None = Field(default=None, sa_type=Moment)


class Appeal(SQLModel, table=True):
    """An appeal against an entry's result, recorded for the appellant, and its ruling."""

    id: int | None = Field(default=None, primary_key=True)
    competition_id: int = Field(foreign_key="competition.id", index=True)
    entry_id: int = Field(foreign_key="entry.id")
    appellant: str = Field(max_length=40)
    grounds: str = Field(sa_column=Column(Text, nullable=False))
    filed_at: datetime = Field(default_factory=now, sa_type=Moment)
    filed_by: int = Field(foreign_key="account.id")
    state: AppealState = Field(default=AppealState.FILED, sa_type=Choice(AppealState))
    ruling: str = Field(default="", sa_column=Column(Text, nullable=False))
    ruled_by: int | None = Field(default=None, foreign_key="account.id")
    ruled_at: datetime | None = Field(default=None, sa_type=Moment)


class Nomination(SQLModel, table=True):
    """A winner put forward for an honour, and the classes of workers the person belongs to."""

    __table_args__ = (UniqueConstraint("competition_id", "entry_id", "honour"),)

    id: int | None = Field(default=None, primary_key=True)
    competition_id: int = Field(foreign_key="competition.id", index=True)
    entry_id: int = Field(foreign_key="entry.id")
    honour: str = Field(max_length=60)
    person: str = Field(max_length=40)
    classes: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Document, nullable=False))
    version: int = 1


class HonourShare(SQLModel, table=True):
    """A share of workers that a list of nominations must hold, with the notice that asks for it."""

    __tablename__ = "honour_share"
    __table_args__ = (UniqueConstraint("competition_id", "honour", "worker_class", "bound"),)

    id: int | None = Field(default=None, primary_key=True)
    competition_id: int = Field(foreign_key="competition.id", index=True)
    honour: str = Field(max_length=60)
    worker_class: WorkerClass = Field(sa_type=Choice(WorkerClass))
    bound: Bound = Field(sa_type=Choice(Bound))
    share: Decimal = Field(sa_column=Column(Exact, nullable=False))
    citation: str = Field(max_length=120)
    entered_by: int = Field(foreign_key="account.id")


class StageMove(SQLModel, table=True):
    """Who moved a competition from one stage to the next, when, and why."""

    __tablename__ = "stage_move"

    id: int | None = Field(default=None, primary_key=True)
    competition_id: int = Field(foreign_key="competition.id", index=True)
    from_stage: Stage = Field(sa_type=Choice(Stage))
    to_stage: Stage = Field(sa_type=Choice(Stage))
    account_id: int = Field(foreign_key="account.id")
    moved_at: datetime = Field(default_factory=now, sa_type=Moment)
    reason: str = Field(default="", max_length=400)
