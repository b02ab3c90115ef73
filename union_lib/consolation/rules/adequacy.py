"""Whether the money went where it was meant to: coverage, adequacy, leakage, and equals treated alike.

Sources: Coady, Grosh & Hoddinott, Targeting of Transfers in Developing Countries (World Bank 2004) for coverage and
leakage; World Bank, ASPIRE indicators, for adequacy; Musgrave (1959) for horizontal equity: equals alike.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from .columns import Ints, total


@dataclass(frozen=True)
class Case:
    """One person: whether the rules entitle them, to how much, and what the allocation gives.

    `alike` names the people who ought to be treated alike, such as (tier, entitlement).
    """

    is_eligible: bool
    entitlement_fen: int
    allocation_fen: int
    alike: Hashable = None


@dataclass(frozen=True)
class Targeting:
    """Exact shares; None where there is nothing to divide by.

    `coverage` eligible people who receive anything, of all eligible; `adequacy` money that meets entitlements
    (nobody's counted beyond their own), of all entitlements; `leakage` money to people who are not eligible, of all
    money; `excess_fen` money to eligible people beyond their entitlement.
    """

    eligible: int
    reached: int
    coverage: Fraction | None
    adequacy: Fraction | None
    leakage: Fraction | None
    excess_fen: int


@dataclass(frozen=True)
class Alike:
    """People who ought to be treated alike, and the lowest and highest of their allocations."""

    alike: Hashable
    people: int
    lowest_fen: int
    highest_fen: int

    @property
    def spread_fen(self) -> int:
        """Return by how much equals differ; one fen can be the left-over of rounding."""
        return self.highest_fen - self.lowest_fen


def targeting(cases: Iterable[Case]) -> Targeting:
    """Return how well the money meets those it is meant for.

    >>> found = targeting([Case(True, 100, 50), Case(True, 100, 0), Case(False, 0, 50)])
    >>> found.coverage, found.adequacy, found.leakage
    (Fraction(1, 2), Fraction(1, 4), Fraction(1, 2))
    """
    cases = list(cases)
    eligible = [case for case in cases if case.is_eligible]
    reached = sum(case.allocation_fen > 0 for case in eligible)
    met = sum(min(case.allocation_fen, case.entitlement_fen) for case in eligible)
    due = sum(case.entitlement_fen for case in eligible)
    given = sum(case.allocation_fen for case in cases)
    to_eligible = sum(case.allocation_fen for case in eligible)
    return Targeting(
        len(eligible),
        reached,
        _share(reached, len(eligible)),
        _share(met, due),
        _share(given - to_eligible, given),
        to_eligible - met,
    )


def horizontal_equity(cases: Iterable[Case], rounding_fen: int = 1) -> list[Alike]:
    """Return the eligible groups whose allocations differ by more than the rounding, the widest first.

    An empty list says that equals were treated alike.

    >>> cases = [Case(True, 100, 50, "deep"), Case(True, 100, 80, "deep"), Case(True, 60, 30, "relative")]
    >>> [(group.alike, group.spread_fen) for group in horizontal_equity(cases)]
    [('deep', 30)]
    """
    amounts: dict[Hashable, list[int]] = {}
    for case in cases:
        if case.is_eligible:
            amounts.setdefault(case.alike, []).append(case.allocation_fen)
    groups = [Alike(alike, len(fen), min(fen), max(fen)) for alike, fen in amounts.items()]
    unequal = [group for group in groups if group.spread_fen > rounding_fen]
    return sorted(unequal, key=lambda group: -group.spread_fen)


def share_treated_alike(cases: Sequence[Case]) -> Fraction | None:
    """Return the share of eligible people in groups whose equals were treated alike to the fen of rounding."""
    eligible = sum(case.is_eligible for case in cases)
    unequal = sum(group.people for group in horizontal_equity(cases))
    return _share(eligible - unequal, eligible)


def targeting_of_columns(entitlements_fen: Ints, allocations_fen: Ints) -> Targeting:
    """Return the same as `targeting` for people who are all eligible, from columns of any length.

    >>> targeting_of_columns(np.array([100, 100]), np.array([50, 0])).adequacy
    Fraction(1, 4)
    """
    people, reached = allocations_fen.size, int(np.count_nonzero(allocations_fen > 0))
    given, met = total(allocations_fen), total(np.minimum(allocations_fen, entitlements_fen))
    return Targeting(
        people,
        reached,
        _share(reached, people),
        _share(met, total(entitlements_fen)),
        _share(0, given),
        given - met,
    )


def share_alike_of_columns(alike: Ints, allocations_fen: Ints, rounding_fen: int = 1) -> Fraction | None:
    """Return the same as `share_treated_alike` from columns: equals have the same number in `alike`.

    >>> share_alike_of_columns(np.array([7, 7, 9]), np.array([50, 80, 30]))
    Fraction(1, 3)
    """
    if not alike.size:
        return None
    order = np.argsort(alike, kind="stable")
    sorted_, fen = alike[order], allocations_fen[order]
    starts = np.flatnonzero(np.concatenate(([True], sorted_[1:] != sorted_[:-1])))
    spread = np.maximum.reduceat(fen, starts) - np.minimum.reduceat(fen, starts)
    people = np.diff(np.append(starts, alike.size))
    return _share(int(people[spread <= rounding_fen].sum()), int(alike.size))


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None
