"""The shape of the database: which migration it is at, and bringing it to the newest."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from ..common.errors import N_, RuleViolation
from .database import WRITES

HERE = Path(__file__).parent / "migrations"


@dataclass(eq=False)
class SchemaIsNewer(RuleViolation):
    """The database was made by a newer release than this one."""

    found: str

    what = N_("This database is from a newer release (schema {found}).")
    todo = N_("Start the newer release, or restore a backup made with this one.")


def load_models() -> None:
    """Import every area's tables, so that the metadata is complete."""
    import union_lib

    for area in pkgutil.iter_modules(union_lib.__path__):
        if area.ispkg and (Path(union_lib.__path__[0]) / area.name / "tables.py").exists():
            importlib.import_module(f"union_lib.{area.name}.tables")
    importlib.import_module("union_lib.store.audit")


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def newest() -> str:
    """Return the id of the newest migration this release knows."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def current(on: Engine) -> str:
    """Return the id of the migration the database is at; empty for an empty database."""
    with on.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def upgrade(on: Engine, to: str = "head") -> tuple[str, str]:
    """Bring the database to a migration in one transaction; return the ids before and after."""
    before = current(on)
    known = {s.revision for s in ScriptDirectory.from_config(_config()).walk_revisions()}
    if before and before not in known:
        raise SchemaIsNewer(before)
    with on.execution_options(**{WRITES: True}).begin() as connection:
        command.upgrade(_config(connection), to)
    return before, current(on)
