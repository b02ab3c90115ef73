"""Entries freed of who judged them: fair marks beside the marks as given, intervals of places, panels."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

import numpy as np

from ...common.errors import RuleViolation
from .. import rules
from ..queries import Field, Shown
from ..rules import Adjustment, Kind
from ..rules.bulk import MARK_UNIT
from ..rules.fairness import (
    FacetFit,
    NothingToCompare,
    NothingToMeasure,
    NoWholeSheets,
    PanelMethod,
    PlaceIntervals,
    SeverityFit,
    close_ranks,
    facet_fit,
    fair_marks,
    mark_categories,
    panel_adjustment,
    place_intervals,
)
from ..scored import Outcome, mark_columns, outcome_under
from .fair_sheets import Basis, FairSheets, Floats, Ints
from .plain import plain

MOST_RATINGS = 100_000
DRAWN = 20_000_000
"""Sheet totals drawn in all for place intervals; beyond some 20,000 sheets there are fewer than 1,000 draws."""

FEWEST_SHEETS = 3
NAMED = 6  # entries of a group that are named
SEED = 1
Model = TypeVar("Model")


@dataclass(frozen=True)
class FairRow:
    """An entry as the marks place it, and as it would stand if all judges were alike.

    `fair` is in points of one judge's sheet and comparable with `raw_mean`; `rasch` is in logits. Standard
    errors stand beside them. None where an entry cannot be measured that way.
    """

    shown: Shown
    rank: str
    total: Decimal | None
    raw_mean: float | None
    fair: float | None
    fair_se: float | None
    fair_place: int | None
    rasch: float | None
    rasch_se: float | None
    rasch_place: int | None

    @property
    def shift(self) -> float | None:
        """Return how many places the entry would rise (negative: fall) if all judges were alike."""
        if self.fair_place is None or not self.rank:
            return None
        return float(Decimal(self.rank)) - self.fair_place


@dataclass(frozen=True)
class FairMarks:
    """Fair marks by both models; where a model refuses, its refusal instead.

    `severity` and `severity_se` are by position of the judge, in points of the sheet, positive for a severe
    one; `sampled` counts the entries the Rasch model was given, where there are too many ratings for all.
    """

    rows: list[FairRow]
    additive_refusal: RuleViolation | None
    rasch_refusal: RuleViolation | None
    severity: Mapping[int, float]
    severity_se: Mapping[int, float]
    rasch_severity: Mapping[int, float]
    rasch_severity_se: Mapping[int, float]
    sampled: int | None
    criteria: tuple[str, ...]


def fair_marks_of(seen: Field, outcome: Outcome, sheets: FairSheets) -> FairMarks:
    """Return every placed entry's fair mark, best place first.

    Additive: in every part (see `FairSheets`), value = quality of the entry - severity of the judge by least
    squares; an entry's fair mark adds up its qualities, its standard error their squares. Rasch: the
    many-facet rating scale model on categories of the marks (`mark_categories`) of the criteria that are
    marked by hand, else on judged levels, else on pass and fail; of more than 100,000 ratings on whole
    entries drawn with a fixed seed.
    """
    codes = _codes(seen)
    additive, why_not = _tried(lambda: _additive(sheets, codes))
    rasch, why_no_rasch = _tried(lambda: _rasch(seen, codes))
    placed = [n for n, entry in enumerate(seen.entries) if entry.state in rules.PLACED_STATES]
    fair, fair_se, raw = additive.entries if additive else ({}, {}, {})
    fit = rasch.fit if rasch else None
    ability, ability_se = (fit.ability, fit.ability_se) if fit else ({}, {})
    fair_place, rasch_place = _place_of(fair), _place_of(ability)
    rows = []
    for n in placed:
        entry, code = seen.entries[n], codes[n]
        standing = outcome.standing_of.get(entry.id or 0)
        rows.append(
            FairRow(
                shown=seen.shown(entry),
                rank=plain(Decimal(standing.rank)) if standing and standing.rank is not None else "",
                total=outcome.totals.get(entry.id or 0),
                raw_mean=raw.get(code),
                fair=fair.get(code),
                fair_se=fair_se.get(code),
                fair_place=fair_place.get(code),
                rasch=ability.get(code),
                rasch_se=ability_se.get(code),
                rasch_place=rasch_place.get(code),
            )
        )
    return FairMarks(
        rows=sorted(rows, key=lambda row: (not row.rank, Decimal(row.rank or 0), row.shown.code)),
        additive_refusal=why_not,
        rasch_refusal=why_no_rasch,
        severity=additive.severity if additive else {},
        severity_se=additive.severity_se if additive else {},
        rasch_severity=_by_seat(fit.severity) if fit else {},
        rasch_severity_se=_by_seat(fit.severity_se) if fit else {},
        sampled=rasch.sampled if rasch else None,
        criteria=rasch.criteria if rasch else (),
    )


def _codes(seen: Field) -> list[str]:
    """Return the names entries go by in the models and in refusals: their codes as shown, made distinct."""
    codes = [seen.shown(entry).code for entry in seen.entries]
    return codes if len(set(codes)) == len(codes) else [f"{code} ({n})" for n, code in enumerate(codes, 1)]


def _tried(work: Callable[[], Model]) -> tuple[Model | None, RuleViolation | None]:
    try:
        return work(), None
    except RuleViolation as refused:
        return None, refused


def _place_of(values: Mapping[str, float]) -> dict[str, int]:
    return dict(zip(values, close_ranks(list(values.values())), strict=True)) if values else {}


def _by_seat(values: Mapping[str, float]) -> dict[int, float]:
    return {int(judge): value for judge, value in values.items()}


@dataclass(frozen=True)
class _Additive:
    entries: tuple[dict[str, float], dict[str, float], dict[str, float]]
    severity: dict[int, float]
    severity_se: dict[int, float]


def _additive(sheets: FairSheets, codes: Sequence[str]) -> _Additive:
    """Return qualities, errors and raw means by code, summed over the parts; severities by judge."""
    check_comparable(sheets)
    fits = [
        _part_fit(sheets, part, codes) for part in range(len(sheets.parts)) if (sheets.part == part).any()
    ]
    whole = set.intersection(*(set(fit.quality) for fit in fits))
    in_order = [code for code in codes if code in whole]
    has_error = all(fit.quality_se is not None for fit in fits)
    quality = {code: sum(fit.quality[code] for fit in fits) for code in in_order}
    raw = {code: sum(fit.raw_mean[code] for fit in fits) for code in in_order}
    errors = {code: _root(fit.quality_se[code] for fit in fits) for code in in_order} if has_error else {}  # type: ignore[index]
    judges = list(dict.fromkeys(judge for fit in fits for judge in fit.severity))
    severity = {int(j): sum(fit.severity.get(j, 0.0) for fit in fits) for j in judges}
    severity_se = (
        {int(j): _root((fit.severity_se or {}).get(j, 0.0) for fit in fits) for j in judges}
        if has_error
        else {}
    )
    return _Additive((quality, errors, raw), severity, severity_se)


def _root(errors: Iterable[float]) -> float:
    return float(np.sqrt(sum(error**2 for error in errors)))


def _part_fit(sheets: FairSheets, part: int, codes: Sequence[str]) -> SeverityFit:
    here = sheets.part == part
    lines = zip(
        sheets.entry[here].tolist(), sheets.judge[here].tolist(), sheets.value[here].tolist(), strict=True
    )
    return fair_marks([(codes[entry], str(judge), value) for entry, judge, value in lines])


def check_comparable(sheets: FairSheets) -> None:
    """Raise `NothingToCompare` unless two judges have marked the same part of the same entry."""
    counts = np.unique(sheets.entry * max(len(sheets.parts), 1) + sheets.part, return_counts=True)[1]
    if not (counts > 1).any():
        raise NothingToCompare


@dataclass(frozen=True)
class _Rasch:
    fit: FacetFit
    sampled: int | None
    criteria: tuple[str, ...]


_BY_HAND = ((Kind.MARK, Kind.ELEMENT), (Kind.JUDGEMENT,), (Kind.PASS_FAIL,))


def _rasch(seen: Field, codes: Sequence[str]) -> _Rasch:
    criteria = seen.scheme.criteria
    kinds = next((kinds for kinds in _BY_HAND if any(c.kind in kinds for c in criteria)), ())
    used = [n for n, c in enumerate(criteria) if c.kind in kinds]
    columns, _ = mark_columns(seen)
    is_placed = np.array([entry.state in rules.PLACED_STATES for entry in seen.entries], bool)
    wanted = (
        np.isin(columns.criterion, used) & is_placed[columns.entry]
        if len(columns.mark)
        else np.zeros(0, bool)
    )
    entry, judge, criterion, mark = (
        one[wanted] for one in (columns.entry, columns.judge, columns.criterion, columns.mark)
    )
    pairs = np.unique(np.column_stack([entry, criterion, judge]), axis=0)[:, :2]
    if not len(pairs) or (np.unique(pairs, axis=0, return_counts=True)[1] < 2).all():
        raise NothingToCompare
    stays, sampled = _sample(entry)
    entry, judge, criterion, mark = (one[stays] for one in (entry, judge, criterion, mark))
    category = _categories(seen, used, criterion, mark)
    if category.max() == category.min():
        raise NothingToMeasure
    names = [c.key for c in criteria]
    ratings = [
        (codes[e], str(j), names[c], k)
        for e, j, c, k in zip(
            entry.tolist(), judge.tolist(), criterion.tolist(), category.tolist(), strict=True
        )
    ]
    fit = facet_fit(
        ratings,
        [codes[n] for n in np.unique(entry).tolist()],
        [str(n) for n in np.unique(judge).tolist()],
        [names[n] for n in used if n in set(criterion.tolist())],
        0,
        int(category.max()),
    )
    return _Rasch(fit, sampled, tuple(criteria[n].title for n in used))


def _sample(entry: Ints) -> tuple[Ints, int | None]:
    """Return which ratings stay: all, or those of entries drawn until there are enough."""
    if len(entry) <= MOST_RATINGS:
        return np.ones(len(entry), bool), None
    known, sizes = np.unique(entry, return_counts=True)
    order = np.random.default_rng(SEED).permutation(len(known))
    drawn = known[order[np.cumsum(sizes[order]) <= MOST_RATINGS]]
    return np.isin(entry, drawn), len(drawn)


def _categories(seen: Field, used: Sequence[int], criterion: Ints, mark: Ints) -> Ints:
    """Return marks as categories from 0 up, each criterion's by itself; equal marks are sorted once."""
    found = np.zeros(len(mark), int)
    for n in used:
        c, here = seen.scheme.criteria[n], criterion == n
        values, at = np.unique(mark[here], return_inverse=True)
        if len(values):
            exact = [Decimal(int(value)) / MARK_UNIT for value in values]
            found[here] = np.array(mark_categories(exact, c.highest or c.full_mark, c.written_step))[at]
    return found


