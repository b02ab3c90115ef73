"""The database: SQLite in WAL by default, PostgreSQL by address; one engine for each process.

SQLite keeps foreign keys on and begins every writing transaction with `BEGIN IMMEDIATE`, so that two
writers queue at the start and never fail half-way with "database is locked".
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, create_engine, event
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session, SQLModel

from .settings import settings

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata: MetaData = SQLModel.metadata
metadata.naming_convention = NAMING

WRITES = "union_writes"
BUSY_MS = 15_000
CACHE_KB = 64_000  # as much as the indexes of a hundred thousand recipients need


class Moment(TypeDecorator[datetime]):
    """A point in time: aware, kept in UTC on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def make_engine(url: str, *, read_only: bool = False) -> Engine:
    """Return an engine for the address with the house's settings."""
    if url.startswith("sqlite"):
        return _sqlite_engine(url, read_only)
    engine = create_engine(url, pool_size=2, max_overflow=8, pool_pre_ping=True)
    if read_only:
        engine = engine.execution_options(postgresql_readonly=True)
    return engine


def _sqlite_engine(url: str, read_only: bool) -> Engine:
    if read_only:
        url = f"sqlite:///file:{url.removeprefix('sqlite:///')}?mode=ro&uri=true"
    in_memory: dict[str, Any] = {}
    if url in ("sqlite://", "sqlite:///:memory:"):
        from sqlalchemy.pool import StaticPool

        in_memory = {"poolclass": StaticPool}
    engine = create_engine(url, connect_args={"check_same_thread": False}, **in_memory)

    @event.listens_for(engine, "connect")
    def settle(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        cursor.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        if not read_only:
            cursor.execute("PRAGMA journal_mode = WAL")
            cursor.execute("PRAGMA synchronous = FULL")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@cache
def engine() -> Engine:
    """Return this process's engine; made at first use, so that a forked process has its own."""
    settings().var.mkdir(parents=True, exist_ok=True)
    return make_engine(settings().url)


@contextmanager
def writing(on: Engine) -> Iterator[Session]:
    """Open one writing transaction: commit or nothing."""
    with Session(on.execution_options(**{WRITES: True}), expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading(on: Engine) -> Iterator[Session]:
    """Open one reading transaction; what it sees does not change meanwhile."""
    with Session(on, expire_on_commit=False, autoflush=False) as session:
        yield session
