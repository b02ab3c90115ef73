"""Who changed what, when and why: one row for each changed row, chained by hash, never edited.

A session listener collects the changes of a transaction and writes them just before it commits.
Each row's hash is SHA-256 over the previous row's hash and its own content, so a row that is
edited, removed or put in between breaks the chain from there on. A trigger of the database refuses
UPDATE and DELETE. Columns named in a table's `__private__` are never written; sealed columns are
written sealed; tables with `__audited__ = False` (sign-ins, drafts) are left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import Column, Connection, Text, event, inspect, text
from sqlalchemy.orm import Session as OrmSession
from sqlmodel import Field, Session, SQLModel, select

from .columns import canonical
from .database import Moment, now
from .secrets import Sealed, key_ring

GENESIS = "0" * 64
CHAIN_LOCK = 20200304  # PostgreSQL advisory lock: one writer of the chain at a time


class AuditRow(SQLModel, table=True):
    """One changed row of one transaction; `step` counts them, `event` says in words what was done."""

    __tablename__ = "audit"
    __audited__ = False

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Moment, index=True)
    account_id: int | None = Field(default=None, index=True)
    who: str = Field(max_length=80)
    union_id: int | None = Field(default=None, index=True)
    event: str = Field(sa_column=Column(Text, nullable=False))
    facts: str = Field(sa_column=Column(Text, nullable=False))
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    step: int = 1
    table_name: str = Field(default="", max_length=60, index=True)
    key: str = Field(default="", max_length=80)
    before: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    after: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    previous_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64, unique=True)


@dataclass
class Journal:
    """What a transaction wants written about itself; kept in `session.info`."""

    who: str
    account_id: int | None
    union_id: int | None = None
    event: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    changes: list[tuple[str, str, str | None, str | None]] = field(default_factory=list)


def note(session: Session, event_text: str, *, union_id: int | None, reason: str = "", **facts: Any) -> None:
    """Say in words what this transaction does: a message id, its facts, and the reason given."""
    journal: Journal = session.info["journal"]
    journal.event, journal.facts, journal.reason = event_text, facts, reason
    journal.union_id = union_id


def word(message: str) -> dict[str, str]:
    """Mark a fact as a message id, to be said in the reader's language."""
    return {"word": message}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (datetime, date, Decimal)):
        return str(value)
    return value


def _row_values(target: Any, history: str) -> dict[str, Any]:
    """Return the audited columns of a row: as they are (`after`) or were before the change."""
    state = inspect(target)
    private: frozenset[str] = getattr(target, "__private__", frozenset())
    values: dict[str, Any] = {}
    for attribute in state.mapper.column_attrs:
        if attribute.key in private:
            continue
        change = state.attrs[attribute.key].history
        was = change.deleted[0] if history == "before" and change.deleted else getattr(target, attribute.key)
        if was is not None and isinstance(attribute.columns[0].type, Sealed):
            was = {"sealed": key_ring().seal(str(was))}
        values[attribute.key] = _plain(was)
    return values


def _canonical(values: Mapping[str, Any] | None) -> str | None:
    return None if values is None else canonical(values)


@event.listens_for(OrmSession, "after_flush")
def _collect(session: OrmSession, _: Any) -> None:
    journal = session.info.get("journal")
    if journal is None:
        return
    for kind, targets in (("new", session.new), ("dirty", session.dirty), ("deleted", session.deleted)):
        for target in targets:
            if getattr(target, "__audited__", True) and (kind != "dirty" or session.is_modified(target)):
                before = None if kind == "new" else _canonical(_row_values(target, "before"))
                after = None if kind == "deleted" else _canonical(_row_values(target, "after"))
                key = "/".join(str(k) for k in inspect(target).mapper.primary_key_from_instance(target))
                journal.changes.append((inspect(target).mapper.local_table.name, key, before, after))


@event.listens_for(OrmSession, "before_commit")
def _write(session: OrmSession) -> None:
    journal: Journal | None = session.info.get("journal")
    if journal is None:
        return
    session.flush()
    changes, journal.changes = journal.changes, []
    if journal.event and not changes:
        changes = [("", "", None, None)]
    if changes:
        append(session.connection(), journal, changes)
    journal.event = ""


def append(
    connection: Connection, journal: Journal, changes: list[tuple[str, str, str | None, str | None]]
) -> None:
    """Add the rows to the end of the chain, in the transaction of the connection."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": CHAIN_LOCK})
    newest = select(AuditRow.hash).order_by(AuditRow.id.desc()).limit(1)
    previous, at, rows = connection.execute(newest).scalar() or GENESIS, now(), []
    for step, (table_name, key, before, after) in enumerate(changes, 1):
        row = {
            "at": at,
            "account_id": journal.account_id,
            "who": journal.who,
            "union_id": journal.union_id,
            "event": journal.event,
            "facts": _canonical(journal.facts),
            "reason": journal.reason,
            "step": step,
            "table_name": table_name,
            "key": key,
            "before": before,
            "after": after,
            "previous_hash": previous,
        }
        previous = row["hash"] = row_hash(row)
        rows.append(row)
    connection.execute(AuditRow.__table__.insert(), rows)


def row_hash(row: Mapping[str, Any]) -> str:
    """Return SHA-256 over the previous hash and the row's content, in a canonical form."""
    content = {k: v for k, v in row.items() if k not in ("id", "hash", "at")}
    content["at"] = row["at"].isoformat(timespec="microseconds")
    return hashlib.sha256(canonical(content).encode()).hexdigest()


@dataclass(frozen=True)
class ChainCheck:
    """What `verify` found: rows seen, and the first row that does not fit (None when all do)."""

    rows: int
    broken_at: int | None
    newest_hash: str


def _batches(session: Session, size: int = 5_000) -> Iterator[AuditRow]:
    last = 0
    while rows := session.exec(
        select(AuditRow).where(AuditRow.id > last).order_by(AuditRow.id).limit(size)
    ).all():
        yield from rows
        last = rows[-1].id or 0
        session.expunge_all()


def verify(session: Session) -> ChainCheck:
    """Walk the whole chain and compute every hash again."""
    previous, seen = GENESIS, 0
    for row in _batches(session):
        if row.previous_hash != previous or row_hash(row.model_dump()) != row.hash:
            return ChainCheck(seen, row.id, previous)
        previous, seen = row.hash, seen + 1
    return ChainCheck(seen, None, previous)


APPEND_ONLY = {
    "sqlite": (
        "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit "
        "BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END",
        "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit "
        "BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'audit is append-only'; END $$",
        "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit "
        "FOR EACH ROW EXECUTE FUNCTION audit_append_only()",
        "CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()",
    ),
}
"""The statements that make the database itself refuse to change an audit row."""
