"""Panels that marked different entries: their marks brought to one mean, and how each panel marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from ..adjusting import PanelMeanZero, PanelOfOne, PanelWithoutSpread
from .agreement import Agreement, agreement
from .arrays import Floats


class PanelWarning(StrEnum):
    """Why a panel's marks have no standard score."""

    SINGLE_ENTRY = "single_entry"
    ZERO_SPREAD = "zero_spread"


class PanelMethod(StrEnum):
    """How a panel's marks are brought to the common mean."""

    SHIFT = "shift"
    RATIO = "ratio"
    ZSCORE = "zscore"


@dataclass(frozen=True)
class NormalisedPanel:
    """One panel's marks moved (`shifted`), multiplied (`scaled`) and standardised (`standardised`)."""

    mean: float
    sd: float
    shifted: tuple[float, ...]
    scaled: tuple[float, ...]
    standardised: tuple[float, ...] | None
    warning: PanelWarning | None


@dataclass(frozen=True)
class Normalisation:
    """Panels brought to the mean and spread of all marks together."""

    mean: float
    sd: float
    panels: Mapping[str, NormalisedPanel]

    @property
    def warnings(self) -> list[tuple[str, PanelWarning]]:
        """Return the panels without a standard score, in order, and why."""
        return [(name, panel.warning) for name, panel in self.panels.items() if panel.warning]


def normalised_panels(panels: Mapping[str, Sequence[float]], ddof: int = 0) -> Normalisation:
    """Return every panel's marks freed of the panel's own mean and spread.

    Sound only where entries were allotted to panels by lot. `ddof` 0 is the population's standard
    deviation.
    """
    common = _common(panels, ddof)
    found = {name: _normalised(np.array(marks, float), common, ddof) for name, marks in panels.items()}
    return Normalisation(common.mean, common.sd, found)


def _common(panels: Mapping[str, Sequence[float]], ddof: int = 0) -> _Moments:
    return _moments(np.array([mark for marks in panels.values() for mark in marks], dtype=float), ddof)


def _normalised(marks: Floats, common: _Moments, ddof: int) -> NormalisedPanel:
    own, warning = _moments(marks, ddof), _warning(marks)
    return NormalisedPanel(
        mean=own.mean,
        sd=own.sd,
        shifted=_adjusted(marks, own, common, PanelMethod.SHIFT),
        scaled=_adjusted(marks, own, common, PanelMethod.RATIO),
        standardised=None if warning else _adjusted(marks, own, common, PanelMethod.ZSCORE),
        warning=warning,
    )


def _adjusted(marks: Floats, own: _Moments, common: _Moments, method: PanelMethod) -> tuple[float, ...]:
    if method == PanelMethod.SHIFT:
        found = marks - own.mean + common.mean
    elif method == PanelMethod.RATIO:
        found = marks * common.mean / own.mean
    else:
        found = common.mean + common.sd * (marks - own.mean) / own.sd
    return tuple(found.tolist())


@dataclass(frozen=True)
class _Moments:
    mean: float
    sd: float


def _moments(marks: Floats, ddof: int) -> _Moments:
    return _Moments(float(marks.mean()), _sd(marks, ddof))


def _warning(marks: Floats) -> PanelWarning | None:
    if len(marks) == 1:
        return PanelWarning.SINGLE_ENTRY
    return PanelWarning.ZERO_SPREAD if np.ptp(marks) == 0 else None


def _sd(marks: Floats, ddof: int) -> float:
    """Return the standard deviation; equal marks have exactly none."""
    return float(marks.std(ddof=ddof)) if np.ptp(marks) else 0.0


def panel_adjustment(
    panels: Mapping[str, Sequence[float]], method: PanelMethod
) -> dict[str, tuple[float, ...]]:
    """Return every panel's marks adjusted, in order, where they may be shown to people.

    With M and S the mean and population standard deviation of all marks, m and s of the panel: shift
    x - m + M, ratio (修正系数) x * M / m, zscore M + S * (x - m) / s. Sound only where entries were
    allotted to panels by lot. Refuses a panel of one (`PanelOfOne`), one without spread
    (`PanelWithoutSpread`), by ratio one with the mean 0 (`PanelMeanZero`). Totals that decide are adjusted
    exactly, by `adjusted_totals`.

    >>> panel_adjustment({"mild": [90, 94], "stern": [80, 84]}, PanelMethod.SHIFT)
    {'mild': (85.0, 89.0), 'stern': (85.0, 89.0)}
    """
    for name, marks in panels.items():
        _check_adjustable(name, marks, method)
    common = _common(panels)
    rows = {name: np.array(marks, dtype=float) for name, marks in panels.items()}
    return {name: _adjusted(marks, _moments(marks, 0), common, method) for name, marks in rows.items()}


def _check_adjustable(name: str, marks: Sequence[float], method: PanelMethod) -> None:
    if len(marks) < 2:
        raise PanelOfOne(name)
    if min(marks) == max(marks):
        raise PanelWithoutSpread(name)
    if method == PanelMethod.RATIO and not sum(marks):
        raise PanelMeanZero(name)


@dataclass(frozen=True)
class PanelReport:
    """How one panel marked: counts, mean and sample standard deviation of its marks, agreement.

    `mean` is None without a mark, `sd` with fewer than two.
    """

    entries: int
    judges: int
    marks: int
    mean: float | None
    sd: float | None
    agreement: Agreement


def panel_reports(panels: Mapping[str, Sequence[Sequence[float | None]]]) -> dict[str, PanelReport]:
    """Return how each panel marked, from its table of entries by judges; None is an absent mark."""
    return {name: _panel_report(rows) for name, rows in panels.items()}


def _panel_report(rows: Sequence[Sequence[float | None]]) -> PanelReport:
    given = np.array([mark for row in rows for mark in row if mark is not None], dtype=float)
    return PanelReport(
        entries=len(rows),
        judges=max(map(len, rows), default=0),
        marks=len(given),
        mean=float(given.mean()) if len(given) else None,
        sd=_sd(given, 1) if len(given) > 1 else None,
        agreement=agreement(rows),
    )
