"""Panels that do not all mark everything: are they on one scale, and how to put them there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

CLOSE = 1e-9
"""Computed marks that differ by no more are equal."""


def close_ranks(values: Sequence[float]) -> list[int]:
    """Return the places (1224, higher first) of computed values; equal if at most 1e-9 apart.

    >>> close_ranks([0.1 + 0.2, 0.3, 0.5])
    [2, 2, 1]
    """
    ascending = np.sort(np.array(values, dtype=float))
    not_better = np.searchsorted(ascending, np.array(values) + CLOSE, side="right")
    return [1 + len(values) - int(count) for count in not_better]


@dataclass(frozen=True)
class Connectivity:
    """Groups of entries linked by common judges; marks of different groups cannot be compared."""

    groups: tuple[tuple[str, ...], ...]

    @property
    def is_comparable(self) -> bool:
        """Return whether all entries hang together."""
        return len(self.groups) == 1


def connectivity(
    pairs: Sequence[tuple[str, Hashable]], removed: Collection[str] = frozenset()
) -> Connectivity:
    """Return which entries hang together through judges, from (entry, judge) pairs.

    >>> connectivity([("A", 1), ("B", 1), ("C", 2)]).groups
    (('A', 'B'), ('C',))
    """
    kept = [(entry, judge) for entry, judge in pairs if entry not in removed]
    marked_by: dict[str, set[Hashable]] = defaultdict(set)
    marked: dict[Hashable, set[str]] = defaultdict(set)
    for entry, judge in kept:
        marked_by[entry].add(judge)
        marked[judge].add(entry)
    groups: list[tuple[str, ...]] = []
    left = set(marked_by)
    while left:
        group = _reachable(min(left), marked_by, marked)
        groups.append(tuple(sorted(group)))
        left -= group
    return Connectivity(tuple(sorted(groups)))


def _reachable(
    start: str, marked_by: Mapping[str, set[Hashable]], marked: Mapping[Hashable, set[str]]
) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        linked = {entry for judge in marked_by[waiting.pop()] for entry in marked[judge]} - found
        found |= linked
        waiting.extend(linked)
    return found


@dataclass(frozen=True)
class BiggestFall:
    """The entry that loses most places once severity is taken out."""

    entry: str
    from_rank: int
    to_rank: int


@dataclass(frozen=True)
class SeverityFit:
    """Entries freed of their judges' severity: mark = quality - severity, severities sum to 0."""

    quality: Mapping[str, float]
    severity: Mapping[str, float]
    raw_mean: Mapping[str, float]
    rank_by_quality: Mapping[str, int]
    rank_by_raw_mean: Mapping[str, int]
    connectivity: Connectivity

    @property
    def shifts(self) -> dict[str, int]:
        """Return how many places each entry falls when severity is taken out; negative: it rises."""
        return {entry: rank - self.rank_by_raw_mean[entry] for entry, rank in self.rank_by_quality.items()}

    @property
    def biggest_fall(self) -> BiggestFall:
        """Return the entry that falls furthest, the first of equals."""
        entry = max(self.shifts, key=self.shifts.__getitem__)
        return BiggestFall(entry, self.rank_by_raw_mean[entry], self.rank_by_quality[entry])


def severity_fit(marks: Sequence[tuple[str, str, float]]) -> SeverityFit:
    """Return the least-squares fit of (entry, judge, mark), all marks of equal weight.

    Entries are eliminated first, so the equations solved are only as many as there are judges. In
    unconnected designs severities sum to 0 within each group, and the qualities are not comparable.
    """
    entries = _positions(entry for entry, _, _ in marks)
    judges = _positions(judge for _, judge, _ in marks)
    at_entry = np.array([entries[entry] for entry, _, _ in marks])
    at_judge = np.array([judges[judge] for _, judge, _ in marks])
    mark = np.array([value for _, _, value in marks], dtype=float)
    seen = np.zeros((len(entries), len(judges)))
    np.add.at(seen, (at_entry, at_judge), 1.0)
    per_entry = seen.sum(axis=1)
    raw = np.bincount(at_entry, weights=mark) / per_entry
    laplacian = np.diag(seen.sum(axis=0)) - seen.T @ (seen / per_entry[:, None])
    severity = np.linalg.pinv(laplacian) @ np.bincount(at_judge, weights=raw[at_entry] - mark)
    quality = raw + seen @ severity / per_entry
    return SeverityFit(
        quality=dict(zip(entries, quality.tolist(), strict=True)),
        severity=dict(zip(judges, severity.tolist(), strict=True)),
        raw_mean=dict(zip(entries, raw.tolist(), strict=True)),
        rank_by_quality=dict(zip(entries, close_ranks(quality.tolist()), strict=True)),
        rank_by_raw_mean=dict(zip(entries, close_ranks(raw.tolist()), strict=True)),
        connectivity=connectivity([(entry, judge) for entry, judge, _ in marks]),
    )


def _positions(names: Iterable[str]) -> dict[str, int]:
    return {name: position for position, name in enumerate(dict.fromkeys(names))}


class PanelWarning(StrEnum):
    """Why a panel's marks have no standard score."""

    SINGLE_ENTRY = "single_entry"
    ZERO_SPREAD = "zero_spread"


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
    together = np.array([mark for marks in panels.values() for mark in marks], dtype=float)
    mean, sd = float(together.mean()), _sd(together, ddof)
    return Normalisation(
        mean,
        sd,
        {name: _normalised(np.array(marks, float), mean, sd, ddof) for name, marks in panels.items()},
    )


def _normalised(marks: np.ndarray, mean: float, sd: float, ddof: int) -> NormalisedPanel:
    own_mean, own_sd = float(marks.mean()), _sd(marks, ddof)
    warning = _warning(marks)
    shifted = marks - own_mean + mean
    scaled = marks * mean / own_mean
    standardised = None if warning else tuple((mean + sd * (marks - own_mean) / own_sd).tolist())
    return NormalisedPanel(
        own_mean, own_sd, tuple(shifted.tolist()), tuple(scaled.tolist()), standardised, warning
    )


def _warning(marks: np.ndarray) -> PanelWarning | None:
    if len(marks) == 1:
        return PanelWarning.SINGLE_ENTRY
    return PanelWarning.ZERO_SPREAD if np.ptp(marks) == 0 else None


def _sd(marks: np.ndarray, ddof: int) -> float:
    """Return the standard deviation; equal marks have exactly none."""
    return float(marks.std(ddof=ddof)) if np.ptp(marks) else 0.0
