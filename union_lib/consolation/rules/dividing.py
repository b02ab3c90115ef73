"""A programme's list divided by its terms: the staff's five rules over the same columns, in whole steps.

Amounts are fen. With a step larger than a fen, claims and caps are rounded down to whole steps and floors up (never
above the cap); the budget's part of a step stays unallocated. Equals of the last step: the first on the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .certified import (
    Certified,
    CertifiedPath,
    by_claims,
    by_table,
    by_tiers,
    by_weights,
    claims_path,
    table_path,
    weights_path,
)
from .claims import ClaimsRule
from .columns import total
from .explaining import parts
from .terms import Method, Terms, Tier
from .waterfill import Status as FillStatus

Fen = NDArray[np.int64]


class Status(StrEnum):
    """What came of a division."""

    OK = "ok"
    SHORT = "short"
    SURPLUS = "surplus"


@dataclass(frozen=True)
class Cases:
    """A list in columns of equal length: tier, what is due, room under the caps (None: none), members, hard hit."""

    tiers: Sequence[Tier]
    entitled_fen: Fen
    room_fen: Sequence[int | None]
    members: NDArray[np.int64]
    hard_hit: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.tiers)

    def ceilings(self) -> Fen:
        """Return the most each may get: what is due, within the room the caps leave."""
        rooms = self._rooms
        return np.minimum(self.entitled_fen, rooms) if rooms is not None else self.entitled_fen

    @cached_property
    def _rooms(self) -> Fen | None:
        if all(room is None for room in self.room_fen):
            return None
        most = int(self.entitled_fen.max()) if len(self.entitled_fen) else 0
        return np.array([most if room is None else room for room in self.room_fen], dtype=np.int64)

    @cached_property
    def kinds(self) -> tuple[list[tuple[Tier, int, bool]], NDArray[np.int64]]:
        """Return the different (tier, members, hard hit), and which of them each line is."""
        order = list(Tier)
        codes = np.array([order.index(tier) for tier in self.tiers], dtype=np.int64)
        keys = (codes * 1_000 + self.members) * 2 + self.hard_hit
        values, of = np.unique(keys, return_inverse=True)
        found = [(order[int(key) // 2_000], int(key) // 2 % 1_000, bool(int(key) % 2)) for key in values]
        return found, of


@dataclass(frozen=True)
class Division:
    """The awards in fen, in the order of the list (all 0 where the budget is short), and how they were certified."""

    method: Method
    budget_fen: int
    certified: Certified
    awards_fen: Fen
    level: Fraction | None = None

    @property
    def status(self) -> Status:
        """Tell whether the budget was divided, was short of what the rule promises, or left a surplus."""
        if not self.certified.awards_fen.size:
            return Status.SHORT
        return Status.SURPLUS if self.certified.status == FillStatus.SURPLUS else Status.OK

    @property
    def total_fen(self) -> int:
        """Return the sum of the awards."""
        return total(self.awards_fen)

    @property
    def needed_fen(self) -> int:
        """Return what the rule would need where the budget is short, else 0."""
        short = self.certified.shortfall_fen
        return self.budget_fen + short if short else 0

    @property
    def unallocated_fen(self) -> int:
        """Return what is left of the budget; nothing is, where it is short."""
        return self.certified.unallocated_fen

    @property
    def certificate(self) -> dict[str, Any]:
        """Return what the independent check needs; nothing where there is no allocation."""
        return self.certified.certificate() if self.certified.awards_fen.size else {}

    def amounts(self) -> list[int]:
        """Return the awards as plain numbers."""
        return [int(fen) for fen in self.awards_fen.tolist()]


def divide(terms: Terms, cases: Cases, budget_fen: int, granularity_fen: int = 1) -> Division:
    """Divide a budget among a list by its terms; raises `NobodyListed`, `WeightsAllZero`.

    >>> from .terms import TierTerms
    >>> terms = Terms(Method.EQUAL, (Tier.DEEP,), {Tier.DEEP: TierTerms(standard_fen=500_00)})
    >>> one = np.ones(2, dtype=np.int64)
    >>> cases = Cases([Tier.DEEP] * 2, 500_00 * one, [100_00, None], one, one < 0)
    >>> divide(terms, cases, 300_00).amounts()
    [10000, 20000]
    """
    return _division(terms, cases, granularity_fen, _certified(terms, cases, budget_fen, granularity_fen))


class Prepared:
    """A list under its terms, prepared for every budget, so that a slider moves without solving again.

    What is due must not depend on the budget (`is_fixed`). Hardest tier first has a path of its own in each tier,
    so there the tier that runs short is found by its sum and divided afresh.
    """

    def __init__(self, terms: Terms, cases: Cases, granularity_fen: int = 1) -> None:
        self.terms, self.cases, self.step = terms, cases, granularity_fen
        self._path = _path(terms, cases, granularity_fen)

    def at(self, budget_fen: int) -> Division:
        """Return the division of a budget; the same as `divide`."""
        if self._path is None:
            return divide(self.terms, self.cases, budget_fen, self.step)
        return _division(self.terms, self.cases, self.step, self._path.at(budget_fen))


def is_fixed(terms: Terms, has_claim: bool) -> bool:
    """Tell whether what is due is the same for every budget: by weight a tier without a cap follows the budget."""
    if terms.method != Method.WEIGHTS or has_claim:
        return True
    return all(terms.of(tier).cap_fen is not None for tier in terms.order)


def _path(terms: Terms, cases: Cases, granularity: int) -> CertifiedPath | None:
    claims = cases.ceilings()
    if terms.method == Method.TIERS:
        return None
    if terms.method == Method.WEIGHTS:
        floors = floors_of(terms, cases, granularity)
        return weights_path(weights_of(terms, cases)[0], floors, claims, granularity)
    if terms.method == Method.STANDARD or not (claims // granularity).any():
        return table_path(claims if terms.method == Method.STANDARD else np.zeros_like(claims), granularity)
    return claims_path(_RULES[terms.method], claims, granularity)


def _division(terms: Terms, cases: Cases, granularity_fen: int, found: Certified) -> Division:
    awards = found.awards_fen if found.awards_fen.size else np.zeros(len(cases), dtype=np.int64)
    level = None
    if terms.method == Method.WEIGHTS and found.level is not None:
        level = found.level * weights_of(terms, cases)[1] * granularity_fen
    return Division(terms.method, found.estate_fen, found, awards, level)


def _certified(terms: Terms, cases: Cases, budget: int, granularity: int) -> Certified:
    claims = cases.ceilings()
    if terms.method == Method.STANDARD:
        return by_table(budget, claims, granularity)
    if terms.method == Method.WEIGHTS:
        floors = floors_of(terms, cases, granularity)
        return by_weights(budget, weights_of(terms, cases)[0], floors, claims, granularity)
    if terms.method == Method.TIERS:
        ranks = [terms.order.index(tier) for tier in cases.tiers]
        return by_tiers(budget, ranks, claims, terms.marginal.value, granularity)
    if not (claims // granularity).any():
        return by_table(budget, np.zeros_like(claims), granularity)
    return by_claims(_RULES[terms.method], budget, claims, granularity)


_RULES = {Method.PROPORTIONAL: ClaimsRule.PROPORTIONAL, Method.EQUAL: ClaimsRule.EQUAL_AWARDS}


def weights_of(terms: Terms, cases: Cases) -> tuple[NDArray[Any], int]:
    """Return whole weights in proportion to the terms' exact ones, and what they were multiplied by."""
    kinds, of = cases.kinds
    exact = [terms.weight(*kind) for kind in kinds]
    common = lcm(*(weight.denominator for weight in exact)) if exact else 1
    whole = [int(weight * common) for weight in exact]
    return np.array(whole, dtype=np.int64)[of], common


