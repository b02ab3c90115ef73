"""A million payslips with their articles, beside row-by-row Python and, where it is installed, OpenFisca-core.

All three compute the same month: half of the workers worked it through, the others were ill, in quarantine or
without work for some of it, and most have overtime of all three kinds.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from importlib.util import find_spec
from typing import Any

import numpy as np

from union_lib.common.policies import DatedValue
from union_lib.negotiation.figures import book_of, minimum_wage
from union_lib.negotiation.rules import law as ids
from union_lib.negotiation.rules.bargaining import Cost, Offer, proposal_cost
from union_lib.negotiation.rules.law import Law
from union_lib.negotiation.rules.payslip_law import PayslipLaw, payslip_law
from union_lib.negotiation.rules.payslips import Payroll, Payslips, payslips
from union_lib.negotiation.rules.situations import Situation

from .measure import Case

MILLION, TEN_THOUSAND = 10**6, 10**4
MARCH = date(2020, 3, 1)
AREAS = ("430202", "430225")
ENTERED = {
    ids.MIN_WAGE: [
        DatedValue("1540", date(2019, 10, 1), AREAS[0], "invented notice 1", "entered"),
        DatedValue("1220", date(2019, 10, 1), AREAS[1], "invented notice 2", "entered"),
    ],
    ids.LIVING_SHARE: [DatedValue("0.7", date(2020, 2, 1), "430000", "invented notice 3", "entered")],
}
"""Figures nobody has recorded for these areas, invented to measure with."""


@dataclass(frozen=True)
class Month:
    """The payroll of March 2020."""

    payroll: Payroll

    @cached_property
    def offered(self) -> np.ndarray[Any, Any]:
        """Return the wages of ten thousand workers for the negotiator's table."""
        return np.ascontiguousarray(self.payroll.contract_fen[:TEN_THOUSAND])

    def slips(self) -> Payslips:
        """Return what is due, from asking the law on."""
        return payslips(self.payroll, march_law())

    def slide(self) -> Cost:
        """Move a slider of the negotiator's table."""
        return proposal_cost(self.offered, Offer(Fraction("0.057"), 80_00, 1_540_00, Fraction(100_00)))


def march_law() -> PayslipLaw:
    """Return the law of the month in both areas."""
    return payslip_law(Law(book_of(ENTERED), minimum=minimum_wage), AREAS, MARCH)


def month(count: int, seed: int = 1) -> Month:
    """Return invented payslips: wages of 1,500 to 12,000 yuan, 22 workdays, overtime in quarter hours."""
    rng = np.random.default_rng(seed)
    is_whole = rng.random(count) < 0.5
    away = {
        Situation.QUARANTINE: 3,
        Situation.STOPPAGE_FIRST_CYCLE: 5,
        Situation.SICK: 4,
        Situation.STOPPAGE_IDLE: 12,
    }
    days = {s: np.where(is_whole, 0, rng.integers(0, most, count)) for s, most in away.items()}
    days[Situation.NORMAL] = 22 - sum(days.values())
    hours = {
        Situation.OVERTIME_WORKDAY: rng.integers(0, 80, count),
        Situation.OVERTIME_REST_DAY: rng.integers(0, 64, count),
        Situation.OVERTIME_HOLIDAY: rng.integers(0, 32, count),
    }
    return Month(Payroll(rng.integers(1_500_00, 12_000_01, count), days, hours, rng.integers(0, 2, count)))


def rows_of(payroll: Payroll) -> list[dict[str, int]]:
    """Return the payroll as rows."""
    columns = {**payroll.days, **payroll.quarter_hours, "area": payroll.area, "wage": payroll.contract_fen}
    lists = {str(name): column.tolist() for name, column in columns.items() if column is not None}
    return [dict(zip(lists, values, strict=True)) for values in zip(*lists.values(), strict=True)]


def by_rows(rows: list[dict[str, int]], law: PayslipLaw) -> tuple[list[int], list[list[tuple[str, str]]]]:
    """Return totals as code over rows computes them, in whole numbers, with the articles of every line."""
    month_figures = {
        "sick": [_whole(fen) for fen in law.floors[_rate("sick")]],
        "stoppage_idle": [_whole(fen) for fen in law.floors[_rate("living")]],
    }
    articles = {
        str(s): [" ".join(b.figure.citation for b in found) for found in by_area]
        for s, by_area in law.bases.items()
    }
    overtime = {str(s): rate for s, rate in law.rates.items()}
    totals, cited = [], []
    for row in rows:
        total, lines = _row(row, month_figures, articles, overtime, law.workdays, law.minimums_fen)
        totals.append(total)
        cited.append(lines)
    return totals, cited


def _rate(name: str) -> Any:
    from union_lib.negotiation.rules.situations import PayRate

    return PayRate(name)


def _whole(fen: Fraction | None) -> int:
    return int(fen or 0)


CONTRACT = ("normal", "quarantine", "stoppage_first_cycle")
DAY_UP, DAY_DOWN = 4, 87


def _row(
    row: dict[str, int], month_figures: Any, articles: Any, overtime: Any, workdays: int, minimums: Any
) -> tuple[int, list[tuple[str, str]]]:
    wage, area, total, lines = row["wage"], row["area"], 0, []
    if sum(row[s] for s in CONTRACT) == workdays:
        total += wage
        lines += [(s, articles[s][area]) for s in CONTRACT if row[s]]
        if row["normal"] == workdays and wage < minimums[area]:
            total += minimums[area] - wage
            lines.append(("minimum_top_up", articles["minimum_top_up"][area]))
    else:
        for s in CONTRACT:
            if row[s]:
                total += (2 * wage * DAY_UP * row[s] + DAY_DOWN) // (2 * DAY_DOWN)
                lines.append((s, articles[s][area]))
    for s, figures in month_figures.items():
        if row[s]:
            total += (2 * figures[area] * DAY_UP * row[s] + DAY_DOWN) // (2 * DAY_DOWN)
            lines.append((s, articles[s][area]))
    for s, rate in overtime.items():
        if row[s]:
            up, down = rate.numerator * row[s], rate.denominator * 8 * DAY_DOWN
            total += (2 * wage * up + down) // (2 * down)
            lines.append((s, articles[s][area]))
    return total, lines


def peak_mb() -> float:
    """Return the most memory a process of its own takes to make a million payslips and what is due on them."""
    code = (
        "import resource\n"
        "from benchmarks.payslips import MILLION, month\n"
        "month(MILLION).slips()\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return float(done.stdout)


def cases(stack: ExitStack) -> list[Case]:
    """Return a million payslips beside the peers, and the slider for ten thousand workers."""
    many, law = month(MILLION), march_law()
    rows = rows_of(many.payroll)
    if by_rows(rows[:TEN_THOUSAND], law)[0] != many.slips().total_fen[:TEN_THOUSAND].tolist():
        raise SystemExit("Ours and the peer's payslips differ.")
    found = [
        Case(
            "payslips with articles, 1,000,000",
            many.slips,
            "row-by-row Python in whole numbers",
            lambda: by_rows(rows, law),
            rows=MILLION,
            runs=3,
            peak_mb=peak_mb(),
        ),
        Case("the negotiator's slider, 10,000 workers", many.slide, rows=TEN_THOUSAND),
    ]
    if find_spec("openfisca_core"):
        from .payslips_openfisca import peer

        slips = peer(many.payroll, law)
        found.append(
            Case(
                "payslips with articles, 1,000,000 (again)",
                many.slips,
                "OpenFisca-core in floats, no articles",
                slips,
                rows=MILLION,
                runs=3,
            )
        )
    return found
