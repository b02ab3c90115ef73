"""From marks to a score: points, trimming, weights, groups, multipliers, and one way of rounding.

Inside, everything is exact (`Fraction`); a number is rounded only where the scheme says so.
A missing mark is never a zero.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from .scheme import (
    PRODUCT_ROUNDED,
    TRIMMED_KINDS,
    Combine,
    Criterion,
    Group,
    Kind,
    RoundingPoint,
    Scheme,
    TrimAt,
)

Judge = Hashable
JudgeMarks = Mapping[Judge, Decimal | None]
NO_MULTIPLIERS: Mapping[str, Decimal] = MappingProxyType({})


@dataclass(frozen=True)
class Trimmed:
    """Positions of the marks that stay and of those dropped, in the order the marks were given."""

    kept: tuple[int, ...]
    dropped_high: tuple[int, ...] = ()
    dropped_low: tuple[int, ...] = ()


@dataclass(frozen=True)
class PartScore:
    """One criterion's share of the total, and how it came about.

    `sum` and `count` are of the points that were kept; `multiplier` is what the entry brings (a multiplier, or
    an element's base value); `exact` is the unrounded product with multiplier, weight and factor;
    `value` is what its group or the total adds up. Both are None while a needed mark is missing, or while
    `is_discussed`: the levels lie too far apart and the judges must look again.
    """

    criterion_key: str
    kept: tuple[Judge, ...]
    dropped_high: tuple[Judge, ...]
    dropped_low: tuple[Judge, ...]
    sum: Fraction
    count: int
    multiplier: Decimal | None
    weight: Decimal
    exact: Fraction | None
    value: Fraction | None
    is_discussed: bool = False


@dataclass(frozen=True)
class GroupScore:
    """A stage's or module's sub-total before and after rounding, and what counts for its parent."""

    group_key: str
    exact: Fraction | None
    subtotal: Fraction | None
    weight: Decimal
    value: Fraction | None


@dataclass(frozen=True)
class SheetTotal:
    """One judge's whole sheet, weighted; `total` is None while a mark on it is missing."""

    judge: Judge
    total: Fraction | None
    is_dropped_high: bool = False
    is_dropped_low: bool = False


@dataclass(frozen=True)
class EntryScore:
    """An entry's total and everything needed to explain it.

    `exact` is the total before the last rounding, `sheets` are the judges' weighted sheet totals,
    `untrimmed_mean` is the mean of the judges with nothing dropped, `missing` counts absent marks.
    `adjusted` is what decides instead of `exact` where the scheme frees totals of severity.
    """

    total: Decimal | None
    exact: Fraction | None
    parts: tuple[PartScore, ...]
    sheets: tuple[SheetTotal, ...]
    untrimmed_mean: Fraction | None
    missing: int
    groups: tuple[GroupScore, ...] = ()
    adjusted: Fraction | None = None

    def part(self, criterion_key: str) -> PartScore | None:
        """Return the part of a criterion, or None if the scheme has no such criterion."""
        return next((part for part in self.parts if part.criterion_key == criterion_key), None)

    def group(self, group_key: str) -> GroupScore | None:
        """Return the sub-total of a group, or None if the scheme has no such group."""
        return next((group for group in self.groups if group.group_key == group_key), None)


def half_up(value: Decimal | Fraction | int, decimals: int) -> Decimal:
    """Return the value rounded half away from zero to exactly that many decimals.

    >>> half_up(Decimal("7.125"), 2), half_up(Decimal("-0.125"), 2), half_up(Fraction(-1, 900), 2)
    (Decimal('7.13'), Decimal('-0.13'), Decimal('0.00'))
    """
    scaled = Fraction(value) * 10**decimals
    whole = int(abs(scaled) + Fraction(1, 2))
    return Decimal(f"{-whole if scaled < 0 else whole}E-{decimals}")


def trimmed(marks: Sequence[Decimal | Fraction | None], drop_high: int, drop_low: int) -> Trimmed:
    """Return which marks stay when the highest and lowest are dropped, one occurrence each.

    Absent marks are left out first. If no more marks are present than would be dropped, all stay.

    >>> trimmed([Decimal(8), None, Decimal(9), Decimal(7)], 1, 1)
    Trimmed(kept=(0,), dropped_high=(2,), dropped_low=(3,))
    """
    present = [(mark, position) for position, mark in enumerate(marks) if mark is not None]
    order = [position for _, position in sorted(present)]
    if len(order) <= drop_high + drop_low:
        return Trimmed(tuple(sorted(order)))
    top = len(order) - drop_high
    low, kept, high = order[:drop_low], order[drop_low:top], order[top:]
    return Trimmed(tuple(sorted(kept)), tuple(sorted(high)), tuple(sorted(low)))


def trimmed_mean(marks: Sequence[Decimal | None], drop_high: int = 1, drop_low: int = 1) -> Fraction | None:
    """Return the exact mean of the marks left after trimming, or None if there is no mark.

    >>> trimmed_mean([Decimal(6), Decimal(8), Decimal(9), Decimal(10)])
    Fraction(17, 2)
    """
    kept = trimmed(marks, drop_high, drop_low).kept
    return _mean([Fraction(marks[position] or 0) for position in kept])


_POINTS: Mapping[Kind, Callable[[Criterion, Fraction], Fraction]] = MappingProxyType(
    {
        Kind.MARK: lambda criterion, mark: mark,
        Kind.ELEMENT: lambda criterion, mark: mark,
        Kind.DEDUCTION: lambda criterion, mark: -mark,
        Kind.JUDGEMENT: lambda criterion, mark: (
            Fraction(criterion.full_mark) * mark / (len(criterion.levels) - 1)
        ),
        Kind.PASS_FAIL: lambda criterion, mark: Fraction(criterion.full_mark) if mark else Fraction(0),
        Kind.MEASUREMENT: lambda criterion, mark: _bracket_points(criterion, mark),
    }
)


def points(criterion: Criterion, mark: Decimal) -> Fraction:
    """Return what a judge's mark is worth, exactly, before weights.

    >>> points(Criterion("fit", "Fit", Decimal(2), kind=Kind.JUDGEMENT, levels=("", "", "", "")), Decimal(2))
    Fraction(4, 3)
    """
    return _POINTS[criterion.kind](criterion, Fraction(mark))


def _bracket_points(criterion: Criterion, value: Fraction) -> Fraction:
    distance = abs(value - Fraction(criterion.nominal))
    reached = (b.points for b in criterion.brackets if distance <= Fraction(b.limit))
    return Fraction(next(reached, Decimal(0)))


def spread(marks: Sequence[Decimal | None]) -> Decimal | None:
    """Return how far the highest mark lies above the lowest; None with fewer than two marks."""
    present = [mark for mark in marks if mark is not None]
    return max(present) - min(present) if len(present) > 1 else None


def is_spread_alarm(criterion: Criterion, marks: Sequence[Decimal | None]) -> bool:
    """Tell whether the marks lie further apart than the criterion allows without another look."""
    apart = spread(marks)
    return apart is not None and criterion.spread_limit is not None and apart > criterion.spread_limit


def entry_score(
    scheme: Scheme,
    marks: Mapping[str, JudgeMarks],
    multipliers: Mapping[str, Decimal] = NO_MULTIPLIERS,
) -> EntryScore:
    """Return an entry's score from its marks by criterion key and judge.

    Where means are taken, an absent mark (with trimming by sheet: an incomplete sheet) is left out and
    a criterion without any mark leaves the total open; where marks are summed, every mark is needed. A
    judge who is not listed under a criterion does not mark it.
    """
    judges = _judges(scheme, marks)
    given = {c.key: [marks.get(c.key, {}).get(judge) for judge in judges] for c in scheme.criteria}
    table = {c.key: [None if m is None else points(c, m) for m in given[c.key]] for c in scheme.criteria}
    sheets = _sheet_totals(scheme, table, multipliers, len(judges))
    whole = _trimmed_sheets(scheme, sheets)
    due = {c.key: len(marks.get(c.key, {})) for c in scheme.criteria}
    parts = tuple(
        _part(scheme, c, judges, given[c.key], table[c.key], due[c.key], multipliers, whole)
        for c in scheme.criteria
    )
    groups = _group_scores(scheme, {part.criterion_key: part.value for part in parts})
    exact = _sum(_children(scheme, "", parts, groups))
    return EntryScore(
        total=None if exact is None else half_up(exact, scheme.decimals),
        exact=exact,
        parts=parts,
        sheets=_shown_sheets(judges, sheets, whole),
        untrimmed_mean=_untrimmed_mean(scheme, table, multipliers),
        missing=sum(due[key] - _present(row) for key, row in table.items()),
        groups=tuple(groups[group.key] for group in scheme.groups),
    )


def _judges(scheme: Scheme, marks: Mapping[str, JudgeMarks]) -> list[Judge]:
    """Return every judge who appears under any criterion, in order of appearance."""
    return list(dict.fromkeys(judge for c in scheme.criteria for judge in marks.get(c.key, {})))


def _times(scheme: Scheme, criterion: Criterion, multipliers: Mapping[str, Decimal]) -> Fraction | None:
    """Return what a criterion's points are multiplied by, or None if its multiplier is missing."""
    weighted = Fraction(criterion.weight) * Fraction(scheme.factor)
    if criterion.kind == Kind.ELEMENT or not scheme.brings(criterion):
        return weighted
    multiplier = multipliers.get(criterion.key)
    return None if multiplier is None else Fraction(multiplier) * weighted


def _base(criterion: Criterion, multipliers: Mapping[str, Decimal]) -> Fraction | None:
    """Return what is added to a criterion's points: an element's base value, None if it is missing."""
    if criterion.kind != Kind.ELEMENT:
        return Fraction(0)
    base = multipliers.get(criterion.key)
    return None if base is None else Fraction(base)


def _worth(
    scheme: Scheme, criterion: Criterion, got: Fraction | None, multipliers: Mapping[str, Decimal]
) -> Fraction | None:
    """Return points with base value, multiplier, weight and factor; None while anything is missing."""
    times, base = _times(scheme, criterion, multipliers), _base(criterion, multipliers)
    return None if got is None or times is None or base is None else (base + got) * times


def _above(scheme: Scheme, criterion: Criterion) -> Fraction:
    """Return the product of the weights of the groups above a criterion."""
    return Fraction(scheme.weight_of(criterion)) / Fraction(criterion.weight)


def _sheet_totals(
    scheme: Scheme,
    table: Mapping[str, Sequence[Fraction | None]],
    multipliers: Mapping[str, Decimal],
    judges: int,
) -> list[Fraction | None]:
    """Return each judge's weighted sheet total; None where a mark or multiplier is missing."""
    products = [
        [
            None if worth is None else worth * above
            for worth in (_worth(scheme, c, got, multipliers) for got in table[c.key])
        ]
        for c in scheme.criteria
        for above in [_above(scheme, c)]
    ]
    return [_sum([row[seat] for row in products]) for seat in range(judges)]


def _trimmed_sheets(scheme: Scheme, sheets: Sequence[Fraction | None]) -> Trimmed | None:
    if scheme.trim_at != TrimAt.SHEET:
        return None
    return trimmed(sheets, *scheme.drops(sum(1 for total in sheets if total is not None)))


def _cut(
    scheme: Scheme, criterion: Criterion, row: Sequence[Fraction | None], whole: Trimmed | None
) -> Trimmed:
    """Return which judges' points count for a criterion."""
    if whole is not None:
        return whole
    drops = scheme.drops(_present(row)) if criterion.kind in TRIMMED_KINDS else (0, 0)
    return trimmed(row, *drops)


def _part(
    scheme: Scheme,
    criterion: Criterion,
    judges: Sequence[Judge],
    given: Sequence[Decimal | None],
    row: Sequence[Fraction | None],
    due: int,
    multipliers: Mapping[str, Decimal],
    whole: Trimmed | None,
) -> PartScore:
    cut = _cut(scheme, criterion, row, whole)
    kept = [got for seat in cut.kept if (got := row[seat]) is not None]
    is_discussed = criterion.kind == Kind.JUDGEMENT and is_spread_alarm(criterion, given)
    got = None if is_discussed else _combined(scheme, criterion, due > _present(row), kept)
    if got is not None and scheme.rounding_point == RoundingPoint.PANEL:
        got = Fraction(half_up(got, scheme.decimals))
    exact = _worth(scheme, criterion, got, multipliers)
    return PartScore(
        criterion_key=criterion.key,
        kept=tuple(judges[seat] for seat in cut.kept),
        dropped_high=tuple(judges[seat] for seat in cut.dropped_high),
        dropped_low=tuple(judges[seat] for seat in cut.dropped_low),
        sum=sum(kept, Fraction(0)),
        count=len(kept),
        multiplier=multipliers.get(criterion.key) if scheme.brings(criterion) else Decimal(1),
        weight=criterion.weight,
        exact=exact,
        value=_counted(scheme, exact),
        is_discussed=is_discussed,
    )


def _combined(
    scheme: Scheme, criterion: Criterion, is_missing: bool, kept: Sequence[Fraction]
) -> Fraction | None:
    if scheme.combine == Combine.MEAN or criterion.kind not in TRIMMED_KINDS:
        return _mean(kept)
    return None if is_missing or not kept else sum(kept, Fraction(0))


def _counted(scheme: Scheme, exact: Fraction | None) -> Fraction | None:
    if exact is None or scheme.rounding_point not in PRODUCT_ROUNDED:
        return exact
    return Fraction(half_up(exact, scheme.decimals))


def _group_scores(scheme: Scheme, values: Mapping[str, Fraction | None]) -> dict[str, GroupScore]:
    """Return every group's sub-total, the innermost first."""
    found: dict[str, GroupScore] = {}
    for group in sorted(scheme.groups, key=lambda group: -_depth(scheme, group)):
        own = [values[c.key] for c in scheme.criteria if c.group == group.key]
        below = [found[child.key].value for child in scheme.groups if child.parent == group.key]
        found[group.key] = _group_score(scheme, group, _sum([*own, *below]))
    return found


def _group_score(scheme: Scheme, group: Group, exact: Fraction | None) -> GroupScore:
    subtotal = exact
    if exact is not None and scheme.rounding_point == RoundingPoint.SUBTOTAL:
        subtotal = Fraction(half_up(exact, scheme.decimals))
    value = None if subtotal is None else subtotal * Fraction(group.weight)
    return GroupScore(group.key, exact, subtotal, group.weight, value)


def _depth(scheme: Scheme, group: Group) -> int:
    parent = scheme.group(group.parent)
    return 0 if parent is None else 1 + _depth(scheme, parent)


def _children(
    scheme: Scheme, parent: str, parts: Sequence[PartScore], groups: Mapping[str, GroupScore]
) -> list[Fraction | None]:
    own = [part.value for part, c in zip(parts, scheme.criteria, strict=True) if c.group == parent]
    return own + [groups[group.key].value for group in scheme.groups if group.parent == parent]


def _shown_sheets(
    judges: Sequence[Judge], totals: Sequence[Fraction | None], whole: Trimmed | None
) -> tuple[SheetTotal, ...]:
    cut = whole or Trimmed(())
    return tuple(
        SheetTotal(judge, totals[seat], seat in cut.dropped_high, seat in cut.dropped_low)
        for seat, judge in enumerate(judges)
    )


def _untrimmed_mean(
    scheme: Scheme, table: Mapping[str, Sequence[Fraction | None]], multipliers: Mapping[str, Decimal]
) -> Fraction | None:
    means = ((c, _mean([got for got in table[c.key] if got is not None])) for c in scheme.criteria)
    worths = [(_worth(scheme, c, mean, multipliers), _above(scheme, c)) for c, mean in means]
    return _sum([None if worth is None else worth * above for worth, above in worths])


def _present(row: Sequence[Fraction | None]) -> int:
    return len(row) - row.count(None)


def _sum(values: Sequence[Fraction | None]) -> Fraction | None:
    present = [value for value in values if value is not None]
    return None if len(present) < len(values) or not present else sum(present, Fraction(0))


def _mean(values: Sequence[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) / len(values) if values else None
