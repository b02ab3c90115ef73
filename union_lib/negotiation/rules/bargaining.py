"""The negotiator's table: what a proposal costs, whom it lifts over which floor, and where both sides meet.

Exact for many thousands of workers at once: rates are fractions, wages whole fen in int64.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...common.errors import N_, RuleViolation
from .amounts import check_not_negative
from .law import half_up

Fen = NDArray[np.int64]
LARGEST = 2**62
"""Every product stays below this, so that int64 never wraps around."""


@dataclass(eq=False)
class AmountTooLarge(RuleViolation):
    """An amount or a rate so large that it must be a slip of the pen."""

    what = N_("An amount or a rate is too large to compute with.")
    todo = N_("Check for a slip in the number: too many zeros or decimals.")


@dataclass(frozen=True)
class Offer:
    """What one side proposes: a share and a flat sum on every base, a least base, an allowance a head and month.

    `raise_share` 0.05 is five per cent; below 0 it is a cut. `months` are the months paid in a year.
    `oncost_rate` is what the employer pays beside a yuan of wage; the allowance carries none.
    """

    raise_share: Fraction = Fraction(0)
    raise_flat_fen: int = 0
    min_base_fen: int = 0
    allowance_fen: Fraction = Fraction(0)
    oncost_rate: Fraction = Fraction(0)
    months: Fraction = Fraction(12)


@dataclass(frozen=True)
class Cost:
    """An offer's new bases (n,) in fen, and its sums in fen."""

    new_bases_fen: Fen
    increases_fen: Fen
    monthly_increase_fen: int
    annual_increase_fen: int
    annual_cost_fen: int


@dataclass(frozen=True)
class Lifted:
    """Workers below a floor before and after an offer, and those it lifts to the floor or over it, (n,) each."""

    before: NDArray[np.bool_]
    after: NDArray[np.bool_]

    @property
    def lifted(self) -> NDArray[np.bool_]:
        """Return who was below the floor and no longer is."""
        return self.before & ~self.after


@dataclass(frozen=True)
class Zone:
    """The zone of agreement; without one, the gap between what the two sides can accept."""

    low: Fraction | None = None
    high: Fraction | None = None
    gap: Fraction | None = None

    @property
    def exists(self) -> bool:
        """Return whether there is anything both can accept."""
        return self.gap is None

    @property
    def width(self) -> Fraction | None:
        """Return how wide the zone is."""
        return None if self.low is None or self.high is None else self.high - self.low

    @property
    def midpoint(self) -> Fraction | None:
        """Return the middle of the zone."""
        return None if self.low is None or self.high is None else (self.low + self.high) / 2


def proposal_cost(bases_fen: ArrayLike, offer: Offer) -> Cost:
    """Return what an offer costs for bases (n,) in fen: base × (1 + share) + flat, at least the least base.

    Every base is rounded half up to fen, and so is each sum. Raises `QuantityNegative` or `AmountTooLarge`.

    >>> cost = proposal_cost([3_000_00, 4_000_00], Offer(Fraction("0.05"), oncost_rate=Fraction("0.25")))
    >>> cost.new_bases_fen.tolist(), cost.annual_cost_fen
    ([315000, 420000], 525000)
    """
    bases = _whole(bases_fen)
    _check_offer(bases, offer)
    new = np.maximum(scaled(bases, 1 + offer.raise_share) + offer.raise_flat_fen, offer.min_base_fen)
    increases = new - bases
    monthly = int(increases.sum())
    annual = monthly * offer.months
    cost = annual * (1 + offer.oncost_rate) + offer.allowance_fen * bases.size * offer.months
    return Cost(new, increases, monthly, half_up(annual), half_up(cost))


def _whole(amounts_fen: ArrayLike) -> Fen:
    """Return amounts as int64; raises `AmountTooLarge`, or TypeError for what is not whole numbers."""
    found = np.asarray(amounts_fen)
    if found.size and found.dtype.kind == "O":
        raise AmountTooLarge
    return found.astype(np.int64, casting="same_kind" if found.size else "unsafe")


def _check_offer(bases: Fen, offer: Offer) -> None:
    check_not_negative(
        base=int(bases.min(initial=0)),
        min_base_fen=offer.min_base_fen,
        allowance_fen=offer.allowance_fen,
        employer_oncost_rate=offer.oncost_rate,
        months=offer.months,
    )
    largest = max(int(bases.max(initial=0)), abs(offer.raise_flat_fen), offer.min_base_fen)
    if largest * max(bases.size, 1) * 4 >= LARGEST:
        raise AmountTooLarge


def scaled(amounts_fen: Fen, factor: Fraction) -> Fen:
    """Return amounts times a factor, each rounded half up to fen; raises `AmountTooLarge` if their sum might be.

    A factor with so many digits that int64 cannot hold the product (a third, typed out) is worked with in whole
    numbers of any size, which is slower and as exact.

    >>> scaled(np.array([3_000_00]), Fraction("1.3333333333333333")).tolist()
    [400000]
    """
    up, down = factor.as_integer_ratio()
    largest = int(np.abs(amounts_fen).max(initial=0))
    if largest * abs(factor) * max(amounts_fen.size, 1) * 4 >= LARGEST:
        raise AmountTooLarge
    if largest * abs(up) * 2 + down < LARGEST:
        return (amounts_fen * (2 * up) + down) // (2 * down)
    return np.array([half_up(amount * factor) for amount in amounts_fen.tolist()], dtype=np.int64)


def lifted_over(bases_fen: ArrayLike, cost: Cost, floors_fen: ArrayLike) -> Lifted:
    """Return who stands below a floor, before and after: one floor for all, or one for each of the n."""
    floors = _whole(floors_fen)
    return Lifted(_whole(bases_fen) < floors, cost.new_bases_fen < floors)


def zone_of_agreement(union_reservation: Fraction, employer_reservation: Fraction) -> Zone:
    """Return the zone between the least the union and the most the employer can accept.

    >>> zone_of_agreement(Fraction("0.08"), Fraction("0.06")).gap
    Fraction(1, 50)
    """
    if union_reservation <= employer_reservation:
        return Zone(union_reservation, employer_reservation)
    return Zone(gap=union_reservation - employer_reservation)


def mean_increase(cost: Cost, bases_fen: Sequence[int] | Fen) -> Fraction | None:
    """Return the offer's effect on the sum of wages as a share; None if there are no wages."""
    whole = int(_whole(bases_fen).sum())
    return Fraction(cost.monthly_increase_fen, whole) if whole else None
