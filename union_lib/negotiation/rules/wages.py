"""Wages by the day, the hour and the part of a month; every function rounds once, half up, to fen.

Amounts are fen; divisors and shares are the figures of the law of the day.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from .amounts import check_not_negative
from .law import half_up


@dataclass(frozen=True)
class Conversion:
    """A monthly wage by the day and by the hour, each rounded to fen, for showing: never multiply these."""

    daily_fen: int
    hourly_fen: int


def day_wage(monthly_fen: int, paid_days: Fraction) -> Fraction:
    """Return the exact wage of a day in fen: the month's by its paid days (月计薪天数).

    Source: 劳社部发〔2008〕3号 二; the number of workdays in a month never divides a wage.
    """
    check_not_negative(monthly_fen=monthly_fen)
    return monthly_fen / paid_days


def hour_wage(monthly_fen: int, paid_days: Fraction, hours_per_day: Fraction) -> Fraction:
    """Return the exact wage of an hour in fen."""
    return day_wage(monthly_fen, paid_days) / hours_per_day


def wage_conversion(monthly_fen: int, paid_days: Fraction, hours_per_day: Fraction) -> Conversion:
    """Return a monthly wage by day and hour.

    >>> wage_conversion(1_700_00, Fraction("21.75"), Fraction(8))
    Conversion(daily_fen=7816, hourly_fen=977)
    """
    return Conversion(
        half_up(day_wage(monthly_fen, paid_days)), half_up(hour_wage(monthly_fen, paid_days, hours_per_day))
    )


def prorated_wage_fen(
    monthly_fen: int, full_months: Fraction, extra_days: Fraction, paid_days: Fraction
) -> int:
    """Return the wage of whole months and some days beyond them.

    >>> prorated_wage_fen(4_000_00, Fraction(1), Fraction(7), Fraction("21.75"))
    528736
    """
    check_not_negative(full_months=full_months, extra_days=extra_days)
    return half_up(monthly_fen * full_months + day_wage(monthly_fen, paid_days) * extra_days)


def quarantine_wage_fen(monthly_fen: int, workdays: Fraction, paid_days: Fraction) -> int:
    """Return the wage owed for workdays in quarantine or under observation.

    Source: 人社厅明电〔2020〕5号 一; 传染病防治法 41.
    """
    check_not_negative(workdays=workdays)
    return half_up(day_wage(monthly_fen, paid_days) * workdays)


def home_work_owed_fen(contract_fen: int, paid_fen: int, months: Fraction) -> int:
    """Return what is still owed to somebody who worked from home; below 0 if more was paid than agreed.

    Source: 人社部发〔2020〕8号 二.
    """
    check_not_negative(contract_fen=contract_fen, paid_fen=paid_fen, months=months)
    return half_up((contract_fen - paid_fen) * months)


def living_allowance(min_wage_fen: Fraction, share: Fraction) -> Fraction:
    """Return the exact living allowance of a month: a share of the minimum wage."""
    check_not_negative(min_wage=min_wage_fen, share=share)
    return min_wage_fen * share


def rotation_living_allowance_fen(
    min_wage_fen: Fraction, share: Fraction, idle_share: Fraction, months: Fraction
) -> int:
    """Return the living allowance of somebody in a rotation, for the share of the time without work.

    >>> rotation_living_allowance_fen(Fraction(2_200_00), Fraction(1), Fraction(1, 2), Fraction(3))
    330000
    """
    check_not_negative(share_of_time_idle=idle_share, months=months)
    return half_up(living_allowance(min_wage_fen, share) * idle_share * months)


def sick_pay_floor_fen(min_wage_fen: Fraction, share: Fraction) -> int:
    """Return the least sick pay of a month in the medical period (劳部发〔1995〕309号 59).

    >>> sick_pay_floor_fen(Fraction(1_540_00), Fraction("0.8"))
    123200
    """
    check_not_negative(min_wage=min_wage_fen)
    return half_up(min_wage_fen * share)
