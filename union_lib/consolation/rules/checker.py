"""An independent check of an allocation: from inputs, awards and certificate alone, with nothing but fractions.

It shares no code with the rules. The level tells what everyone gets exactly; it is the right one if the exact amounts
add up to the budget, for they only grow with it. Rounded down, the left-over steps go to the largest remainders, the
first of equals first. So there is one allocation that passes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from hashlib import sha256
from typing import Any

Bounds = tuple[int, int, int | None]


def faults(
    certificate: Mapping[str, Any], awards_fen: Sequence[int], inputs: Mapping[str, Any] | None = None
) -> list[str]:
    """Return what is wrong with an allocation; an empty list confirms it to the last fen.

    Inputs that the certificate does not hold are given apart.
    """
    step, awards = certificate["granularity_fen"], [int(award) for award in awards_fen]
    level = None if certificate["level"] is None else Fraction(certificate["level"])
    bounds = list(_bounds(certificate["rule"], inputs or certificate["inputs"], step))
    is_loss = certificate["rule"] == "cel"
    if (
        len(bounds) != len(awards)
        or (level or 0) < 0
        or (level is None) != (certificate["status"] == "surplus")
    ):
        return ["The certificate does not fit the list."]
    if level is None and any(weight and cap is None for weight, _, cap in bounds):
        return ["A line without a cap leaves no surplus."]
    unit = level.denominator if level is not None else 1
    exact = [_exact(level, *line, is_loss) for line in bounds]
    whole = [amount // unit for amount in exact]
    left_over, rest = divmod(sum(exact) - sum(whole) * unit, unit)
    raised = sorted(range(len(exact)), key=lambda line: whole[line] * unit - exact[line])[:left_over]
    for line in raised:
        whole[line] += 1
    budget, due = certificate["estate_fen"] // step, sum(whole)
    found = [
        f"Line {line}: {award} fen instead of {amount * step}."
        for line, (award, amount) in enumerate(zip(awards, whole, strict=True), 1)
        if award != amount * step
    ]
    if rest or (due >= budget if level is None else due != budget):
        found.append("The level does not give the budget.")
    if certificate["total_fen"] != sum(awards):
        found.append("The total is not the sum of the awards.")
    if certificate["unallocated_fen"] != certificate["estate_fen"] - sum(awards):
        found.append("What is unallocated is not the rest of the budget.")
    if certificate["counts"] != _counts(exact, bounds, unit):
        found.append("The numbers of those at floor and cap are wrong.")
    written = b"".join(award.to_bytes(8, "little", signed=True) for award in awards)
    if certificate["sha256"] != sha256(written).hexdigest():
        found.append("The fingerprint is not that of the awards.")
    return found


def _counts(exact: Sequence[int], bounds: Sequence[Bounds], unit: int) -> dict[str, int]:
    """Return how many are at the cap, at the floor, and in between."""
    counts = {"at_floor": 0, "free": 0, "at_cap": 0}
    for amount, (weight, floor, cap) in zip(exact, bounds, strict=True):
        is_at_cap = weight and cap is not None and amount == cap * unit
        counts["at_cap" if is_at_cap else "at_floor" if amount == floor * unit else "free"] += 1
    return counts


def _exact(level: Fraction | None, weight: int, floor: int, cap: int | None, is_loss: bool) -> int:
    """Return the exact amount of one line, times the level's denominator; without a level it is the most."""
    if level is None:
        return (cap or 0) if weight else floor
    by_level, unit = level.numerator * weight, level.denominator
    if is_loss:
        return max((cap or 0) * unit - by_level, 0)
    raised = max(by_level, floor * unit)
    return raised if cap is None else min(raised, cap * unit)


def _bounds(rule: str, inputs: Mapping[str, Any], step: int) -> Iterator[Bounds]:
    """Yield weight, floor and cap of each line, in steps."""
    if rule == "weights":
        for weight, floor, cap in zip(
            *(inputs[c] for c in ("weights", "floors_fen", "caps_fen")), strict=True
        ):
            yield (
                weight,
                -(-floor // step) if cap is None else min(-(-floor // step), cap // step),
                cap and cap // step,
            )
    elif rule == "standard":
        yield from ((0, amount // step, amount // step) for amount in inputs["amounts_fen"])
    elif rule == "tiers":
        marginal, by_claim = inputs["marginal"], inputs["marginal_rule"] == "prop"
        for tier, claim in zip(inputs["tiers"], inputs["claims_fen"], strict=True):
            due = claim // step if tier <= marginal else 0
            weight = (claim if by_claim else 1) if tier == marginal else 0
            yield weight, due if tier < marginal else 0, due
    else:
        for claim in inputs["claims_fen"]:
            yield claim if rule == "prop" else 1, 0, claim // step
