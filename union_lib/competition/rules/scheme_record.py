"""A scheme as JSON keeps it: written into the database and into what is signed, and read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from enum import StrEnum
from typing import Any

from .scheme import (
    Adjustment,
    AwardClass,
    AwardPlan,
    AwardRounding,
    Band,
    BorderTies,
    Bracket,
    Combine,
    Criterion,
    FieldSize,
    Group,
    Kind,
    RankingMethod,
    RoundingPoint,
    Scheme,
    TeamBy,
    TeamRule,
    TieKey,
    TrimAt,
    TrimLine,
)


def scheme_to_dict(scheme: Scheme) -> dict[str, Any]:
    """Return the scheme as JSON can keep it; decimals are text, so nothing is lost.

    What a later release added is written only where it is used: a result signed earlier keeps its hash.

    >>> scheme = Scheme((Criterion("skill", "Skill", Decimal("30.0")),))
    >>> scheme_to_dict(scheme)["criteria"][0]["full_mark"]
    '30.0'
    >>> scheme_from_dict(scheme_to_dict(scheme)) == scheme
    True
    """
    return {
        "criteria": [_criterion_to_dict(criterion) for criterion in scheme.criteria],
        "drop_high": scheme.drop_high,
        "drop_low": scheme.drop_low,
        "trim_at": scheme.trim_at.value,
        "combine": scheme.combine.value,
        "rounding_point": scheme.rounding_point.value,
        "decimals": scheme.decimals,
        "factor": str(scheme.factor),
        "uses_multipliers": scheme.uses_multipliers,
        "tie_chain": [_plain(key) for key in scheme.tie_chain],
        "ranking": scheme.ranking.value,
        "awards": _awards_to_dict(scheme.awards),
        **_used(scheme, "groups", "trim_by_size", "team", "adjustment", "shows_totals"),
    }


def scheme_from_dict(body: Mapping[str, Any]) -> Scheme:
    """Return the scheme that `scheme_to_dict` wrote."""
    team = body.get("team")
    return Scheme(
        criteria=tuple(_criterion_from_dict(item) for item in body["criteria"]),
        drop_high=body["drop_high"],
        drop_low=body["drop_low"],
        trim_at=TrimAt(body["trim_at"]),
        combine=Combine(body["combine"]),
        rounding_point=RoundingPoint(body["rounding_point"]),
        decimals=body["decimals"],
        factor=Decimal(body["factor"]),
        uses_multipliers=body["uses_multipliers"],
        tie_chain=tuple(TieKey(**item) for item in body["tie_chain"]),
        ranking=RankingMethod(body["ranking"]),
        awards=_awards_from_dict(body["awards"]),
        groups=tuple(_group_from_dict(item) for item in body.get("groups", ())),
        trim_by_size=tuple(TrimLine(**item) for item in body.get("trim_by_size", ())),
        team=TeamRule(team["best"], TeamBy(team["by"])) if team else None,
        adjustment=Adjustment(body.get("adjustment", Adjustment.NONE)),
        shows_totals=body.get("shows_totals", True),
    )


def _used(thing: Any, *names: str) -> dict[str, Any]:
    """Return the fields that differ from their defaults, as JSON keeps them."""
    defaults = {f.name: f.default for f in fields(thing)}
    return {n: _plain(getattr(thing, n)) for n in names if getattr(thing, n) != defaults[n]}


def _plain(value: Any) -> Any:
    """Return a value, tuple or small record as JSON keeps it."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Decimal):
        return str(value)
    if hasattr(value, "__dataclass_fields__"):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    return value


def _criterion_to_dict(criterion: Criterion) -> dict[str, Any]:
    added = ("kind", "group", "levels", "nominal", "brackets", "lowest", "spread_limit")
    kept = ("key", "title", "full_mark", "weight", "step", "bands")
    return {name: _plain(getattr(criterion, name)) for name in kept} | _used(criterion, *added)


def _criterion_from_dict(item: Mapping[str, Any]) -> Criterion:
    limit = item.get("spread_limit")
    return Criterion(
        key=item["key"],
        title=item["title"],
        full_mark=Decimal(item["full_mark"]),
        weight=Decimal(item["weight"]),
        step=Decimal(item["step"]),
        bands=tuple(Band(Decimal(b["low"]), Decimal(b["high"]), b["wording"]) for b in item["bands"]),
        kind=Kind(item.get("kind", Kind.MARK)),
        group=item.get("group", ""),
        levels=tuple(item.get("levels", ())),
        nominal=Decimal(item.get("nominal", 0)),
        brackets=tuple(Bracket(Decimal(b["limit"]), Decimal(b["points"])) for b in item.get("brackets", ())),
        lowest=Decimal(item.get("lowest", 0)),
        spread_limit=None if limit is None else Decimal(limit),
    )


def _group_from_dict(item: Mapping[str, Any]) -> Group:
    return Group(item["key"], item["title"], Decimal(item["weight"]), item["parent"])


def _awards_to_dict(plan: AwardPlan) -> dict[str, Any]:
    return {
        "classes": [_plain(award) for award in plan.classes],
        "rounding": plan.rounding.value,
        "border_ties": plan.border_ties.value,
        **_used(plan, "small_fields"),
    }


def _awards_from_dict(item: Mapping[str, Any]) -> AwardPlan:
    classes = tuple(
        AwardClass(c["name"], None if c["ratio"] is None else Decimal(c["ratio"]), c["quota"])
        for c in item["classes"]
    )
    lines = tuple(
        FieldSize(line["least"], None if line["medals"] is None else tuple(line["medals"]))
        for line in item.get("small_fields", ())
    )
    return AwardPlan(classes, AwardRounding(item["rounding"]), BorderTies(item["border_ties"]), lines)