# Intervals


@dataclass(frozen=True)
class PlaceRow:
    """An entry's place by the mean of its sheets, and what other judges of the same kind might make of it.

    `low` and `high` hold 95 % of the places drawn; from `first` to `last` run the places of the entries that it
    cannot be surely told from.
    """

    shown: Shown
    rank: str
    place: int
    low: int
    high: int
    first: int
    last: int


@dataclass(frozen=True)
class PlaceGroup:
    """Entries none of which is surely ahead of another: places from first to last, the codes of the first few."""

    first: int
    last: int
    codes: tuple[str, ...]

    @property
    def size(self) -> int:
        """Return how many entries there are."""
        return self.last - self.first + 1


@dataclass(frozen=True)
class PlaceReport:
    """Place intervals, best first, and the largest groups that cannot be told apart; or why there are none.

    `draws` panels were drawn again; `left_out` entries have fewer than three whole sheets.
    """

    rows: list[PlaceRow]
    groups: list[PlaceGroup]
    draws: int
    left_out: int
    refusal: RuleViolation | None = None


def place_report(seen: Field, outcome: Outcome, sheets: FairSheets) -> PlaceReport:
    """Return how far places depend on who judged.

    Whole sheet totals are drawn again, trimmed as the scheme trims whole sheets and averaged
    (`place_intervals`, fixed seed); a scheme that trims each criterion or adjusts totals may place a little
    differently, so the place by the scheme stands beside.
    """
    try:
        return _place_report(seen, outcome, sheets)
    except RuleViolation as refused:
        return PlaceReport([], [], 0, 0, refused)


