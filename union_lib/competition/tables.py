"""The tables of the competition area: competition, scheme, entries, appointments, sheets, marks, results."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from ..store.columns import Choice, Document, Exact
from ..store.database import Moment, now
from .rules import Duty, EntryState, SheetState, Stage


class Competition(SQLModel, table=True):
    """A labour or skill competition, or a review of 五小 works."""

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


class Appointment(SQLModel, table=True):
    """An account's duty in one competition; `seat` numbers the judges from 1."""

    __table_args__ = (UniqueConstraint("competition_id", "account_id", "duty"),)

    id: int | None = Field(default=None, primary_key=True)
    competition_id: int = Field(foreign_key="competition.id", index=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    duty: Duty = Field(sa_type=Choice(Duty))
    seat: int = 0
    unit: str = Field(default="", max_length=80)


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
