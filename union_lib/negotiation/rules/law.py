"""The law a calculation rests on: dated figures of one area, asked for by the day of the event.

A rule never holds a figure of law itself: it asks, and what it got stays with its result, so that every
yuan can show its article. The same facts under another day's or area's law are another `Law`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from ...common.errors import N_, RuleViolation
from ...common.money import FEN_PER_YUAN
from ...common.policies import COUNTRY, Figure, NoRuleInForce, PolicyBook

PAID_DAYS = "paid_days_per_month"
MONTHLY_WORK_DAYS = "monthly_work_days"
ANNUAL_WORK_DAYS = "annual_work_days"
STANDARD_HOURS = "standard_hours"
OVERTIME_WORKDAY = "overtime_rate_workday"
OVERTIME_REST_DAY = "overtime_rate_rest_day"
OVERTIME_HOLIDAY = "overtime_rate_statutory_holiday"
OVERTIME_CAP = "overtime_cap"
STANDSTILL_FIRST = "standstill_first_cycle"
STANDSTILL_WORKING = "standstill_after_first_cycle_with_work"
CYCLE_RULE = "standstill_cycle_rule"
FULL_WAGE = "wage_paid_in_full"
LIVING_SHARE = "living_allowance_share_of_min_wage"
QUARANTINE = "quarantine_pay"
WORK_FROM_HOME = "work_from_home_pay"
SICK_SHARE = "sick_pay_floor_share"
MEDICAL_PERIOD = "medical_period_table"
LEAVE_DAYS = "annual_leave_days"
LEAVE_LOST = "annual_leave_lost"
LEAVE_DIVISOR = "annual_leave_proration_divisor"
LEAVE_RATE = "annual_leave_unused_rate"
MATERNITY = "maternity_leave"
MATERNITY_WAGE = "no_wage_cut_for_pregnancy"
MIN_WAGE = "min_wage_monthly"
MIN_WAGE_EXCLUDES = "min_wage_excludes"
AVERAGE_WAGE_BAND = "min_wage_share_of_average"

MinimumWage = Callable[[PolicyBook, date, str], Figure]
"""Finds the monthly minimum wage of an area on a day: a figure whose value is fen."""


@dataclass(eq=False)
class AreaUnknown(RuleViolation):
    """An area is neither the country nor a six-digit code."""

    area: str

    what = N_("“{area}” is not an area known here.")
    todo = N_("Choose the area from the list: province, city or district.")


@dataclass(frozen=True)
class Basis:
    """One figure a result rests on: which it is, and what it was on the day."""

    id: str
    figure: Figure

    @property
    def value(self) -> Any:
        """Return the figure's value."""
        return self.figure.value

    @property
    def exact(self) -> Fraction:
        """Return the value as it is written: 21.75 is 87/4."""
        return exact(self.figure.value)


def exact(value: object) -> Fraction:
    """Return a number as it is written, never as the nearest binary one.

    >>> exact(21.75), exact("0.7"), exact(3)
    (Fraction(87, 4), Fraction(7, 10), Fraction(3, 1))
    """
    return value if isinstance(value, Fraction) else Fraction(str(value))


def half_up(number: Fraction | int) -> int:
    """Return the nearest whole number, a half upwards.

    >>> half_up(Fraction(5, 2)), half_up(Fraction(-5, 2)), half_up(7)
    (3, -2, 7)
    """
    return (2 * number + 1).__floor__() // 2


def in_fen(yuan: object) -> Fraction:
    """Return an amount of yuan in fen, unrounded."""
    return exact(yuan) * FEN_PER_YUAN


def minimum_of_the_area(book: PolicyBook, on: date, area: str) -> Figure:
    """Return the minimum wage recorded for the area itself, in fen; raises `FigureUnknown` or `NoRuleInForce`."""
    figure = book.figure(MIN_WAGE, on, area)
    return replace(figure, value=half_up(in_fen(figure.value)))


@dataclass(frozen=True)
class Law:
    """The figures of an area; `minimum` finds its monthly minimum wage in fen, which may come by class.

    `as_of` asks for another day's law instead of the event's. `entered` holds figures by id that a person
    gave for this calculation, and comes first; a minimum wage among them is fen.
    """

    book: PolicyBook
    area: str = COUNTRY
    minimum: MinimumWage = minimum_of_the_area
    as_of: date | None = None
    entered: Mapping[str, Figure] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what is not an area; raises `AreaUnknown`."""
        if self.area != COUNTRY and not (len(self.area) == 6 and self.area.isdecimal()):
            raise AreaUnknown(self.area)

    def basis(self, figure_id: str, on: date) -> Basis:
        """Return the figure in force; raises `FigureUnknown` or `NoRuleInForce`."""
        if figure_id in self.entered:
            return Basis(figure_id, self.entered[figure_id])
        day = self.as_of or on
        if figure_id not in self.book.policies:
            raise NoRuleInForce(figure_id, self.area, day, figure_id)
        return Basis(figure_id, self.book.figure(figure_id, day, self.area))

    def min_wage(self, on: date) -> Basis:
        """Return the area's monthly minimum wage, in fen; raises `FigureUnknown` or `NoRuleInForce`."""
        if MIN_WAGE in self.entered:
            return Basis(MIN_WAGE, self.entered[MIN_WAGE])
        return Basis(MIN_WAGE, self.minimum(self.book, self.as_of or on, self.area))