def _place_report(seen: Field, outcome: Outcome, sheets: FairSheets) -> PlaceReport:
    check_comparable(sheets)
    if sheets.basis != Basis.SHEETS or len(sheets.parts) != 1:
        raise NoWholeSheets
    judges = np.unique(sheets.judge).tolist()
    totals = sheets.table(judges, len(seen.entries))
    counts = (~np.isnan(totals)).sum(axis=1)
    enough = np.flatnonzero(counts >= FEWEST_SHEETS)
    used = enough if len(enough) > 1 else np.flatnonzero(counts)
    draws = int(min(1000, max(100, DRAWN // max(totals[used].size, 1))))
    drops = seen.scheme.drops(int(counts.max()))
    found = place_intervals(totals[used], *drops, replicates=draws, seed=SEED)
    ordered = [_place_row(seen, outcome, int(used[at]), found, at) for at in found.order]
    return PlaceReport(
        rows=sorted(_told_apart(ordered, found.alike), key=lambda row: (row.place, row.shown.code)),
        groups=[
            PlaceGroup(
                ordered[first].place,
                ordered[first].place + last - first,
                tuple(row.shown.code for row in ordered[first : min(last + 1, first + NAMED)]),
            )
            for first, last in found.alike
        ],
        draws=draws,
        left_out=int(((counts > 0) & (counts < FEWEST_SHEETS)).sum()),
    )


def _place_row(seen: Field, outcome: Outcome, n: int, found: PlaceIntervals, at: int) -> PlaceRow:
    entry = seen.entries[n]
    standing = outcome.standing_of.get(entry.id or 0)
    rank = plain(Decimal(standing.rank)) if standing and standing.rank is not None else ""
    place = found.place[at]
    return PlaceRow(seen.shown(entry), rank, place, found.low[at], found.high[at], place, place)


def _told_apart(ordered: Sequence[PlaceRow], alike: Sequence[tuple[int, int]]) -> list[PlaceRow]:
    """Return the rows with the places they cannot be told from; runs begin and end in rising order."""
    starts, ends = [first for first, _ in alike], [last for _, last in alike]
    rows = []
    for n, row in enumerate(ordered):
        earliest, latest = bisect_left(ends, n), bisect_right(starts, n) - 1
        if earliest <= latest:
            last = ordered[starts[latest]].place + ends[latest] - starts[latest]
            row = replace(row, first=ordered[starts[earliest]].place, last=last)
        rows.append(row)
    return rows


# Panels


@dataclass(frozen=True)
class PanelRow:
    """An entry's raw total and what each method makes of it, with places; methods that refuse are absent."""

    shown: Shown
    panel: str
    total: float
    place: int
    adjusted: Mapping[PanelMethod, float]
    places: Mapping[PanelMethod, int]


@dataclass(frozen=True)
class PanelAdjustments:
    """Raw totals brought to the common mean and spread of the panels, side by side; refusals by method."""

    rows: list[PanelRow]
    panels: tuple[str, ...]
    refusals: Mapping[PanelMethod, RuleViolation]


def panel_adjustments(seen: Field, outcome: Outcome) -> PanelAdjustments:
    """Return the totals before any adjustment beside all three methods; nothing for a single panel.

    Every method is refused as a whole where one panel has a single entry or no spread. They inform; what
    decides is said by the scheme.
    """
    names = tuple(sorted({entry.panel for entry in seen.entries if entry.panel}))
    if len(names) < 2:
        return PanelAdjustments([], names, {})
    is_raw = seen.scheme.adjustment == Adjustment.NONE
    raw = outcome if is_raw else outcome_under(seen, replace(seen.scheme, adjustment=Adjustment.NONE))
    entries = [
        e for e in seen.entries if raw.totals.get(e.id or 0) is not None and e.state in rules.PLACED_STATES
    ]
    of_panel = {name: [e for e in entries if e.panel == name] for name in names}
    ordered = [entry for name in names for entry in of_panel[name]]
    totals = {
        name: [float(raw.totals[e.id or 0] or 0) for e in of_panel[name]] for name in names if of_panel[name]
    }
    found: dict[PanelMethod, Floats] = {}
    refusals: dict[PanelMethod, RuleViolation] = {}
    for method in PanelMethod:
        try:
            by_panel = panel_adjustment(totals, method)
            found[method] = np.array([value for name in totals for value in by_panel[name]])
        except RuleViolation as refused:
            refusals[method] = refused
    plain_totals = [value for row in totals.values() for value in row]
    places = {method: close_ranks(values.tolist()) for method, values in found.items()}
    raw_places = close_ranks(plain_totals)
    rows = [
        PanelRow(
            shown=seen.shown(entry),
            panel=entry.panel,
            total=plain_totals[n],
            place=raw_places[n],
            adjusted={method: float(values[n]) for method, values in found.items()},
            places={method: places[method][n] for method in found},
        )
        for n, entry in enumerate(ordered)
    ]
    return PanelAdjustments(sorted(rows, key=lambda row: (row.place, row.shown.code)), names, refusals)
