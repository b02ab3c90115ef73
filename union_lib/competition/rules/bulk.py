"""The same scores for very many marks at once, exact to the last digit, in whole numbers over NumPy.

Every mark is a whole number of ten-thousandths; a column is whole numerators over one denominator. Where
64 bits would not do, numerators become Python integers: slower, never wrong. `entry_score` explains one
entry; here ten thousand are computed. A property test holds both to the same results.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .awards import award_allocation
from .ranking import BARRED_STATES, PLACED_STATES, Rank
from .scheme import (
    PRODUCT_ROUNDED,
    TRIMMED_KINDS,
    UNTRIMMED_MEAN,
    Adjustment,
    Combine,
    Criterion,
    Kind,
    RankingMethod,
    RoundingPoint,
    Scheme,
    TrimAt,
)
from .stages import EntryState

Ints = NDArray[Any]
Bools = NDArray[np.bool_]
MARK_DECIMALS = 4
MARK_UNIT = 10**MARK_DECIMALS
ROOM = 2**62


@dataclass(frozen=True)
class MarkColumns:
    """Marks as columns of equal length: positions of entry, judge and criterion, and ten-thousandths.

    `entries` and `judges` count what the positions run over; criteria are those of the scheme. Absent
    marks are not listed.
    """

    entry: Ints
    judge: Ints
    criterion: Ints
    mark: Ints
    entries: int
    judges: int


@dataclass(frozen=True)
class EntryColumns:
    """What entries bring along, by position: their state, numbers by criterion, values for ties.

    `needed` is how many judges are to mark each criterion (rows) of each entry (columns): sums need them all.
    """

    states: Sequence[EntryState]
    brought: Mapping[str, Sequence[Decimal | None]] = field(default_factory=dict)
    tie_values: Mapping[str, Sequence[Decimal | None]] = field(default_factory=dict)
    needed: Ints | None = None


@dataclass(frozen=True)
class BulkStandings:
    """Totals, places, ties and awards by position of the entry; None without a total or a place."""

    totals: list[Decimal | None]
    ranks: list[Rank | None]
    is_tied: list[bool]
    awards: list[str | None]


def ten_thousandths(marks: Sequence[Any] | Ints) -> Ints:
    """Return marks (decimals, text, whole or binary numbers) as whole ten-thousandths.

    A binary number counts as the decimal it is printed as. Raises `ValueError` for a finer mark.

    >>> ten_thousandths([Decimal("8.5"), Decimal("7.25")]).tolist()
    [85000, 72500]
    """
    given = np.asarray(marks)
    if given.dtype.kind in "iu":
        return given.astype(np.int64) * MARK_UNIT
    scaled = given.astype(float) * MARK_UNIT
    whole = np.rint(scaled)
    if np.abs(scaled - whole).max(initial=0) > 1e-4:
        raise ValueError("a mark is finer than a ten-thousandth")
    return whole.astype(np.int64)


@dataclass(frozen=True)
class _Column:
    """An exact number for each entry: whole numerators, one denominator, and where there is none."""

    num: Ints
    den: int
    gone: Bools

    def scaled(self, by: Fraction) -> _Column:
        by = by / self.den
        return _Column(_times(self.num, by.numerator), by.denominator, self.gone)

    def times(self, other: _Column) -> _Column:
        num = _product(self.num, other.num)
        return _Column(num, self.den * other.den, self.gone | other.gone)

    def plus(self, other: _Column) -> _Column:
        den = lcm(self.den, other.den)
        mine, theirs = _times(self.num, den // self.den), _times(other.num, den // other.den)
        return _Column(_sum(mine, theirs), den, self.gone | other.gone)

    def rounded(self, decimals: int) -> _Column:
        """Round half away from zero."""
        doubled = _times(np.abs(self.num), 2 * 10**decimals)
        whole = (_sum(doubled, np.full_like(doubled, self.den))) // (2 * self.den)
        return _Column(np.where(self.num < 0, -whole, whole), 10**decimals, self.gone)


def _largest(values: Ints) -> int:
    return int(np.abs(values).max(initial=0))


def _times(values: Ints, factor: int) -> Ints:
    if _largest(values) * abs(factor) >= ROOM:
        values = values.astype(object)
    return values * factor


def _product(a: Ints, b: Ints) -> Ints:
    if _largest(a) * _largest(b) >= ROOM:
        a = a.astype(object)
    return a * b


def _sum(a: Ints, b: Ints) -> Ints:
    if _largest(a) + _largest(b) >= ROOM:
        a = a.astype(object)
    return a + b


def _zeros(entries: int) -> _Column:
    return _Column(np.zeros(entries, np.int64), 1, np.zeros(entries, bool))


def _brought(values: Sequence[Decimal | None]) -> _Column:
    exact = [None if value is None else Fraction(value) for value in values]
    den = reduce(lcm, (value.denominator for value in exact if value is not None), 1)
    num = [0 if value is None else int(value * den) for value in exact]
    dtype = object if max((abs(n) for n in num), default=0) >= ROOM else np.int64
    return _Column(np.array(num, dtype), den, np.array([value is None for value in exact], bool))


@dataclass(frozen=True)
class _Cells:
    """Sums and counts of the points that stay, and counts of those given, by entry, for one criterion."""

    sums: Ints
    kept: Ints
    given: Ints


def bulk_standings(scheme: Scheme, marks: MarkColumns, entries: EntryColumns) -> BulkStandings:
    """Return every entry's total, place, tie and award.

    Schemes whose totals are freed of severity are not for here: their raw totals would not decide.
    """
    if scheme.adjustment != Adjustment.NONE:
        raise ValueError("adjusted totals are computed by adjusting.adjusted_scores")
    values = _Values(scheme, marks, entries)
    return _placed(scheme, entries, values)


class _Values:
    """The exact columns of one field: each criterion's value, each group's, the total."""

    def __init__(self, scheme: Scheme, marks: MarkColumns, entries: EntryColumns) -> None:
        self.scheme, self.marks, self.entries = scheme, marks, entries
        self.points, self.unit = _points(scheme, marks)
        self.alarm = self._alarms()
        self.cells = self._cells(*self._staying())
        self.parts = {c.key: self._value(n, c, self.cells[n]) for n, c in enumerate(scheme.criteria)}
        self.groups: dict[str, _Column] = {}
        self.exact = self._climb("")
        self.total = self.exact.rounded(scheme.decimals)

    def untrimmed(self) -> _Column:
        """Return the weighted mean of all marks, nothing dropped."""
        everything = self._cells(None, np.ones(len(self.points), bool))
        total = _zeros(self.marks.entries)
        for n, c in enumerate(self.scheme.criteria):
            weighted = self._worth(c, _mean(everything[n], self.unit))
            total = total.plus(weighted.scaled(self._above(c)))
        return total

    def _above(self, criterion: Criterion) -> Fraction:
        return Fraction(self.scheme.weight_of(criterion)) / Fraction(criterion.weight)

    def _alarms(self) -> dict[str, Bools]:
        """Return where the levels of a judgement lie too far apart."""
        found = {}
        for n, c in enumerate(self.scheme.criteria):
            if c.kind == Kind.JUDGEMENT and c.spread_limit is not None:
                here = self.marks.criterion == n
                entry, level = self.marks.entry[here], self.marks.mark[here]
                high = np.full(self.marks.entries, -ROOM)
                low = np.full(self.marks.entries, ROOM)
                np.maximum.at(high, entry, level)
                np.minimum.at(low, entry, level)
                found[c.key] = (high - low > int(c.spread_limit * MARK_UNIT)) & (high > -ROOM)
        return found

    def _staying(self) -> tuple[Ints | None, Bools]:
        """Return an order of the marks with each cell's together, and which stay."""
        if self.scheme.trim_at == TrimAt.SHEET:
            return None, self._kept_sheets()
        trimmed = np.array([c.kind in TRIMMED_KINDS for c in self.scheme.criteria])
        cell = self.marks.criterion.astype(np.int64) * self.marks.entries + self.marks.entry
        order, kept = _trimmed(self.scheme, cell, self.points, self.marks.entries * len(trimmed))
        return order, kept | ~trimmed[self.marks.criterion[order]]

    def _kept_sheets(self) -> Bools:
        """Return which marks stand on sheets that stay, by whole sheets."""
        m = self.marks
        sheet = m.entry.astype(np.int64) * m.judges + m.judge
        counts = np.bincount(sheet, minlength=m.entries * m.judges)
        totals, gone = self._sheet_totals(sheet, counts)
        complete = np.flatnonzero((counts == len(self.scheme.criteria)) & ~gone)
        order, kept = _trimmed(self.scheme, complete // m.judges, totals[complete], m.entries)
        stays = np.zeros(len(counts), bool)
        stays[complete[order[kept]]] = True
        return stays[sheet]

    def _sheet_totals(self, sheet: Ints, counts: Ints) -> tuple[Ints, Bools]:
        """Return each sheet's weighted total over one denominator, and where a multiplier is missing."""
        weights = [self._times(c).scaled(self._above(c)) for c in self.scheme.criteria]
        den = reduce(lcm, (w.den for w in weights), 1)
        table = np.stack([_times(w.num, den // w.den) for w in weights])
        gone = np.repeat(np.logical_or.reduce([w.gone for w in weights]), self.marks.judges)
        worth = _product(self.points, table[self.marks.criterion, self.marks.entry])
        if _largest(worth) * len(self.scheme.criteria) >= ROOM:
            worth = worth.astype(object)
        totals = np.zeros(len(counts), worth.dtype)
        np.add.at(totals, sheet, worth)
        return totals, gone

    def _cells(self, order: Ints | None, kept: Bools) -> list[_Cells]:
        m, size = self.marks, self.marks.entries * len(self.scheme.criteria)
        cell = m.criterion.astype(np.int64) * m.entries + m.entry
        given = np.bincount(cell, minlength=size)
        points = self.points if order is None else self.points[order]
        cell = cell if order is None else cell[order]
        sums = _sums(cell[kept], points[kept], size)
        stay = np.bincount(cell[kept], minlength=size)
        shape = (len(self.scheme.criteria), m.entries)
        return [_Cells(*row) for row in zip(*(a.reshape(shape) for a in (sums, stay, given)), strict=True)]

    def _value(self, n: int, criterion: Criterion, cells: _Cells) -> _Column:
        is_mean = self.scheme.combine == Combine.MEAN or criterion.kind not in TRIMMED_KINDS
        got = _mean(cells, self.unit) if is_mean else self._summed(n, cells)
        if criterion.key in self.alarm:
            got = _Column(got.num, got.den, got.gone | self.alarm[criterion.key])
        if self.scheme.rounding_point == RoundingPoint.PANEL:
            got = got.rounded(self.scheme.decimals)
        worth = self._worth(criterion, got)
        return worth.rounded(self.scheme.decimals) if self.scheme.rounding_point in PRODUCT_ROUNDED else worth

    def _summed(self, n: int, cells: _Cells) -> _Column:
        needed = self.marks.judges if self.entries.needed is None else self.entries.needed[n]
        return _Column(cells.sums, self.unit, (cells.given < needed) | (cells.kept == 0))

    def _worth(self, criterion: Criterion, got: _Column) -> _Column:
        if criterion.kind == Kind.ELEMENT:
            got = got.plus(_brought(self.entries.brought.get(criterion.key, self._nothing())))
        return (
            got.times(self._times(criterion))
            if self._multiplies(criterion)
            else got.scaled(self._weight(criterion))
        )

    def _times(self, criterion: Criterion) -> _Column:
        """Return what each entry's points are multiplied by."""
        weight = self._weight(criterion)
        if not self._multiplies(criterion):
            return _Column(np.full(self.marks.entries, 1), 1, np.zeros(self.marks.entries, bool)).scaled(
                weight
            )
        return _brought(self.entries.brought.get(criterion.key, self._nothing())).scaled(weight)

    def _nothing(self) -> list[Decimal | None]:
        return [None] * self.marks.entries

    def _multiplies(self, criterion: Criterion) -> bool:
        return criterion.kind != Kind.ELEMENT and self.scheme.brings(criterion)

    def _weight(self, criterion: Criterion) -> Fraction:
        return Fraction(criterion.weight) * Fraction(self.scheme.factor)

    def _climb(self, parent: str) -> _Column:
        total = _zeros(self.marks.entries)
        for c in self.scheme.criteria:
            if c.group == parent:
                total = total.plus(self.parts[c.key])
        for group in self.scheme.groups:
            if group.parent == parent:
                inside = self._climb(group.key)
                if self.scheme.rounding_point == RoundingPoint.SUBTOTAL:
                    inside = inside.rounded(self.scheme.decimals)
                self.groups[group.key] = inside
                total = total.plus(inside.scaled(Fraction(group.weight)))
        return total


def _points(scheme: Scheme, marks: MarkColumns) -> tuple[Ints, int]:
    """Return what every mark is worth as whole numerators, and their one denominator."""
    unit = MARK_UNIT * reduce(lcm, (len(c.levels) - 1 for c in scheme.criteria if c.levels), 1)
    points = _times(marks.mark, unit // MARK_UNIT)
    for n, c in enumerate(scheme.criteria):
        if c.kind in (Kind.MARK, Kind.ELEMENT):
            continue
        here = marks.criterion == n
        points[here] = _converted(c, marks.mark[here], unit)
    return points, unit


def _converted(c: Criterion, mark: Ints, unit: int) -> Ints:
    full = int(Fraction(c.full_mark) * unit)
    if c.kind == Kind.DEDUCTION:
        return -mark * (unit // MARK_UNIT)
    if c.kind == Kind.PASS_FAIL:
        return np.where(mark != 0, full, 0)
    if c.kind == Kind.JUDGEMENT:
        return mark * full // ((len(c.levels) - 1) * MARK_UNIT)
    off = np.abs(mark - int(Fraction(c.nominal) * MARK_UNIT))
    limits = [int(Fraction(b.limit) * MARK_UNIT) for b in c.brackets]
    earned = np.array([*(int(Fraction(b.points) * unit) for b in c.brackets), 0])
    return earned[np.searchsorted(limits, off, side="left")]


def _trimmed(scheme: Scheme, cell: Ints, value: Ints, cells: int) -> tuple[Ints, Bools]:
    """Return an order by cell and value, and which of the ordered ones stay when extremes are dropped."""
    order = _order(cell, value)
    counts = np.bincount(cell, minlength=cells)
    drops = np.array([scheme.drops(n) for n in range(int(counts.max(initial=0)) + 1)])
    high, low = drops[:, 0], drops[:, 1]
    is_few = np.arange(len(drops)) <= high + low
    high, low = np.where(is_few, 0, high), np.where(is_few, 0, low)
    starts = np.concatenate(([0], np.cumsum(counts)[:-1]))
    own = cell[order]
    position, n = np.arange(len(order)) - starts[own], counts[own]
    return order, (position >= low[n]) & (position < n - high[n])


def _order(cell: Ints, value: Ints) -> Ints:
    """Return the order by cell, then value, then position."""
    if value.dtype == object or not len(value):
        return (
            np.lexsort((np.arange(len(cell)), value, cell))
            if value.dtype != object
            else _slow_order(cell, value)
        )
    least, span = int(value.min()), int(value.max()) - int(value.min()) + 1
    if int(cell.max()) * span >= ROOM:
        return np.lexsort((value, cell))
    return np.argsort(cell * span + (value - least), kind="stable")


def _slow_order(cell: Ints, value: Ints) -> Ints:
    return np.array(sorted(range(len(cell)), key=lambda at: (cell[at], value[at])), np.int64)


def _sums(cell: Ints, value: Ints, cells: int) -> Ints:
    """Return the sum of the values of each cell, exactly."""
    if value.dtype == object or _largest(value) * max(len(value), 1) >= 2**53:
        sums = np.zeros(cells, value.dtype)
        np.add.at(sums, cell, value)
        return sums
    return np.bincount(cell, weights=value, minlength=cells).astype(np.int64)


def _mean(cells: _Cells, unit: int) -> _Column:
    """Return the mean of what stays, over one denominator for all counts that occur."""
    counts = np.unique(cells.kept[cells.kept > 0])
    common = reduce(lcm, (int(n) for n in counts), 1)
    share = common // np.maximum(cells.kept, 1)
    return _Column(_product(cells.sums, share), unit * common, cells.kept == 0)


def _placed(scheme: Scheme, entries: EntryColumns, values: _Values) -> BulkStandings:
    states = np.array([state in PLACED_STATES for state in entries.states], bool)
    placed = np.flatnonzero(states & ~values.total.gone)
    keys = _keys(scheme, entries, values)
    order = placed[_descending([key[placed] for key in keys])]
    ahead = _is_new([key[order] for key in keys])
    group = np.cumsum(ahead) - 1 if len(order) else np.zeros(0, np.int64)
    sizes = np.bincount(group) if len(order) else np.zeros(0, np.int64)
    before = np.concatenate(([0], np.cumsum(sizes)[:-1]))[group] if len(order) else group
    barred = {at for at, entry in enumerate(order) if entries.states[entry] in BARRED_STATES}
    won = award_allocation((before + 1).tolist(), scheme.awards, barred).award
    shown = _shown_ranks(scheme.ranking, before, sizes[group], group)
    found = BulkStandings(
        _decimals(values.total), [None] * len(states), [False] * len(states), [None] * len(states)
    )
    for at, entry in enumerate(order.tolist()):
        found.ranks[entry], found.awards[entry] = shown[at], won[at]
        found.is_tied[entry] = bool(sizes[group[at]] > 1)
    return found


def _decimals(total: _Column) -> list[Decimal | None]:
    places = len(str(total.den)) - 1
    gone = total.gone.tolist()
    return [None if gone[n] else Decimal(f"{whole}E-{places}") for n, whole in enumerate(total.num.tolist())]


def _keys(scheme: Scheme, entries: EntryColumns, values: _Values) -> list[Ints]:
    """Return whole numbers to order by, the total first; bigger is better, a missing value is worst."""
    keys = [values.total.num]
    for link in scheme.tie_chain:
        column = _tie_column(link.by, entries, values)
        keys += [~column.gone, np.where(column.gone, 0, column.num if link.is_higher_better else -column.num)]
    return keys


def _tie_column(by: str, entries: EntryColumns, values: _Values) -> _Column:
    if by == UNTRIMMED_MEAN:
        return values.untrimmed()
    if by in values.parts:
        return values.parts[by]
    if by in values.groups:
        return values.groups[by]
    return _brought(entries.tie_values.get(by, [None] * values.marks.entries))


def _descending(keys: Sequence[Ints]) -> Ints:
    """Return the order by the keys, best first, equal ones in their own order."""
    if any(key.dtype == object for key in keys):
        rows = list(zip(*(key.tolist() for key in keys), strict=True))
        return np.array(sorted(range(len(rows)), key=lambda at: rows[at], reverse=True), np.int64)
    return np.lexsort([-key.astype(np.int64) for key in reversed(keys)])


def _is_new(keys: Sequence[Ints]) -> Bools:
    """Return where an ordered row differs from the one before it."""
    new = np.zeros(len(keys[0]), bool)
    new[:1] = True
    for key in keys:
        new[1:] |= (key[1:] != key[:-1]).astype(bool)
    return new


def _shown_ranks(method: RankingMethod, before: Ints, size: Ints, group: Ints) -> list[Rank]:
    if method == RankingMethod.FRACTIONAL:
        return [int(b) + Decimal(int(s) + 1) / 2 for b, s in zip(before, size, strict=True)]
    return {
        RankingMethod.STANDARD: before + 1,
        RankingMethod.MODIFIED: before + size,
        RankingMethod.DENSE: group + 1,
        RankingMethod.ORDINAL: np.arange(1, len(before) + 1),
    }[method].tolist()
