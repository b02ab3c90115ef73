"""Minimal overlap for very many people: sums of parts with a different denominator each, decided exactly.

An award is a sum of steps, each divided by the number of people who claim that far. The sums run in whole numbers of
2^-76 fen, each with a known bound of error; where the bounds leave a fen undecided, those few sums are computed as
exact fractions.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from .columns import ROOM, Ints, give_left_over, total

LIMB = 38
MASK = (1 << LIMB) - 1
FINE = 62
"""Parts of a fen are compared in units of 2^-62."""

DROPPED = 2 * LIMB - FINE
MOST_PEOPLE = 2**24
"""Up to here a remainder times 2^38, and the sum of all steps of 2^-38, stay within 64 bits."""


@dataclass(frozen=True)
class Rungs:
    """The different awards, ascending by claim; the last is that of everyone who claims beyond the level.

    A rung adds rises[k] / above[k] to the one below; the last adds `last`, and its people's claims come on top.
    """

    rises: Ints
    above: Ints
    last: Fraction

    def sums(self) -> tuple[Ints, Ints, Ints]:
        """Return whole fen, parts in units of 2^-62 rounded down, and by how many units the sum may be larger."""
        whole, rest = np.divmod(self.rises, self.above)
        high, rest = np.divmod(rest << LIMB, self.above)
        low, rest = np.divmod(rest << LIMB, self.above)
        last, part = divmod(self.last, 1)
        fine = int(part * 4**LIMB)
        low = np.cumsum(np.append(low, fine & MASK))
        high = np.cumsum(np.append(high, fine >> LIMB)) + (low >> LIMB)
        inexact = np.cumsum(np.append(rest > 0, fine != part * 4**LIMB))
        whole = np.cumsum(np.append(whole, last)) + (high >> LIMB)
        parts = ((high & MASK) << (FINE - LIMB)) | ((low & MASK) >> DROPPED)
        return whole, parts, (inexact >> DROPPED) + 2

    def exact(self, rung: int) -> Fraction:
        """Return the sum up to a rung as an exact fraction."""
        steps = min(rung + 1, self.rises.size)
        found = Fraction(*_summed(self.rises[:steps].tolist(), self.above[:steps].tolist()))
        return found + self.last if rung == self.rises.size else found


def _summed(tops: list[int], bottoms: list[int]) -> tuple[int, int]:
    """Return the sum of tops / bottoms as one numerator and denominator, by halves."""
    if len(tops) < 2:
        return (tops[0], bottoms[0]) if tops else (0, 1)
    half = len(tops) // 2
    (n, d), (m, e) = _summed(tops[:half], bottoms[:half]), _summed(tops[half:], bottoms[half:])
    return n * e + m * d, d * e


def minimal_overlap(claims: Ints, estate: int, whole: int) -> Ints:
    """Return the awards in whole fen; `whole`, the sum of the claims, exceeds the budget.

    >>> minimal_overlap(np.array([100, 200, 300]), 200, 600).tolist()
    [34, 83, 83]
    """
    claims = np.minimum(claims, estate)
    if claims.size > MOST_PEOPLE or int(claims.max()) * claims.size >= ROOM:
        from .claims import ClaimsRule, awards_fen

        return np.array(awards_fen(ClaimsRule.MINIMAL_OVERLAP, claims.tolist(), estate), dtype=object)
    claims = claims.astype(np.int64)
    rungs, of = _laid(claims, estate)
    return _rounded(rungs, of, np.where(of == rungs.rises.size, claims, 0), estate)


def _laid(claims: Ints, estate: int) -> tuple[Rungs, Ints]:
    """Return the rungs, and on which of them everyone stands."""
    ordered = np.sort(claims)
    level = _level(ordered, estate)
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    values, above = ordered[starts], ordered.size - starts
    lower = int(np.searchsorted(values, level.__ceil__()))
    people = int(above[lower]) if lower < above.size else 1
    below = int(values[lower - 1]) if lower else 0
    rises = np.diff(values[:lower], prepend=0)
    rungs = Rungs(rises, above[:lower], (level - below) / people - level)
    return rungs, np.minimum(np.searchsorted(values, claims), lower)


def _level(ordered: Ints, estate: int) -> Fraction:
    """Return up to where the claims (ascending, none above the budget) lie over each other."""
    falling = ordered[::-1]
    people = np.arange(1, falling.size)
    is_enough = np.cumsum(falling)[:-1] - (people - 1) * falling[1:] >= estate
    beside = int(np.argmax(is_enough)) + 1 if is_enough.any() else falling.size
    if beside == 1:
        return Fraction(estate)
    return Fraction(total(falling[:beside]) - estate, beside - 1)


def _rounded(rungs: Rungs, of: Ints, extra: Ints, estate: int) -> Ints:
    whole, parts, error = rungs.sums()
    for rung in np.flatnonzero(parts > (1 << FINE) - 1 - error).tolist():
        whole[rung], part = divmod(rungs.exact(rung), 1)
        parts[rung], error[rung] = int(part * 2**FINE), 1
    awards = whole[of] + extra
    left_over = estate - total(awards)
    if left_over:
        parts = _ordered(rungs, parts, of, left_over, int(error.max()))
    return give_left_over(awards, parts[of], left_over)


def _ordered(rungs: Rungs, parts: Ints, of: Ints, left_over: int, error: int) -> Ints:
    """Return parts that order the rungs as the exact sums do; only rungs too near the border are summed exactly."""
    border = np.partition(parts[of], of.size - left_over)[of.size - left_over]
    near = np.flatnonzero(np.abs(parts - border) <= error)
    if near.size < 2:
        return parts
    exact = {rung: rungs.exact(rung) % 1 for rung in near.tolist()}
    ranks = {part: rank for rank, part in enumerate(sorted(set(exact.values())), 1)}
    order = np.where(parts > border, len(ranks) + 1, 0)
    order[near] = [ranks[exact[rung]] for rung in near.tolist()]
    return order
