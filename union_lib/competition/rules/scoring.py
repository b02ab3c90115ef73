"""From marks to a score: trimming, weights, multipliers, and one way of rounding.

Inside, everything is exact (`Fraction`); a number is rounded only where the scheme says so.
A missing mark is never a zero.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from .scheme import Combine, Criterion, RoundingPoint, Scheme, TrimAt

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

    `sum` and `count` are of the marks that were kept; `exact` is the unrounded product with multiplier,
    weight and factor; `value` is what the total adds up. Both are None while a needed mark or
    multiplier is missing.
    """

    criterion_key: str
    kept: tuple[Judge, ...]
    dropped_high: tuple[Judge, ...]
    dropped_low: tuple[Judge, ...]
    sum: Decimal
    count: int
    multiplier: Decimal | None
    weight: Decimal
    exact: Fraction | None
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

    `exact` is the total before the last rounding, `sheets` is filled when whole sheets are trimmed,
    `untrimmed_mean` is the mean of the judges with nothing dropped, `missing` counts absent marks.
    """

    total: Decimal | None
    exact: Fraction | None
    parts: tuple[PartScore, ...]
    sheets: tuple[SheetTotal, ...]
    untrimmed_mean: Fraction | None
    missing: int

    def part(self, criterion_key: str) -> PartScore | None:
        """Return the part of a criterion, or None if the scheme has no such criterion."""
        return next((part for part in self.parts if part.criterion_key == criterion_key), None)


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


def entry_score(
    scheme: Scheme,
    marks: Mapping[str, JudgeMarks],
    multipliers: Mapping[str, Decimal] = NO_MULTIPLIERS,
) -> EntryScore:
    """Return an entry's score from its marks by criterion key and judge.

    Where means are taken, an absent mark (with trimming by sheet: an incomplete sheet) is left out and
    a criterion without any mark leaves the total open; where marks are summed, every mark is needed.
    """
    judges = _judges(scheme, marks)
    table = {c.key: [marks.get(c.key, {}).get(judge) for judge in judges] for c in scheme.criteria}
    sheets = _sheet_totals(scheme, table, multipliers, len(judges))
    whole = trimmed(sheets, scheme.drop_high, scheme.drop_low) if scheme.trim_at == TrimAt.SHEET else None
    parts = tuple(
        _part(scheme, criterion, judges, table[criterion.key], multipliers, whole)
        for criterion in scheme.criteria
    )
    values = [part.value for part in parts]
    exact = None if None in values else sum((value for value in values if value is not None), Fraction(0))
    return EntryScore(
        total=None if exact is None else half_up(exact, scheme.decimals),
        exact=exact,
        parts=parts,
        sheets=_shown_sheets(judges, sheets, whole),
        untrimmed_mean=_untrimmed_mean(scheme, table, multipliers),
        missing=sum(row.count(None) for row in table.values()),
    )


def _judges(scheme: Scheme, marks: Mapping[str, JudgeMarks]) -> list[Judge]:
    """Return every judge who appears under any criterion, in order of appearance."""
    return list(dict.fromkeys(judge for c in scheme.criteria for judge in marks.get(c.key, {})))


def _times(scheme: Scheme, criterion: Criterion, multipliers: Mapping[str, Decimal]) -> Fraction | None:
    """Return what a mark of the criterion is multiplied by, or None if its multiplier is missing."""
    multiplier = _multiplier(scheme, criterion, multipliers)
    if multiplier is None:
        return None
    return Fraction(multiplier) * Fraction(criterion.weight) * Fraction(scheme.factor)


def _multiplier(scheme: Scheme, criterion: Criterion, multipliers: Mapping[str, Decimal]) -> Decimal | None:
    return multipliers.get(criterion.key) if scheme.uses_multipliers else Decimal(1)


def _sheet_totals(
    scheme: Scheme,
    table: Mapping[str, Sequence[Decimal | None]],
    multipliers: Mapping[str, Decimal],
    judges: int,
) -> list[Fraction | None]:
    """Return each judge's weighted sheet total; None where a mark or multiplier is missing."""
    products = [
        [_product(mark, times) for mark in table[criterion.key]]
        for criterion in scheme.criteria
        for times in [_times(scheme, criterion, multipliers)]
    ]
    columns = [[row[seat] for row in products] for seat in range(judges)]
    return [_sum(column) for column in columns]


def _part(
    scheme: Scheme,
    criterion: Criterion,
    judges: Sequence[Judge],
    row: Sequence[Decimal | None],
    multipliers: Mapping[str, Decimal],
    whole: Trimmed | None,
) -> PartScore:
    cut = whole or trimmed(row, scheme.drop_high, scheme.drop_low)
    kept = [mark for seat in cut.kept if (mark := row[seat]) is not None]
    exact = _product(_combined(scheme, row, kept), _times(scheme, criterion, multipliers))
    return PartScore(
        criterion_key=criterion.key,
        kept=tuple(judges[seat] for seat in cut.kept),
        dropped_high=tuple(judges[seat] for seat in cut.dropped_high),
        dropped_low=tuple(judges[seat] for seat in cut.dropped_low),
        sum=sum(kept, Decimal(0)),
        count=len(kept),
        multiplier=_multiplier(scheme, criterion, multipliers),
        weight=criterion.weight,
        exact=exact,
        value=_counted(scheme, exact),
    )


def _combined(scheme: Scheme, row: Sequence[Decimal | None], kept: Sequence[Decimal]) -> Fraction | None:
    if scheme.combine == Combine.MEAN:
        return _mean([Fraction(mark) for mark in kept])
    return None if None in row or not kept else sum((Fraction(mark) for mark in kept), Fraction(0))


def _counted(scheme: Scheme, exact: Fraction | None) -> Fraction | None:
    if exact is None or scheme.rounding_point == RoundingPoint.END:
        return exact
    return Fraction(half_up(exact, scheme.decimals))


def _shown_sheets(
    judges: Sequence[Judge], totals: Sequence[Fraction | None], whole: Trimmed | None
) -> tuple[SheetTotal, ...]:
    if whole is None:
        return ()
    return tuple(
        SheetTotal(judge, totals[seat], seat in whole.dropped_high, seat in whole.dropped_low)
        for seat, judge in enumerate(judges)
    )


def _untrimmed_mean(
    scheme: Scheme, table: Mapping[str, Sequence[Decimal | None]], multipliers: Mapping[str, Decimal]
) -> Fraction | None:
    return _sum(
        [
            _product(
                _mean([Fraction(m) for m in table[c.key] if m is not None]), _times(scheme, c, multipliers)
            )
            for c in scheme.criteria
        ]
    )


def _product(mark: Decimal | Fraction | None, times: Fraction | None) -> Fraction | None:
    return None if mark is None or times is None else Fraction(mark) * times


def _sum(values: Sequence[Fraction | None]) -> Fraction | None:
    present = [value for value in values if value is not None]
    return None if len(present) < len(values) or not present else sum(present, Fraction(0))


def _mean(values: Sequence[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) / len(values) if values else None
