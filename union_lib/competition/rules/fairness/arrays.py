"""Names as positions, computed marks as places: what several measures start from."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Flags = NDArray[np.bool_]
Name = TypeVar("Name", bound=Hashable)

CLOSE = 1e-9
"""Computed marks that differ by no more are equal."""


def coded(names: Iterable[Name]) -> tuple[list[Name], Ints]:
    """Return the distinct names in order of appearance, and where each name given stands among them.

    >>> coded(["b", "a", "b"])
    (['b', 'a'], array([0, 1, 0]))
    """
    places: dict[Name, int] = {}
    at = np.fromiter((places.setdefault(name, len(places)) for name in names), dtype=np.intp)
    return list(places), at


def named(names: Sequence[str], values: Floats) -> dict[str, float]:
    """Return the values by name."""
    return dict(zip(names, values.tolist(), strict=True))


def close_ranks(values: Sequence[float]) -> list[int]:
    """Return the places (1224, higher first) of computed values; equal if at most 1e-9 apart.

    >>> close_ranks([0.1 + 0.2, 0.3, 0.5])
    [2, 2, 1]
    """
    ascending = np.sort(np.array(values, dtype=float))
    not_better = np.searchsorted(ascending, np.array(values) + CLOSE, side="right")
    return [1 + len(values) - int(count) for count in not_better]


def fractional_ranks(values: Floats) -> Floats:
    """Return the places from the lowest value up; equal values share the mean of their places.

    >>> fractional_ranks(np.array([7.0, 5.0, 7.0]))
    array([2.5, 1. , 2.5])
    """
    _, at, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - (counts - 1) / 2)[at], dtype=float)


def correlation(first: Floats, second: Floats) -> float | None:
    """Return Pearson's r, or None where one side does not vary."""
    if len(first) < 2 or not np.ptp(first) or not np.ptp(second):
        return None
    return float(np.corrcoef(first, second)[0, 1])
