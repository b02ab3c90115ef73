"""The scheme of a competition: what is marked, how marks become a total, places and awards.

Criteria are the leaves of a tree: groups (stages such as theory and practice, modules, sub-criteria) have
a weight of their own and may stand in one another.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from math import prod

UNTRIMMED_MEAN = "untrimmed_mean"
TIME = "time"


class Kind(StrEnum):
    """What a judge writes down for a criterion, and so how it becomes points."""

    MARK = "mark"
    JUDGEMENT = "judgement"
    MEASUREMENT = "measurement"
    PASS_FAIL = "pass_fail"
    ELEMENT = "element"
    DEDUCTION = "deduction"


TRIMMED_KINDS = frozenset({Kind.MARK, Kind.ELEMENT})
"""Kinds whose highest and lowest may be dropped; what is measured, levelled or taken off is not trimmed."""


class TrimAt(StrEnum):
    """Where the highest and lowest are dropped: per criterion, or among whole mark sheets."""

    CRITERION = "criterion"
    SHEET = "sheet"


class Combine(StrEnum):
    """What becomes of the marks left after trimming."""

    MEAN = "mean"
    SUM = "sum"


class RoundingPoint(StrEnum):
    """When rounding happens, besides the end.

    Each panel mean and each product (figure skating), each product (diving), each group's sub-total, or
    only once at the end.
    """

    PANEL = "panel"
    PRODUCT = "product"
    SUBTOTAL = "subtotal"
    END = "end"


PRODUCT_ROUNDED = frozenset({RoundingPoint.PANEL, RoundingPoint.PRODUCT})


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


class Adjustment(StrEnum):
    """What decides: the marks as given, or marks freed of a panel's or a judge's severity.

    Adjusted marks inform in any case; they decide only where the scheme says so.
    """

    NONE = "none"
    PANEL_SHIFT = "panel_shift"
    PANEL_RATIO = "panel_ratio"
    PANEL_ZSCORE = "panel_zscore"
    SEVERITY = "severity"


class TeamBy(StrEnum):
    """Which entries make a team."""

    UNIT = "unit"
    DISTRICT = "district"


@dataclass(frozen=True)
class Band:
    """A range of marks, both ends included, and what an entry is like that earns one of them."""

    low: Decimal
    high: Decimal
    wording: str


@dataclass(frozen=True)
class Bracket:
    """Points for a measured value that lies at most `limit` away from the nominal one."""

    limit: Decimal
    points: Decimal


@dataclass(frozen=True)
class Group:
    """A stage, module or sub-criterion: its children's sum times its weight counts for its parent."""

    key: str
    title: str
    weight: Decimal = Decimal(1)
    parent: str = ""


@dataclass(frozen=True)
class Criterion:
    """One thing judges look at.

    A *mark* runs from 0 to the full mark in whole steps; *bands* say what it takes. A *judgement* is a
    level 0 to 3 (`levels` word them) that earns its share of the full mark. A *measurement* is a value that
    earns the points of the first bracket it lies in around `nominal`. *Pass or fail* is 1 or 0 and earns
    everything or nothing. An *element* runs from `lowest` to the full mark and is added to the base value
    its entry brings. A *deduction* is taken off. Marks further apart than `spread_limit` ask for another
    look; at a judgement they give no points until the judges have discussed it again.
    """

    key: str
    title: str
    full_mark: Decimal
    weight: Decimal = Decimal(1)
    step: Decimal = Decimal("0.01")
    bands: tuple[Band, ...] = ()
    kind: Kind = Kind.MARK
    group: str = ""
    levels: tuple[str, ...] = ()
    nominal: Decimal = Decimal(0)
    brackets: tuple[Bracket, ...] = ()
    lowest: Decimal = Decimal(0)
    spread_limit: Decimal | None = None

    @property
    def highest(self) -> Decimal | None:
        """Return the highest value a judge may write down; None where any may be measured."""
        return {
            Kind.JUDGEMENT: Decimal(len(self.levels) - 1),
            Kind.PASS_FAIL: Decimal(1),
            Kind.MEASUREMENT: None,
        }.get(self.kind, self.full_mark)

    @property
    def written_step(self) -> Decimal:
        """Return the step of what a judge writes down."""
        return Decimal(1) if self.kind in (Kind.JUDGEMENT, Kind.PASS_FAIL) else self.step


