"""What an offer does to the workers: who is lifted over which floor, how increases are spread.

Exact for many thousands of workers; everything here follows from `bargaining.proposal_cost`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from .bargaining import Cost, Fen, Offer, lifted_over, mean_increase, proposal_cost

WIDTHS = (1, 2, 5)
"""Bands of a histogram are one, two or five times a power of ten wide."""


@dataclass(frozen=True)
class Effect:
    """An offer's cost and what it does, in numbers of workers and fen.

    `below_minimum` and `below_agreed` are those below the minimum wage, or the agreement's least wage, before
    and after; None where the minimum wage is not known. `mean` is the increase as a share of all wages.
    """

    cost: Cost
    below_minimum: tuple[int, int] | None
    below_agreed: tuple[int, int]
    mean: Fraction | None
    worse_off: int

    @property
    def lifted_over_minimum(self) -> int | None:
        """Return how many no longer stand below the minimum wage."""
        return None if self.below_minimum is None else self.below_minimum[0] - self.below_minimum[1]


def effect(bases_fen: Fen, offer: Offer, minimum_fen: int | None) -> Effect:
    """Return what an offer costs and does.

    >>> found = effect(np.array([150000, 400000]), Offer(Fraction(1, 10), min_base_fen=180000), 154000)
    >>> found.below_minimum, found.below_agreed, found.cost.new_bases_fen.tolist()
    ((1, 0), (1, 0), [180000, 440000])
    """
    cost = proposal_cost(bases_fen, offer)
    return Effect(
        cost,
        None if minimum_fen is None else _below(bases_fen, cost, minimum_fen),
        _below(bases_fen, cost, offer.min_base_fen),
        mean_increase(cost, bases_fen),
        int(np.count_nonzero(cost.increases_fen < 0)),
    )


def _below(bases_fen: Fen, cost: Cost, floor_fen: int) -> tuple[int, int]:
    found = lifted_over(bases_fen, cost, floor_fen)
    return int(found.before.sum()), int(found.after.sum())


@dataclass(frozen=True)
class Band:
    """How many lie from `from_fen` up to and without `to_fen`."""

    from_fen: int
    to_fen: int
    count: int


def bands(amounts_fen: Fen, width_fen: int) -> list[Band]:
    """Return amounts counted in bands of a width, without gaps; nobody is left out.

    >>> [(b.from_fen, b.count) for b in bands(np.array([0, 4999, 5000, 12000]), 5000)]
    [(0, 2), (5000, 1), (10000, 1)]
    """
    if not amounts_fen.size:
        return []
    places = amounts_fen // width_fen
    first = int(places.min())
    counts = np.bincount(places - first).tolist()
    return [
        Band((first + at) * width_fen, (first + at + 1) * width_fen, count) for at, count in enumerate(counts)
    ]


def band_width(*columns: Fen, most: int = 12) -> int:
    """Return a round width, at least 100 fen, by which all amounts fit into so many bands.

    >>> band_width(np.array([0, 60000])), band_width(np.array([7]))
    (10000, 100)
    """
    filled = [column for column in columns if column.size]
    low, high = (
        min((int(c.min()) for c in filled), default=0),
        max((int(c.max()) for c in filled), default=0),
    )
    width, step = 100, 0
    while high // width - low // width >= most:
        step += 1
        width = WIDTHS[step % len(WIDTHS)] * 100 * 10 ** (step // len(WIDTHS))
    return width
