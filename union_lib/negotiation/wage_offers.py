"""Offers and head counts as they are typed at the negotiator's table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from unicodedata import normalize

import numpy as np

from ..common.errors import N_, RuleViolation
from ..common.typed import whole
from .rules.bargaining import Fen, Offer
from .wage_facts import amount, quantity

LEAST_PERCENT, MOST_PERCENT, MOST_MONTHS, MOST_HEADS, MOST_BANDS = -50, 300, 24, 1_000_000, 50
MONTHS = "12"


@dataclass(eq=False)
class PercentUnreadable(RuleViolation):
    """A percentage was typed that is none, or far from any that is meant."""

    text: str
    least: int
    most: int

    what = N_("“{text}” is not a percentage from {least} to {most}.")
    todo = N_("Enter a number such as 5 or 4.5.")


@dataclass(eq=False)
class TooManyHeads(RuleViolation):
    """More workers were entered than one employer has."""

    most: int

    what = N_("More than {most} workers were entered.")
    todo = N_("Check the head counts for too many zeros.")


def percent(text: Any) -> Fraction:
    """Return a percentage as a share, 0 for nothing typed; raises `PercentUnreadable`.

    >>> percent("4.5"), percent("５％"), percent("")
    (Fraction(9, 200), Fraction(1, 20), Fraction(0, 1))
    """
    plain = normalize("NFKC", str(text if text is not None else "")).strip().removesuffix("%").strip()
    try:
        found = Fraction(plain[:20]) if plain else Fraction(0)
    except (ValueError, ZeroDivisionError):
        raise PercentUnreadable(plain, LEAST_PERCENT, MOST_PERCENT) from None
    if not LEAST_PERCENT <= found <= MOST_PERCENT:
        raise PercentUnreadable(plain, LEAST_PERCENT, MOST_PERCENT)
    return found / 100


def offer_of(typed: Mapping[str, Any], on_cost: Any, months: Any) -> Offer:
    """Return a side's offer: raise in per cent, flat raise, least wage and bonus a month in yuan."""
    return Offer(
        percent(typed.get("raise")),
        amount(typed.get("flat")),
        amount(typed.get("least")),
        Fraction(amount(typed.get("bonus"))),
        max(percent(on_cost), Fraction(0)),
        quantity(months or MONTHS, MOST_MONTHS),
    )


def wages_by_band(rows: Sequence[Mapping[str, Any]]) -> Fen:
    """Return wages (n,) of head counts by wage; rows that are not filled in are left out.

    >>> wages_by_band([{"heads": "2", "wage": "1,800"}, {"heads": "", "wage": ""}]).tolist()
    [180000, 180000]
    """
    filled = [row for row in rows[:MOST_BANDS] if str(row.get("heads") or "").strip()]
    heads = [whole(row["heads"]) for row in filled]
    if sum(heads) > MOST_HEADS:
        raise TooManyHeads(MOST_HEADS)
    return np.repeat(np.array([amount(row.get("wage")) for row in filled], dtype=np.int64), heads)
