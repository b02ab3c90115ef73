"""Annual and maternity leave, and the day wages are due when the agreed one is a holiday."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from ...common.calendar import roll_back
from ...common.errors import N_, RuleViolation
from .amounts import check_not_negative
from .law import exact, half_up
from .wages import day_wage

Table = Sequence[Mapping[str, Any]]
"""Rows of a figure, each with `years: [from, below]`; the first number belongs to the row (以上 includes it)."""


class LeaveType(StrEnum):
    """Leave the law gives, or leave the employer gives beyond it."""

    STATUTORY = "statutory"
    COMPANY_WELFARE = "company_welfare"


class PartYear(StrEnum):
    """Whether a year is cut short at its start or at its end."""

    JOIN = "join"
    LEAVE = "leave"


class MaternityEvent(StrEnum):
    """What maternity leave is for."""

    BIRTH = "birth"
    MISCARRIAGE = "miscarriage"


@dataclass(eq=False)
class NobodyBorn(RuleViolation):
    """A birth without a child."""

    what = N_("A birth has at least one child.")
    todo = N_("Enter the number of children, or choose miscarriage.")


@dataclass(frozen=True)
class LeaveShare:
    """Leave in a year worked in part: its calendar days with the employer, and whole days of leave."""

    calendar_days: int
    days: int


def in_band(years: Fraction, band: Sequence[Any]) -> bool:
    """Return whether a number of years lies in `[from, below]`; no upper end if it is None."""
    low, high = band
    return years >= exact(low) and (high is None or years < exact(high))


def annual_leave_days(years: Fraction, table: Table) -> int:
    """Return the days of annual leave by years of work, with all employers (职工带薪年休假条例 3)."""
    check_not_negative(years=years)
    return next((int(row["days"]) for row in table if in_band(years, row["years"])), 0)


def is_leave_lost(years: Fraction, sick_months: Fraction, table: Table) -> bool:
    """Return whether months of sick leave in the year take the annual leave away (职工带薪年休假条例 4)."""
    check_not_negative(years=years, sick_months=sick_months)
    return any(sick_months >= exact(row["sick_months"]) for row in table if in_band(years, row["years"]))


def leave_share(side: PartYear, day: date, entitlement: int, taken: Fraction, divisor: int) -> LeaveShare:
    """Return the leave of a year that starts or ends with an employer on the day (实施办法 5, 12).

    Parts of a day of what is left are dropped; the divisor is the same in leap years; too much taken is not
    asked back.

    >>> leave_share(PartYear.LEAVE, date(2023, 9, 30), 15, Fraction(4), 365)
    LeaveShare(calendar_days=273, days=7)
    """
    check_not_negative(annual_entitlement=entitlement, days_taken=taken)
    joined = (date(day.year, 12, 31) - day).days + 1
    worked = joined if side == PartYear.JOIN else (day - date(day.year, 1, 1)).days + 1
    earned = Fraction(worked, divisor) * entitlement
    left = earned if side == PartYear.JOIN else earned - taken
    return LeaveShare(worked, max(0, left.__floor__()))


def unused_leave_pay_fen(
    average_fen: int,
    unused_days: Fraction,
    rate: Fraction,
    paid_days: Fraction,
    *,
    is_wage_paid: bool,
    kind: LeaveType = LeaveType.STATUTORY,
) -> int:
    """Return what unused leave still earns; the rate holds the normal wage, which may be paid already.

    `average_fen` is the average month of the last twelve without overtime (实施办法 10, 11). Leave the
    employer gives beyond the law earns nothing.

    >>> unused_leave_pay_fen(6_000_00, Fraction(5), Fraction(3), Fraction("21.75"), is_wage_paid=True)
    275862
    """
    check_not_negative(unused_days=unused_days)
    if kind == LeaveType.COMPANY_WELFARE:
        return 0
    return half_up(day_wage(average_fen, paid_days) * unused_days * (rate - 1 if is_wage_paid else rate))


def birth_leave_days(babies: int, is_difficult: bool, figures: Mapping[str, Any]) -> int:
    """Return the least days of maternity leave for a birth (女职工劳动保护特别规定 7); provinces give more."""
    if babies < 1:
        raise NobodyBorn
    more = int(figures["difficult"]) if is_difficult else 0
    return int(figures["birth"]) + more + int(figures["each_extra_baby"]) * (babies - 1)


def miscarriage_leave_days(months: Fraction, boundary: Fraction, figures: Mapping[str, Any]) -> int:
    """Return the least days of leave after a miscarriage, by months of pregnancy; the boundary is in the longer."""
    check_not_negative(gestation_months=months)
    key = "miscarriage_from_4_months" if months >= boundary else "miscarriage_under_4_months"
    return int(figures[key])


def pay_on_or_before(agreed: date) -> date:
    """Return the day wages are due: the agreed one, or the last workday before it (工资支付暂行规定 7)."""
    return roll_back(agreed)
