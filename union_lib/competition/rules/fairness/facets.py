"""Many-facet Rasch measurement: entries, judges and criteria on one scale of log-odds.

ln(P[k] / P[k-1]) = B(entry) - C(judge) - D(criterion) - F[k], the rating scale model, estimated by joint
maximum likelihood without bias correction. C, D and F each sum to 0; a severe judge has a positive C.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from .arrays import Floats, Ints, named
from .connections import check_connected, group_of_each, grouped
from .elimination import Eliminated
from .likelihood import Ratings, State, chances_of, maximum
from .refusals import CriteriaConfounded, NothingToMeasure

Rating = tuple[str, str, str, int]
"""Entry, judge, criterion, and the rating given."""

MOST_CATEGORIES = 10
CONFOUNDED = 1e-9
"""Criteria are told from judges if what is left of them is a larger share of their ratings."""


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


@dataclass(frozen=True)
class _Kept:
    """The ratings that are left, and the names (entries, judges, criteria) they are of."""

    ratings: Ratings
    names: tuple[list[str], list[str], list[str]]


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
    kept = _kept(ratings, facets)
    _check_identified(kept)
    found = maximum(kept.ratings)
    measures, levels = found.measures, kept.ratings.levels
    of_entry, of_few = (np.sqrt(variance) for variance in found.information().variances())
    names = kept.names
    infit, outfit = _fit_of_judges(found)
    return FacetFit(
        ability=named(names[0], measures.entries),
        severity=named(names[1], measures.judges),
        difficulty=named(names[2], measures.criteria),
        thresholds=_thresholds(levels, measures.climbed, lowest, highest),
        ability_se=named(names[0], of_entry),
        severity_se=named(names[1], of_few[: len(names[1])]),
        difficulty_se=named(names[2], of_few[len(names[1]) :][: len(names[2])]),
        fair_average=named(names[0], _expected(found, measures.entries)),
        fair_judge_average=named(names[1], _expected(found, measures.entries.mean() - measures.judges)),
        infit=named(names[1], infit),
        outfit=named(names[1], outfit),
        without_measure=WithoutMeasure(*(_absent(*pair) for pair in zip(facets, names, strict=True))),
    )


def mark_categories(
    marks: Sequence[Decimal], full_mark: Decimal, step: Decimal, most: int = MOST_CATEGORIES
) -> list[int]:
    """Return one criterion's marks as categories from 0 up, at most `most` of them, for `facet_fit`.

    The range from the lowest mark given to the full mark is cut from above into stretches of equally
    many whole steps, as few as will do; the lowest stretch may be shorter. So marks out of 30 in halves
    that start at 20 become seven categories of three marks each: 28.5 and up is the highest. Criteria
    fitted together should come out with about as many categories each.

    >>> mark_categories([Decimal("20"), Decimal("28"), Decimal("28.5"), Decimal("30")], Decimal(30), Decimal("0.5"))
    [0, 5, 6, 6]
    """
    below_full = [int((full_mark - mark) // step) for mark in marks]
    size = max(below_full, default=0) // most + 1
    stretches = [steps // size for steps in below_full]
    return [max(stretches) - stretch for stretch in stretches]


def _kept(ratings: Sequence[Rating], facets: Sequence[Sequence[str]]) -> _Kept:
    """Return the ratings without names that have no finite measure, taken out until none is left."""
    columns = list(zip(*ratings, strict=True)) or [(), (), (), ()]
    places = [{name: place for place, name in enumerate(facet)} for facet in facets]
    at = [np.array([place[name] for name in column], dtype=np.intp) for place, column in zip(places, columns)]
    given = np.array(columns[3], dtype=np.intp)
    stays = np.ones(len(given), dtype=bool)
    while (now := _measurable(at, given, stays)).sum() < stays.sum():
        stays = now
    if not stays.any():
        raise NothingToMeasure
    positions = [np.unique(one[stays], return_inverse=True) for one in at]
    levels, rated = np.unique(given[stays], return_inverse=True)
    return _Kept(
        Ratings(
            at=tuple(place for _, place in positions),  # type: ignore[arg-type]
            sizes=tuple(len(present) for present, _ in positions),  # type: ignore[arg-type]
            rated=rated,
            levels=levels.astype(float),
        ),
        tuple([facet[n] for n in present] for facet, (present, _) in zip(facets, positions, strict=True)),  # type: ignore[arg-type]
    )


def _measurable(at: Sequence[Ints], given: Ints, stays: np.ndarray) -> np.ndarray:
    """Return which ratings stay once names rated only at one end are out; ends are of what is left."""
    if not stays.any():
        return stays
    low, high = given[stays].min(), given[stays].max()
    found = stays.copy()
    for one in at:
        seen = np.bincount(one[stays])
        at_end = [np.bincount(one[stays & (given == end)], minlength=len(seen)) for end in (low, high)]
        found &= ~np.logical_or(*(count == seen for count in at_end))[one.clip(max=len(seen) - 1)]
    return found
