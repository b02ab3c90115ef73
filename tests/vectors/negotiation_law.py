"""Adapters for the kinds of negotiation that the dated law answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from union_lib.negotiation.figures import house_book
from union_lib.negotiation.rules import in_force

Body = dict[str, Any]


def law_in_force(case: Body) -> Body:
    """What a law said on a day."""
    found = in_force.law_in_force(house_book(), case["parameter"], date.fromisoformat(case["on_date"]))
    value = float(found.value) if isinstance(found.value, Fraction) else found.value
    return {"value": value, "cite": found.citation}


KINDS: dict[str, Callable[[Body], Body]] = {"law_in_force": law_in_force}