def floors_of(terms: Terms, cases: Cases, granularity: int) -> Fen:
    """Return the floors in fen: those of the tiers raised to whole steps, never above what somebody may get."""
    kinds, of = cases.kinds
    floors = [-(-terms.of(kind[0]).floor_fen // granularity) * granularity for kind in kinds]
    most = cases.ceilings() // granularity * granularity
    return np.minimum(np.array(floors, dtype=np.int64)[of], most)


class Part(StrEnum):
    """A part of somebody's amount."""

    STANDARD = "standard"
    PROPORTIONAL = "proportional"
    TIERS = "tiers"
    REDISTRIBUTED = "redistributed"
    BOUND = "bound"
    ROOM = "room"
    ROUNDING = "rounding"


@dataclass(frozen=True)
class Share:
    """Why somebody gets an amount: exact parts in fen that add up to it, and the figures they follow from."""

    award_fen: int
    parts: Sequence[tuple[Part, Fraction]]
    due_fen: int
    weight: Fraction = Fraction(1)
    weights: Fraction = Fraction(1)
    floor_fen: int = 0
    cap_fen: int | None = None


def share_of(terms: Terms, cases: Cases, budget_fen: int, granularity_fen: int, line: int) -> Share:
    """Return why the person at a line (from 0) gets the amount; the parts add up to the fen."""
    award = divide(terms, cases, budget_fen, granularity_fen).amounts()[line]
    due = int(cases.ceilings()[line])
    if terms.method == Method.STANDARD:
        return _standard_share(cases, award, due, line)
    claims = cases.ceilings() // granularity_fen
    steps = budget_fen // granularity_fen
    if terms.method == Method.TIERS:
        return _tier_share(claims, steps, granularity_fen, award, due, line)
    found = _Line.of(terms, cases, steps, granularity_fen, line)
    one = parts(
        award // granularity_fen,
        found.exact,
        steps * found.weight / found.weights,
        found.floor,
        int(claims[line]),
    )
    common = weights_of(terms, cases)[1] if terms.method == Method.WEIGHTS else 1
    named = [
        (Part.PROPORTIONAL, one.pure_proportional),
        (Part.REDISTRIBUTED, one.redistributed),
        (Part.BOUND, one.cap_or_floor_adjustment),
        (Part.ROUNDING, one.rounding),
    ]
    return Share(
        award,
        [(name, part * granularity_fen) for name, part in named if part or name == Part.PROPORTIONAL],
        due,
        found.weight / common,
        found.weights / common,
        found.floor * granularity_fen,
        int(claims[line]) * granularity_fen,
    )


@dataclass(frozen=True)
class _Line:
    """One line of a division: its weight, all weights, its floor and its exact award; in steps."""

    weight: Fraction
    weights: Fraction
    floor: int
    exact: Fraction

    @classmethod
    def of(cls, terms: Terms, cases: Cases, steps: int, granularity: int, line: int) -> _Line:
        found = _certified(terms, cases, steps * granularity, granularity)
        lines, level = found.lines, found.level
        weight, floor, cap = int(lines.weights[line]), int(lines.floors[line]), int(lines.caps[line])
        at = Fraction(cap) if level is None else level * weight
        exact = min(max(at, Fraction(floor)), Fraction(cap)) if weight else Fraction(floor)
        return cls(Fraction(weight), Fraction(total(lines.weights) or 1), floor, exact)


def _standard_share(cases: Cases, award: int, due: int, line: int) -> Share:
    entitled = int(cases.entitled_fen[line])
    parts: list[tuple[Part, Fraction]] = [(Part.STANDARD, Fraction(entitled))]
    if due != entitled:
        parts.append((Part.ROOM, Fraction(due - entitled)))
    if award != due:
        parts.append((Part.ROUNDING, Fraction(award - due)))
    return Share(award, parts, due, cap_fen=cases.room_fen[line])


def _tier_share(claims: Fen, steps: int, granularity: int, award: int, due: int, line: int) -> Share:
    """Return the plain share in proportion to need, and what the order of the tiers adds or takes."""
    whole = total(claims)
    plain = Fraction(min(steps, whole) * int(claims[line]), whole or 1) * granularity
    parts = [(Part.PROPORTIONAL, plain), (Part.TIERS, Fraction(award) - plain)]
    return Share(award, parts, due, Fraction(int(claims[line])), Fraction(whole or 1), 0, due)
