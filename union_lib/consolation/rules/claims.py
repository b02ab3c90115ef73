"""How a budget that falls short of what is due is divided: seven rules from the literature, in exact fractions.

Source: Thomson 2003, Axiomatic and game-theoretic analysis of bankruptcy and taxation problems, Mathematical
Social Sciences 45; Aumann & Maschler 1985 (Talmud); O'Neill 1982 (random arrival, minimal overlap);
Piniles 1861. A budget of at least the sum of the claims pays every claim; the rest stays unallocated.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate
from math import factorial, lcm

from ...common.errors import N_, RuleViolation
from .rounding import whole_fen

Exact = Fraction | int
Rule = Callable[[Sequence[Fraction], Fraction], list[Fraction]]


class ClaimsRule(StrEnum):
    """The rules by the names the literature uses."""

    PROPORTIONAL = "prop"
    EQUAL_AWARDS = "cea"
    EQUAL_LOSSES = "cel"
    TALMUD = "talmud"
    RANDOM_ARRIVAL = "random_arrival"
    PINILES = "piniles"
    MINIMAL_OVERLAP = "minimal_overlap"


MOST_STATES = 1_000_000
"""How many pairs of group size and claims before somebody random arrival may have to follow."""


@dataclass(eq=False)
class TooManyOrders(RuleViolation):
    """Random arrival would have to follow too many groups of earlier arrivals."""

    people: int

    what = N_("Random arrival cannot be computed exactly for {people} people with such different claims.")
    todo = N_("Choose another rule, or use it for at most 18 people.")


def exact_awards(rule: ClaimsRule | str, claims: Sequence[Exact], estate: Exact) -> list[Fraction]:
    """Return what each claim gets of the budget, exactly; claims and budget are 0 or more.

    Random arrival is exact for any 18 people, and for more when their claims have few different sums below
    the budget; beyond that it raises `TooManyOrders`.

    >>> [str(award) for award in exact_awards("talmud", [100, 200, 300], 200)]
    ['50', '75', '75']
    """
    due = [Fraction(claim) for claim in claims]
    if estate >= sum(due):
        return due
    return RULES[ClaimsRule(rule)](due, Fraction(estate))


def awards_fen(rule: ClaimsRule | str, claims_fen: Sequence[int], estate_fen: int) -> list[int]:
    """Return what each claim gets in whole fen: exact awards rounded down, left-over fen to the largest remainders.

    >>> awards_fen("talmud", [100_00, 200_00, 300_00], 100_00)
    [3334, 3333, 3333]
    """
    return whole_fen(exact_awards(rule, claims_fen, estate_fen))


def proportional(claims: Sequence[Fraction], estate: Fraction) -> list[Fraction]:
    """Give everyone the same share of the claim."""
    whole = sum(claims)
    return [claim * estate / whole for claim in claims]


def equal_awards(claims: Sequence[Fraction], estate: Fraction) -> list[Fraction]:
    """Give everyone the same amount, but nobody more than the claim."""
    level = equal_level(claims, estate)
    return [min(claim, level) for claim in claims]


def equal_level(claims: Sequence[Fraction], estate: Fraction) -> Fraction:
    """Return the amount that everyone with a larger claim gets; the budget must not exceed the sum."""
    left = estate
    for paid, claim in enumerate(sorted(claims)):
        level = left / (len(claims) - paid)
        if level <= claim:
            return level
        left -= claim
    return max(claims, default=Fraction(0))


def equal_losses(claims: Sequence[Fraction], estate: Fraction) -> list[Fraction]:
    """Let everyone lose the same amount, but nobody more than the claim."""
    return _less(claims, equal_awards(claims, sum(claims) - estate))


def talmud(claims: Sequence[Fraction], estate: Fraction) -> list[Fraction]:
    """Divide by equal awards up to half of every claim, beyond that by equal losses of the other half."""
    halves = [claim / 2 for claim in claims]
    if estate <= sum(halves):
        return equal_awards(halves, estate)
    return _less(claims, equal_awards(halves, sum(claims) - estate))


def piniles(claims: Sequence[Fraction], estate: Fraction) -> list[Fraction]:
    """Divide by equal awards up to half of every claim, then again by equal awards up to the other half."""
    halves = [claim / 2 for claim in claims]
    if estate <= sum(halves):
        return equal_awards(halves, estate)
    return [
        half + more for half, more in zip(halves, equal_awards(halves, estate - sum(halves)), strict=True)
    ]


def minimal_overlap(claims: Sequence[Fraction], estate: Fraction) -> list[Fraction]:
    """Lay the claims over the budget with as little overlap as possible; every part is shared by who claims it."""
    claims = [min(claim, estate) for claim in claims]
    level = overlap_level(claims, estate)
    steps = sorted({min(claim, level) for claim in claims if claim})
    above = [sum(claim >= step for claim in claims) for step in steps]
    parts = ((step - below) / n for below, step, n in zip([Fraction(0), *steps], steps, above, strict=False))
    share = dict(zip([Fraction(0), *steps], accumulate(parts, initial=Fraction(0)), strict=True))
    return [share[min(claim, level)] + max(claim - level, Fraction(0)) for claim in claims]


def overlap_level(claims: Sequence[Fraction], estate: Fraction) -> Fraction:
    """Return up to where the claims lie over each other; what exceeds it lies beside, claimed by one alone.

    No claim exceeds the budget. The level t solves: the parts above t add up to the budget minus t.
    """
    above, people = Fraction(0), 0
    for claim in sorted(claims, reverse=True):
        if people and above - people * claim >= estate - claim:
            break
        above, people = above + claim, people + 1
    if people == 1:
        return estate
    return (above - estate) / (people - 1)


def random_arrival(claims: Sequence[Fraction], estate: Fraction) -> list[Fraction]:
    """Pay in full in the order of arrival, and average over all orders.

    Groups of earlier arrivals are counted by size and sum, so equal sums are followed once. The rule is its own
    dual, so the smaller of the budget and what is missing is divided.
    """
    missing = sum(claims) - estate
    if missing < estate:
        return _less(claims, random_arrival(claims, missing))
    scale = lcm(*(claim.denominator for claim in claims), estate.denominator)
    sizes, budget = [int(claim * scale) for claim in claims], int(estate * scale)
    groups = _groups(sizes, budget)
    found = {size: _average(groups, size, len(sizes), budget) for size in set(sizes)}
    return [found[size] / scale for size in sizes]


Groups = list[dict[int, int]]


def _groups(sizes: Sequence[int], estate: int) -> Groups:
    """Return for each number of people how many groups have which sum of claims below the budget."""
    groups: Groups = [{} for _ in range(len(sizes) + 1)]
    groups[0] = {0: 1} if estate > 0 else {}
    for known, size in enumerate(sizes):
        for people in range(known, -1, -1):
            larger = groups[people + 1]
            for total, times in groups[people].items():
                if total + size < estate:
                    larger[total + size] = larger.get(total + size, 0) + times
        if sum(map(len, groups)) > MOST_STATES:
            raise TooManyOrders(len(sizes))
    return groups


def _average(groups: Groups, size: int, people: int, estate: int) -> Fraction:
    """Return the mean payment of somebody with this claim over all orders of arrival."""
    without: dict[int, int] = {}
    paid = 0
    for before in range(people):
        without = {total: times - without.get(total - size, 0) for total, times in groups[before].items()}
        value = sum(min(size, estate - total) * times for total, times in without.items())
        paid += value * factorial(before) * factorial(people - 1 - before)
    return Fraction(paid, factorial(people))


def _less(claims: Sequence[Fraction], losses: Sequence[Fraction]) -> list[Fraction]:
    return [claim - loss for claim, loss in zip(claims, losses, strict=True)]


RULES: dict[ClaimsRule, Rule] = {
    ClaimsRule.PROPORTIONAL: proportional,
    ClaimsRule.EQUAL_AWARDS: equal_awards,
    ClaimsRule.EQUAL_LOSSES: equal_losses,
    ClaimsRule.TALMUD: talmud,
    ClaimsRule.RANDOM_ARRIVAL: random_arrival,
    ClaimsRule.PINILES: piniles,
    ClaimsRule.MINIMAL_OVERLAP: minimal_overlap,
}
