"""The law of one month for many payslips: the figures of every area as whole numbers, with their articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from math import lcm

import numpy as np
from numpy.typing import NDArray

from ...common.calendar import DayKind, is_published, workdays_between
from . import law as ids
from .extra_lines import RATE_IDS
from .law import Basis, Law, exact
from .month_rates import Agreed, MonthRate, known, month_rate
from .situations import OVERTIME_OF, RATE_OF, PayRate, Situation
from .standstill import month_of

DAY_COLUMNS = tuple(RATE_OF)
"""Situations counted in days, in the order of the lines."""

OVERTIME_COLUMNS = tuple(
    OVERTIME_OF[kind] for kind in (DayKind.WORKDAY, DayKind.REST_DAY, DayKind.STATUTORY_HOLIDAY)
)
"""Kinds of overtime, in the order of the lines."""

Ids = tuple[str, ...]


@dataclass(frozen=True)
class PayslipLaw:
    """What the payslips of a month in some areas rest on.

    `floors` has by rate the month's figure of every area, None where unknown; `minimums_fen` the
    minimum wage of every area; `bases` and `missing` by column
    the articles, and the ids of unknown figures, of every area. Provisional: the calendar is not published.
    """

    areas: tuple[str, ...]
    workdays: int
    paid_days: Fraction
    hours_per_day: Fraction
    rates: Mapping[Situation, Fraction]
    floors: Mapping[PayRate, tuple[Fraction | None, ...]]
    minimums_fen: tuple[int | None, ...]
    bases: Mapping[Situation, tuple[tuple[Basis, ...], ...]]
    missing: Mapping[Situation, tuple[Ids, ...]]
    is_provisional: bool = False

    def denominator(self, rate: PayRate) -> int:
        """Return the number by which a rate's whole-number figures are to be divided to give fen."""
        return self._whole[rate][1]

    def numerators(self, rate: PayRate) -> NDArray[np.int64]:
        """Return a rate's figure of every area as whole numbers; 0 where unknown."""
        return self._whole[rate][0]

    def is_known(self, rate: PayRate) -> NDArray[np.bool_]:
        """Return for which areas a rate's figure is known."""
        found = self.floors.get(rate, (Fraction(0),) * len(self.areas))
        return np.array([figure is not None for figure in found], dtype=bool)

    @cached_property
    def _whole(self) -> dict[PayRate, tuple[NDArray[np.int64], int]]:
        found = {}
        for rate in PayRate:
            figures = [figure or Fraction(0) for figure in self.floors.get(rate, (None,) * len(self.areas))]
            down = lcm(*(figure.denominator for figure in figures))
            found[rate] = (np.array([int(figure * down) for figure in figures], dtype=np.int64), down)
        return found


def payslip_law(law: Law, areas: Sequence[str], month: date) -> PayslipLaw:
    """Return the law of the month that holds the day, for payslips in these areas, by position.

    Figures are those of the first day of the month, articles about a situation those of its last. Raises
    `FigureUnknown` or `NoRuleInForce` for national ones; an area's unknown figures block its payslips only.
    """
    first, last = month_of(month)
    laws = [replace(law, area=area) for area in areas]
    national = {figure_id: law.basis(figure_id, first) for figure_id in (ids.PAID_DAYS, ids.STANDARD_HOURS)}
    rates = {OVERTIME_OF[kind]: law.basis(figure_id, first) for kind, figure_id in RATE_IDS.items()}
    by_day = {s: [month_rate(s, Agreed(0), one, first, last) for one in laws] for s in DAY_COLUMNS}
    least = [known(one, [ids.MIN_WAGE, ids.MIN_WAGE_EXCLUDES], first) for one in laws]
    bases = {
        s: tuple((*rate.bases, national[ids.PAID_DAYS]) for rate in found) for s, found in by_day.items()
    }
    bases |= {s: ((rate, *national.values()),) * len(areas) for s, rate in rates.items()}
    bases[Situation.MINIMUM_TOP_UP] = tuple(tuple(found) for found, _ in least)
    missing: dict[Situation, tuple[Ids, ...]] = {
        s: tuple(rate.missing for rate in found) for s, found in by_day.items()
    }
    missing |= {s: ((),) * len(areas) for s in rates}
    missing[Situation.MINIMUM_TOP_UP] = tuple(tuple(lacking) for _, lacking in least)
    return PayslipLaw(
        areas=tuple(areas),
        workdays=workdays_between(first, last),
        paid_days=national[ids.PAID_DAYS].exact,
        hours_per_day=exact(national[ids.STANDARD_HOURS].value["per_day"]),
        rates={situation: rate.exact for situation, rate in rates.items()},
        floors=_floors(by_day),
        minimums_fen=tuple(None if lacking else int(found[0].value) for found, lacking in least),
        bases=bases,
        missing=missing,
        is_provisional=not is_published(first),
    )


def _floors(by_day: Mapping[Situation, Sequence[MonthRate]]) -> dict[PayRate, tuple[Fraction | None, ...]]:
    """Return the month's figures of the rates the law sets."""
    examples = {
        PayRate.SICK: Situation.SICK,
        PayRate.MINIMUM: Situation.STOPPAGE_WORKING,
        PayRate.LIVING: Situation.STOPPAGE_IDLE,
    }
    return {rate: tuple(found.monthly_fen for found in by_day[s]) for rate, s in examples.items()}
