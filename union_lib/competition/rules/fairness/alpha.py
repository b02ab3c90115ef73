"""Krippendorff's alpha of any number of marks, without a table of every value against every other.

Source: Krippendorff, Computing Krippendorff's Alpha-Reliability (2011). With m values in a unit, each of
its ordered pairs weighs 1 / (m - 1); alpha is 1 less the weighted squared differences within units over
those of all values paired with all. Squared differences of numbers add up from squares alone.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from enum import StrEnum

import numpy as np

from .arrays import Floats, Ints, coded, fractional_ranks

Value = float | str
BLOCK = 4_000_000
"""Differences of two values held at once by the ratio metric."""


class Metric(StrEnum):
    """What a difference between two values means."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


def krippendorff_alpha(
    values: Sequence[Sequence[Value | None]], metric: Metric = Metric.INTERVAL
) -> float | None:
    """Return alpha of judges (rows) over units (columns), None where a judge gave no value.

    >>> krippendorff_alpha([["A", "B"], ["A", "B"]], Metric.NOMINAL)
    1.0
    """
    width = len(values[0]) if values else 0
    if any(len(row) != width for row in values):
        raise ValueError("The judges' rows differ in length.")
    flat = [value for row in values for value in row]
    present = [position for position, value in enumerate(flat) if value is not None]
    units = np.array(present, dtype=np.intp) % max(width, 1)
    return alpha_of_values(units, [flat[position] for position in present], metric)  # type: ignore[misc]


def alpha_of_values(
    units: Sequence[Hashable] | Ints,
    values: Sequence[Value] | Floats,
    metric: Metric = Metric.INTERVAL,
) -> float | None:
    """Return alpha of values given one by one, each with its unit; 1 is perfect agreement.

    Units with fewer than two values are left out of everything; None if none is left or nothing differs.
    Text has an order (numbers first) but no distance. Time grows with the values, by the ratio metric
    also with the square of the number of distinct values; memory with the values only.

    >>> alpha_of_values([1, 1, 2, 2], [7.0, 7.0, 8.0, 8.0])
    1.0
    """
    unit, number = _positions(units), _numbers(values, metric)
    is_paired = np.bincount(unit)[unit] >= 2 if len(unit) else np.zeros(0, bool)
    unit, number = _positions(unit[is_paired]), number[is_paired]
    if not len(unit):
        return None
    within, overall = _DIFFERENCES[metric](unit, number)
    return 1 - within * (len(number) - 1) / overall if overall else None


def _positions(names: Sequence[Hashable] | Ints) -> Ints:
    if isinstance(names, np.ndarray):
        return np.unique(names, return_inverse=True)[1]
    return coded(names)[1]


def _numbers(values: Sequence[Value] | Floats, metric: Metric) -> Floats:
    """Return values as numbers; where no distance is asked for, text becomes its place in order."""
    is_text = not isinstance(values, np.ndarray) and any(isinstance(value, str) for value in values)
    if not is_text or metric in (Metric.INTERVAL, Metric.RATIO):
        return np.array(values, dtype=float)
    distinct, at = coded(values)  # type: ignore[type-var]
    order = sorted(range(len(distinct)), key=lambda n: (isinstance(distinct[n], str), distinct[n]))
    return np.argsort(order)[at].astype(float)


def _nominal(unit: Ints, number: Floats) -> tuple[float, float]:
    """Return the weighted pairs that differ within units, and those that differ of all."""
    distinct, at = np.unique(number, return_inverse=True)
    sizes = np.bincount(unit)
    cells, counts = np.unique(unit * len(distinct) + at, return_counts=True)
    equal = np.bincount(cells // len(distinct), weights=counts.astype(float) ** 2)
    overall = len(number) ** 2 - (np.bincount(at).astype(float) ** 2).sum()
    return float(((sizes.astype(float) ** 2 - equal) / (sizes - 1)).sum()), float(overall)


def _interval(unit: Ints, number: Floats) -> tuple[float, float]:
    """Return the squared differences of pairs: twice the size times the squares about the mean."""
    number = number - number.min()
    sizes = np.bincount(unit)
    about_mean = (number - (np.bincount(unit, weights=number) / sizes)[unit]) ** 2
    within = 2 * (about_mean * (sizes / (sizes - 1))[unit]).sum()
    return float(within), float(2 * len(number) * ((number - number.mean()) ** 2).sum())


def _ordinal(unit: Ints, number: Floats) -> tuple[float, float]:
    """Return the same of places: two values lie as far apart as the mid-points of their frequencies."""
    return _interval(unit, fractional_ranks(number))


def _ratio(unit: Ints, number: Floats) -> tuple[float, float]:
    """Return the squared relative differences of pairs, block by block."""
    distinct, counts = np.unique(number, return_counts=True)
    rows = max(1, BLOCK // len(distinct))
    overall = sum(
        float(
            counts[start : start + rows] @ _relative(distinct[start : start + rows, None], distinct) @ counts
        )
        for start in range(0, len(distinct), rows)
    )
    return _ratio_within(unit, number), overall


def _ratio_within(unit: Ints, number: Floats) -> float:
    """Return the weighted pairs within units: every value with the next of its unit, the one after, …"""
    order = np.argsort(unit, kind="stable")
    unit, number = unit[order], number[order]
    weight = 2 / (np.bincount(unit) - 1)
    first, ahead, total = np.arange(len(unit)), 1, 0.0
    while len(first := first[: np.searchsorted(first, len(unit) - ahead)]):
        first = first[unit[first + ahead] == unit[first]]
        total += float(weight[unit[first]] @ _relative(number[first], number[first + ahead]))
        ahead += 1
    return total


def _relative(first: Floats, second: Floats) -> Floats:
    """Return the squared difference relative to the sum; 0 where the sum is 0."""
    total = first + second
    return np.divide(first - second, total, out=np.zeros_like(total), where=total != 0) ** 2


_DIFFERENCES = {
    Metric.NOMINAL: _nominal,
    Metric.ORDINAL: _ordinal,
    Metric.INTERVAL: _interval,
    Metric.RATIO: _ratio,
}
