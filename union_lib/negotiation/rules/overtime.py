"""Overtime: what a day's kind makes an hour worth, what a timesheet earns, and where it passes the cap."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import groupby

from ...common.calendar import DayKind, day_kind
from ...common.errors import N_, RuleViolation
from .amounts import check_not_negative
from .law import half_up

Rates = Mapping[DayKind, Fraction]
"""What an hour of overtime earns as a multiple of the hour wage, by the kind of day (劳动法 44)."""


class CapViolation(StrEnum):
    """How overtime passes the cap of 劳动法 41, in the order reported."""

    DAILY_USUAL = "daily_over_1h"
    DAILY_SPECIAL = "daily_over_3h"
    MONTHLY = "monthly_over_36h"


@dataclass(eq=False)
class MorePaidThanWorked(RuleViolation):
    """Single pay was given for more hours than were worked."""

    what = N_("More hours were already paid at the single rate than overtime was worked.")
    todo = N_("Correct the hours worked or the hours already paid.")


@dataclass(frozen=True)
class OvertimeRow:
    """Overtime on one day; `is_compensated` if time off was given for it."""

    on: date
    hours: Fraction
    is_compensated: bool = False


@dataclass(frozen=True)
class OvertimeLine:
    """What one row of a timesheet earns: its kind of day, the rate (0 after time off in lieu), the amount."""

    on: date
    kind: DayKind
    rate: Fraction
    amount_fen: int


@dataclass(frozen=True)
class OvertimeCap:
    """Hours allowed beyond the standard: usual a day, a day for special reasons, and a month."""

    usual_per_day: Fraction
    special_per_day: Fraction
    per_month: Fraction


def overtime_pay_fen(
    hour_wage: Fraction, hours: Mapping[Fraction, Fraction], single_paid_hours: Fraction = Fraction(0)
) -> int:
    """Return the pay for hours by rate, less hours already paid once at the single rate.

    Raises `QuantityNegative` or `MorePaidThanWorked`.

    >>> overtime_pay_fen(Fraction(25_00), {Fraction(2): Fraction(32), Fraction(3): Fraction(24)})
    340000
    """
    for worked in (*hours.values(), single_paid_hours):
        check_not_negative(hours=worked)
    if single_paid_hours > sum(hours.values()):
        raise MorePaidThanWorked
    return half_up(hour_wage * (sum(rate * worked for rate, worked in hours.items()) - single_paid_hours))


def overtime_rate(row: OvertimeRow, rates: Rates) -> Fraction:
    """Return the rate of a row: time off in lieu cancels a rest day's, never a holiday's or a workday's."""
    kind = day_kind(row.on)
    return Fraction(0) if kind == DayKind.REST_DAY and row.is_compensated else rates[kind]


def overtime_line(row: OvertimeRow, hour_wage: Fraction, rates: Rates) -> OvertimeLine:
    """Return what a row earns, rounded to fen."""
    check_not_negative(hours=row.hours)
    rate = overtime_rate(row, rates)
    return OvertimeLine(row.on, day_kind(row.on), rate, half_up(hour_wage * rate * row.hours))


def cap_violations(
    rows: Sequence[OvertimeRow], cap: OvertimeCap, *, has_special_reason: bool
) -> list[CapViolation]:
    """Return how the hours pass the cap, each way once; the number itself is allowed (劳动法 41).

    Rows of one day are added up. Emergencies of 劳动法 42 have no cap: do not ask for them.
    """
    for row in rows:
        check_not_negative(hours=row.hours)
    daily = max(_sums(rows, lambda row: row.on), default=Fraction(0))
    monthly = max(_sums(rows, lambda row: row.on.replace(day=1)), default=Fraction(0))
    passed = {
        CapViolation.DAILY_USUAL: not has_special_reason and daily > cap.usual_per_day,
        CapViolation.DAILY_SPECIAL: daily > cap.special_per_day,
        CapViolation.MONTHLY: monthly > cap.per_month,
    }
    return [violation for violation, is_passed in passed.items() if is_passed]


def _sums(rows: Sequence[OvertimeRow], period: Callable[[OvertimeRow], date]) -> list[Fraction]:
    keyed = sorted(rows, key=period)
    return [Fraction(sum(row.hours for row in some)) for _, some in groupby(keyed, key=period)]
