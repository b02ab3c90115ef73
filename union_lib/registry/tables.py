"""The tables of the registry; every other area points here."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from ..store.columns import Choice
from ..store.database import Moment, now
from ..store.secrets import Sealed


class UnionLevel(StrEnum):
    """The levels of the federation, upper first (工会法 on levels of union organisation)."""

    CITY = "city"
    DISTRICT = "district"
    INDUSTRY = "industry"
    ENTERPRISE = "enterprise"


class Role(StrEnum):
    """What an account is trusted with in an organisation and in those below it."""

    ADMINISTRATOR = "administrator"
    ORGANISER = "organiser"
    STAFF = "staff"
    NEGOTIATOR = "negotiator"
    JUDGE = "judge"
    REVIEWER = "reviewer"
    APPROVER = "approver"
    CASHIER = "cashier"
    ANALYST = "analyst"
    TRAINER = "trainer"


class District(SQLModel, table=True):
    """A county or district by its code of administrative division (GB/T 2260)."""

    code: str = Field(primary_key=True, max_length=6)
    name: str = Field(max_length=40)


class Union(SQLModel, table=True):
    """A union organisation; `path` holds the ids of all above it and its own, `/1/4/9/`."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=80, index=True)
    level: UnionLevel = Field(sa_type=Choice(UnionLevel))
    parent_id: int | None = Field(default=None, foreign_key="union.id", index=True)
    path: str = Field(default="", max_length=200, index=True)
    district_code: str | None = Field(default=None, foreign_key="district.code", index=True)
    is_closed: bool = False


class Enterprise(SQLModel, table=True):
    """An employer by its unified social credit code (GB 32100), with the union that looks after it."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=80, index=True)
    uscc: str = Field(max_length=18, unique=True)
    industry: str = Field(max_length=40, index=True)
    district_code: str = Field(foreign_key="district.code", index=True)
    union_id: int = Field(foreign_key="union.id", index=True)
    is_private: bool = False
    founded_on: date | None = None


class Worker(SQLModel, table=True):
    """A worker; identity number and phone are sealed and found by their blind index only."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=40, index=True)
    identity: str | None = Field(default=None, sa_column=Column(Sealed(200), nullable=True))
    identity_blind: str | None = Field(default=None, max_length=64, unique=True)
    phone: str | None = Field(default=None, sa_column=Column(Sealed(200), nullable=True))
    phone_blind: str | None = Field(default=None, max_length=64, index=True)
    enterprise_id: int = Field(foreign_key="enterprise.id", index=True)
    job: str = Field(default="", max_length=40)
    is_migrant: bool = False
    joined_on: date | None = None
    version: int = 1


class Account(SQLModel, table=True):
    """Somebody who may sign in; the password is kept as an argon2id hash only."""

    __private__ = frozenset({"password_hash"})

    id: int | None = Field(default=None, primary_key=True)
    username: str = Field(max_length=40, unique=True)
    name: str = Field(max_length=40)
    union_id: int = Field(foreign_key="union.id", index=True)
    password_hash: str = Field(max_length=200)
    must_change_password: bool = False
    is_closed: bool = False
    language: str = Field(default="zh", max_length=2)


class RoleGrant(SQLModel, table=True):
    """A role of an account in an organisation, valid there and below."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("account_id", "union_id", "role"),)

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    union_id: int = Field(foreign_key="union.id", index=True)
    role: Role = Field(sa_type=Choice(Role))


class SignIn(SQLModel, table=True):
    """An open sign-in; the cookie's token is kept as a SHA-256 digest only."""

    __tablename__ = "sign_in"
    __audited__ = False

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(max_length=64, unique=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    opened_at: datetime = Field(default_factory=now, sa_type=Moment)
    seen_at: datetime = Field(default_factory=now, sa_type=Moment)
    address: str = Field(default="", max_length=45)


class SignInAttempt(SQLModel, table=True):
    """A failed sign-in, kept for a few minutes to slow guessing down."""

    __tablename__ = "sign_in_attempt"
    __audited__ = False

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=120, index=True)
    at: datetime = Field(default_factory=now, sa_type=Moment, index=True)


class LocalFigure(SQLModel, table=True):
    """A dated figure that somebody entered with its notice: it adds to, and never edits, what is known.

    `value` is JSON text; the newest entry of a day and area counts.
    """

    __tablename__ = "local_figure"

    id: int | None = Field(default=None, primary_key=True)
    policy: str = Field(max_length=60, index=True)
    area: str = Field(max_length=6)
    valid_from: date
    value: str = Field(max_length=200)
    citation: str = Field(max_length=200)
    union_id: int = Field(foreign_key="union.id", index=True)
    entered_by: int | None = Field(default=None, foreign_key="account.id")
    entered_at: datetime = Field(default_factory=now, sa_type=Moment)


class Installation(SQLModel, table=True):
    """One row about this installation: is it for training, and does the key fit."""

    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: int = Field(default=1, primary_key=True)
    is_training: bool = False
    key_check: str = Field(sa_column=Column(Sealed(200), nullable=False))
    made_at: datetime = Field(default_factory=now, sa_type=Moment)
