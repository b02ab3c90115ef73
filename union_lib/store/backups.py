"""Backups that any database can be filled from: a zip of JSON lines, one file for each table.

The same file restores into SQLite or PostgreSQL, which is also the way from the one to the other. A
manifest holds the schema, the number of rows and the SHA-256 of every table; nothing is written
unless all of them fit. Sealed columns stay sealed: the key file is not in the backup.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from alembic.util import CommandError
from sqlalchemy import Connection, Engine, MetaData, Table, func, inspect, select, text

from ..common.errors import N_, RuleViolation
from . import schema
from .columns import canonical
from .database import WRITES, metadata

MANIFEST = "manifest.json"
BATCH = 1_000
Step = Callable[[int, int], Any]


@dataclass(eq=False)
class BackupDamaged(RuleViolation):
    """A file in the backup is missing or differs from its hash."""

    name: str

    what = N_("The backup is damaged: {name} does not fit its fingerprint.")
    todo = N_("Use another backup; nothing was changed.")


@dataclass(eq=False)
class DatabaseNotEmpty(RuleViolation):
    """A backup fills an empty database only, so that nothing is overwritten."""

    what = N_("This database has data already.")
    todo = N_("Set UNION_VAR or UNION_DATABASE_URL to an empty place, then restore.")


@dataclass(frozen=True)
class Made:
    """What was backed up or restored."""

    tables: int
    rows: int
    schema: str


def _tables(connection: Connection) -> list[Table]:
    """Return our tables as the database has them, in an order that satisfies the foreign keys."""
    schema.load_models()
    found = MetaData()
    found.reflect(connection, only=lambda name, _: name in metadata.tables)
    return found.sorted_tables


def back_up(on: Engine, target: Path, step: Step) -> Made:
    """Write every table to the file; a half-written file never takes the final name."""
    part = target.with_suffix(target.suffix + ".part")
    try:
        with on.connect() as connection, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            made = _write(connection, archive, step)
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
    return made


def _write(connection: Connection, archive: zipfile.ZipFile, step: Step) -> Made:
    """Write tables and manifest as one moment sees them."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    tables, done = _tables(connection), 0
    total = sum(connection.execute(select(func.count()).select_from(t)).scalar_one() for t in tables)
    manifest: dict[str, Any] = {"schema": schema.current(connection.engine), "tables": {}}
    for table in tables:
        rows, digest = 0, hashlib.sha256()
        with archive.open(f"{table.name}.jsonl", "w") as file:
            for line in _lines(connection, table):
                file.write(line)
                digest.update(line)
                rows, done = rows + 1, done + 1
                if done % BATCH == 0:
                    step(done, total)
        manifest["tables"][table.name] = {"rows": rows, "sha256": digest.hexdigest()}
    archive.writestr(MANIFEST, canonical(manifest))
    return Made(len(tables), total, manifest["schema"])


def _lines(connection: Connection, table: Table) -> Iterator[bytes]:
    ordered = select(table).order_by(*table.primary_key.columns)
    for row in connection.execution_options(yield_per=BATCH).execute(ordered).mappings():
        yield canonical({k: _portable(v) for k, v in row.items()}).encode() + b"\n"


def _portable(value: Any) -> Any:
    """Return the value as JSON has it; SQLite's moments have no zone and are UTC, as everywhere here."""
    if isinstance(value, datetime):
        return {"at": (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()}
    return {"on": value.isoformat()} if isinstance(value, date) else value


def _value(value: Any) -> Any:
    if isinstance(value, dict):
        return datetime.fromisoformat(value["at"]) if "at" in value else date.fromisoformat(value["on"])
    return value


def restore_backup(on: Engine, source: Path, step: Step) -> Made:
    """Fill an empty database from a backup in one transaction; `BackupDamaged`, `DatabaseNotEmpty`."""
    if inspect(on).has_table("audit"):
        raise DatabaseNotEmpty
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = _checked_manifest(archive)
            rows = _restored(on, archive, manifest, step)
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError) as broken:
        raise BackupDamaged(source.name) from broken
    schema.upgrade(on)
    return Made(len(manifest["tables"]), rows, manifest["schema"])


def _restored(on: Engine, archive: zipfile.ZipFile, manifest: dict[str, Any], step: Step) -> int:
    """Make the backup's own schema and fill it; when that fails, the database is empty as before."""
    try:
        schema.upgrade(on, manifest["schema"])
        with on.execution_options(**{WRITES: True}).begin() as connection:
            return _fill(connection, archive, manifest, step)
    except CommandError:
        raise schema.SchemaIsNewer(manifest["schema"]) from None
    except BaseException:
        clear(on)
        raise


def _checked_manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
    for name, told in manifest["tables"].items():
        digest = hashlib.sha256()
        with archive.open(f"{name}.jsonl") as file:
            while block := file.read(1 << 20):
                digest.update(block)
        if digest.hexdigest() != told["sha256"]:
            raise BackupDamaged(f"{name}.jsonl")
    return manifest


def _fill(connection: Connection, archive: zipfile.ZipFile, manifest: dict[str, Any], step: Step) -> int:
    done, total = 0, sum(told["rows"] for told in manifest["tables"].values())
    for table in _tables(connection):
        batch: list[dict[str, Any]] = []
        with archive.open(f"{table.name}.jsonl") as file:
            for line in file:
                batch.append({k: _value(v) for k, v in json.loads(line).items()})
                if len(batch) == BATCH:
                    done += _insert(connection, table, batch)
                    step(done, total)
        done += _insert(connection, table, batch)
        _continue_ids(connection, table)
    return done


def _insert(connection: Connection, table: Table, batch: list[dict[str, Any]]) -> int:
    count = len(batch)
    if batch:
        connection.execute(table.insert(), batch)
        batch.clear()
    return count


def _continue_ids(connection: Connection, table: Table) -> None:
    """Tell PostgreSQL's sequences where the restored ids end."""
    if connection.dialect.name == "postgresql" and "id" in table.c and table.name != "installation":
        connection.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence('\"{table.name}\"', 'id'), "
                f'(SELECT COALESCE(MAX(id), 1) FROM "{table.name}"), (SELECT COUNT(*) > 0 FROM "{table.name}"))'
            )
        )


def clear(on: Engine) -> None:
    """Drop our tables (demo data are made anew); the caller has made sure that nothing real is there."""
    with on.execution_options(**{WRITES: True}).begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for table in reversed(_tables(connection)):
            table.drop(connection)
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
        if connection.dialect.name == "postgresql":
            connection.execute(text("DROP FUNCTION IF EXISTS audit_append_only() CASCADE"))
