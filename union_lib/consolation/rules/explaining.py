"""Why somebody gets this amount, to the fen: four parts that add up to it.

The plain share by weight; what floor or cap adds or takes; what the others' floors and caps free or cost; rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from .amounts import FloorsOverBudget
from .rounding import whole_fen
from .waterfill import Status, waterfill


@dataclass(frozen=True)
class Parts:
    """The parts of one award; they add up to `award_fen`. Over all, adjustment and redistribution add up to 0.

    After a surplus they add up to what is left unallocated, below 0.
    """

    award_fen: int
    pure_proportional: Fraction
    cap_or_floor_adjustment: Fraction
    redistributed: Fraction
    rounding: Fraction


def parts(
    award_fen: int, exact: Fraction, proportional: Fraction, floor_fen: int, cap_fen: int | None
) -> Parts:
    """Return the parts of one award from what one line knows: cheap for one person out of a million.

    >>> one = parts(333, Fraction(1000, 3), Fraction(500), 0, None)
    >>> str(one.redistributed), str(one.rounding)
    ('-500/3', '-1/3')
    """
    moved = exact - proportional
    is_held = exact in (floor_fen, cap_fen)
    nothing = Fraction(0)
    held, shared = (moved, nothing) if is_held else (nothing, moved)
    return Parts(award_fen, proportional, held, shared, award_fen - exact)


def explained(
    estate_fen: int,
    weights: Sequence[Fraction | int],
    floors_fen: Sequence[int],
    caps_fen: Sequence[int | None],
) -> list[Parts]:
    """Return the parts of every award; raises `FloorsOverBudget`.

    >>> [str(one.cap_or_floor_adjustment) for one in explained(100, [1, 1, 2], [40, 0, 0], [None, None, None])]
    ['15', '0', '0']
    """
    filling = waterfill(estate_fen, weights, floors_fen, caps_fen)
    if filling.status == Status.FLOORS_SHORT:
        raise FloorsOverBudget(int(filling.shortfall))
    whole = Fraction(sum(weights)) or Fraction(1)
    lines = zip(whole_fen(filling.awards), filling.awards, weights, floors_fen, caps_fen, strict=True)
    return [
        parts(award, exact, estate_fen * weight / whole, floor, cap)
        for award, exact, weight, floor, cap in lines
    ]
