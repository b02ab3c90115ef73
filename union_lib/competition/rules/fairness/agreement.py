"""How well judges agree: intraclass correlation, Krippendorff's alpha, Kendall's W, Fleiss' kappa.

Marks are numbers, entries by judges; a coefficient is None where its data leave it undefined.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Metric(StrEnum):
    """What a difference between two values means."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


@dataclass(frozen=True)
class Icc:
    """Intraclass correlations of n entries by k judges (Shrout and Fleiss 1979).

    Mean squares: between entries, within entries, between judges, residual. `single` and `mean` hold
    the coefficients of one judge and of the judges' mean for the models one-way, two-way random
    (agreement) and two-way mixed (consistency).
    """

    n: int
    k: int
    between: float
    within: float
    judges: float
    residual: float
    single: tuple[float | None, float | None, float | None]
    mean: tuple[float | None, float | None, float | None]


def icc(marks: Sequence[Sequence[float | None]]) -> Icc:
    """Return the six intraclass correlations; an entry with any missing mark is left out whole.

    >>> round(icc([[1, 2], [3, 4], [5, 6]]).single[2] or 0, 9)
    1.0
    """
    data = np.array([row for row in marks if None not in row], dtype=float)
    n, k = data.shape
    total = ((data - data.mean()) ** 2).sum()
    entries = k * ((data.mean(axis=1) - data.mean()) ** 2).sum()
    judges = n * ((data.mean(axis=0) - data.mean()) ** 2).sum()
    bms, wms = entries / (n - 1), (total - entries) / (n * (k - 1))
    jms, ems = judges / (k - 1), (total - entries - judges) / ((n - 1) * (k - 1))
    single = (
        _ratio(bms - wms, bms + (k - 1) * wms),
        _ratio(bms - ems, bms + (k - 1) * ems + k * (jms - ems) / n),
        _ratio(bms - ems, bms + (k - 1) * ems),
    )
    mean = (_ratio(bms - wms, bms), _ratio(bms - ems, bms + (jms - ems) / n), _ratio(bms - ems, bms))
    return Icc(n, k, float(bms), float(wms), float(jms), float(ems), single, mean)


def krippendorff_alpha(
    values: Sequence[Sequence[float | str | None]], metric: Metric = Metric.INTERVAL
) -> float | None:
    """Return Krippendorff's alpha of judges (rows) over units (columns); 1 is perfect agreement.

    Units with fewer than two values are left out of everything.

    >>> krippendorff_alpha([["A", "B"], ["A", "B"]], Metric.NOMINAL)
    1.0
    """
    counts, scale = _value_counts(values)
    present = counts.sum(axis=1)
    counts, present = counts[present >= 2], present[present >= 2]
    if not len(counts):
        return None
    per_unit = counts / (present - 1)[:, None]
    coincidence = counts.T @ per_unit - np.diag(per_unit.sum(axis=0))
    frequency = coincidence.sum(axis=0)
    difference = _squared_differences(metric, scale, frequency)
    observed = (coincidence * difference).sum()
    expected = (np.outer(frequency, frequency) * difference).sum() / (frequency.sum() - 1)
    return _complement(observed, expected)


def _value_counts(values: Sequence[Sequence[float | str | None]]) -> tuple[Floats, list[float | str]]:
    """Return how often each value occurs in each unit, and the values in order."""
    present = {value for row in values for value in row if value is not None}
    scale = sorted(present, key=lambda value: (isinstance(value, str), value))
    counts = np.array([[column.count(value) for value in scale] for column in zip(*values, strict=True)])
    return counts.astype(float), scale


def _squared_differences(metric: Metric, scale: Sequence[float | str], frequency: Floats) -> Floats:
    if metric == Metric.NOMINAL:
        return 1.0 - np.eye(len(scale))
    if metric == Metric.ORDINAL:
        middle = np.cumsum(frequency) - frequency / 2
        return (middle[:, None] - middle[None, :]) ** 2
    numbers = np.array(scale, dtype=float)
    difference = numbers[:, None] - numbers[None, :]
    if metric == Metric.INTERVAL:
        return difference**2
    total = numbers[:, None] + numbers[None, :]
    return np.divide(difference, total, out=np.zeros_like(total), where=total != 0) ** 2


@dataclass(frozen=True)
class KendallW:
    """Kendall's coefficient of concordance, with and without its correction for ties, and its test."""

    s: float
    t: float
    w_uncorrected: float | None
    w: float | None
    chi2: float | None
    df: int
    p: float | None
    rank_sums: tuple[float, ...]


def kendall_w(ranks: Sequence[Sequence[float]]) -> KendallW:
    """Return the concordance of judges (rows) who ranked the same entries; tied ranks are fractional.

    >>> kendall_w([[1, 2, 3], [1, 2, 3]]).w
    1.0
    """
    from scipy.special import chdtrc

    data = np.array(ranks, dtype=float)
    m, n = data.shape
    sums = data.sum(axis=0)
    s = float(((sums - sums.mean()) ** 2).sum())
    ties = float(sum(_ties(row) for row in data))
    most = m**2 * (n**3 - n)
    w = _ratio(12 * s, most - m * ties)
    chi2 = None if w is None else m * (n - 1) * w
    p = None if chi2 is None else float(chdtrc(n - 1, chi2))
    return KendallW(s, ties, _ratio(12 * s, most), w, chi2, n - 1, p, tuple(sums.tolist()))


def _ties(row: Floats) -> float:
    sizes = np.unique(row, return_counts=True)[1]
    return float((sizes**3 - sizes).sum())


@dataclass(frozen=True)
class FleissKappa:
    """Observed and expected agreement of judges who sort entries into categories, and kappa."""

    observed: float
    expected: float
    kappa: float | None


def fleiss_kappa(counts: Sequence[Sequence[int]]) -> FleissKappa:
    """Return Fleiss' kappa; `counts` holds, per entry, how many judges chose each category.

    >>> fleiss_kappa([[3, 0], [0, 3]]).kappa
    1.0
    """
    data = np.array(counts, dtype=float)
    judges = data.sum(axis=1)[0]
    observed = float((((data**2).sum(axis=1) - judges) / (judges * (judges - 1))).mean())
    expected = float(((data.sum(axis=0) / data.sum()) ** 2).sum())
    return FleissKappa(observed, expected, _complement(1 - observed, 1 - expected))


def _ratio(above: float, below: float) -> float | None:
    return float(above / below) if below else None


def _complement(observed: float, expected: float) -> float | None:
    ratio = _ratio(observed, expected)
    return None if ratio is None else 1 - ratio
