"""The scheme of a competition: what is marked, how marks become a total, places and awards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

UNTRIMMED_MEAN = "untrimmed_mean"
TIME = "time"


class TrimAt(StrEnum):
    """Where the highest and lowest are dropped: per criterion, or among whole mark sheets."""

    CRITERION = "criterion"
    SHEET = "sheet"


class Combine(StrEnum):
    """What becomes of the marks left after trimming."""

    MEAN = "mean"
    SUM = "sum"


class RoundingPoint(StrEnum):
    """When rounding happens: each criterion's product before it is added, or once at the end."""

    PRODUCT = "product"
    END = "end"


class RankingMethod(StrEnum):
    """How equal scores share places; the digits show the places of A > B = C > D."""

    STANDARD = "standard_1224"
    MODIFIED = "modified_1334"
    DENSE = "dense_1223"
    ORDINAL = "ordinal_1234"
    FRACTIONAL = "fractional"


class BorderTies(StrEnum):
    """Whether a tied group astride an award border takes the better class or the lower one."""

    UP = "up"
    DOWN = "down"


class AwardRounding(StrEnum):
    """How a ratio of the entries becomes a whole number of awards."""

    HALF_UP = "half_up"
    FLOOR = "floor"
    CEIL = "ceil"


@dataclass(frozen=True)
class Band:
    """A range of marks, both ends included, and what an entry is like that earns one of them."""

    low: Decimal
    high: Decimal
    wording: str


@dataclass(frozen=True)
class Criterion:
    """One thing judges look at: marks run from 0 to the full mark in whole steps."""

    key: str
    title: str
    full_mark: Decimal
    weight: Decimal = Decimal(1)
    step: Decimal = Decimal("0.01")
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True)
class TieKey:
    """What separates equal totals.

    `by` is a criterion's key (its value as counted in the total), "untrimmed_mean" (the mean before
    anything is dropped), or a value the entry brings along, such as "time".
    """

    by: str
    is_higher_better: bool = True


@dataclass(frozen=True)
class AwardClass:
    """One class of award, sized by a ratio (percent of the eligible entries) or by a fixed quota."""

    name: str
    ratio: Decimal | None = None
    quota: int | None = None


@dataclass(frozen=True)
class AwardPlan:
    """The award classes, best first, and how their borders are drawn."""

    classes: tuple[AwardClass, ...] = ()
    rounding: AwardRounding = AwardRounding.HALF_UP
    border_ties: BorderTies = BorderTies.UP


@dataclass(frozen=True)
class Scheme:
    """Everything that turns marks into a result; `factor` multiplies every criterion's product."""

    criteria: tuple[Criterion, ...]
    drop_high: int = 1
    drop_low: int = 1
    trim_at: TrimAt = TrimAt.CRITERION
    combine: Combine = Combine.MEAN
    rounding_point: RoundingPoint = RoundingPoint.END
    decimals: int = 2
    factor: Decimal = Decimal(1)
    uses_multipliers: bool = False
    tie_chain: tuple[TieKey, ...] = ()
    ranking: RankingMethod = RankingMethod.STANDARD
    awards: AwardPlan = AwardPlan()

    @property
    def full_total(self) -> Decimal:
        """Return the highest total a perfect entry can reach, multipliers and a sum of marks aside."""
        return self.factor * sum((c.weight * c.full_mark for c in self.criteria), Decimal(0))


def scheme_to_dict(scheme: Scheme) -> dict[str, Any]:
    """Return the scheme as JSON can keep it; decimals are text, so nothing is lost.

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
        "tie_chain": [{"by": key.by, "is_higher_better": key.is_higher_better} for key in scheme.tie_chain],
        "ranking": scheme.ranking.value,
        "awards": _awards_to_dict(scheme.awards),
    }


def scheme_from_dict(body: Mapping[str, Any]) -> Scheme:
    """Return the scheme that `scheme_to_dict` wrote."""
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
    )


def _criterion_to_dict(criterion: Criterion) -> dict[str, Any]:
    return {
        "key": criterion.key,
        "title": criterion.title,
        "full_mark": str(criterion.full_mark),
        "weight": str(criterion.weight),
        "step": str(criterion.step),
        "bands": [{"low": str(b.low), "high": str(b.high), "wording": b.wording} for b in criterion.bands],
    }


def _criterion_from_dict(item: Mapping[str, Any]) -> Criterion:
    return Criterion(
        key=item["key"],
        title=item["title"],
        full_mark=Decimal(item["full_mark"]),
        weight=Decimal(item["weight"]),
        step=Decimal(item["step"]),
        bands=tuple(Band(Decimal(b["low"]), Decimal(b["high"]), b["wording"]) for b in item["bands"]),
    )


def _awards_to_dict(plan: AwardPlan) -> dict[str, Any]:
    return {
        "classes": [
            {"name": c.name, "ratio": None if c.ratio is None else str(c.ratio), "quota": c.quota}
            for c in plan.classes
        ],
        "rounding": plan.rounding.value,
        "border_ties": plan.border_ties.value,
    }


def _awards_from_dict(item: Mapping[str, Any]) -> AwardPlan:
    classes = tuple(
        AwardClass(c["name"], None if c["ratio"] is None else Decimal(c["ratio"]), c["quota"])
        for c in item["classes"]
    )
    return AwardPlan(classes, AwardRounding(item["rounding"]), BorderTies(item["border_ties"]))
