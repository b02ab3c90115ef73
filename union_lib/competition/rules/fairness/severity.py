"""Entries freed of their judges' severity: mark = quality - severity, by least squares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .arrays import Floats, Ints, close_ranks, coded, named
from .connections import Connectivity, check_connected, group_of_each, grouped
from .elimination import Eliminated


@dataclass(frozen=True)
class BiggestFall:
    """The entry that loses most places once severity is taken out."""

    entry: str
    from_rank: int
    to_rank: int


@dataclass(frozen=True)
class SeverityFit:
    """Qualities and severities in marks; severities sum to 0, a severe judge's is positive.

    The standard errors rest on the spread of the residuals over `df` degrees of freedom (marks less
    entries less judges, plus groups); they and `residual_sd` are None where no degree is left.
    """

    quality: Mapping[str, float]
    severity: Mapping[str, float]
    raw_mean: Mapping[str, float]
    rank_by_quality: Mapping[str, int]
    rank_by_raw_mean: Mapping[str, int]
    connectivity: Connectivity
    df: int
    residual_sd: float | None
    quality_se: Mapping[str, float] | None
    severity_se: Mapping[str, float] | None

    @property
    def shifts(self) -> dict[str, int]:
        """Return how many places each entry falls when severity is taken out; negative: it rises."""
        return {entry: rank - self.rank_by_raw_mean[entry] for entry, rank in self.rank_by_quality.items()}

    @property
    def biggest_fall(self) -> BiggestFall:
        """Return the entry that falls furthest, the first of equals."""
        shifts = self.shifts
        entry = max(shifts, key=shifts.__getitem__)
        return BiggestFall(entry, self.rank_by_raw_mean[entry], self.rank_by_quality[entry])


def fair_marks(marks: Sequence[tuple[str, str, float]]) -> SeverityFit:
    """Return the fit of (entry, judge, mark) where it may be shown to people.

    Raises `NotConnected` where entries cannot be compared.
    """
    found = severity_fit(marks)
    check_connected(found.connectivity)
    return found


def severity_fit(marks: Sequence[tuple[str, str, float]]) -> SeverityFit:
    """Return the least-squares fit of at least one (entry, judge, mark), all marks of equal weight.

    In unconnected designs severities sum to 0 within each group, and the qualities are not comparable:
    see `fair_marks`. Entries are eliminated, so memory grows with the square of the number of judges.
    """
    entries, at_entry = coded(entry for entry, _, _ in marks)
    judges, at_judge = coded(judge for _, judge, _ in marks)
    mark = np.fromiter((value for _, _, value in marks), dtype=float)
    group, group_of_judge = group_of_each(at_entry, at_judge, len(entries), len(judges))
    system = _system(at_entry, at_judge, group_of_judge)
    total: Floats = np.bincount(at_entry, weights=mark).astype(float)
    quality, severity = system.solved(total, -np.bincount(at_judge, weights=mark).astype(float))
    residual = mark - quality[at_entry] + severity[at_judge]
    df = len(mark) - len(entries) - len(judges) + int(group.max()) + 1
    sd = float(np.sqrt(residual @ residual / df)) if df else None
    errors = None if sd is None else [sd * np.sqrt(variance) for variance in system.variances()]
    raw = total / system.own
    return SeverityFit(
        quality=named(entries, quality),
        severity=named(judges, severity),
        raw_mean=named(entries, raw),
        rank_by_quality=dict(zip(entries, close_ranks(quality.tolist()), strict=True)),
        rank_by_raw_mean=dict(zip(entries, close_ranks(raw.tolist()), strict=True)),
        connectivity=grouped(entries, group),
        df=df,
        residual_sd=sd,
        quality_se=None if errors is None else named(entries, errors[0]),
        severity_se=None if errors is None else named(judges, errors[1]),
    )


def _system(at_entry: Ints, at_judge: Ints, group_of_judge: Ints) -> Eliminated:
    """Return the normal equations; within each group of judges a common severity stays open."""
    from scipy.sparse import csr_array

    seen = csr_array((np.ones(len(at_entry)), (at_entry, at_judge)))
    free: Floats = (group_of_judge[:, None] == np.unique(group_of_judge)).astype(float)
    return Eliminated(
        own=np.bincount(at_entry).astype(float),
        cross=-seen,
        rest=np.diag(np.bincount(at_judge).astype(float)),
        free=free,
    )
