"""What is due on a million payslips of one month at once, exact to the fen, each amount with its articles.

The same rules as for one worker (`worker_month`), on columns: amounts are products of whole numbers in
int64, divided once and rounded half up. A column's articles are kept once for every area, not for every row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...common.errors import N_, RuleViolation
from .amounts import check_not_negative
from .bargaining import LARGEST, AmountTooLarge
from .law import Basis
from .payslip_law import DAY_COLUMNS, OVERTIME_COLUMNS, PayslipLaw
from .situations import LABOUR, RATE_OF, PayRate, Situation

Column = NDArray[Any]
Fen = NDArray[np.int64]
QUARTERS = 4
"""Hours of overtime are counted in quarters."""


@dataclass(eq=False)
class ColumnUnfit(RuleViolation):
    """A column of the payroll is not whole numbers, or has more or fewer rows than the wages."""

    name: str

    what = N_("The column “{name}” must hold one whole number for every payslip.")
    todo = N_("Look for text, empty cells or decimals in it, and correct them.")


@dataclass(eq=False)
class MoreDaysThanMonth(RuleViolation):
    """A payslip whose days by situation come to more than the month has workdays."""

    row: int
    workdays: int

    what = N_("Payslip {row} has more days than the {workdays} workdays of the month.")
    todo = N_("Correct its days: every workday belongs to one situation.")


@dataclass(frozen=True)
class Payroll:
    """The facts of n payslips of one month: whole-number columns (n,).

    `contract_fen` is the agreed month's wage; `days` holds by situation the workdays in parts of
    1/`day_parts` (1: whole days, 2: halves); `quarter_hours` overtime by kind of day; `area` the position in
    the law's areas. `sick_fen` and `stoppage_fen` are agreed amounts above the floors, `excluded_fen` what
    does not count against the minimum wage. A column left out is 0 throughout.
    """

    contract_fen: Column
    days: Mapping[Situation, Column]
    quarter_hours: Mapping[Situation, Column] = field(default_factory=dict)
    area: Column | None = None
    sick_fen: Column | None = None
    stoppage_fen: Column | None = None
    excluded_fen: Column | None = None
    day_parts: int = 1

    def __len__(self) -> int:
        """Return the number of payslips."""
        return int(np.asarray(self.contract_fen).size)


@dataclass(frozen=True)
class Payslips:
    """What is due: fen (n,) by column that has any, their sum, and rows blocked by an unknown figure.

    A blocked row's unknown amounts are 0 and its total counts the known ones only: do not assert it.
    """

    law: PayslipLaw
    area: Column
    due_fen: Mapping[Situation, Fen]
    total_fen: Fen
    is_blocked: NDArray[np.bool_]

    def bases(self, situation: Situation, row: int = 0) -> tuple[Basis, ...]:
        """Return the figures the amount in this column and row rests on."""
        return self.law.bases[situation][int(self.area[row])]

    def missing(self, row: int) -> tuple[str, ...]:
        """Return the ids of figures a row lacks."""
        area = int(self.area[row])
        found = (self.law.missing[column][area] for column in self.due_fen)
        return tuple(dict.fromkeys(figure_id for ids in found for figure_id in ids))

    def shortfall_fen(self, paid_fen: Column) -> Fen:
        """Return by how much each payslip was underpaid (n,), at least 0; 0 where it is blocked."""
        missing = np.maximum(self.total_fen - np.asarray(paid_fen, dtype=np.int64), 0)
        return np.where(self.is_blocked, 0, missing)


def payslips(payroll: Payroll, law: PayslipLaw) -> Payslips:
    """Return what is due on every payslip.

    Raises `ColumnUnfit`, `QuantityNegative`, `MoreDaysThanMonth`, or `AmountTooLarge`.
    """
    _check(payroll, law)
    area = _whole(payroll.area, len(payroll))
    due = _day_amounts(payroll, law, area) | _overtime_amounts(payroll, law)
    blocked = _blocked(payroll, law, area)
    added = _top_up(payroll, law, area)
    if added is not None:
        due[Situation.MINIMUM_TOP_UP] = added
    total = _zeros(len(payroll))
    for amounts in due.values():
        total += amounts
    return Payslips(law, area, due, total, blocked)


def _zeros(count: int) -> Fen:
    return np.zeros(count, dtype=np.int64)


def _whole(column: Column | None, count: int) -> Fen:
    return _zeros(count) if column is None else np.ascontiguousarray(column, dtype=np.int64)


def _check(payroll: Payroll, law: PayslipLaw) -> None:
    """Refuse what is not whole, below zero, or more days than the month has."""
    columns = {
        "contract_wage": payroll.contract_fen,
        "area": payroll.area,
        "agreed_sick_pay": payroll.sick_fen,
        "agreed_stoppage_wage": payroll.stoppage_fen,
        "excluded_allowances": payroll.excluded_fen,
        **{f"days {situation}": column for situation, column in payroll.days.items()},
        **{f"hours {situation}": column for situation, column in payroll.quarter_hours.items()},
    }
    for name, column in columns.items():
        if column is not None:
            _check_column(name, np.asarray(column), len(payroll))
    days = sum((np.asarray(column) for column in payroll.days.values()), _zeros(len(payroll)))
    if (over := np.flatnonzero(days > law.workdays * payroll.day_parts)).size:
        raise MoreDaysThanMonth(int(over[0]) + 1, law.workdays)


def _check_column(name: str, column: Column, count: int) -> None:
    if column.dtype.kind not in "iu" or column.shape != (count,):
        raise ColumnUnfit(name.replace("_", " "))
    check_not_negative(**{name: int(column.min(initial=0))})


def _divided(amounts: Fen, factor: Fraction, counts: Fen) -> Fen:
    """Return amounts × factor × counts, rounded half up to fen, in whole numbers throughout."""
    up, down = factor.as_integer_ratio()
    if int(amounts.max(initial=0)) * int(counts.max(initial=0)) * up * 2 + down >= LARGEST:
        raise AmountTooLarge
    products = amounts * counts
    products *= 2 * up
    products += down
    products //= 2 * down
    return products


def _day_amounts(payroll: Payroll, law: PayslipLaw, area: Fen) -> dict[Situation, Fen]:
    """Return the amounts of the columns counted in days that have any."""
    count = len(payroll)
    used = [s for s in DAY_COLUMNS if s in payroll.days and np.any(payroll.days[s])]
    due: dict[Situation, Fen] = {}
    for rate in PayRate:
        group = {s: _whole(payroll.days[s], count) for s in used if RATE_OF[s] == rate}
        if group and rate != PayRate.NOTHING:
            due |= _group_amounts(
                _monthly(payroll, law, rate, area), law.denominator(rate), group, payroll, law
            )
    return {situation: due[situation] for situation in DAY_COLUMNS if situation in due}


def _monthly(payroll: Payroll, law: PayslipLaw, rate: PayRate, area: Fen) -> Fen:
    """Return every row's month's figure of a rate, in fen by the rate's denominator; 0 where unknown."""
    if rate == PayRate.CONTRACT:
        return _whole(payroll.contract_fen, len(payroll))
    floors = law.numerators(rate)[area]
    agreed = {PayRate.SICK: payroll.sick_fen, PayRate.MINIMUM: payroll.stoppage_fen}.get(rate)
    if agreed is None:
        return floors
    own = _whole(agreed, len(payroll)) * law.denominator(rate)
    return np.where(law.is_known(rate)[area], np.maximum(floors, own), 0)


