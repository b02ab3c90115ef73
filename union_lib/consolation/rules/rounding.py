"""Exact shares to whole fen: round down, then one more for the largest remainders, the first of equals first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ...common.money import largest_remainder
from .amounts import check_budget, check_weights


def whole_fen(shares: Sequence[Fraction | int]) -> list[int]:
    """Return shares that add up to a whole number as whole numbers with the same sum.

    >>> whole_fen([Fraction(10, 3), Fraction(10, 3), Fraction(10, 3)])
    [4, 3, 3]
    """
    whole = [share.__floor__() for share in shares]
    left_over = int(sum(shares)) - sum(whole)
    by_remainder = sorted(range(len(whole)), key=lambda line: whole[line] - shares[line])
    for line in by_remainder[:left_over]:
        whole[line] += 1
    return whole


@dataclass(frozen=True)
class Stepped:
    """Awards that are multiples of a step, and what is less than one step."""

    awards_fen: list[int]
    unallocated_fen: int


def in_steps(total_fen: int, granularity_fen: int, weights: Sequence[int | Fraction]) -> Stepped:
    """Divide by weight in multiples of a step (fen, yuan, hundred yuan); less than a step stays unallocated.

    Raises `BudgetUnusable`, `NobodyListed`, `WeightInexact` or `WeightsAllZero`.

    >>> in_steps(1_000_50, 100_00, [2, 1])
    Stepped(awards_fen=[70000, 30000], unallocated_fen=50)
    """
    check_budget(total_fen, granularity_fen)
    check_weights(weights)
    steps, rest = divmod(total_fen, granularity_fen)
    return Stepped([share * granularity_fen for share in largest_remainder(steps, weights)], rest)
