"""How well judges agree: intraclass correlation, Kendall's W, Fleiss' kappa, and all of it at once.

Marks are numbers, entries by judges; a coefficient is None where its data leave it undefined.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from .alpha import Metric, krippendorff_alpha
from .arrays import Floats, correlation, fractional_ranks

FEWEST_COMMON = 3
"""Two judges' marks correlate from this many common entries on; two points always lie on a line."""


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

    Needs two complete entries and two judges.

    >>> round(icc([[1, 2], [3, 4], [5, 6]]).single[2] or 0, 9)
    1.0
    """
    data = np.array([row for row in marks if None not in row], dtype=float)
    n, k = data.shape
    data -= data.min()
    of_entry, of_judge = data.mean(axis=1, keepdims=True), data.mean(axis=0)
    bms = k * ((of_entry - data.mean()) ** 2).sum() / (n - 1)
    wms = ((data - of_entry) ** 2).sum() / (n * (k - 1))
    jms = n * ((of_judge - data.mean()) ** 2).sum() / (k - 1)
    ems = ((data - of_entry - of_judge + data.mean()) ** 2).sum() / ((n - 1) * (k - 1))
    single = (
        _ratio(bms - wms, bms + (k - 1) * wms),
        _ratio(bms - ems, bms + (k - 1) * ems + k * (jms - ems) / n),
        _ratio(bms - ems, bms + (k - 1) * ems),
    )
    mean = (_ratio(bms - wms, bms), _ratio(bms - ems, bms + (jms - ems) / n), _ratio(bms - ems, bms))
    return Icc(n, k, float(bms), float(wms), float(jms), float(ems), single, mean)


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


@dataclass(frozen=True)
class Agreement:
    """Every coefficient of one table of marks; None where its data leave it undefined.

    ICC and Kendall's W rest on the entries that every judge marked, alpha on entries marked at least
    twice, the mean correlation on pairs of judges with at least three common entries.
    """

    icc: Icc | None
    alpha_interval: float | None
    alpha_ordinal: float | None
    kendall: KendallW | None
    mean_r: float | None


def agreement(marks: Sequence[Sequence[float | None]]) -> Agreement:
    """Return how well the judges of one table of marks (entries by judges) agree.

    Judges without any mark are left out.

    >>> agreement([[70, 71], [80, 82], [90, None]]).alpha_interval
    0.9667405764966741
    """
    by_judge = [column for column in zip(*marks, strict=True) if any(mark is not None for mark in column)]
    complete = [row for row in zip(*by_judge, strict=True) if None not in row]
    is_enough = len(complete) >= 2 and len(by_judge) >= 2
    return Agreement(
        icc=icc(complete) if is_enough else None,
        alpha_interval=krippendorff_alpha(by_judge, Metric.INTERVAL),
        alpha_ordinal=krippendorff_alpha(by_judge, Metric.ORDINAL),
        kendall=kendall_w(_rankings(complete)) if is_enough else None,
        mean_r=_mean_correlation(np.array(by_judge, dtype=float)),
    )


def _rankings(marks: Sequence[Sequence[float | None]]) -> list[list[float]]:
    """Return each judge's places of the entries, fractional where tied, the highest mark first."""
    return [fractional_ranks(-column).tolist() for column in np.array(marks, dtype=float).T]


def _mean_correlation(by_judge: Floats) -> float | None:
    """Return the mean r over the pairs of judges (rows) that have one; NaN is an absent mark."""
    found = [_common_correlation(*pair) for pair in combinations(by_judge, 2)]
    present = [r for r in found if r is not None]
    return float(np.mean(present)) if present else None


def _common_correlation(first: Floats, second: Floats) -> float | None:
    is_common = ~np.isnan(first + second)
    if is_common.sum() < FEWEST_COMMON:
        return None
    return correlation(first[is_common], second[is_common])


def _ratio(above: float, below: float) -> float | None:
    return float(above / below) if below else None


def _complement(observed: float, expected: float) -> float | None:
    ratio = _ratio(observed, expected)
    return None if ratio is None else 1 - ratio
