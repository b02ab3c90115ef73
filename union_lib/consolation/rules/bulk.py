"""The claims rules for very many people at once: the same fen as the exact fractions of `claims`.

Five rules follow from one number, the level P/Q of equal awards: with A the level cut to the claim, an award is
(a × claim + b × A) / d. So a fen is decided by whole numbers only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from .claims import ClaimsRule
from .columns import Ints, fen_column, give_left_over, roomy, total
from .overlap import minimal_overlap

ROUNDS = 40


@dataclass(frozen=True)
class Reduced:
    """A rule as equal awards: divide `estate`, then an award is (own × claim + equal × A) / parts."""

    estate: int
    own: int
    equal: int
    parts: int


def reduced(rule: ClaimsRule, whole: int, estate: int) -> Reduced:
    """Return how a rule follows from equal awards; `whole` is the sum of the claims, at least the budget.

    >>> reduced(ClaimsRule.TALMUD, whole=600, estate=400)
    Reduced(estate=400, own=2, equal=-1, parts=2)
    """
    is_low = 2 * estate <= whole
    if rule == ClaimsRule.EQUAL_AWARDS:
        return Reduced(estate, 0, 1, 1)
    if rule == ClaimsRule.EQUAL_LOSSES:
        return Reduced(whole - estate, 1, -1, 1)
    if is_low:
        return Reduced(2 * estate, 0, 1, 2)
    if rule == ClaimsRule.TALMUD:
        return Reduced(2 * (whole - estate), 2, -1, 2)
    return Reduced(2 * estate - whole, 1, 1, 2)


def bulk_awards(rule: ClaimsRule | str, claims_fen: Sequence[int] | Ints, estate_fen: int) -> Ints:
    """Return the award of every claim in whole fen; all rules but random arrival.

    A budget of at least the sum pays every claim. Raises `NobodyListed`, `AmountUnusable`.

    >>> bulk_awards("talmud", [100_00, 200_00, 300_00], 100_00)
    array([3334, 3333, 3333])
    """
    claims = fen_column(claims_fen)
    whole = total(claims)
    if estate_fen >= whole:
        return claims.copy()
    rule = ClaimsRule(rule)
    if rule == ClaimsRule.PROPORTIONAL:
        return by_weight(claims, estate_fen, whole)
    if rule == ClaimsRule.MINIMAL_OVERLAP:
        return minimal_overlap(claims, estate_fen, whole)
    terms = reduced(rule, whole, estate_fen)
    return by_level(claims, terms, equal_level(claims, terms.estate), estate_fen)


def by_weight(weights: Ints, estate: int, whole: int) -> Ints:
    """Return estate × weight / whole in whole fen."""
    each, more = divmod(estate, whole)
    weights = roomy(weights, max(more, each + 1) * int(weights.max()))
    products = weights * more
    shares = products // whole
    products -= shares * whole
    left_over = total(products) // whole
    if each:
        shares += each * weights
    return give_left_over(shares, products, left_over)


def by_level(claims: Ints, terms: Reduced, level: tuple[int, int], estate: int) -> Ints:
    """Return the awards that follow from the level of equal awards, given as numerator and denominator."""
    each, more = divmod(level[0], level[1])
    claims = roomy(claims, 4 * max(int(claims.max()), level[1]))
    values = np.minimum(claims, each) * terms.equal
    if terms.own:
        values += claims * terms.own
    if terms.equal < 0 and more:
        values -= claims > each
        more = level[1] - more
    parts = (claims > each).astype(claims.dtype) * more
    if terms.parts == 2:
        parts += (values & 1) * level[1]
        values >>= 1
    return give_left_over(values, parts, estate - total(values))


def equal_level(claims: Ints, estate: int) -> tuple[int, int]:
    """Return the level of equal awards as numerator and denominator; the budget must not exceed the sum.

    Whoever claims no more than an equal share of what is left is paid, and the others share again. After many
    rounds the claims are sorted instead, so that no list takes long.
    """
    left, open_claims = estate, claims
    for _ in range(ROUNDS):
        is_paid = open_claims <= left // open_claims.size
        if not is_paid.any():
            return left, open_claims.size
        if is_paid.all():
            return int(open_claims.max()), 1
        left -= total(open_claims * is_paid)
        open_claims = open_claims[np.flatnonzero(~is_paid)]
    return _level_of_sorted(np.sort(open_claims), left)


def _level_of_sorted(claims: Ints, estate: int) -> tuple[int, int]:
    """Return the level from ascending claims: budgets at which each claim is reached, then one search."""
    left = estate
    for paid, claim in enumerate(claims.tolist()):
        if claim * (claims.size - paid) >= left:
            return left, claims.size - paid
        left -= claim
    return int(claims[-1]), 1


def bulk_tiers(
    estate_fen: int, tiers_claims_fen: Sequence[Sequence[int] | Ints], marginal_rule: ClaimsRule | str
) -> list[Ints]:
    """Return the awards tier by tier: paid in full until the budget runs short, there by the rule, then nothing.

    >>> [tier.tolist() for tier in bulk_tiers(100, [[30, 30], [20, 40, 60], [50]], "prop")]
    [[30, 30], [7, 13, 20], [0]]
    """
    left = estate_fen
    awards: list[Ints] = []
    for claims in tiers_claims_fen:
        if not len(claims):
            awards.append(np.zeros(0, dtype=np.int64))
            continue
        awards.append(bulk_awards(marginal_rule, claims, left))
        left -= total(awards[-1])
    return awards


class ClaimsPath:
    """A claims rule prepared for every budget: sorted once, then a budget costs one search and one pass.

    >>> path = ClaimsPath("cel", [100, 200, 300])
    >>> path.at(300).tolist(), path.at(100).tolist()
    ([0, 100, 200], [0, 0, 100])
    """

    def __init__(self, rule: ClaimsRule | str, claims_fen: Sequence[int] | Ints) -> None:
        self.rule = ClaimsRule(rule)
        self.claims = fen_column(claims_fen)
        self.whole = total(self.claims)
        self._at = self._ways().get(self.rule, self._by_level)
        ordered = np.sort(self.claims)
        if self.whole >= 2**62 or int(ordered[-1]) * ordered.size >= 2**62:
            ordered = ordered.astype(object)
        self._ordered = ordered
        self._paid = np.cumsum(ordered)
        self._turns = self._paid + ordered * np.arange(ordered.size - 1, -1, -1)

    def _ways(self) -> dict[ClaimsRule, Callable[[int], Ints]]:
        return {
            ClaimsRule.PROPORTIONAL: lambda estate: by_weight(self.claims, estate, self.whole),
            ClaimsRule.MINIMAL_OVERLAP: lambda estate: minimal_overlap(self.claims, estate, self.whole),
        }

    def at(self, estate_fen: int) -> Ints:
        """Return the awards in whole fen for a budget."""
        return self.claims.copy() if estate_fen >= self.whole else self._at(estate_fen)

    def _by_level(self, estate: int) -> Ints:
        terms = reduced(self.rule, self.whole, estate)
        return by_level(self.claims, terms, self._level(terms.estate), estate)

    def _level(self, estate: int) -> tuple[int, int]:
        paid = int(np.searchsorted(self._turns, estate))
        if paid == self.claims.size:
            return int(self._ordered[-1]), 1
        return estate - (int(self._paid[paid - 1]) if paid else 0), self.claims.size - paid
