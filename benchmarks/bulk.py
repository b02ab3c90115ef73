"""A million marks to standings with awards, beside plain pandas and row-by-row Python."""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from union_lib.competition.rules import (
    AwardClass,
    AwardPlan,
    BulkStandings,
    Criterion,
    EntryColumns,
    EntryState,
    MarkColumns,
    Scheme,
    bulk_standings,
    ten_thousandths,
)

from . import peers
from .measure import Case

ENTRIES, PER_ENTRY, JUDGES, CRITERIA = 10_000, 5, 200, 20
RATIOS = {"first": 10, "second": 20, "third": 30}
SCHEME = Scheme(
    tuple(Criterion(f"c{n}", f"C{n}", Decimal(5), step=Decimal("0.5")) for n in range(CRITERIA)),
    awards=AwardPlan(tuple(AwardClass(name, ratio=Decimal(ratio)) for name, ratio in RATIOS.items())),
)


@dataclass(frozen=True)
class Million:
    """Marks in halves as an office has them: entry, judge and criterion by number, and the mark."""

    frame: pd.DataFrame

    def standings(self) -> BulkStandings:
        """Score, rank and award with our rules, from the table of marks on."""
        table = self.frame
        columns = MarkColumns(
            table["entry"].to_numpy(),
            table["judge"].to_numpy(),
            table["criterion"].to_numpy(),
            ten_thousandths(table["mark"].to_numpy()),
            ENTRIES,
            JUDGES,
        )
        return bulk_standings(SCHEME, columns, EntryColumns([EntryState.COMPETING] * ENTRIES))


def million(seed: int = 1) -> Million:
    """Return the marks: each entry is marked by five of two hundred judges on twenty criteria."""
    rng = np.random.default_rng(seed)
    judges = rng.random((ENTRIES, JUDGES)).argsort(axis=1)[:, :PER_ENTRY]
    return Million(
        pd.DataFrame(
            {
                "entry": np.repeat(np.arange(ENTRIES), PER_ENTRY * CRITERIA),
                "judge": np.repeat(judges.ravel(), CRITERIA),
                "criterion": np.tile(np.arange(CRITERIA), ENTRIES * PER_ENTRY),
                "mark": rng.integers(2, 11, ENTRIES * PER_ENTRY * CRITERIA) / 2,
            }
        )
    )


def check_agreement(ours: BulkStandings, theirs: pd.DataFrame) -> None:
    """Compare what computes the same: every total equal to half a hundredth."""
    apart = np.abs(np.array([float(total or 0) for total in ours.totals]) - theirs["total"].sort_index())
    if apart.max() > 0.0051:
        raise SystemExit(f"Ours and the peer's totals differ by {apart.max()}.")


def peak_mb() -> float:
    """Return the most memory a process of its own takes to make the marks and compute the standings."""
    code = (
        "import resource\n"
        "from benchmarks.bulk import million\n"
        "million().standings()\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return float(done.stdout)


def cases(stack: ExitStack) -> list[Case]:
    """Return the million twice, once beside each peer."""
    marks = million()
    rows = list(marks.frame.itertuples(index=False, name=None))
    check_agreement(marks.standings(), peers.awarded(marks.frame, RATIOS))
    title = f"{len(rows):,} marks → standings with awards"
    return [
        Case(
            title,
            marks.standings,
            "pandas groupby in floats",
            lambda: peers.awarded(marks.frame, RATIOS),
            rows=len(rows),
            peak_mb=peak_mb(),
        ),
        Case(
            f"{title} (again)",
            marks.standings,
            "row-by-row Python in floats",
            lambda: peers.awarded_by_rows(rows, RATIOS),
            rows=len(rows),
        ),
    ]
