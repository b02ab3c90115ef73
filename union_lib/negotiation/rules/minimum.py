"""The minimum wage: whether a month's pay reaches it, and the formulas by which provinces set it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ...common.errors import N_, RuleViolation
from .amounts import check_not_negative
from .law import half_up


@dataclass(eq=False)
class EngelUnfit(RuleViolation):
    """An Engel coefficient that is not a share."""

    what = N_("The Engel coefficient must lie above 0 and not above 1.")
    todo = N_("Enter a share such as 0.604.")


@dataclass(frozen=True)
class MinimumCheck:
    """What counts against the minimum wage, and how much is missing, in fen."""

    comparable_fen: int
    shortfall_fen: int

    @property
    def is_met(self) -> bool:
        """Return whether the minimum wage is reached."""
        return not self.shortfall_fen


def minimum_check(
    gross_fen: int, min_wage_fen: int, *, overtime_fen: int = 0, allowances_fen: int = 0, welfare_fen: int = 0
) -> MinimumCheck:
    """Compare a month's pay for normal work with the minimum wage.

    Overtime pay, allowances for shifts, heat, cold, underground and hazards, and statutory welfare do not
    count (最低工资规定 12). Raises `QuantityNegative`.

    >>> minimum_check(2_400_00, 1_700_00, overtime_fen=400_00, allowances_fen=200_00, welfare_fen=100_00).is_met
    True
    """
    check_not_negative(
        gross_fen=gross_fen,
        min_wage_fen=min_wage_fen,
        overtime_fen=overtime_fen,
        allowances_fen=allowances_fen,
        welfare_fen=welfare_fen,
    )
    comparable = gross_fen - overtime_fen - allowances_fen - welfare_fen
    return MinimumCheck(comparable, max(0, min_wage_fen - comparable))


def engel_base_yuan(min_food: Fraction, engel: Fraction, dependency: Fraction) -> int:
    """Return the minimum wage by the Engel coefficient, in whole yuan (最低工资规定, annex).

    >>> engel_base_yuan(Fraction(127), Fraction("0.604"), Fraction("1.87"))
    393
    """
    check_not_negative(min_food=min_food, dependency=dependency)
    if not 0 < engel <= 1:
        raise EngelUnfit
    return half_up(min_food / engel * dependency)


def ratio_base_yuan(living_cost: Fraction, dependency: Fraction) -> int:
    """Return the minimum wage by the cost of living of poor households, in whole yuan (same annex).

    >>> ratio_base_yuan(Fraction(210), Fraction("1.87"))
    393
    """
    check_not_negative(living_cost=living_cost, dependency=dependency)
    return half_up(living_cost * dependency)


def average_wage_band(average: Fraction, low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """Return the band of usual minimum wages as shares of the average wage, unrounded (same annex)."""
    check_not_negative(average_wage=average)
    return average * low, average * high
