"""Adapters for the kinds of consolation that deal with goods, rest cures, draws, receipts and statistics."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from union_lib.common.errors import RuleViolation
from union_lib.consolation.rules import (
    apportionment,
    goods,
    paradoxes,
    places,
    poverty,
    reconciling,
    retreat,
)
from union_lib.consolation.rules import (
    batching as batches,
)
from union_lib.consolation.rules import (
    inequality as unequal,
)
from union_lib.consolation.rules import lottery as lots
from union_lib.consolation.rules import (
    merkle as hashes,
)
from union_lib.consolation.rules import (
    sampling as samples,
)

Body = dict[str, Any]

LONGYAN = retreat.QuotaRule(50, Fraction(1, 3), Fraction(1, 5), 100_00, 300_00, most_days=5)
QUZHOU = retreat.StayLimits(5, 7, 600_00, 3000_00)


def exact(value: Any) -> Fraction:
    """Return a number or fraction text as it is written."""
    return Fraction(str(value))


def fen(value: Any) -> int:
    """Return yuan as fen."""
    return int(exact(value) * 100)


def number(value: Fraction) -> int | float:
    """Return a result as JSON holds it."""
    return int(value) if value.denominator == 1 else float(value)


def apportion(case: Body) -> Body:
    """Pieces by each method."""
    options = {"min_each": case.get("min_each", 0), "caps": case.get("caps")}
    if case.get("threshold") is not None:
        options["threshold"] = exact(case["threshold"])
    return {"seats": {name: _given(case, name, options) for name in case["methods"]}}


def _given(case: Body, method: str, options: Body) -> list[int]:
    weights = [exact(weight) for weight in case["weights"]]
    found = apportionment.apportioned(weights, case["seats"], apportionment.Method(method), **options)
    return list(found.given)


def apportion_paradox(case: Body) -> Body:
    """Divisions by one method, and what is odd about them."""
    options = {"min_each": case.get("min_each", 0)}
    divisions = [
        paradoxes.Division(
            [exact(weight) for weight in one["weights"]], one["seats"], _given(one, case["method"], options)
        )
        for one in case["cases"]
    ]
    change = paradoxes.change(divisions[0], divisions[-1])
    return {
        "allocations": [division.given for division in divisions],
        "quota_violations": [paradoxes.quota_violations(division) for division in divisions],
        "losers": change.losers,
        "gainers": change.gainers,
        "paradox": change.paradox,
    }


def batching(case: Body) -> Body:
    """The four questions about batches."""
    if "person_cost" in case:
        return _cheapest(case)
    if "people" in case:
        sizes = batches.even_batches(case["people"], case["batches"])
        cost = exact(case["cost_per_person"]) * case["people"]
        return {"per_batch": sizes, "total_cost": number(cost)}
    wards = [batches.Ward(ward["name"], ward["staff"], ward["max_away"]) for ward in case["wards"]]
    if "batches" in case:
        found = batches.shortage(wards, case["batches"], case["batch_capacity"])
        return {"feasible": found is None}
    return {"min_batches": _or_none(lambda: batches.fewest_batches(wards, case["batch_capacity"]))}


def _cheapest(case: Body) -> Body:
    away = case["max_away_per_ward_per_batch"]
    capacity = case["batch_capacity"]
    limits = places.Limits(
        capacity if isinstance(capacity, list) else [capacity] * case["batches"],
        away if isinstance(away, dict) else dict.fromkeys(case["wards"], away),
    )
    cost = _or_none(lambda: number(places.cheapest_places(case["person_cost"], case["wards"], limits).cost))
    return {"min_total_cost": cost}


def _or_none(answer: Callable[[], Any]) -> Any:
    """Return an answer, or None where there is none."""
    try:
        return answer()
    except RuleViolation:
        return None


def leximin_goods(case: Body) -> Body:
    """Receipts, the worst-off first."""
    plan = goods.goods_plan(goods.Good(case["stock"], case["reach"], case["need"]))
    return {"sorted_receipts": sorted(plan.receipts), "total": plan.total}


def retreat_quota(case: Body) -> Body:
    """How many may go, and the subsidy for each."""
    return {
        "max_people": [LONGYAN.max_people(staff) for staff in case["staff"]],
        "subsidy_per_person": [LONGYAN.subsidy_fen(days) // 100 for days in case["days"]],
    }


def retreat_limit(case: Body) -> Body:
    """Which stays are within the limits."""
    exceeded = [
        QUZHOU.exceeded(
            retreat.Stay(
                one["days"],
                fen(one["cost_per_day"]),
                fen(one["used_this_year"]),
                one.get("paired_region", False),
            )
        )
        for one in case["cases"]
    ]
    return {"ok": [found is None for found in exceeded], "reason": exceeded}


def lottery(case: Body) -> Body:
    """The order of a draw and its winners."""
    draw = lots.drawn(case["seed"], case["ids"], case["places"])
    return {"order": draw.order, "winners": draw.winners}


def sampling(case: Body) -> Body:
    """Sizes of verification samples."""
    if "share" in case:
        return {"n": [samples.share_size(size, exact(case["share"])) for size in case["population"]]}
    terms = [exact(case[key]) for key in ("confidence", "margin", "inflation")]
    return {"n": [samples.sample_size(size, *terms) for size in case["population"]]}


def merkle(case: Body) -> Body:
    """Roots of growing lists, or audit paths."""
    leaves = [bytes.fromhex(leaf) for leaf in case["leaves_hex"]]
    if "sizes" in case:
        return {"roots_hex": [hashes.tree(leaves[:size]).root.hex() for size in case["sizes"]]}
    tree = hashes.tree(leaves)
    paths = [[hash.hex() for hash in tree.path(index)] for index in case["inclusion_of"]]
    return {"paths_hex": paths, "root_hex": tree.root.hex()}


def inequality(case: Body) -> Body:
    """Figures of inequality."""
    found = unequal.inequality(case["x"])
    return {
        "gini": found.gini,
        "theil_t": found.theil_t,
        "theil_l": found.theil_l,
        "atkinson_0.5": found.atkinson_half,
        "atkinson_1": found.atkinson_1,
        "atkinson_2": found.atkinson_2,
        "lorenz": unequal.lorenz(case["x"]).tolist(),
    }


def poverty_fgt(case: Body) -> Body:
    """Headcount, gap and severity."""
    found = poverty.poverty(case["y"], case["line"])
    return {"headcount": found.headcount, "gap": found.gap, "severity": found.severity}


def reconcile(case: Body) -> Body:
    """What became of payments; the return file is read as often as the case says."""
    instructed = {one["id"]: one["amount_fen"] for one in case["instructions"]}
    lines = [
        reconciling.ReturnLine(one["id"], one["amount_fen"], reconciling.ReturnStatus(one["status"]))
        for one in case["returns"]
    ]
    found = reconciling.settlement(instructed, lines * case.get("import_times", 1))
    return {
        "status": dict(found.status),
        "paid_fen": found.paid_fen,
        "outstanding_fen": found.outstanding_fen,
        "unmatched_fen": found.unmatched_fen,
        "follow_up": found.follow_up,
    }


KINDS: dict[str, Callable[[Body], Body]] = {
    adapter.__name__: adapter
    for adapter in (
        apportion,
        apportion_paradox,
        batching,
        leximin_goods,
        retreat_quota,
        retreat_limit,
        lottery,
        sampling,
        merkle,
        inequality,
        poverty_fgt,
        reconcile,
    )
}
