"""Adapters for the kinds of consolation that divide money."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from fractions import Fraction
from hashlib import sha256
from typing import Any

import numpy as np

from union_lib.common.errors import RuleViolation
from union_lib.consolation.rules import amounts, axioms, claims, explaining, filling, rounding
from union_lib.consolation.rules import tiers as priority
from union_lib.consolation.rules import waterfill as exact_filling
from union_lib.consolation.rules.bulk import bulk_awards

Body = dict[str, Any]

INVARIANTS = {
    "self_dual": ("prop", "talmud", "random_arrival"),
    "duality_cea_cel": ("cea", "cel"),
    "resource_monotone": ("prop", "cea", "cel", "talmud", "random_arrival"),
    "consistent": ("prop", "cea", "cel", "talmud"),
    "order_preserving": ("prop", "cea", "cel", "talmud"),
}
"""What is asked of which rules where a case does not say it."""


def exact(value: Any) -> Fraction:
    """Return a number or fraction text; a float stands for its binary value."""
    return Fraction(value)


def exact_or_none(value: Any) -> Fraction | None:
    """Return a cap; null is none."""
    return None if value is None else exact(value)


def number(value: Fraction) -> int | float:
    """Return a result as JSON holds it."""
    return int(value) if value.denominator == 1 else float(value)


def claims_(case: Body) -> Body:
    """Exact awards for each budget."""
    due = [exact(claim) for claim in case["claims"]]
    found = [claims.exact_awards(case["rule"], due, exact(estate)) for estate in case["estates"]]
    return {
        "awards": [[number(award) for award in awards] for awards in found],
        "awards_exact": [[str(award) for award in awards] for awards in found],
    }


def claims_fen(case: Body) -> Body:
    """Awards in whole fen."""
    awards = claims.awards_fen(case["rule"], case["claims_fen"], case["estate_fen"])
    return {"awards_fen": awards, "sum_fen": sum(awards)}


def claims_property(case: Body) -> Body:
    """What the literature proves of the rules, on one set of claims."""
    asked = case.get("invariants") or [
        {"id": name, "rules": list(rules)} for name, rules in INVARIANTS.items()
    ]
    due = [exact(claim) for claim in case["claims"]]
    estates = [exact(estate) for estate in case["estates"]]
    held = [axioms.holds(one["id"], rule, due, estates) for one in asked for rule in one["rules"]]
    return {"invariants": [{"id": one["id"], "rules": one["rules"]} for one in asked], "must_hold": all(held)}


def road(case: Body) -> exact_filling.Road:
    """Return the awards for every budget."""
    weights = [exact(weight) for weight in case["weights"]]
    floors = [exact(floor or 0) for floor in case.get("floors") or [0] * len(weights)]
    caps = [exact_or_none(cap) for cap in case.get("caps") or [None] * len(weights)]
    return exact_filling.Road(weights, floors, caps)


def waterfill(case: Body) -> Body:
    """Weights between floors and caps."""
    found = road(case).at(exact(case["estate"]))
    if found.status == exact_filling.Status.FLOORS_SHORT:
        return {"status": str(found.status), "shortfall": number(found.shortfall)}
    answer: Body = {
        "status": str(found.status),
        "awards": [number(award) for award in found.awards],
        "awards_exact": [str(award) for award in found.awards],
    }
    if found.status == exact_filling.Status.SURPLUS:
        answer["unallocated"] = number(found.unallocated)
    elif found.level is not None:
        answer["level"] = number(found.level)
    return answer


def sensitivity(case: Body) -> Body:
    """How the awards move with the budget."""
    slope = road(case).slope_at(exact(case["estate"]))
    return {
        "free": list(slope.free),
        "dx_dE": [number(part) for part in slope.per_unit],
        "next_breakpoint_estate": None if slope.next_turn is None else number(slope.next_turn),
    }


def explain(case: Body) -> Body:
    """The parts of each award."""
    weights = [exact(weight) for weight in case["weights"]]
    found = explaining.explained(case["estate_fen"], weights, case["floors_fen"], case["caps_fen"])
    names = ("pure_proportional", "cap_or_floor_adjustment", "redistributed", "rounding")
    return {
        "awards_fen": [one.award_fen for one in found],
        "parts_exact": [{name: str(getattr(one, name)) for name in names} for one in found],
    }


def granularity(case: Body) -> Body:
    """Multiples of a step."""
    weights = [exact(weight) for weight in case["weights"]]
    found = rounding.in_steps(case["total_fen"], case["granularity_fen"], weights)
    return {"awards_fen": found.awards_fen, "unallocated_fen": found.unallocated_fen}


def tiers(case: Body) -> Body:
    """Hardest tier first."""
    found = priority.tiered(case["estate_fen"], case["tiers_claims_fen"], case["marginal_rule"])
    return {"awards_fen": found.awards_fen, "unallocated_fen": found.unallocated_fen}


def scale(case: Body) -> Body:
    """Very many people, compared by hash."""
    due = generated(case["n"], case["seed"])
    awards = _at_scale(case, due)
    return {
        "claims_sum": int(due.sum()),
        "award_sum": int(awards.sum()),
        "first5": awards[:5].tolist(),
        "last5": awards[-5:].tolist(),
        "max": int(awards.max()),
        "min": int(awards.min()),
        "sha256_le_int64": sha256(awards.astype("<i8").tobytes()).hexdigest(),
    }


def _at_scale(case: Body, due: np.ndarray) -> np.ndarray:
    if case["rule"] != "waterfill":
        return bulk_awards(case["rule"], due, case["estate_fen"])
    columns = [column(case.get(name), due) for name in ("weights", "floors", "caps")]
    weights = columns[0] if columns[0] is not None else np.ones_like(due)
    floors = columns[1] if columns[1] is not None else np.zeros_like(due)
    return filling.filled(case["estate_fen"], filling.lines_of(weights, floors, columns[2])).awards_fen


def generated(n: int, seed: int) -> np.ndarray:
    """Return the claims of the README's generator."""
    positions = np.arange(n, dtype=np.uint64)
    hashed = (positions * np.uint64(2654435761) + np.uint64(seed)) % np.uint64(2**32)
    return (1 + hashed % np.uint64(300000)).astype(np.int64)


