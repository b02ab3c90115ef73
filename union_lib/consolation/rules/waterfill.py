"""Weights with floors and caps (water-filling), in exact fractions.

Everyone gets the common level times the weight, but never less than the floor nor more than the cap; the level is
the one at which the awards add up to the budget. A weight of 0 gets its floor.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from .amounts import FloorOverCap, NobodyListed, check_equal_length
from .claims import Exact

Caps = Sequence[Exact | None]


class Status(StrEnum):
    """What came of a division."""

    OK = "ok"
    FLOORS_SHORT = "infeasible_floors"
    SURPLUS = "surplus"


@dataclass(frozen=True)
class Filling:
    """Exact awards, or the reason why there are none.

    `level` is None where several levels give the same awards. `shortfall` is what the floors exceed the budget by;
    `unallocated` is what remains when everyone has reached the cap.
    """

    status: Status
    awards: tuple[Fraction, ...] = ()
    level: Fraction | None = None
    shortfall: Fraction = Fraction(0)
    unallocated: Fraction = Fraction(0)


@dataclass(frozen=True)
class Slope:
    """How the awards move when the budget grows.

    `free` tells who gets part of the next fen, `per_unit` which part; at `next_turn` (a budget; None: never)
    somebody reaches the cap or leaves the floor.
    """

    free: tuple[bool, ...]
    per_unit: tuple[Fraction, ...]
    next_turn: Fraction | None


class Road:
    """The exact awards for every budget: between two turns they are straight lines.

    A turn is a level at which somebody leaves the floor or reaches the cap. Raises `LinesUnequal`,
    `NobodyListed` or `FloorOverCap`.

    >>> road = Road([5, 3, 2], [100, 100, 100], [400, 500, 1000])
    >>> [int(award) for award in road.at(1000).awards], [str(turn) for turn in road.turns()]
    ([400, 360, 240], ['300', '1100/3', '500', '800', '3700/3', '1900'])
    """

    def __init__(self, weights: Sequence[Exact], floors: Sequence[Exact], caps: Caps) -> None:
        check_equal_length(weights, floors, caps)
        if not len(weights):
            raise NobodyListed
        self.weights = [Fraction(weight) for weight in weights]
        self.floors = [Fraction(floor) for floor in floors]
        self.caps = [None if cap is None else Fraction(cap) for cap in caps]
        for line, (floor, cap) in enumerate(zip(self.floors, self.caps, strict=True), 1):
            if cap is not None and cap < floor:
                raise FloorOverCap(line)
        self._walk()

    def _walk(self) -> None:
        """Note level, budget and slope at every turn, from the floors on."""
        bends: dict[Fraction, Fraction] = defaultdict(Fraction, {Fraction(0): Fraction(0)})
        for weight, floor, cap in zip(self.weights, self.floors, self.caps, strict=True):
            if weight and cap != floor:
                bends[floor / weight] += weight
                if cap is not None:
                    bends[cap / weight] -= weight
        self.levels = sorted(bends)
        self.estates, self.slopes = [sum(self.floors, Fraction(0))], [bends[self.levels[0]]]
        for below, level in zip(self.levels, self.levels[1:], strict=False):
            self.estates.append(self.estates[-1] + (level - below) * self.slopes[-1])
            self.slopes.append(self.slopes[-1] + bends[level])

    def turns(self) -> list[Fraction]:
        """Return the budgets at which the awards turn, ascending."""
        return sorted(set(self.estates))

    def at(self, estate: Exact) -> Filling:
        """Return the awards for a budget."""
        if estate < self.estates[0]:
            return Filling(Status.FLOORS_SHORT, shortfall=self.estates[0] - estate)
        if not self.slopes[-1] and estate > self.estates[-1]:
            awards = self._awards(self.levels[-1])
            return Filling(Status.SURPLUS, awards, unallocated=estate - self.estates[-1])
        level, is_only = self._level(estate)
        return Filling(Status.OK, self._awards(level), level if is_only else None)

    def _level(self, estate: Exact) -> tuple[Fraction, bool]:
        """Return the lowest level that gives the budget, and whether it is the only one."""
        turn = bisect_left(self.estates, estate)
        if turn < len(self.estates) and self.estates[turn] == estate:
            return self.levels[turn], bool(self.slopes[turn])
        before = turn - 1
        return self.levels[before] + (estate - self.estates[before]) / self.slopes[before], True

    def _awards(self, level: Fraction) -> tuple[Fraction, ...]:
        lines = zip(self.weights, self.floors, self.caps, strict=True)
        return tuple(
            max(level * weight, floor) if cap is None else min(max(level * weight, floor), cap)
            for weight, floor, cap in lines
        )

    def slope_at(self, estate: Exact) -> Slope:
        """Return how the awards move when the budget grows from here on.

        >>> road = Road([5, 3, 2], [100, 100, 100], [400, 500, 1000])
        >>> slope = road.slope_at(1000)
        >>> slope.free, [str(part) for part in slope.per_unit], str(slope.next_turn)
        ((False, True, True), ['0', '3/5', '2/5'], '3700/3')
        """
        later = bisect_right(self.estates, estate)
        next_turn = self.estates[later] if later < len(self.estates) else None
        slope = self.slopes[later - 1] if later else Fraction(0)
        if not slope:
            people = len(self.weights)
            return Slope((False,) * people, (Fraction(0),) * people, next_turn)
        level = self.levels[later - 1]
        free = tuple(
            weight > 0 and floor <= level * weight and (cap is None or level * weight < cap)
            for weight, floor, cap in zip(self.weights, self.floors, self.caps, strict=True)
        )
        parts = zip(self.weights, free, strict=True)
        return Slope(
            free, tuple(weight / slope if moves else Fraction(0) for weight, moves in parts), next_turn
        )


def waterfill(estate: Exact, weights: Sequence[Exact], floors: Sequence[Exact], caps: Caps) -> Filling:
    """Divide a budget by weight between floors and caps (None: no cap).

    >>> waterfill(100, [1, 1, 1], [50, 0, 0], [None, None, None]).level
    Fraction(25, 1)
    >>> waterfill(100, [1, 1], [60, 60], [None, None]).shortfall
    Fraction(20, 1)
    """
    return Road(weights, floors, caps).at(estate)
