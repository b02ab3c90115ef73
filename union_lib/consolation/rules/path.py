"""The awards for every budget, prepared once: a slider moves without solving again.

Between two turns (somebody leaves the floor or reaches the cap) every award is a straight line of the budget. The
turns are sorted by floats, but whole sums stand behind each, and the awards at a budget are proved by their sum.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from .columns import Ints, roomy, total
from .filling import UNCAPPED, Filled, Lines, at_level, beyond, level_of


class AllocationPath:
    """Weights with floors and caps for every budget; `lines_of` makes and checks the lines.

    >>> from .filling import lines_of
    >>> path = AllocationPath(lines_of([5, 3, 2], [100, 100, 100], [400, 500, 1000]))
    >>> path.at(1000).awards_fen.tolist(), path.at(1900).awards_fen.tolist(), path.turns().round(1).tolist()
    ([400, 360, 240], [400, 500, 1000], [300.0, 366.7, 500.0, 800.0, 1233.3, 1900.0])
    """

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        takes_part = (lines.weights > 0) & (lines.floors < lines.caps)
        has_cap = takes_part & (lines.caps < UNCAPPED)
        amounts = np.concatenate((lines.floors[takes_part], lines.caps[has_cap]))
        weights = np.concatenate((lines.weights[takes_part], lines.weights[has_cap]))
        gains = np.concatenate((lines.weights[takes_part], -lines.weights[has_cap]))
        settled = np.concatenate((-lines.floors[takes_part], lines.caps[has_cap]))
        order = np.argsort((amounts / weights).astype(float), kind="stable")
        room = total(lines.weights) + total(lines.floors) + total(lines.caps[has_cap])
        self._amounts, self._weights = amounts[order], weights[order]
        self._slopes = np.cumsum(roomy(gains, room)[order])
        self._settled = np.cumsum(roomy(settled, room)[order]) + total(lines.floors)
        levels = (self._amounts / self._weights).astype(float)
        self._estates = np.maximum.accumulate(
            self._settled.astype(float) + self._slopes.astype(float) * levels
        )

    def turns(self) -> Ints:
        """Return the budgets at which the awards turn, as floats for a chart; none if nothing ever moves."""
        return np.unique(self._estates)

    def at(self, estate_fen: int) -> Filled:
        """Return the awards for a budget: one search, then one pass over the lines."""
        if found := beyond(estate_fen, self.lines):
            return found
        try:
            return at_level(estate_fen, self.lines, self._level(estate_fen))
        except ArithmeticError:  # turns closer together than floats can tell
            return at_level(estate_fen, self.lines, level_of(estate_fen, self.lines))

    def _level(self, estate: int) -> Fraction:
        if not self._estates.size:
            return Fraction(0)
        turn = max(int(np.searchsorted(self._estates, estate, side="right")) - 1, 0)
        if slope := int(self._slopes[turn]):
            return max(Fraction(estate - int(self._settled[turn]), slope), Fraction(0))
        return Fraction(int(self._amounts[turn]), int(self._weights[turn]))
