"""Hardest tier first: a tier is paid in full before the next; the first that cannot be is divided by a rule."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from .claims import ClaimsRule, awards_fen

Class = TypeVar("Class", bound=Hashable)


@dataclass(frozen=True)
class Tiered:
    """The awards tier by tier, which tier was divided by the rule (None: none), and what is left."""

    awards_fen: list[list[int]]
    marginal: int | None
    unallocated_fen: int


def tiered(
    estate_fen: int, tiers_claims_fen: Sequence[Sequence[int]], marginal_rule: ClaimsRule | str
) -> Tiered:
    """Pay tier by tier, the first tier being the hardest.

    >>> tiered(100, [[30, 30], [20, 40, 60], [50]], "prop")
    Tiered(awards_fen=[[30, 30], [7, 13, 20], [0]], marginal=1, unallocated_fen=0)
    """
    rule = ClaimsRule(marginal_rule)
    left, marginal = estate_fen, None
    awards: list[list[int]] = []
    for tier, claims in enumerate(tiers_claims_fen):
        due = sum(claims)
        if due > left and marginal is None:
            marginal = tier
        awards.append(awards_fen(rule, claims, left) if left < due else list(claims))
        left -= min(left, due)
    return Tiered(awards, marginal, left)


@dataclass(frozen=True)
class Tabled:
    """Fixed amounts by class, their total, and how the budget compares: one of both differences is 0."""

    awards_fen: list[int]
    total_fen: int
    shortfall_fen: int
    unallocated_fen: int


def tabled(estate_fen: int, classes: Sequence[Class], table_fen: Mapping[Class, int]) -> Tabled:
    """Return what a standard table gives; a class that is not in it gets 0.

    With a shortfall nothing is cut: somebody must raise the budget, lower the table, or choose another rule.

    >>> tabled(5000, ["deep", "relative"], {"deep": 3000, "relative": 2500}).shortfall_fen
    500
    """
    awards = [table_fen.get(one, 0) for one in classes]
    total = sum(awards)
    return Tabled(awards, total, max(total - estate_fen, 0), max(estate_fen - total, 0))
