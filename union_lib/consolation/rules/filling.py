"""Weights with floors and caps for very many people: the same fen as the exact fractions of `waterfill`.

The level is found by halving the list of turns (whole numerators and denominators): at each one it is known who has
reached the cap or is still at the floor, and they leave the list. So it takes a few passes, and every comparison is
one of whole numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from .amounts import FloorOverCap, WeightsAllZero, check_budget, check_equal_length
from .columns import ROOM, Bools, Ints, blocks, fen_column, give_left_over, roomy, total, total_where
from .waterfill import Status

UNCAPPED = ROOM - 1
"""A cap that nobody reaches."""

SAMPLE = 1001


@dataclass(frozen=True)
class Filled:
    """Awards in whole fen, or the reason why there are none. `level` is one that gives them; None after a surplus."""

    status: Status
    awards_fen: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    level: Fraction | None = None
    shortfall_fen: int = 0
    unallocated_fen: int = 0


@dataclass(frozen=True)
class Lines:
    """Whole weights, floors and caps as columns; `lines_of` checks them."""

    weights: Ints
    floors: Ints
    caps: Ints

    @property
    def ceilings(self) -> Ints:
        """Return the most that each can get: the cap, or the floor where nothing is added to it."""
        return np.where(self.weights > 0, self.caps, self.floors)


def lines_of(
    weights: Sequence[int] | Ints,
    floors_fen: Sequence[int] | Ints,
    caps_fen: Sequence[int | None] | Ints | None = None,
) -> Lines:
    """Return columns of whole weights, floors and caps (None: no cap).

    Raises `NobodyListed`, `AmountUnusable`, `LinesUnequal`, `WeightsAllZero` or `FloorOverCap`.
    """
    caps = _cap_column(caps_fen, len(weights))
    check_equal_length(weights, floors_fen, caps)
    lines = Lines(fen_column(weights), fen_column(floors_fen), fen_column(caps))
    if not lines.weights.any():
        raise WeightsAllZero
    if (crossed := lines.floors > lines.caps).any():
        raise FloorOverCap(int(np.argmax(crossed)) + 1)
    return lines


def _cap_column(caps_fen: Sequence[int | None] | Ints | None, people: int) -> Sequence[int] | Ints:
    if caps_fen is None:
        return np.full(people, UNCAPPED)
    if isinstance(caps_fen, np.ndarray):
        return caps_fen
    return [UNCAPPED if cap is None else cap for cap in caps_fen]


def filled(estate_fen: int, lines: Lines) -> Filled:
    """Divide a budget by weight between floors and caps, in whole fen.

    >>> filled(1000, lines_of([5, 3, 2], [100, 100, 100], [400, 500, 1000])).awards_fen
    array([400, 360, 240])
    """
    check_budget(estate_fen)
    return beyond(estate_fen, lines) or at_level(estate_fen, lines, level_of(estate_fen, lines))


def beyond(estate_fen: int, lines: Lines) -> Filled | None:
    """Return the answer if the floors exceed the budget or the budget the caps, else None."""
    if (least := total(lines.floors)) > estate_fen:
        return Filled(Status.FLOORS_SHORT, shortfall_fen=least - estate_fen)
    ceilings = lines.ceilings
    if int(ceilings.max()) < UNCAPPED and (most := total(ceilings)) < estate_fen:
        return Filled(Status.SURPLUS, ceilings, unallocated_fen=estate_fen - most)
    return None


def at_level(estate_fen: int, lines: Lines, level: Fraction) -> Filled:
    """Return the awards at the level that gives the budget; the sum is proved before a left-over fen is given."""
    whole, parts = _clipped(lines, level)
    left_over = estate_fen - total(whole)
    if total(parts) != left_over * level.denominator:
        raise ArithmeticError(f"the level {level} does not give {estate_fen}")
    return Filled(Status.OK, give_left_over(whole, parts, left_over), level)


def _clipped(lines: Lines, level: Fraction) -> tuple[Ints, Ints]:
    """Return whole fen and remainders (over the level's denominator) of level × weight, cut to floor and cap."""
    each, more = divmod(level.numerator, level.denominator)
    weights = roomy(lines.weights, (max(each, more) + 1) * int(lines.weights.max()))
    whole, parts = np.empty_like(weights), np.empty_like(weights)
    for block in blocks(weights.size):
        floors, caps, products = lines.floors[block], lines.caps[block], weights[block] * more
        shares = products // level.denominator
        products -= shares * level.denominator
        shares += each * weights[block]
        products *= (shares >= floors) & (shares < caps)
        parts[block] = products
        whole[block] = np.minimum(np.maximum(shares, floors), caps)
    return whole, parts


def level_of(estate_fen: int, lines: Lines) -> Fraction:
    """Return a level that gives the budget, which floors and caps allow."""
    return _Search(estate_fen, lines).run()


class _Search:
    """The people whose floor or cap may still matter, and what the others come to."""

    def __init__(self, estate: int, lines: Lines) -> None:
        takes_part = (lines.weights > 0) & (lines.floors < lines.caps)
        if takes_part.all():
            self.weights, self.floors, self.caps = lines.weights, lines.floors, lines.caps
            self.left = estate
        else:
            those = np.flatnonzero(takes_part)
            self.weights, self.floors, self.caps = (
                column[those] for column in (lines.weights, lines.floors, lines.caps)
            )
            self.left = estate - total_where(lines.floors, ~takes_part)
        self.sure_weight = 0
        self.has_left = self.floors == 0
        self.stays_under = self.caps == UNCAPPED
        self.lowest = Fraction(0)
        self._drop(np.zeros(self.weights.size, dtype=bool))

    def run(self) -> Fraction:
        while self.weights.size:
            level = self._pivot()
            if (found := self._try(level)) is not None:
                return found
        return Fraction(self.left, self.sure_weight) if self.sure_weight else self.lowest

    def _pivot(self) -> Fraction:
        """Return the median of a sample of the open turns; floats choose it, but decide nothing."""
        step = -(-self.weights.size // SAMPLE)
        weights, floors, caps = self.weights[::step], self.floors[::step], self.caps[::step]
        has_cap, has_floor = ~self.stays_under[::step], ~self.has_left[::step]
        amounts = np.concatenate((caps[has_cap], floors[has_floor]))
        per = np.concatenate((weights[has_cap], weights[has_floor]))
        middle = int(np.argpartition((amounts / per).astype(float), per.size // 2)[per.size // 2])
        return Fraction(int(amounts[middle]), int(per[middle]))

    def _try(self, level: Fraction) -> Fraction | None:
        """Compare the sum at a level with what is left; let those go who are decided by it."""
        seen = self._look(level)
        at_caps, at_floors = (
            total_where(self.caps, seen.is_capped),
            total_where(self.floors, seen.is_at_floor),
        )
        free = self.sure_weight + total_where(self.weights, ~(seen.is_capped | seen.is_at_floor))
        above = free * level.numerator - (self.left - at_caps - at_floors) * level.denominator
        if not above:
            return level
        if above < 0:
            self.lowest = level
            self.has_left |= seen.has_left
            self.left -= at_caps
            self._drop(seen.is_capped)
        else:
            self.stays_under |= seen.stays_under
            self.left -= at_floors
            self._drop(seen.is_at_floor)
        return None

    def _look(self, level: Fraction) -> _Seen:
        """Return where everybody stands at a level."""
        weights = roomy(self.weights, level.numerator * int(self.weights.max()))
        seen = _Seen(*(np.empty(weights.size, dtype=bool) for _ in range(4)))
        for block in blocks(weights.size):
            floors, caps, products = self.floors[block], self.caps[block], weights[block] * level.numerator
            whole = products // level.denominator
            is_whole = products == whole * level.denominator
            seen.is_capped[block] = whole >= caps
            seen.has_left[block] = whole >= floors
            seen.is_at_floor[block] = (whole < floors) | ((whole == floors) & is_whole)
            seen.stays_under[block] = (whole < caps) | ((whole == caps) & is_whole)
        return seen

    def _drop(self, gone: Bools) -> None:
        """Let those go, and those who are free at every level that is still possible."""
        sure = self.has_left & self.stays_under & ~gone
        self.sure_weight += total_where(self.weights, sure)
        stays = np.flatnonzero(~(gone | sure))
        self.weights, self.floors, self.caps, self.has_left, self.stays_under = (
            column[stays]
            for column in (self.weights, self.floors, self.caps, self.has_left, self.stays_under)
        )


@dataclass(frozen=True)
class _Seen:
    """Who at a level has the cap or the floor, has left the floor at least just now, is at most just at the cap."""

    is_capped: Bools
    is_at_floor: Bools
    has_left: Bools
    stays_under: Bools