def column(formula: Any, due: np.ndarray) -> np.ndarray | None:
    """Return what a formula in c_i (or i) gives for every claim; null and "none" are None.

    >>> column("min(c_i mod 97 + 1, 20)", np.array([5, 99]))
    array([6, 3])
    """
    if formula is None or str(formula).strip().lower() in ("none", "null", ""):
        return None
    text = str(formula).replace(" mod ", " % ").replace("^", "**")
    names = {"c_i": due, "c": due, "i": np.arange(due.size)}
    return np.broadcast_to(_value(ast.parse(text, mode="eval").body, names), due.shape).astype(np.int64)


OPERATIONS: Mapping[type, Callable[[Any, Any], Any]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Mod: lambda a, b: a % b,
    ast.FloorDiv: lambda a, b: a // b,
    ast.Pow: lambda a, b: a**b,
    ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b,
    ast.Eq: lambda a, b: a == b,
}
FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "min": lambda *values: _folded(np.minimum, values),
    "max": lambda *values: _folded(np.maximum, values),
}


def _folded(function: Callable[[Any, Any], Any], values: tuple[Any, ...]) -> Any:
    found = values[0]
    for value in values[1:]:
        found = function(found, value)
    return found


def _value(node: ast.expr, names: Mapping[str, Any]) -> Any:
    """Return the value of a formula made of whole numbers, names, + - * // %, min, max, floor and conditions."""
    match node:
        case ast.Constant(value=int(value)) if not isinstance(value, bool):
            return value
        case ast.Name(id=name):
            return names[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, names)
        case ast.BinOp(left=left, op=operation, right=right):
            return OPERATIONS[type(operation)](_value(left, names), _value(right, names))
        case ast.Compare(left=left, ops=[operation], comparators=[right]):
            return OPERATIONS[type(operation)](_value(left, names), _value(right, names))
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return np.where(_value(test, names), _value(body, names), _value(orelse, names))
        case ast.Call(func=ast.Name(id="floor"), args=[ast.BinOp(left=left, op=ast.Div(), right=right)]):
            return _value(left, names) // _value(right, names)
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return FUNCTIONS[name](*(_value(argument, names) for argument in arguments))
    raise ValueError(f"not a formula: {ast.unparse(node)}")


def validation(case: Body) -> Body:
    """What may be divided at all."""
    return {"accepted": [_is_accepted(one) for one in case["cases"]]}


def _is_accepted(one: Body) -> bool:
    try:
        _check(one)
    except RuleViolation:
        return False
    return True


def _check(one: Body) -> None:
    """Check every part a case names; a part may be spelled with or without its unit."""
    said = {name.removesuffix("_fen"): value for name, value in one.items()}
    estate = said.get("estate", said.get("total", said.get("budget")))
    amounts.check_budget(estate, said.get("granularity", 1))
    for name in ("claims", "amounts", "floors"):
        if name in said:
            amounts.check_amounts(_listed(said[name]))
    for tier in said.get("tiers_claims", ()):
        amounts.check_amounts(_listed(tier))
    if "weights" in said:
        amounts.check_weights(_listed(said["weights"]))
    people = next((said[name] for name in ("weights", "claims", "floors", "caps") if name in said), ())
    if "floors" in said or "caps" in said:
        floors = said.get("floors", [0] * len(people))
        caps = said.get("caps", [None] * len(floors))
        amounts.check_bounds(floors, caps, estate)
        amounts.check_equal_length(people, floors)


def _listed(column: Any) -> list[Any]:
    """Return a column; anything that is no list names nobody."""
    return column if isinstance(column, list) else []


KINDS: dict[str, Callable[[Body], Body]] = {
    adapter.__name__.removesuffix("_"): adapter
    for adapter in (
        claims_,
        claims_fen,
        claims_property,
        waterfill,
        sensitivity,
        explain,
        granularity,
        tiers,
        scale,
        validation,
    )
}
