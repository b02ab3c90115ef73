"""Wages while production stands still: contract wage for one wage cycle, a living allowance after it.

Source: 工资支付暂行规定 12; 人社厅明电〔2020〕5号 二. What "one cycle" is has three readings.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from ...common.calendar import (
    ONE_DAY,
    add_months,
    add_working_days,
    is_published,
    roll_forward,
    workdays_between,
)
from .amounts import check_not_negative
from .law import half_up
from .wages import day_wage

THIRTY_DAYS = timedelta(days=30)
"""The name of a reading, not a figure that changes: another number of days would be another reading."""


class CycleRule(StrEnum):
    """How long one wage cycle (一个工资支付周期) lasts from the first day of the standstill."""

    ONE_MONTH = "one_month_from_stop"
    THIRTY_DAYS = "thirty_days"
    REST_OF_PAY_PERIOD = "rest_of_pay_period"


@dataclass(frozen=True)
class StandstillWage:
    """One month's wage: workdays on both sides of the cycle's end, and the amount, rounded once."""

    first_cycle_end: date
    contract_days: int
    allowance_days: int
    amount_fen: int
    is_provisional: bool = False


def month_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of the month that holds the day."""
    first = day.replace(day=1)
    return first, add_months(first, 1) - ONE_DAY


def first_cycle_end(stopped_on: date, rule: CycleRule) -> date:
    """Return the last day paid at contract wage.

    >>> [str(first_cycle_end(date(2020, 2, 10), rule)) for rule in CycleRule]
    ['2020-03-09', '2020-03-10', '2020-02-29']
    """
    if rule == CycleRule.ONE_MONTH:
        return add_months(stopped_on, 1) - ONE_DAY
    if rule == CycleRule.THIRTY_DAYS:
        return stopped_on + THIRTY_DAYS - ONE_DAY
    return month_of(stopped_on)[1]


def standstill_wage(
    contract_fen: int,
    after_cycle_fen: Fraction,
    stopped_on: date,
    month: date,
    rule: CycleRule,
    paid_days: Fraction,
) -> StandstillWage:
    """Return the wage of the month that holds the day `month`.

    `after_cycle_fen` is the month's figure after the cycle: the living allowance, or where work is done
    at least the minimum wage. A month wholly on one side gets that side's full figure, a mixed one a day
    wage for every workday of the official calendar.

    >>> standstill_wage(
    ...     4_350_00, Fraction(1_232_00), date(2020, 2, 10), date(2020, 3, 1), CycleRule.ONE_MONTH, Fraction("21.75")
    ... ).amount_fen
    210630
    """
    check_not_negative(contract_fen=contract_fen, after_cycle=after_cycle_fen)
    first, last = month_of(month)
    end = first_cycle_end(stopped_on, rule)
    within = workdays_between(first, min(end, last))
    after = workdays_between(max(end + ONE_DAY, first), last)
    if not after:
        amount = Fraction(contract_fen)
    elif not within:
        amount = after_cycle_fen
    else:
        amount = day_wage(contract_fen, paid_days) * within + after_cycle_fen / paid_days * after
    return StandstillWage(end, within, after, half_up(amount), not is_published(month))


def standstill_starts(first_absent: date, leave_days: int) -> date:
    """Return the first workday of a standstill after leave used up workdays from the first absent day on.

    Source: the notice of the city's federation, measure 六: leave is used first.

    >>> standstill_starts(date(2020, 2, 3), 5)
    datetime.date(2020, 2, 10)
    """
    check_not_negative(leave_days=leave_days)
    return add_working_days(roll_forward(first_absent), leave_days)
