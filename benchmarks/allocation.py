"""A budget divided among a million and ten million people, beside plain pandas and row-by-row Python."""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from union_lib.consolation.rules.bulk import bulk_awards, bulk_tiers
from union_lib.consolation.rules.claims import ClaimsRule
from union_lib.consolation.rules.filling import filled, lines_of
from union_lib.consolation.rules.path import AllocationPath

from .measure import Case

MILLION, TEN_MILLION = 10**6, 10**7
CLAIMS_RULES = tuple(rule for rule in ClaimsRule if rule != ClaimsRule.RANDOM_ARRIVAL)
TIERS = 5
HALVINGS = 60


@dataclass(frozen=True)
class People:
    """Claims, weights, floors and caps in fen, and a budget of half of what the caps allow."""

    table: pd.DataFrame
    budget: int

    def proportional(self) -> NDArray[Any]:
        """Divide in proportion to the claims, from the table on."""
        return bulk_awards(ClaimsRule.PROPORTIONAL, self.table["claim"].to_numpy(), self.budget)

    def filled(self) -> NDArray[Any]:
        """Divide by weight between floors and caps, from the table on."""
        columns = (self.table[name].to_numpy() for name in ("weight", "floor", "cap"))
        return filled(self.budget, lines_of(*columns)).awards_fen

    def eight_rules(self) -> None:
        """Divide by each rule that can be computed for a million people."""
        claims = self.table["claim"].to_numpy()
        for rule in CLAIMS_RULES:
            bulk_awards(rule, claims, self.budget)
        bulk_tiers(self.budget, np.array_split(claims, TIERS), ClaimsRule.PROPORTIONAL)
        self.filled()

    @cached_property
    def path(self) -> AllocationPath:
        """Return the awards for every budget, prepared once."""
        return AllocationPath(lines_of(*(self.table[name].to_numpy() for name in ("weight", "floor", "cap"))))

    def slide(self) -> NDArray[Any]:
        """Move the slider: the awards for another budget."""
        return self.path.at(self.budget * 11 // 10).awards_fen


def people(count: int, seed: int = 1) -> People:
    """Return claims up to 3,000 yuan, weights up to 97, floors of at most 200 and caps of at most 2,000 yuan."""
    rng = np.random.default_rng(seed)
    claims = rng.integers(1, 300_001, count)
    table = pd.DataFrame(
        {
            "claim": claims,
            "weight": rng.integers(1, 98, count),
            "floor": np.minimum(claims, 20_000),
            "cap": np.minimum(claims, 200_000),
        }
    )
    return People(table, int(table["cap"].sum()) // 2)


def pandas_proportional(table: pd.DataFrame, budget: int) -> pd.Series:
    """Return shares in floats, rounded; the rounding's left-over is given to nobody."""
    return (table["claim"] / table["claim"].sum() * budget).round().astype("int64")


def pandas_filled(table: pd.DataFrame, budget: int) -> pd.Series:
    """Return awards by halving the level in floats, rounded; the rounding's left-over is given to nobody."""
    low, high = 0.0, float((table["cap"] / table["weight"]).max())
    for _ in range(HALVINGS):
        level = (low + high) / 2
        awards = (table["weight"] * level).clip(table["floor"], table["cap"])
        low, high = (level, high) if awards.sum() < budget else (low, level)
    return awards.round().astype("int64")


def proportional_by_rows(rows: list[dict[str, int]], budget: int) -> list[int]:
    """Return shares as code over an ORM's rows computes them: one row after the other, in floats."""
    whole = sum(row["claim"] for row in rows)
    return [round(row["claim"] / whole * budget) for row in rows]


def filled_by_rows(rows: list[dict[str, int]], budget: int) -> list[int]:
    """Return awards by correcting the level row by row until the sum is within a yuan of the budget."""
    low, high = 0.0, max(row["cap"] / row["weight"] for row in rows)
    while True:
        level = (low + high) / 2
        awards = [min(max(row["weight"] * level, row["floor"]), row["cap"]) for row in rows]
        gap = sum(awards) - budget
        if abs(gap) < 100 or high - low < 1e-9:
            return [round(award) for award in awards]
        low, high = (level, high) if gap < 0 else (low, level)


def check_agreement(some: People) -> None:
    """Compare with the peers, within two fen a person, and our sums with the budget, exactly."""
    for ours, theirs in (
        (some.proportional(), pandas_proportional(some.table, some.budget)),
        (some.filled(), pandas_filled(some.table, some.budget)),
    ):
        if int(ours.sum()) != some.budget or int(np.abs(ours - theirs.to_numpy()).max()) > 2:
            raise SystemExit("Ours and the peer's awards differ.")


def peak_mb(work: str) -> float:
    """Return the most memory a process of its own takes to make ten million people and divide."""
    code = (
        "import resource\n"
        "from benchmarks.allocation import TEN_MILLION, people\n"
        f"people(TEN_MILLION).{work}()\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return float(done.stdout)


def cases(stack: ExitStack) -> list[Case]:
    """Return the division of a million beside both peers, and of ten million with the memory it takes."""
    some, many = people(MILLION), people(TEN_MILLION)
    check_agreement(some)
    rows = some.table.to_dict("records")
    in_pandas, in_rows = "pandas in floats", "row-by-row Python in floats"
    table, budget = some.table, some.budget
    some.slide()
    return [
        Case(
            "proportional, 1,000,000 people",
            some.proportional,
            in_pandas,
            lambda: pandas_proportional(table, budget),
            rows=MILLION,
        ),
        Case(
            "proportional, 1,000,000 people (again)",
            some.proportional,
            in_rows,
            lambda: proportional_by_rows(rows, budget),
            rows=MILLION,
        ),
        Case(
            "weights, floors and caps, 1,000,000 people",
            some.filled,
            in_pandas,
            lambda: pandas_filled(table, budget),
            rows=MILLION,
            runs=3,
        ),
        Case(
            "weights, floors and caps, 1,000,000 people (again)",
            some.filled,
            in_rows,
            lambda: filled_by_rows(rows, budget),
            rows=MILLION,
            runs=1,
        ),
        Case("the slider moved, 1,000,000 people", some.slide, rows=MILLION),
        Case("eight rules, 1,000,000 people", some.eight_rules, rows=8 * MILLION),
        Case(
            "proportional, 10,000,000 people",
            many.proportional,
            rows=TEN_MILLION,
            runs=3,
            peak_mb=peak_mb("proportional"),
        ),
        Case(
            "weights, floors and caps, 10,000,000 people",
            many.filled,
            rows=TEN_MILLION,
            runs=3,
            peak_mb=peak_mb("filled"),
        ),
    ]
