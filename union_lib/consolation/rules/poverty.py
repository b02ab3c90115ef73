"""How many are below a line, how far, and how unequally far (Foster, Greer & Thorbecke 1984)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ...common.errors import N_, RuleViolation


@dataclass(eq=False)
class PovertyUnmeasurable(RuleViolation):
    """There is no income, or the line is not above zero."""

    what = N_("Poverty cannot be measured: there are no incomes, or the line is not above 0.")
    todo = N_("Choose a list with at least one household, and a line above 0.")


@dataclass(frozen=True)
class Poverty:
    """Shares of all: those below the line, the mean gap in lines, and the mean squared gap."""

    headcount: float
    gap: float
    severity: float


def poverty(incomes: ArrayLike, line: float) -> Poverty:
    """Return the three figures; poor is whoever has less than the line, and who is not poor counts as 0.

    Raises `PovertyUnmeasurable`.

    >>> found = poverty([300, 600, 450, 900, 500], 600)
    >>> found.headcount, round(found.gap, 4), round(found.severity, 4)
    (0.6, 0.1833, 0.0681)
    """
    y = np.asarray(incomes, dtype=np.float64).ravel()
    if not y.size or not np.isfinite(y).all() or not line > 0:
        raise PovertyUnmeasurable
    gaps = np.where(y < line, (line - y) / line, 0.0)
    return Poverty(float((y < line).mean()), float(gaps.mean()), float((gaps**2).mean()))
