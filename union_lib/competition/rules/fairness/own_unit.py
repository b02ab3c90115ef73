"""Marks beside the colleagues' marks of the same performance, and what judges give their own unit.

Here *leniency* is positive for a generous judge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .arrays import CLOSE, Flags, Floats, Ints, coded


@dataclass(frozen=True)
class WelchTest:
    """Welch's t of two groups of marks, its degrees of freedom and two-sided p; None if undefined."""

    t: float | None = None
    df: float | None = None
    p: float | None = None


def welch(first: Sequence[float] | Floats, second: Sequence[float] | Floats) -> WelchTest:
    """Return Welch's test; undefined with fewer than two marks on a side or without any variance.

    A standard error that rounding alone can make counts as none.
    """
    from scipy.special import stdtr

    if min(len(first), len(second)) < 2:
        return WelchTest()
    parts = [np.var(group, ddof=1) / len(group) for group in (first, second)]
    if not sum(parts) > CLOSE**2:
        return WelchTest()
    t = (np.mean(first) - np.mean(second)) / np.sqrt(sum(parts))
    sizes = (len(first), len(second))
    df = sum(parts) ** 2 / sum(part**2 / (size - 1) for part, size in zip(parts, sizes, strict=True))
    return WelchTest(float(t), float(df), float(2 * stdtr(df, -abs(t))))


def pooled_p(first: Sequence[float] | Floats, second: Sequence[float] | Floats) -> float | None:
    """Return Student's two-sided p with one variance for both sides; undefined where Welch's test is."""
    from scipy.special import stdtr

    sizes = len(first), len(second)
    if min(sizes) < 2:
        return None
    df = sum(sizes) - 2
    squares = sum(np.var(group) * len(group) for group in (first, second))
    error = np.sqrt(squares / df * sum(1 / size for size in sizes))
    t = (np.mean(first) - np.mean(second)) / error if error > CLOSE else None
    return None if t is None else float(2 * stdtr(df, -abs(t)))


@dataclass(frozen=True)
class GivenMark:
    """A mark with the units of the entry and of the judge; a judge without a unit is nobody's own."""

    performance: str
    entry_unit: str | None
    judge: str
    judge_unit: str | None
    mark: float


@dataclass(frozen=True)
class OwnUnitEffect:
    """One judge's marks against the other judges' on the same performances, own unit and others.

    `test` is Welch's; `pooled_p` is Student's p with one variance for both sides.
    """

    unit: str | None
    n: int
    leniency: float | None
    n_own: int
    n_other: int
    own_minus_other: float | None
    test: WelchTest
    pooled_p: float | None


@dataclass(frozen=True)
class Compared:
    """Marks that have a colleague's mark of the same performance beside them, in the order given.

    `at` is the judge's position in `judges`, `others` the colleagues' mean, `is_own` whether the entry is
    of the judge's own unit.
    """

    judges: list[str]
    at: Ints
    mark: Floats
    others: Floats
    is_own: Flags

    @property
    def difference(self) -> Floats:
        """Return each mark less the colleagues' mean."""
        return self.mark - self.others

    def by_judge(self, values: NDArray) -> list[NDArray]:
        """Return the values of each judge, in the order of `judges`."""
        ordered = values[np.argsort(self.at, kind="stable")]
        sizes = np.bincount(self.at, minlength=len(self.judges))
        return [ordered[end - size : end] for size, end in zip(sizes, np.cumsum(sizes), strict=True)]


def compared(marks: Sequence[GivenMark], is_neutral_only: bool = False) -> Compared:
    """Return the marks beside the mean of the other judges' marks of the same performance.

    With `is_neutral_only`, colleagues of the entry's own unit do not count: one of them who favours it
    would make the others seem to favour the rest. A performance holds at most one mark of each judge.
    """
    judges, at = coded(given.judge for given in marks)
    performance = coded(given.performance for given in marks)[1]
    mark = np.fromiter((given.mark for given in marks), dtype=float)
    is_own = np.fromiter((_is_own(given) for given in marks), dtype=bool)
    weight = np.where(is_own & is_neutral_only, 0.0, 1.0)
    others = np.bincount(performance, weights=weight)[performance] - weight
    total = np.bincount(performance, weights=weight * mark)[performance] - weight * mark
    has = others > 0
    return Compared(judges, at[has], mark[has], total[has] / others[has], is_own[has])


def _is_own(given: GivenMark) -> bool:
    return given.judge_unit is not None and given.judge_unit == given.entry_unit


def own_unit_effects(marks: Sequence[GivenMark], is_neutral_only: bool = False) -> dict[str, OwnUnitEffect]:
    """Return every judge's leniency towards their own unit; works for any design.

    A mark counts as its difference from the colleagues' mean on the same performance: see `compared`.
    """
    units = {given.judge: given.judge_unit for given in marks}
    found = compared(marks, is_neutral_only)
    rows = zip(found.by_judge(found.difference), found.by_judge(found.is_own), strict=True)
    return {
        judge: _effect(units[judge], difference[is_own], difference[~is_own])
        for judge, (difference, is_own) in zip(found.judges, rows, strict=True)
    }


def _effect(unit: str | None, own: Floats, other: Floats) -> OwnUnitEffect:
    together = np.concatenate([own, other])
    return OwnUnitEffect(
        unit=unit,
        n=len(together),
        leniency=float(together.mean()) if len(together) else None,
        n_own=len(own),
        n_other=len(other),
        own_minus_other=float(own.mean() - other.mean()) if len(own) and len(other) else None,
        test=welch(own, other),
        pooled_p=pooled_p(own, other),
    )