@dataclass(frozen=True)
class TrimLine:
    """From how many marks on how many of the highest and lowest are dropped."""

    least: int
    drop_high: int
    drop_low: int


@dataclass(frozen=True)
class TieKey:
    """What separates equal totals.

    `by` is the key of a criterion or group (its value as counted in the total), "untrimmed_mean" (the mean
    before anything is dropped), or a value the entry brings along, such as "time".
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
class FieldSize:
    """From how many entries on which awards are given; None: the event is not held."""

    least: int
    medals: tuple[str, ...] | None


@dataclass(frozen=True)
class AwardPlan:
    """The award classes, best first, how their borders are drawn, and what a small field gets.

    `small_fields` are lines of the field's size; the one with the highest `least` the field reaches says
    which classes are given. Without lines all classes are.
    """

    classes: tuple[AwardClass, ...] = ()
    rounding: AwardRounding = AwardRounding.HALF_UP
    border_ties: BorderTies = BorderTies.UP
    small_fields: tuple[FieldSize, ...] = ()


@dataclass(frozen=True)
class TeamRule:
    """A team's score: the sum of the totals of its best entries."""

    best: int
    by: TeamBy = TeamBy.UNIT


@dataclass(frozen=True)
class Scheme:
    """Everything that turns marks into a result; `factor` multiplies every criterion's product.

    `trim_by_size` drops by the number of marks present, where it is given; else `drop_high` and
    `drop_low` hold for every panel. `shows_totals` lets judges see their own totals and places.
    """

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
    groups: tuple[Group, ...] = ()
    trim_by_size: tuple[TrimLine, ...] = ()
    team: TeamRule | None = None
    adjustment: Adjustment = Adjustment.NONE
    shows_totals: bool = True

    @property
    def full_total(self) -> Decimal:
        """Return the highest total a perfect entry can reach, multipliers and a sum of marks aside."""
        reached = (c for c in self.criteria if c.kind != Kind.DEDUCTION)
        return self.factor * sum((self.weight_of(c) * c.full_mark for c in reached), Decimal(0))

    def drops(self, present: int) -> tuple[int, int]:
        """Return how many highest and lowest of so many marks are dropped.

        >>> lines = (TrimLine(5, 1, 1), TrimLine(9, 2, 2))
        >>> [Scheme((), trim_by_size=lines).drops(n) for n in (4, 5, 9)]
        [(0, 0), (1, 1), (2, 2)]
        """
        if not self.trim_by_size:
            return self.drop_high, self.drop_low
        reached = [line for line in self.trim_by_size if present >= line.least]
        line = max(reached, key=lambda line: line.least, default=TrimLine(0, 0, 0))
        return line.drop_high, line.drop_low

    def group(self, key: str) -> Group | None:
        """Return a group by its key."""
        return next((group for group in self.groups if group.key == key), None)

    def weight_of(self, criterion: Criterion) -> Decimal:
        """Return what a criterion counts in the total: its own weight times those of its groups."""
        above = (group for key in self._groups_of(criterion) if (group := self.group(key)))
        return prod((group.weight for group in above), start=criterion.weight)

    def criteria_in(self, group_key: str) -> tuple[Criterion, ...]:
        """Return the criteria of a group and of the groups inside it; all of them for no group.

        >>> inner, outer = Group("a", "A", parent="b"), Group("b", "B")
        >>> scheme = Scheme((Criterion("c", "C", Decimal(1), group="a"),), groups=(inner, outer))
        >>> [c.key for c in scheme.criteria_in("b")]
        ['c']
        """
        return tuple(c for c in self.criteria if not group_key or group_key in self._groups_of(c))

    def _groups_of(self, criterion: Criterion) -> list[str]:
        above, group = [], self.group(criterion.group)
        while group is not None and group.key not in above:
            above.append(group.key)
            group = self.group(group.parent)
        return above

    def brings(self, criterion: Criterion) -> bool:
        """Tell whether every entry brings a number for the criterion: a multiplier, or a base value."""
        return criterion.kind == Kind.ELEMENT or (self.uses_multipliers and criterion.kind == Kind.MARK)
