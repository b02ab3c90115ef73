"""Standings: places from totals, ties settled by the scheme's chain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from types import MappingProxyType
from typing import Any

from .awards import award_allocation
from .scheme import UNTRIMMED_MEAN, RankingMethod, Scheme, TieKey
from .scoring import EntryScore
from .stages import EntryState

Rank = int | Decimal

PLACED_STATES = frozenset({EntryState.COMPETING, EntryState.GUEST, EntryState.INELIGIBLE})
"""States in which an entry is marked and placed."""

BARRED_STATES = PLACED_STATES - {EntryState.COMPETING}
"""States in which an entry keeps its place, takes no award and uses none up."""


@dataclass(frozen=True)
class Scored:
    """An entry with its score; `extras` are values it brings along for ties, such as its time."""

    entry: Hashable
    score: EntryScore
    state: EntryState = EntryState.COMPETING
    extras: Mapping[str, Decimal | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Standing:
    """The place an entry's score earns; without a score there is no place."""

    entry: Hashable
    rank: Rank | None
    is_tied: bool = False
    award: str | None = None


@dataclass(frozen=True)
class _Group:
    """Entries that share their places: how many stand before them, and which group they are."""

    before: int
    size: int
    number: int


_RANK: Mapping[RankingMethod, Callable[[_Group, int], Rank]] = MappingProxyType(
    {
        RankingMethod.STANDARD: lambda group, _: group.before + 1,
        RankingMethod.MODIFIED: lambda group, _: group.before + group.size,
        RankingMethod.DENSE: lambda group, _: group.number,
        RankingMethod.ORDINAL: lambda group, offset: group.before + offset + 1,
        RankingMethod.FRACTIONAL: lambda group, _: group.before + Decimal(group.size + 1) / 2,
    }
)


def ranks(
    scores: Sequence[Any],
    method: RankingMethod = RankingMethod.STANDARD,
    is_higher_better: bool = True,
) -> list[Rank]:
    """Return each score's place in input order; scores are anything that compares.

    >>> ranks([95, 90, 90, 85], RankingMethod.MODIFIED)
    [1, 3, 3, 4]
    """
    order = sorted(range(len(scores)), key=lambda position: scores[position], reverse=is_higher_better)
    found: dict[int, Rank] = {}
    for number, (_, equal) in enumerate(groupby(order, key=lambda position: scores[position]), start=1):
        tied = list(equal)
        group = _Group(len(found), len(tied), number)
        found |= {position: _RANK[method](group, offset) for offset, position in enumerate(tied)}
    return [found[position] for position in range(len(scores))]


def cutoff(scores: Sequence[Any], n: int) -> list[int]:
    """Return the positions of the best n scores and of all equal to the n-th, best first.

    >>> cutoff([91, 85, 90, 85], 3)
    [0, 2, 1, 3]
    """
    places = ranks(scores)
    return sorted((p for p in range(len(scores)) if places[p] <= n), key=lambda p: places[p])


def standings(scheme: Scheme, scored: Sequence[Scored]) -> list[Standing]:
    """Return the standings, best first, then those without a place, each part in input order.

    Only competing entries, guests and ineligible ones with a total are placed. The last two keep their
    place, take no award and use none up; ratios count the eligible entries only.
    """
    placed = [one for one in scored if _is_placed(one)]
    keys = [_tie_values(one, scheme.tie_chain) for one in placed]
    order = sorted(range(len(placed)), key=lambda position: keys[position], reverse=True)
    placed, keys = [placed[p] for p in order], [keys[p] for p in order]
    barred = {p for p, one in enumerate(placed) if one.state in BARRED_STATES}
    awards = award_allocation([int(place) for place in ranks(keys)], scheme.awards, barred).award
    shown, sharing = ranks(keys, scheme.ranking), Counter(keys)
    found = [Standing(one.entry, shown[p], sharing[keys[p]] > 1, awards[p]) for p, one in enumerate(placed)]
    return found + [Standing(one.entry, None) for one in scored if not _is_placed(one)]


def _is_placed(one: Scored) -> bool:
    return one.state in PLACED_STATES and one.score.total is not None


def _tie_values(one: Scored, chain: Sequence[TieKey]) -> tuple[tuple[bool, Fraction], ...]:
    """Return what an entry is compared by: the rounded total, then the chain; bigger is better."""
    total = (True, Fraction(one.score.total or 0))
    return (total, *(_tie_value(one, key) for key in chain))


def _tie_value(one: Scored, key: TieKey) -> tuple[bool, Fraction]:
    """Return an entry's value of a tie key, turned so that bigger is better; a missing value is worst."""
    value = _raw_tie_value(one, key.by)
    if value is None:
        return False, Fraction(0)
    return True, Fraction(value) * (1 if key.is_higher_better else -1)


def _raw_tie_value(one: Scored, by: str) -> Fraction | Decimal | None:
    if part := one.score.part(by):
        return part.value
    if group := one.score.group(by):
        return group.subtotal
    return one.score.untrimmed_mean if by == UNTRIMMED_MEAN else one.extras.get(by)
