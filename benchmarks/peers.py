"""What somebody would write instead, as well as we can: scripts on pandas and scipy, and bare inserts."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
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


def awarded(marks: pd.DataFrame, ratios: Mapping[str, int]) -> pd.DataFrame:
    """Return total, rank and award by entry from entry, criterion and mark; one highest and lowest dropped."""
    cells = marks.groupby(["entry", "criterion"])["mark"].agg(["sum", "max", "min", "count"])
    means = (cells["sum"] - cells["max"] - cells["min"]) / (cells["count"] - 2)
    totals = means.groupby("entry").sum().round(2)
    ranks = totals.rank(ascending=False, method="min").astype(int)
    table = pd.DataFrame({"total": totals, "rank": ranks}).sort_values("rank")
    borders = np.cumsum([round(len(table) * ratio / 100) for ratio in ratios.values()])
    classes = np.searchsorted(borders, table["rank"])
    return table.assign(award=[[*ratios, None][at] for at in classes])


def awarded_by_rows(
    rows: list[tuple[int, int, int, float]], ratios: Mapping[str, int]
) -> list[tuple[Any, ...]]:
    """Return the same by loops over the rows, as a macro would do it."""
    cells: dict[tuple[int, int], list[float]] = {}
    for entry, _, criterion, mark in rows:
        cells.setdefault((entry, criterion), []).append(mark)
    totals: dict[int, float] = {}
    for (entry, _), given in cells.items():
        inner = sorted(given)[1:-1]
        totals[entry] = totals.get(entry, 0.0) + sum(inner) / len(inner)
    ordered = sorted(((round(total, 2), entry) for entry, total in totals.items()), reverse=True)
    borders = list(accumulate(round(len(ordered) * ratio / 100) for ratio in ratios.values()))
    table, rank = [], 0
    for at, (total, entry) in enumerate(ordered):
        rank = rank if at and total == ordered[at - 1][0] else at + 1
        award = next((name for name, border in zip(ratios, borders, strict=True) if rank <= border), None)
        table.append((entry, total, rank, award))
    return table


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


def krippendorff_alpha(table: np.ndarray, metric: str) -> float:
    """Return alpha by the package of that name, from judges by units."""
    import krippendorff

    return float(krippendorff.alpha(reliability_data=table, level_of_measurement=str(metric)))


def qualities_by_lsqr(rows: list[tuple[str, str, float]]) -> dict[str, float]:
    """Return entries' qualities by least squares on one dummy of each entry and judge."""
    from scipy.sparse import csr_array
    from scipy.sparse.linalg import lsqr

    entry, judge, mark = zip(*rows, strict=True)
    at_entry, entries = pd.factorize(np.array(entry))
    at_judge = pd.factorize(np.array(judge))[0]
    n, each = len(rows), np.arange(len(rows))
    design = csr_array(
        (np.repeat([1.0, -1.0], n), (np.tile(each, 2), np.concatenate([at_entry, len(entries) + at_judge])))
    )
    found = lsqr(design, np.array(mark), atol=1e-12, btol=1e-12)[0]
    quality = found[: len(entries)] - found[len(entries) :].mean()
    return dict(zip(entries.tolist(), quality.tolist(), strict=True))


def rasch_by_lbfgs(
    ratings: list[tuple[str, str, str, int]], names: list[list[str]], categories: int, ftol: float = 2.2e-9
) -> dict[str, float]:
    """Return judges' severities by a general optimiser on the joint likelihood and its gradient.

    With scipy's own `ftol` the severities of 100,000 ratings are right to about 0.002 logits.
    """
    from scipy.optimize import minimize

    columns = list(zip(*ratings, strict=True))
    at = [pd.Categorical(column, names[n]).codes.astype(int) for n, column in enumerate(columns[:3])]
    given = np.array(columns[3]) - 1
    sizes = [len(facet) for facet in names]
    cuts, level, each = np.cumsum(sizes), np.arange(categories), np.arange(len(given))

    def negative(free: np.ndarray) -> tuple[float, np.ndarray]:
        b, c, d, inner = np.split(free, cuts)
        climbed = np.concatenate([[0.0], inner, [0.0]])
        exponent = (b[at[0]] - c[at[1]] - d[at[2]])[:, None] * level - climbed
        exponent -= exponent.max(axis=1, keepdims=True)
        chances = np.exp(exponent)
        total = chances.sum(axis=1)
        chances /= total[:, None]
        residual = given - chances @ level
        sums = [np.bincount(place, weights=residual, minlength=n) for place, n in zip(at, sizes, strict=True)]
        steps = chances.sum(axis=0) - np.bincount(given, minlength=categories)
        gradient = np.concatenate([sums[0], -sums[1], -sums[2], steps[1:-1]])
        return float((np.log(total) - exponent[each, given]).sum()), -gradient

    start = np.zeros(sum(sizes) + categories - 2)
    options = {"maxiter": 5000, "maxfun": 10_000, "ftol": ftol}
    found = minimize(negative, start, jac=True, method="L-BFGS-B", options=options).x
    severity = found[cuts[0] : cuts[1]]
    return dict(zip(names[1], (severity - severity.mean()).tolist(), strict=True))
