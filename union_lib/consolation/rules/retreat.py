"""Rest cures (疗休养): how many of a unit may go, what is paid, and who may go again when.

The figures are dated policies and come in as arguments; sources beside each rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from ...common.errors import N_, RuleViolation


@dataclass(frozen=True)
class QuotaRule:
    """What share of a unit's staff may go in a year, and the subsidy for each person.

    Source of the form: 龙岩市总工会 2023 (50 people or fewer: one third, else 20 %; 300 yuan a day for 2 to 5 days, 100
    for a single day).
    """

    small_up_to: int
    small_share: Fraction
    share: Fraction
    one_day_fen: int
    day_fen: int
    most_days: int

    def max_people(self, staff: int) -> int:
        """Return how many may go in a year, rounded down; 以下 includes the number itself.

        >>> rule = QuotaRule(50, Fraction(1, 3), Fraction(1, 5), 100_00, 300_00, 5)
        >>> rule.max_people(50), rule.max_people(51)
        (16, 10)
        """
        return int(staff * (self.small_share if staff <= self.small_up_to else self.share))

    def subsidy_fen(self, days: int) -> int:
        """Return the subsidy for one person; days beyond the most earn nothing more.

        >>> rule = QuotaRule(50, Fraction(1, 3), Fraction(1, 5), 100_00, 300_00, 5)
        >>> rule.subsidy_fen(1), rule.subsidy_fen(2), rule.subsidy_fen(7)
        (10000, 60000, 150000)
        """
        return self.one_day_fen if days == 1 else self.day_fen * min(max(days, 0), self.most_days)


class OverLimit(StrEnum):
    """Which limit of a rest cure is exceeded; the first in this order counts."""

    DAYS = "days"
    DAILY = "daily_limit"
    ANNUAL = "annual_limit"


@dataclass(frozen=True)
class Stay:
    """One person's stay, with what the person has already used this year."""

    days: int
    day_fen: int
    used_this_year_fen: int = 0
    is_paired_region: bool = False


@dataclass(frozen=True)
class StayLimits:
    """Days, cost a day and cost a year; the limits include the number itself.

    Source of the form: 衢州市总工会 2021 (600 yuan a day, 3,000 a year, 5 days; 7 in a paired region).
    """

    days: int
    days_paired: int
    day_fen: int
    year_fen: int

    def exceeded(self, stay: Stay) -> OverLimit | None:
        """Return the first limit the stay exceeds.

        >>> StayLimits(5, 7, 600_00, 3000_00).exceeded(Stay(3, 600_00, used_this_year_fen=1200_01))
        <OverLimit.ANNUAL: 'annual_limit'>
        """
        if stay.days > (self.days_paired if stay.is_paired_region else self.days):
            return OverLimit.DAYS
        if stay.day_fen > self.day_fen:
            return OverLimit.DAILY
        if stay.used_this_year_fen + stay.days * stay.day_fen > self.year_fen:
            return OverLimit.ANNUAL
        return None


@dataclass(eq=False)
class WentTooRecently(RuleViolation):
    """Somebody took part a few years ago and must let others go first."""

    name: str
    went: int
    again: int

    what = N_("{name} took part in {went} and may not go again before {again}.")
    todo = N_("Offer the place to the next on the list.")


def year_allowed(years_gone: Sequence[int], gap_years: int) -> int | None:
    """Return the first year somebody may go again if nobody goes again within so many years; None: any year.

    The count is by calendar year: who went in 2018 does not go again within three years, so not before 2021.

    >>> year_allowed([2015, 2018], gap_years=3)
    2021
    """
    return max(years_gone) + gap_years if years_gone else None


def check_not_again(name: str, years_gone: Sequence[int], year: int, gap_years: int) -> None:
    """Raise `WentTooRecently` if somebody went fewer than so many years ago; later years do not count."""
    earlier = [gone for gone in years_gone if gone <= year]
    allowed = year_allowed(earlier, gap_years)
    if allowed is not None and year < allowed:
        raise WentTooRecently(name, max(earlier), allowed)
