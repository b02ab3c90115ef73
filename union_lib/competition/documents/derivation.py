"""The sheet that says how scores came about, so that every number can be computed again in Excel."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ...common.books import Book, Sheet
from ...common.errors import N_
from ...common.text import translate
from ..reports import ResultList, ResultRow, plain
from ..rules import (
    TRIMMED_KINDS,
    Adjustment,
    Combine,
    Criterion,
    Kind,
    PartScore,
    RoundingPoint,
    Scheme,
    TrimAt,
    half_up,
)
from ..words import KINDS
from .book import Number, number

ROUNDED_AT = {
    RoundingPoint.PANEL: N_("Rounded half up: the points that count, each part, and the total."),
    RoundingPoint.PRODUCT: N_("Rounded half up: each part, and the total."),
    RoundingPoint.SUBTOTAL: N_("Rounded half up: each sub-total, and the total."),
    RoundingPoint.END: N_("Rounded half up: only the total."),
}
KIND_NOTES = {
    Kind.JUDGEMENT: N_("Points of a judged level = full mark × level ÷ highest level."),
    Kind.MEASUREMENT: N_("Points of a measured value = those of the first bracket it lies in."),
    Kind.PASS_FAIL: N_("Points of pass or fail = full mark × 1 or 0."),
    Kind.DEDUCTION: N_("Points of a deduction = the mark, taken off."),
}


@dataclass(frozen=True)
class _Wide:
    """How many columns the marks need: the most kept and dropped anywhere."""

    kept: int
    high: int
    low: int


def derivation_sheet(book: Book, seen: ResultList) -> None:
    """Write one line for each entry and criterion, from the marks to the total."""
    wide = _width(seen)
    sheet = book.sheet(translate(N_("How scores came about")), _heads(seen.scheme, wide))
    for row in seen.rows:
        if row.rank:
            _entry(sheet, seen.scheme, row, wide)
    sheet.end(*_notes(seen.scheme))


def _width(seen: ResultList) -> _Wide:
    parts = [part for row in seen.rows if row.rank for part in row.score.parts]
    return _Wide(
        max((len(part.kept) for part in parts), default=0),
        max((len(part.dropped_high) for part in parts), default=0),
        max((len(part.dropped_low) for part in parts), default=0),
    )


def _heads(scheme: Scheme, wide: _Wide) -> list[tuple[str, int]]:
    marks = [
        *_counted(N_("Mark {n}"), wide.kept),
        *_counted(N_("Dropped high {n}"), wide.high),
        *_counted(N_("Dropped low {n}"), wide.low),
    ]
    points = (N_("Points kept"), N_("Marks kept"), N_("Points that count"))
    times = (N_("Base value"), N_("Multiplier"), N_("Weight"), N_("Factor"), N_("Part"))
    worded = translate(N_("Sub-total {group} × {weight}"))
    groups = [worded.format(group=g.title, weight=plain(g.weight)) for g in scheme.groups]
    return [
        (translate(N_("Place")), 8),
        (translate(N_("Code")), 10),
        (translate(N_("Group")), 14),
        (translate(N_("Criterion")), 16),
        (translate(N_("Kind")), 10),
        *((head, 8) for head in marks),
        *((translate(head), 10) for head in (*points, *times)),
        *((head, 14) for head in groups),
        *([(translate(N_("Adjusted total")), 12)] if scheme.adjustment != Adjustment.NONE else []),
        (translate(N_("Total")), 10),
    ]


def _counted(message: str, times: int) -> list[str]:
    return [translate(message).format(n=n) for n in range(1, times + 1)]


def _entry(sheet: Sheet, scheme: Scheme, row: ResultRow, wide: _Wide) -> None:
    score = row.score
    groups = [group.subtotal for group in score.groups]
    adjusted = [score.adjusted] if scheme.adjustment != Adjustment.NONE else []
    for criterion, part in zip(scheme.criteria, score.parts, strict=True):
        line = [
            *_named(scheme, row, criterion),
            *_marks(row, part, wide),
            *_points(scheme, criterion, part),
            *_times(scheme, criterion, part),
            part.value,
            *groups,
            *adjusted,
            row.total,
        ]
        sheet.line(line, {len(line) - 1: "score"})


def _named(scheme: Scheme, row: ResultRow, criterion: Criterion) -> tuple[Decimal | str | None, ...]:
    group = scheme.group(criterion.group)
    kind = translate(KINDS[criterion.kind])
    return (number(row.rank), row.shown.code, group.title if group else "", criterion.title, kind)


def _marks(row: ResultRow, part: PartScore, wide: _Wide) -> list[Decimal | None]:
    """Return the marks kept and dropped, in as many columns as the widest line needs."""

    def spread(judges: Sequence[Hashable], columns: int) -> list[Decimal | None]:
        found = [row.marks[part.criterion_key].get(judge) for judge in judges]
        return found + [None] * (columns - len(found))

    return [
        *spread(part.kept, wide.kept),
        *spread(part.dropped_high, wide.high),
        *spread(part.dropped_low, wide.low),
    ]


def _points(scheme: Scheme, criterion: Criterion, part: PartScore) -> tuple[Number, ...]:
    """Return the sum of the points kept, how many they are, and what of them counts."""
    is_mean = scheme.combine == Combine.MEAN or criterion.kind not in TRIMMED_KINDS
    counts = part.sum / part.count if is_mean and part.count else part.sum
    if scheme.rounding_point == RoundingPoint.PANEL:
        counts = Fraction(half_up(counts, scheme.decimals))
    return part.sum, part.count, None if part.is_discussed else counts


def _times(scheme: Scheme, criterion: Criterion, part: PartScore) -> tuple[Number, ...]:
    """Return base value, multiplier, weight and factor."""
    base = part.multiplier if criterion.kind == Kind.ELEMENT else None
    brought = part.multiplier if scheme.brings(criterion) and criterion.kind != Kind.ELEMENT else None
    return base, brought, criterion.weight, scheme.factor


def _notes(scheme: Scheme) -> list[str]:
    """Return how the numbers of a line hang together, in sentences."""
    mean, whole = (
        N_("Points that count = points kept ÷ marks kept."),
        N_("Points that count = points kept."),
    )
    sheets = N_("The highest and lowest are dropped among whole mark sheets.")
    kinds = {criterion.kind for criterion in scheme.criteria}
    notes = [
        mean if scheme.combine == Combine.MEAN else whole,
        *([sheets] if scheme.trim_at == TrimAt.SHEET else []),
        *(note for kind, note in KIND_NOTES.items() if kind in kinds),
        N_("Part = (base value + points that count) × multiplier × weight × factor."),
        N_(
            "A sub-total adds up its parts and, times their weights, the sub-totals inside it; so does the total."
        ),
        ROUNDED_AT[scheme.rounding_point],
    ]
    return [translate(note) for note in notes]
