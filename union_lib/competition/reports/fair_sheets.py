"""What judges gave, side by side and on one scale: what every measure of fairness starts from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import rules
from ..queries import Field
from ..rules import Criterion, Kind
from ..rules.bulk import MARK_UNIT
from ..scored import mark_columns, multipliers_of

Floats = NDArray[np.float64]
Ints = NDArray[Any]
WHOLE = 0.9
"""From this share of whole sheets on, whole sheets are compared and the others left out."""


class Basis(StrEnum):
    """What of one judge is compared with what of another."""

    SHEETS = "sheets"
    CRITERIA = "criteria"


@dataclass(frozen=True)
class FairSheets:
    """What every judge gave every entry, in points of the total; position arrays of equal length.

    By `SHEETS` a line is a judge's whole sheet for an entry: points (`rules.points`) times the weights of
    criterion and groups, the factor and what the entry brings, added up. It is the basis where sheets are
    whole (at least nine in ten of those begun; the others, `left_out`, do not count) and judges who share
    criteria mark the same ones; then `part` numbers the sets of criteria, usually a single one. Otherwise, by
    `CRITERIA`, a line is one mark in such points, and `part` numbers the criterion.

    `full` is what can be reached in a part (of a deduction alone: what can be taken off), the mean over
    entries. Entries are those that are placed. Where judges' marks are summed, a line is still one judge's.
    """

    basis: Basis
    entry: Ints
    judge: Ints
    part: Ints
    value: Floats
    parts: tuple[tuple[int, ...], ...]
    full: tuple[float, ...]
    left_out: int

    @property
    def full_total(self) -> float:
        """Return what can be reached in all parts together."""
        return sum(self.full)

    @cached_property
    def normal(self) -> Floats:
        """The values with parts on one scale: points beyond the part's mean, as if it were the whole total."""
        if not len(self.value):
            return self.value
        sizes = np.maximum(np.bincount(self.part, minlength=len(self.parts)), 1)
        mean = np.bincount(self.part, weights=self.value, minlength=len(self.parts)) / sizes
        scale = np.array([self.full_total / full for full in self.full])
        return (self.value - mean[self.part]) * scale[self.part]

    def own_full(self, judge: int) -> float:
        """Return what can be reached in the parts a judge marks."""
        return sum(self.full[part] for part in np.unique(self.part[self.judge == judge]).tolist())

    def table(self, judges: Sequence[int], entries: int, part: int = 0) -> Floats:
        """Return a part's values as entries by these judges; NaN where there is none."""
        found = np.full((entries, len(judges)), np.nan)
        column = {judge: at for at, judge in enumerate(judges)}
        wanted = (self.part == part) & np.isin(self.judge, list(judges))
        at = np.array([column[j] for j in self.judge[wanted].tolist()], int)
        found[self.entry[wanted], at] = self.value[wanted]
        return found


@dataclass(frozen=True)
class _Marks:
    """The marks that count: positions, points of the total, and what could be reached by criterion, entry."""

    entry: Ints
    judge: Ints
    criterion: Ints
    points: Floats
    full: Floats
    is_deduction: Ints


def fair_sheets(field: Field) -> FairSheets:
    """Return what every judge gave every placed entry; see `FairSheets` for the basis."""
    marks = _marks(field)
    keys = [c.key for c in field.scheme.criteria]
    own = [tuple(keys.index(c.key) for c in field.criteria_of(judge)) for judge in field.judges]
    sets = tuple(dict.fromkeys(own[j] for j in np.unique(marks.judge).tolist()))
    sheet = marks.entry * max(len(field.judges), 1) + marks.judge
    begun, at, given = np.unique(sheet, return_inverse=True, return_counts=True)
    judge = begun % max(len(field.judges), 1)
    is_whole = given == np.array([len(own[j]) for j in judge.tolist()], int)
    is_apart = not any(set(a) & set(b) for a, b in combinations(sets, 2))
    if len(begun) and not (is_apart and is_whole.mean() >= WHOLE):
        return _by_criterion(marks, len(keys))
    total = np.bincount(at, weights=marks.points, minlength=len(begun))[is_whole]
    part = np.array([sets.index(own[j]) for j in judge[is_whole].tolist()], int)
    entry = begun[is_whole] // max(len(field.judges), 1)
    return FairSheets(
        Basis.SHEETS,
        entry,
        judge[is_whole],
        part,
        total,
        sets,
        _full(marks, sets),
        int((~is_whole).sum()),
    )


def _by_criterion(marks: _Marks, criteria: int) -> FairSheets:
    parts = tuple((n,) for n in range(criteria))
    return FairSheets(
        Basis.CRITERIA,
        marks.entry,
        marks.judge,
        marks.criterion,
        marks.points,
        parts,
        _full(marks, parts),
        0,
    )


def _full(marks: _Marks, parts: Sequence[tuple[int, ...]]) -> tuple[float, ...]:
    """Return what can be reached in each part, the mean over the entries marked; never 0."""
    here = np.unique(marks.entry)
    means = marks.full[:, here].mean(axis=1) if len(here) else np.ones(len(marks.full))
    added = [[n for n in part if not marks.is_deduction[n]] or list(part) for part in parts]
    return tuple(float(means[part].sum()) or 1.0 for part in added)


def _marks(field: Field) -> _Marks:
    columns, _ = mark_columns(field)
    times, base, full = _worths(field)
    is_placed = np.array([entry.state in rules.PLACED_STATES for entry in field.entries], bool)
    points = _points(field.scheme.criteria, columns.criterion, columns.mark)
    at = columns.criterion, columns.entry
    worth = (points + base[at]) * times[at]
    counts = is_placed[columns.entry] & ~np.isnan(worth) if len(worth) else np.zeros(0, bool)
    return _Marks(
        columns.entry[counts],
        columns.judge[counts],
        columns.criterion[counts],
        worth[counts],
        full,
        np.array([c.kind == Kind.DEDUCTION for c in field.scheme.criteria], bool),
    )


def _worths(field: Field) -> tuple[Floats, Floats, Floats]:
    """Return, by criterion and entry, what points are multiplied by, what is added, what can be reached.

    NaN where an entry lacks what it should bring.
    """
    scheme, brought = field.scheme, [multipliers_of(entry) for entry in field.entries]
    shape = (len(scheme.criteria), len(field.entries))
    times, base, full = np.ones(shape), np.zeros(shape), np.zeros(shape)
    for n, c in enumerate(scheme.criteria):
        weight = float(scheme.weight_of(c) * scheme.factor)
        own = _brought(c, brought) if scheme.brings(c) else np.ones(len(brought))
        times[n] = weight * (own if c.kind != Kind.ELEMENT else 1.0)
        base[n] = own if c.kind == Kind.ELEMENT else 0.0
        full[n] = np.nan_to_num((float(c.full_mark) + base[n]) * times[n])
    return times, base, full


def _brought(criterion: Criterion, brought: Sequence[Mapping[str, Decimal]]) -> Floats:
    return np.array([float(own.get(criterion.key, "nan")) for own in brought], float)


def _points(criteria: Sequence[Criterion], criterion: Ints, mark: Ints) -> Floats:
    """Return what marks in ten-thousandths are worth before weights; each value is worked out once."""
    found = np.zeros(len(mark))
    for n, c in enumerate(criteria):
        here = criterion == n
        values, at = np.unique(mark[here], return_inverse=True)
        worth = [float(rules.points(c, Decimal(int(value)) / MARK_UNIT)) for value in values]
        found[here] = np.array(worth, float)[at] if len(values) else 0.0
    return found
