"""What is odd about an apportionment: quotas left, and the paradoxes between two divisions.

Source: Balinski & Young, Fair Representation (1982).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from .apportionment import Weight, whole_weights


class Paradox(StrEnum):
    """What two divisions by one method show together."""

    NEW_STATES = "new_states"
    ALABAMA = "alabama"
    POPULATION = "population"


@dataclass(frozen=True)
class Division:
    """What was given to units of these weights; units that join later stand at the end."""

    weights: Sequence[Weight]
    pieces: int
    given: Sequence[int]


@dataclass(frozen=True)
class Change:
    """Positions of old units with fewer and more pieces than before, and the paradox this makes, if any."""

    losers: tuple[int, ...] = ()
    gainers: tuple[int, ...] = ()
    paradox: Paradox | None = None


def quota_violations(division: Division) -> list[int]:
    """Return the positions of units with less than their quota rounded down or more than rounded up.

    The quota is weight × pieces / sum of the weights.

    >>> quota_violations(Division([5117, 4400, 162, 161, 160], 100, [52, 45, 1, 1, 1]))
    [1]
    """
    whole = whole_weights(division.weights)
    total = sum(whole)
    return [
        unit
        for unit, (weight, given) in enumerate(zip(whole, division.given, strict=True))
        if not weight * division.pieces // total <= given <= -(-weight * division.pieces // total)
    ]


def change(first: Division, last: Division) -> Change:
    """Compare two divisions made by the same method.

    New states: units were added, the old weights stayed, yet an old unit has another number. Alabama: the weights
    stayed, there is more to give, and a unit lost. Population: there is as much to give, and a unit
    lost although it grew faster than one that gained.

    >>> change(Division([6, 6, 2], 10, [4, 4, 2]), Division([6, 6, 2], 11, [5, 5, 1])).paradox
    <Paradox.ALABAMA: 'alabama'>
    """
    pairs = list(enumerate(zip(first.given, last.given, strict=False)))
    losers = tuple(unit for unit, (before, after) in pairs if after < before)
    gainers = tuple(unit for unit, (before, after) in pairs if after > before)
    return Change(losers, gainers, _paradox(first, last, losers, gainers))


def _paradox(
    first: Division, last: Division, losers: Sequence[int], gainers: Sequence[int]
) -> Paradox | None:
    # one scale for both, so that a weight that stayed stays equal
    whole = whole_weights([*first.weights, *last.weights])
    old, new = whole[: len(first.weights)], whole[len(first.weights) :]
    stayed = old == new[: len(old)]
    if stayed and len(new) > len(old) and (losers or gainers):
        return Paradox.NEW_STATES
    if stayed and len(new) == len(old) and last.pieces > first.pieces and losers:
        return Paradox.ALABAMA
    grew_faster = any(new[a] * old[b] > new[b] * old[a] for a in losers for b in gainers)
    return Paradox.POPULATION if first.pieces == last.pieces and grew_faster else None
