"""What somebody would write instead, as well as we can: a pandas script, and bare inserts."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

Insert = Callable[[list[tuple[Any, ...]]], None]
INTO = "INSERT INTO bare (sheet, entry, criterion, mark, version) VALUES "


def trimmed_ranking(marks: pd.DataFrame) -> pd.DataFrame:
    """Return total and rank by code: the mean of each criterion without one highest and one lowest mark.

    Binary floats: a tie, or a half in the last decimal, may come out otherwise than on paper.
    """
    marks = marks.sort_values("mark")
    cells = marks.groupby(["code", "criterion"])["mark"]
    inner = marks[(cells.cumcount() > 0) & (cells.cumcount(ascending=False) > 0)]
    means = inner.groupby(["code", "criterion"])["mark"].mean()
    totals = means.groupby("code").sum().round(2)
    ranks = totals.rank(ascending=False, method="min").astype(int)
    return pd.DataFrame({"total": totals, "rank": ranks})


def ranking_from_workbook(path: Path) -> pd.DataFrame:
    """Return the same from the workbook in which the marks were collected."""
    return trimmed_ranking(pd.read_excel(path, engine="openpyxl", dtype={"code": str}))


def rows_read(path: Path) -> int:
    """Read every audit row and parse what changed, without computing a hash."""
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT id, facts, hash FROM audit ORDER BY id").fetchall()
    connection.close()
    return len([json.loads(facts) for _, facts, _ in rows])


def sqlite_insert(path: Path) -> Insert:
    """Return bare inserts into SQLite, as durable as ours: no permission, no version check, no audit."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE bare (sheet INT, entry INT, criterion TEXT, mark TEXT, version INT)")

    def insert(rows: list[tuple[Any, ...]]) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(INTO + "(?, ?, ?, ?, ?)", rows)
        connection.execute("COMMIT")

    return insert


def postgres_insert(url: str) -> Insert:
    """Return bare inserts into PostgreSQL."""
    import psycopg

    connection = psycopg.connect(url, autocommit=True)
    connection.execute("CREATE TABLE bare (sheet INT, entry INT, criterion TEXT, mark TEXT, version INT)")

    def insert(rows: list[tuple[Any, ...]]) -> None:
        with connection.transaction(), connection.cursor() as cursor:
            cursor.executemany(INTO + "(%s, %s, %s, %s, %s)", rows)

    return insert
