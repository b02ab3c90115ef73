"""A throw-away copy of a practice installation, for courses: nothing done there touches the original."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import select

from ..common.errors import RuleViolation
from ..registry.tables import Account
from ..store import backups, database
from ..workspace import Actor, Workspace
from .load import NotDemoData, is_demo


@dataclass(frozen=True)
class PracticeRoom:
    """The copy, and the demo's people at work in it."""

    engine: Engine

    def ws(self, username: str, today: date | None = None) -> Workspace:
        """Return the workspace of one of the demo's people, today or on another day."""
        with database.reading(self.engine) as session:
            account = session.exec(select(Account).where(Account.username == username)).one()
        return Workspace(self.engine, Actor(account.id, account.name), today, is_training=True)


@contextmanager
def practice_room(ws: Workspace) -> Iterator[PracticeRoom]:
    """Copy the practice installation into a temporary folder, gone at the end; `NotDemoData`."""
    if not is_demo(ws.engine):
        raise NotDemoData
    with tempfile.TemporaryDirectory(prefix="union-practice-") as folder:
        file = Path(folder) / "practice.zip"
        backups.back_up(ws.engine, file, _quietly)
        copy = database.make_engine(f"sqlite:///{folder}/union.db")
        backups.restore_backup(copy, file, _quietly)
        yield PracticeRoom(copy)
        copy.dispose()


def _quietly(done: int, total: int) -> None:
    """Show no progress: a copy takes a second."""


def refusal(attempt: Callable[[], Any]) -> str:
    """Try something that should be refused and return what is said, empty when it went through.

    >>> refusal(lambda: 1)
    ''
    """
    try:
        attempt()
    except RuleViolation as refused:
        return str(refused)
    return ""


def step(told: str, holds: object) -> None:
    """Print a step of a course with its tick or cross.

    >>> step("Three entries", 1 + 2 == 3)
    ✓ Three entries
    """
    print("✓" if holds else "✗", told)
