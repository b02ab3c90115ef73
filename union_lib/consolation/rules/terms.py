"""The terms a programme's budget is divided by: the method, and what each tier gets, weighs and is held to.

Amounts are fen; weights and multiples are decimals written as text in a record, exact fractions here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import Any

from ...common.errors import N_, RuleViolation


class Tier(StrEnum):
    """How hard a case is, or why it is honoured (档次)."""

    DEEP = "deep"
    RELATIVE = "relative"
    ACCIDENT = "accident"
    MEDIC = "medic"
    FRONTLINE = "frontline"
    WORKER = "worker"


class Method(StrEnum):
    """How the budget is divided."""

    STANDARD = "standard"
    PROPORTIONAL = "proportional"
    EQUAL = "equal"
    WEIGHTS = "weights"
    TIERS = "tiers"


class Marginal(StrEnum):
    """How the first tier that cannot be paid in full is divided."""

    PROPORTIONAL = "prop"
    EQUAL = "cea"


@dataclass(frozen=True)
class TierTerms:
    """What one tier gets: its standard amount, its weight, its floor and its cap (None: none)."""

    standard_fen: int = 0
    weight: Fraction = Fraction(1)
    floor_fen: int = 0
    cap_fen: int | None = None


@dataclass(frozen=True)
class Terms:
    """The rule of a programme. `order` lists the tiers that take part, hardest first.

    `size_step` is added to the weight for each member beyond the first, as a share of the tier's weight;
    `hard_hit` multiplies the weight of those in a hard-hit industry or unit (1: no difference).
    """

    method: Method = Method.STANDARD
    order: tuple[Tier, ...] = (Tier.DEEP, Tier.ACCIDENT, Tier.RELATIVE, Tier.MEDIC, Tier.FRONTLINE)
    tiers: Mapping[Tier, TierTerms] = field(default_factory=dict)
    size_step: Fraction = Fraction(0)
    hard_hit: Fraction = Fraction(1)
    marginal: Marginal = Marginal.PROPORTIONAL

    def of(self, tier: Tier) -> TierTerms:
        """Return the terms of a tier."""
        return self.tiers.get(tier, TierTerms())

    def weight(self, tier: Tier, members: int, is_hard_hit: bool) -> Fraction:
        """Return the weight of one recipient.

        >>> terms = Terms(tiers={Tier.DEEP: TierTerms(weight=Fraction(5))}, size_step=Fraction("0.3"))
        >>> terms.weight(Tier.DEEP, 3, False)
        Fraction(8, 1)
        """
        by_size = self.of(tier).weight * (1 + self.size_step * max(members - 1, 0))
        return by_size * self.hard_hit if is_hard_hit else by_size


@dataclass(eq=False)
class NoTier(RuleViolation):
    """A programme takes no tier at all."""

    what = N_("No tier takes part in this programme.")
    todo = N_("Choose at least one tier.")


@dataclass(eq=False)
class FloorOverCap(RuleViolation):
    """The floor of a tier lies above its cap."""

    tier: str

    what = N_("The floor of the tier “{tier}” lies above its cap.")
    todo = N_("Lower the floor, or raise the cap.")


@dataclass(eq=False)
class AmountNegative(RuleViolation):
    """An amount or weight of a tier is below zero."""

    tier: str

    what = N_("The tier “{tier}” has an amount or a weight below 0.")
    todo = N_("Enter 0 or more.")


@dataclass(eq=False)
class WeightUnreadable(RuleViolation):
    """A weight, a step or a multiple is not a plain decimal number."""

    text: str

    what = N_("“{text}” is not a number that can weigh.")
    todo = N_("Enter a number from 0 to 1,000 with at most three decimals, such as 1.5.")


def decimal_weight(text: str) -> Fraction:
    """Return a weight as it is written; raises `WeightUnreadable`.

    >>> decimal_weight("1.5")
    Fraction(3, 2)
    """
    try:
        value = Decimal(str(text).strip())
    except InvalidOperation:
        raise WeightUnreadable(str(text)) from None
    if not value.is_finite() or not 0 <= value <= 1000 or value != round(value, 3):
        raise WeightUnreadable(str(text))
    return Fraction(value)


def check_terms(terms: Terms) -> None:
    """Raise `NoTier`, `AmountNegative` or `FloorOverCap`."""
    if not terms.order:
        raise NoTier
    for tier in terms.order:
        own = terms.of(tier)
        if min(own.standard_fen, own.floor_fen, own.cap_fen or 0) < 0 or own.weight < 0:
            raise AmountNegative(tier)
        if own.cap_fen is not None and own.floor_fen > own.cap_fen:
            raise FloorOverCap(tier)


def terms_record(terms: Terms) -> dict[str, Any]:
    """Return the terms as a JSON record; `terms_of_record` reads it back."""
    return {
        "method": terms.method.value,
        "order": [tier.value for tier in terms.order],
        "tiers": {
            tier.value: {
                "standard_fen": own.standard_fen,
                "weight": str(own.weight),
                "floor_fen": own.floor_fen,
                "cap_fen": own.cap_fen,
            }
            for tier, own in terms.tiers.items()
        },
        "size_step": str(terms.size_step),
        "hard_hit": str(terms.hard_hit),
        "marginal": terms.marginal.value,
    }


def terms_of_record(record: Mapping[str, Any]) -> Terms:
    """Return the terms of a record.

    >>> terms_of_record(terms_record(Terms())) == Terms()
    True
    """
    plain = Terms()
    return Terms(
        method=Method(record.get("method", plain.method)),
        order=tuple(Tier(tier) for tier in record.get("order", plain.order)),
        tiers={
            Tier(tier): TierTerms(
                int(own["standard_fen"]),
                Fraction(own["weight"]),
                int(own["floor_fen"]),
                None if own["cap_fen"] is None else int(own["cap_fen"]),
            )
            for tier, own in record.get("tiers", {}).items()
        },
        size_step=Fraction(record.get("size_step", "0")),
        hard_hit=Fraction(record.get("hard_hit", "1")),
        marginal=Marginal(record.get("marginal", plain.marginal)),
    )
