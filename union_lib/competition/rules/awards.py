"""Awards: how many of each class there are, and who takes them when places are shared."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, groupby
from math import ceil, floor
from types import MappingProxyType

from .medals import medals_for_field
from .scheme import AwardClass, AwardPlan, AwardRounding, BorderTies
from .scoring import half_up

_ROUNDED = MappingProxyType(
    {
        AwardRounding.HALF_UP: lambda share: int(half_up(share, 0)),
        AwardRounding.FLOOR: floor,
        AwardRounding.CEIL: ceil,
    }
)


@dataclass(frozen=True)
class AwardAllocation:
    """What the award plan gives: per class its nominal size, its winners and the last winner's place.

    `award` names each entry's class, or None, in the order the places were given.
    """

    nominal: tuple[int, ...]
    count: tuple[int, ...]
    last_place: tuple[int | None, ...]
    award: tuple[str | None, ...]


def award_counts(
    ratios: Sequence[Decimal], entrants: int, rounding: AwardRounding = AwardRounding.HALF_UP
) -> list[int]:
    """Return how many awards each ratio (percent) makes of the entrants, each class by itself.

    >>> award_counts([Decimal(10), Decimal(20), Decimal(30)], 48)
    [5, 10, 14]
    """
    return [_ROUNDED[rounding](Fraction(ratio) * entrants / 100) for ratio in ratios]


def nominal_counts(plan: AwardPlan, eligible: int) -> list[int]:
    """Return the size of each class before ties: its quota, or its ratio of the eligible entries.

    A class that a field of this size is not given has none.

    >>> from union_lib.competition.rules import FieldSize
    >>> lines = (FieldSize(0, None), FieldSize(5, ("gold",)))
    >>> plan = AwardPlan((AwardClass("gold", quota=1),), small_fields=lines)
    >>> nominal_counts(plan, 4), nominal_counts(plan, 5)
    ([0], [1])
    """
    given = given_classes(plan, eligible)
    return [_nominal(a, plan.rounding, eligible) if a.name in given else 0 for a in plan.classes]


def given_classes(plan: AwardPlan, eligible: int) -> tuple[str, ...]:
    """Return the classes of awards that a field of this size is given."""
    if not plan.small_fields:
        return tuple(award.name for award in plan.classes)
    lines = sorted(plan.small_fields, key=lambda line: -line.least)
    return medals_for_field(eligible, lines) or ()


def _nominal(award: AwardClass, rounding: AwardRounding, eligible: int) -> int:
    if award.quota is not None:
        return award.quota
    return award_counts([award.ratio or Decimal(0)], eligible, rounding)[0]


def award_allocation(
    places: Sequence[int], plan: AwardPlan, ineligible: Collection[int] = ()
) -> AwardAllocation:
    """Return who takes which award.

    `places` are the entries' places, equal for tied entries; `ineligible` holds positions in `places`:
    those entries keep their place, take no award and use none up. A tied group astride a border takes
    the class of its best position (`BorderTies.UP`) or its worst; the other borders stay.

    >>> plan = AwardPlan((AwardClass("gold", quota=1), AwardClass("silver", quota=1)))
    >>> award_allocation([1, 1, 3], plan).award
    ('gold', 'gold', None)
    """
    barred = frozenset(ineligible)
    eligible = sorted((p for p in range(len(places)) if p not in barred), key=lambda p: places[p])
    nominal = nominal_counts(plan, len(eligible))
    won = _won(eligible, places, list(accumulate(nominal)), plan.border_ties)
    winners = [[p for p, taken in won.items() if taken == c] for c in range(len(nominal))]
    names = {p: plan.classes[c].name for p, c in won.items() if c is not None}
    return AwardAllocation(
        nominal=tuple(nominal),
        count=tuple(len(group) for group in winners),
        last_place=tuple(max((places[p] for p in group), default=None) for group in winners),
        award=tuple(names.get(p) for p in range(len(places))),
    )


def _won(
    eligible: Sequence[int], places: Sequence[int], borders: Sequence[int], ties: BorderTies
) -> Mapping[int, int | None]:
    """Return the class each eligible entry wins, walking down the list by tied groups."""
    won: dict[int, int | None] = {}
    for _, group in groupby(eligible, key=lambda p: places[p]):
        tied = list(group)
        best, worst = len(won) + 1, len(won) + len(tied)
        won |= dict.fromkeys(tied, _class_at(best if ties == BorderTies.UP else worst, borders))
    return won


def _class_at(position: int, borders: Sequence[int]) -> int | None:
    return next((c for c, border in enumerate(borders) if position <= border), None)
