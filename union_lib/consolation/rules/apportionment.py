"""Goods and booklets to units by weight: Hamilton and the five divisor methods, with minimum, threshold, caps.

Quotients are compared exactly, as whole numbers or fractions. Source: Balinski & Young, Fair Representation
(1982); the tie rule (lower position first) is the house's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from heapq import heapify, heappop, heapreplace
from math import lcm

from ...common.errors import N_, RuleViolation
from ...common.money import NothingToShareBy

Weight = int | float | Decimal | Fraction
Caps = Sequence[int | None]


class Method(StrEnum):
    """How whole pieces are divided by weight."""

    HAMILTON = "hamilton"
    JEFFERSON = "jefferson"
    WEBSTER = "webster"
    HILL = "hill"
    ADAMS = "adams"
    DEAN = "dean"


@dataclass(eq=False)
class MinimaAboveStock(RuleViolation):
    """The minimum for every unit takes more pieces than there are."""

    wanted: int
    pieces: int

    what = N_("The minimum for every unit takes {wanted} pieces, but there are only {pieces}.")
    todo = N_("Lower the minimum for each unit, leave units out, or get more pieces.")


@dataclass(eq=False)
class WeightUnusable(RuleViolation):
    """A weight is not a number from 0 up."""

    weight: str

    what = N_("“{weight}” cannot be a weight.")
    todo = N_("Enter a number from 0 up, such as the unit's headcount.")


@dataclass(eq=False)
class PiecesUnusable(RuleViolation):
    """A number of pieces, a minimum or a cap is not a whole number from 0 up."""

    number: str

    what = N_("“{number}” is not a number of pieces.")
    todo = N_("Enter a whole number from 0 up.")


@dataclass(frozen=True)
class Apportionment:
    """What every unit gets, in their order; `rest` stays in store because nobody may take more."""

    given: tuple[int, ...]
    rest: int = 0


Key = Callable[[int, int], Fraction]
_PRIORITY: Mapping[Method, Key] = {
    Method.JEFFERSON: lambda weight, has: Fraction(weight, has + 1),
    Method.WEBSTER: lambda weight, has: Fraction(weight, 2 * has + 1),
    Method.HILL: lambda weight, has: Fraction(weight * weight, has * (has + 1)),
    Method.ADAMS: lambda weight, has: Fraction(weight, has),
    Method.DEAN: lambda weight, has: Fraction(weight * (2 * has + 1), has * (has + 1)),
}
"""Who is next: the largest of these. Any rising function of weight over divisor serves, so roots are squared."""

FIRST_TO_ALL = frozenset({Method.HILL, Method.ADAMS, Method.DEAN})
"""Methods whose first divisor is 0: every unit with a weight gets one before any gets two."""


def apportioned(
    weights: Sequence[Weight],
    pieces: int,
    method: Method = Method.WEBSTER,
    *,
    min_each: int | Sequence[int] = 0,
    threshold: Weight | None = None,
    caps: Caps | None = None,
) -> Apportionment:
    """Divide whole pieces among units by weight; ties go to the lower position.

    `min_each` is one number for all units, or one for each. Units with less than `threshold` of the sum of all
    weights are left out, of `min_each` too. The divisor methods start from the minimum. Hamilton computes every
    quota once, lifts those rounded down below the minimum, and keeps the lifted out of the round of remainders;
    where lifting alone takes more than there is, the lifted keep the minimum and the others' quotas are computed
    again from what is left. A unit at its cap (None: no cap) is skipped; under Hamilton rounds of remainders repeat
    until all is given, the lifted joining in last. A weight of 0 never gets more than the minimum. What nobody may
    take is `rest`. With fewer pieces than units, Hill, Adams and Dean serve the largest weights.

    Weights count as they are written (0.1 is one tenth). Raises `WeightUnusable`, `PiecesUnusable`,
    `MinimaAboveStock`, and `NothingToShareBy` if no unit taking part has a weight.

    >>> apportioned([1200, 95, 3], 20, min_each=1).given
    (18, 1, 1)
    >>> apportioned([5, 5], 10, caps=[2, 3])
    Apportionment(given=(2, 3), rest=5)
    """
    whole = whole_weights(weights)
    minima = list(min_each) if isinstance(min_each, Sequence) else [min_each] * len(whole)
    for number in (pieces, *minima, *(cap for cap in caps or () if cap is not None)):
        check_pieces(number)
    least_share = Fraction(0) if threshold is None else exact_weight(threshold)
    takes_part = [weight >= least_share * sum(whole) for weight in whole]
    limits = [max([pieces, *minima]) if cap is None else cap for cap in caps or [None] * len(whole)]
    ceilings = [limit if takes else 0 for limit, takes in zip(limits, takes_part, strict=True)]
    least = [min(minimum, ceiling) for minimum, ceiling in zip(minima, ceilings, strict=True)]
    if sum(least) > pieces:
        raise MinimaAboveStock(sum(least), pieces)
    field = [weight if takes else 0 for weight, takes in zip(whole, takes_part, strict=True)]
    if not any(field):
        raise NothingToShareBy
    if method is Method.HAMILTON:
        given = _by_remainder(field, pieces, least, ceilings)
    else:
        given = _by_divisor(method, field, pieces, least, ceilings)
    return Apportionment(tuple(given), pieces - sum(given))


def exact_weight(weight: Weight) -> Fraction:
    """Return a weight as it is written; raises `WeightUnusable`.

    >>> exact_weight(0.1)
    Fraction(1, 10)
    """
    try:
        exact = Fraction(str(weight))
    except ValueError:
        raise WeightUnusable(str(weight)) from None
    if exact < 0:
        raise WeightUnusable(str(weight))
    return exact


def whole_weights(weights: Sequence[Weight]) -> list[int]:
    """Return weights in the same proportions as whole numbers; raises `WeightUnusable`.

    >>> whole_weights([0.5, 1, Fraction(1, 3)])
    [3, 6, 2]
    """
    exact = [exact_weight(weight) for weight in weights]
    scale = lcm(*(weight.denominator for weight in exact))
    return [int(weight * scale) for weight in exact]


def check_pieces(number: int) -> None:
    """Raise `PiecesUnusable` unless it is a whole number from 0 up."""
    if isinstance(number, bool) or not isinstance(number, int) or number < 0:
        raise PiecesUnusable(str(number))


def _by_divisor(
    method: Method, weights: Sequence[int], pieces: int, least: Sequence[int], ceilings: Sequence[int]
) -> list[int]:
    given = _given_for_sure(weights, pieces, least, ceilings)
    priority = _PRIORITY[method]

    def turn(unit: int) -> tuple[bool, Fraction, int]:
        weight, has = weights[unit], given[unit]
        is_first = not has and method in FIRST_TO_ALL
        return not is_first, -(Fraction(weight) if is_first else priority(weight, has)), unit

    queue = [turn(unit) for unit, weight in enumerate(weights) if weight and given[unit] < ceilings[unit]]
    heapify(queue)
    for _ in range(pieces - sum(given)):
        if not queue:
            break
        unit = queue[0][-1]
        given[unit] += 1
        if given[unit] < ceilings[unit]:
            heapreplace(queue, turn(unit))
        else:
            heappop(queue)
    return given


def _given_for_sure(
    weights: Sequence[int], pieces: int, least: Sequence[int], ceilings: Sequence[int]
) -> list[int]:
    """Return pieces every divisor method gives, so that only the last few need be dealt one by one.

    All divisors lie between n and n + 1. At the price of sum / spare a unit therefore buys at least the whole part of
    its quotient and at most one more; with `spare` short by one and the minimum for each, these fit in any case.
    """
    spare = max(0, pieces - sum(least) - len(weights))
    total = sum(weights)
    return [
        min(ceiling, max(floor, weight * spare // total))
        for weight, floor, ceiling in zip(weights, least, ceilings, strict=True)
    ]


def _by_remainder(
    weights: Sequence[int], pieces: int, least: Sequence[int], ceilings: Sequence[int]
) -> list[int]:
    total = sum(weights)
    if not total:
        return list(least)
    floors = [weight * pieces // total for weight in weights]
    given = [min(max(f, m), c) for f, m, c in zip(floors, least, ceilings, strict=True)]
    lifted = [f < m for f, m in zip(floors, least, strict=True)]
    if sum(given) > pieces:
        return _without_lifted(weights, pieces, least, ceilings, lifted)
    order = sorted(
        (unit for unit, weight in enumerate(weights) if weight),
        key=lambda unit: (lifted[unit], -(weights[unit] * pieces % total), unit),
    )
    for is_lifted in (False, True):
        _deal(given, pieces, ceilings, [unit for unit in order if lifted[unit] == is_lifted])
    return given


def _without_lifted(
    weights: Sequence[int],
    pieces: int,
    least: Sequence[int],
    ceilings: Sequence[int],
    lifted: Sequence[bool],
) -> list[int]:
    """Give the lifted their minimum and divide what is left among the others."""
    others = [unit for unit, is_lifted in enumerate(lifted) if not is_lifted]
    left = pieces - sum(minimum for minimum, is_lifted in zip(least, lifted, strict=True) if is_lifted)
    shares = _by_remainder(
        [weights[u] for u in others], left, [least[u] for u in others], [ceilings[u] for u in others]
    )
    given = list(least)
    for unit, share in zip(others, shares, strict=True):
        given[unit] = share
    return given


def _deal(given: list[int], pieces: int, ceilings: Sequence[int], order: Sequence[int]) -> None:
    """Deal what is left one by one in that order, round after round, to those below their cap."""
    while (left := pieces - sum(given)) and (free := [u for u in order if given[u] < ceilings[u]]):
        for unit in free[:left]:
            given[unit] += 1