def _group_amounts(
    monthly: Fen, denominator: int, group: Mapping[Situation, Fen], payroll: Payroll, law: PayslipLaw
) -> dict[Situation, Fen]:
    """Return the amounts of the columns that share a month's figure.

    Rows whose days in the group cover the month get the full figure, divided by days; others are paid by day.
    """
    workdays = law.workdays * payroll.day_parts
    per_day = 1 / (denominator * law.paid_days * payroll.day_parts)
    per_month = Fraction(1, denominator * workdays)
    is_full = np.equal(sum(group.values()), workdays)
    due, before = {}, _zeros(monthly.size)
    has_full, all_full = bool(is_full.any()), bool(is_full.all())
    for situation, days in group.items():
        by_day = None if all_full else _divided(monthly, per_day, days)
        if has_full:
            part = _divided(monthly, per_month, before + days) - _divided(monthly, per_month, before)
            due[situation] = part if by_day is None else np.where(is_full, part, by_day)
            before = before + days
        elif by_day is not None:
            due[situation] = by_day
    return due


def _overtime_amounts(payroll: Payroll, law: PayslipLaw) -> dict[Situation, Fen]:
    contract = _whole(payroll.contract_fen, len(payroll))
    return {
        situation: _divided(
            contract,
            law.rates[situation] / law.paid_days / law.hours_per_day / QUARTERS,
            _whole(payroll.quarter_hours[situation], len(payroll)),
        )
        for situation in OVERTIME_COLUMNS
        if situation in payroll.quarter_hours and np.any(payroll.quarter_hours[situation])
    }


def _top_up(payroll: Payroll, law: PayslipLaw, area: Fen) -> Fen | None:
    """Return what rows of a whole month of normal work lack to the minimum wage; None if no row lacks any."""
    count = len(payroll)
    labour = sum((_whole(payroll.days[s], count) for s in LABOUR if s in payroll.days), _zeros(count))
    comparable = _whole(payroll.contract_fen, count)
    if payroll.excluded_fen is not None:
        comparable = comparable - _whole(payroll.excluded_fen, count)
    least = np.array([fen or 0 for fen in law.minimums_fen], dtype=np.int64)[area]
    is_known = np.array([fen is not None for fen in law.minimums_fen])[area]
    is_checked = is_known & (labour == law.workdays * payroll.day_parts)
    lacking = np.where(is_checked, np.maximum(least - comparable, 0), 0)
    return lacking if lacking.any() else None


def _blocked(payroll: Payroll, law: PayslipLaw, area: Fen) -> NDArray[np.bool_]:
    """Return the rows with days whose month's figure is unknown in their area."""
    blocked = np.zeros(len(payroll), dtype=bool)
    for situation, days in payroll.days.items():
        known = law.is_known(RATE_OF[situation])
        if not known.all():
            blocked |= (np.asarray(days) > 0) & ~known[area]
    return blocked
