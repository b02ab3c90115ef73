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
from .columns import ROOM, Bools, Ints, fen_column, give_left_over, roomy, total
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
    parts = weights * more
    whole = parts // level.denominator
    parts -= whole * level.denominator
    if each:
        whole += each * weights
    is_held = (whole < lines.floors) | (whole >= lines.caps)
    np.maximum(whole, lines.floors, out=whole)
    np.minimum(whole, lines.caps, out=whole)
    parts[is_held] = 0
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
            self.weights, self.floors, self.caps = (
                column[takes_part] for column in (lines.weights, lines.floors, lines.caps)
            )
            self.left = estate - total(lines.floors[~takes_part])
        self.sure_weight = 0
        self.has_left = self.floors == 0
        self.stays_under = self.caps == UNCAPPED
        self.lowest = Fraction(0)
        self._drop(self.has_left & self.stays_under)

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
        weights = roomy(self.weights, level.numerator * int(self.weights.max()))
        products = weights * level.numerator
        whole = products // level.denominator
        has_part = products != whole * level.denominator
        is_capped = whole >= self.caps
        is_at_floor = (whole < self.floors) | ((whole == self.floors) & ~has_part)
        fixed = total(self.caps[is_capped]) + total(self.floors[is_at_floor])
        free = self.sure_weight + total(self.weights[~(is_capped | is_at_floor)])
        above = free * level.numerator - (self.left - fixed) * level.denominator
        if not above:
            return level
        if above < 0:
            self.lowest = level
            self.has_left |= whole >= self.floors
            self.left -= total(self.caps[is_capped])
            gone = is_capped
        else:
            self.stays_under |= (whole < self.caps) | ((whole == self.caps) & ~has_part)
            self.left -= total(self.floors[is_at_floor])
            gone = is_at_floor
        self._drop(gone, self.has_left & self.stays_under & ~gone)
        return None

    def _drop(self, gone: Bools, sure: Bools | None = None) -> None:
        if sure is None:
            gone, sure = np.zeros_like(gone), gone
        self.sure_weight += total(self.weights[sure])
        stays = ~(gone | sure)
        self.weights, self.floors, self.caps = self.weights[stays], self.floors[stays], self.caps[stays]
        self.has_left, self.stays_under = self.has_left[stays], self.stays_under[stays]
