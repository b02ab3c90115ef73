"""Figures of inequality of amounts: Gini, Theil, Atkinson, the Lorenz curve, and what lies between groups.

These are statistics, so floats; no award is ever computed from them. Sources: Cowell, Measuring Inequality (2011);
Atkinson (1970); Shorrocks (1980) for the decomposition.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...common.errors import N_, RuleViolation

Amounts = NDArray[np.float64]


@dataclass(eq=False)
class NothingToMeasure(RuleViolation):
    """There is no amount, or one is below zero or not a number."""

    what = N_("Inequality cannot be measured: there are no amounts, or one of them is below 0.")
    todo = N_("Choose a list with at least one line, and correct amounts below 0.")


@dataclass(frozen=True)
class Inequality:
    """The usual figures of one list; 0 is perfect equality. `theil_l` is None if somebody has nothing."""

    gini: float
    theil_t: float
    theil_l: float | None
    atkinson_half: float
    atkinson_1: float
    atkinson_2: float


@dataclass(frozen=True)
class TheilParts:
    """A Theil index split into what lies within groups and between them; the two add up to the whole.

    `of_group` is each group's own index, `share_within` what it adds to `within`.
    """

    within: float
    between: float
    of_group: dict[Hashable, float]
    share_within: dict[Hashable, float]

    @property
    def total(self) -> float:
        """Return the index of the whole list."""
        return self.within + self.between


def inequality(amounts: ArrayLike) -> Inequality:
    """Return all figures of a list of amounts (any unit); raises `NothingToMeasure`.

    Where nobody has anything, Gini and Theil T are 0.

    >>> found = inequality([1, 2, 3, 4, 5])
    >>> round(found.gini, 4), round(found.theil_t, 4)
    (0.2667, 0.1197)
    """
    return Inequality(
        gini(amounts),
        theil_t(amounts),
        theil_l(amounts),
        atkinson(amounts, 0.5),
        atkinson(amounts, 1),
        atkinson(amounts, 2),
    )


def gini(amounts: ArrayLike) -> float:
    """Return (2 Σ i·y_i − (n + 1) Σ y) / (n Σ y), y ascending, i from 1; raises `NothingToMeasure`."""
    y = np.sort(_checked(amounts))
    total = y.sum()
    if not total:
        return 0.0
    # the ranks are centred first: the same sum without subtracting two large numbers
    ranks = np.arange(1 - len(y), len(y), 2, dtype=np.float64)
    return float((ranks * y).sum() / (len(y) * total))


def theil_t(amounts: ArrayLike) -> float:
    """Return the mean of (y/m) ln(y/m), m the mean, 0 ln 0 = 0; raises `NothingToMeasure`."""
    y = _checked(amounts)
    return _theil_t(y / y.mean()) if y.any() else 0.0


def theil_l(amounts: ArrayLike) -> float | None:
    """Return the mean of ln(m/y), m the mean (mean log deviation); None if somebody has nothing.

    Raises `NothingToMeasure`.
    """
    y = _checked(amounts)
    return float(np.log(y.mean() / y).mean()) if y.all() else None


def atkinson(amounts: ArrayLike, aversion: float) -> float:
    """Return 1 − (equally distributed equivalent / mean); 1 if somebody has nothing and aversion is 1 or more.

    The equivalent is the mean of y^(1 − aversion) to the power 1/(1 − aversion), the geometric mean for 1. Raises
    `NothingToMeasure`.

    >>> round(atkinson([1, 2, 3, 4, 5], 2), 4), atkinson([0, 1], 1)
    (0.2701, 1.0)
    """
    y = _checked(amounts)
    if aversion >= 1 and not y.all():
        return 1.0
    if not y.any():
        return 0.0
    relative = y / y.mean()
    if aversion == 1:
        return float(1 - np.exp(np.log(relative).mean()))
    return float(1 - (relative ** (1 - aversion)).mean() ** (1 / (1 - aversion)))


def lorenz(amounts: ArrayLike) -> Amounts:
    """Return the share of the whole held by the poorest k of n, for k = 0..n: n + 1 points from 0 to 1.

    Where nobody has anything it is the diagonal. Raises `NothingToMeasure`.

    >>> lorenz([3, 1]).tolist()
    [0.0, 0.25, 1.0]
    """
    y = np.sort(_checked(amounts))
    held = np.cumsum(y if y.any() else np.ones_like(y))
    return np.concatenate([[0.0], held / held[-1]])


def theil_t_parts(amounts: ArrayLike, groups: Sequence[Hashable]) -> TheilParts:
    """Split Theil T by group: groups count by their share of the money. Raises `NothingToMeasure`.

    >>> parts = theil_t_parts([1, 1, 3, 3], ["Hetang", "Hetang", "Lusong", "Lusong"])
    >>> parts.within, round(parts.between - theil_t([1, 1, 3, 3]), 12)
    (0.0, 0.0)
    """
    y = _checked(amounts)
    names, of = _positions(groups)
    people = np.bincount(of, minlength=len(names))
    money = np.bincount(of, y, minlength=len(names))
    if not y.any():
        return _parts(names, np.zeros(len(names)), np.zeros(len(names)), 0.0)
    means = money / people
    relative = y / np.where(means > 0, means, 1)[of]
    own = np.bincount(of, _x_log_x(relative), minlength=len(names)) / people
    between = float((people * _x_log_x(means / y.mean())).sum() / len(y))
    return _parts(names, own, money / y.sum(), between)


def theil_l_parts(amounts: ArrayLike, groups: Sequence[Hashable]) -> TheilParts | None:
    """Split Theil L by group: groups count by their share of the people; None if somebody has nothing.

    Raises `NothingToMeasure`.
    """
    y = _checked(amounts)
    if not y.all():
        return None
    names, of = _positions(groups)
    people = np.bincount(of, minlength=len(names))
    means = np.bincount(of, y, minlength=len(names)) / people
    own = np.bincount(of, np.log(means[of] / y), minlength=len(names)) / people
    between = float((people * np.log(y.mean() / means)).sum() / len(y))
    return _parts(names, own, people / len(y), between)


def _checked(amounts: ArrayLike) -> Amounts:
    y = np.asarray(amounts, dtype=np.float64).ravel()
    if not y.size or not np.isfinite(y).all() or y.min() < 0:
        raise NothingToMeasure
    return y


def _x_log_x(x: Amounts) -> Amounts:
    return x * np.log(np.where(x > 0, x, 1.0))


def _theil_t(relative: Amounts) -> float:
    return float(_x_log_x(relative).mean())


def _positions(groups: Sequence[Hashable]) -> tuple[list[Hashable], NDArray[np.int64]]:
    """Return the groups in order of first appearance, and everybody's position among them."""
    place = {name: number for number, name in enumerate(dict.fromkeys(groups))}
    return list(place), np.fromiter((place[name] for name in groups), np.int64, len(groups))


def _parts(names: list[Hashable], own: Amounts, shares: Amounts, between: float) -> TheilParts:
    added = own * shares
    return TheilParts(
        float(added.sum()),
        between,
        dict(zip(names, own.tolist(), strict=True)),
        dict(zip(names, added.tolist(), strict=True)),
    )
