"""Many-facet Rasch measurement: entries, judges and criteria on one scale of log-odds.

ln(P[k] / P[k-1]) = B(entry) - C(judge) - D(criterion) - F[k], the rating scale model, estimated by joint
maximum likelihood without bias correction. C, D and F each sum to 0; a severe judge has a positive C.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from .arrays import Floats, named
from .likelihood import State, chances_of, maximum
from .ratings import Rating, check_comparable, measurable

MOST_CATEGORIES = 10
"""Categories that a judge can still tell apart."""


@dataclass(frozen=True)
class WithoutMeasure:
    """Names left out of the estimation: never rated, or rated only lowest or only highest."""

    entries: tuple[str, ...] = ()
    judges: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()


@dataclass(frozen=True)
class FacetFit:
    """Measures in logits by name, fair averages on the rating scale, and each judge's fit.

    `thresholds` are F for the steps from the lowest category + 1 up; None beside a category that nobody
    used. The standard errors (`_se`, in logits) are from the inverse information of all measures
    together. Infit and outfit are near 1 for a judge who is as predictable as the model expects, larger
    for an erratic one. Names without a measure appear in `without_measure` only.
    """

    ability: Mapping[str, float]
    severity: Mapping[str, float]
    difficulty: Mapping[str, float]
    thresholds: tuple[float | None, ...]
    ability_se: Mapping[str, float]
    severity_se: Mapping[str, float]
    difficulty_se: Mapping[str, float]
    fair_average: Mapping[str, float]
    fair_judge_average: Mapping[str, float]
    infit: Mapping[str, float]
    outfit: Mapping[str, float]
    without_measure: WithoutMeasure

    @property
    def severity_order(self) -> list[str]:
        """Return the judges, most severe first."""
        return sorted(self.severity, key=lambda judge: -self.severity[judge])

    @property
    def ability_order(self) -> list[str]:
        """Return the entries, best first."""
        return sorted(self.ability, key=lambda entry: -self.ability[entry])


def facet_fit(
    ratings: Sequence[Rating],
    entries: Sequence[str],
    judges: Sequence[str],
    criteria: Sequence[str],
    lowest: int,
    highest: int,
) -> FacetFit:
    """Return the fit of the ratings present; combinations may be missing.

    Refuses with `NotConnected`, `CriteriaConfounded`, `NothingToMeasure` or `NotConverged`.
    """
    facets = (entries, judges, criteria)
    kept = measurable(ratings, facets)
    check_comparable(kept)
    found, entry_se, few_se = maximum(kept)
    measures, (of_entry, of_judge, of_criterion) = found.measures, kept.names
    judge_se, criterion_se, _ = np.split(few_se, np.cumsum(kept.sizes[1:]))
    infit, outfit = _misfit(found)
    return FacetFit(
        ability=named(of_entry, measures.entries),
        severity=named(of_judge, measures.judges),
        difficulty=named(of_criterion, measures.criteria),
        thresholds=_thresholds(kept.levels, measures.climbed, lowest, highest),
        ability_se=named(of_entry, entry_se),
        severity_se=named(of_judge, judge_se),
        difficulty_se=named(of_criterion, criterion_se),
        fair_average=named(of_entry, _expected(found, measures.entries)),
        fair_judge_average=named(of_judge, _expected(found, measures.entries.mean() - measures.judges)),
        infit=named(of_judge, infit),
        outfit=named(of_judge, outfit),
        without_measure=WithoutMeasure(*map(_absent, facets, kept.names)),
    )


def mark_categories(
    marks: Sequence[Decimal], full_mark: Decimal, step: Decimal, most: int = MOST_CATEGORIES
) -> list[int]:
    """Return one criterion's marks as categories from 0 up, at most `most` of them, for `facet_fit`.

    The range from the lowest mark given to the full mark is cut from above into stretches of equally
    many whole steps, as few as will do; the lowest stretch may be shorter. So marks out of 30 in halves
    that start at 20 become seven categories of three marks each: 29, 29.5 and 30 are the highest.
    Criteria fitted together should come out with about as many categories each.

    >>> mark_categories([Decimal(20), Decimal("28.5"), Decimal(29), Decimal(30)], Decimal(30), Decimal("0.5"))
    [0, 5, 6, 6]
    """
    below_full = [int((full_mark - mark) // step) for mark in marks]
    size = max(below_full, default=0) // most + 1
    stretches = [steps // size for steps in below_full]
    lowest = max(stretches, default=0)
    return [lowest - stretch for stretch in stretches]


def _absent(names: Sequence[str], measured: Sequence[str]) -> tuple[str, ...]:
    present = frozenset(measured)
    return tuple(name for name in names if name not in present)


def _thresholds(levels: Floats, climbed: Floats, lowest: int, highest: int) -> tuple[float | None, ...]:
    """Return F of every step of the scale: what T climbs from one category to the next."""
    reached = dict(zip(levels.astype(int).tolist(), climbed.tolist(), strict=True))
    pairs = ((reached.get(k - 1), reached.get(k)) for k in range(lowest + 1, highest + 1))
    return tuple(None if low is None or high is None else high - low for low, high in pairs)


def _expected(found: State, logits: Floats) -> Floats:
    """Return the ratings to expect at these logits."""
    levels = found.ratings.levels
    return chances_of(logits, levels, found.measures.climbed) @ levels


def _misfit(found: State) -> tuple[Floats, Floats]:
    """Return each judge's infit and outfit: squared residuals against their variance, pooled and singly."""
    by_judge = found.ratings.sums[1]
    squares = found.residual**2
    infit = (by_judge @ squares) / (by_judge @ found.variance)
    return infit, (by_judge @ (squares / found.variance)) / by_judge.sum(axis=1)
