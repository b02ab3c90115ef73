"""Many-facet Rasch measurement: entries, judges and criteria on one scale of log-odds.

ln(P[k] / P[k-1]) = B(entry) - C(judge) - D(criterion) - F[k], the rating scale model, estimated by joint
maximum likelihood without bias correction. C, D and F each sum to 0; a severe judge has a positive C.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Rating = tuple[str, str, str, int]
"""Entry, judge, criterion, and the rating given."""

MOST_STEPS = 200
ENOUGH = 1e-10


@dataclass(frozen=True)
class FacetFit:
    """Measures in logits by name, fair averages on the rating scale, and each judge's fit.

    `thresholds` are F for the steps from the lowest category + 1 up. Infit and outfit are near 1 for a
    judge who is as predictable as the model expects, larger for an erratic one.
    """

    ability: Mapping[str, float]
    severity: Mapping[str, float]
    difficulty: Mapping[str, float]
    thresholds: tuple[float, ...]
    fair_average: Mapping[str, float]
    fair_judge_average: Mapping[str, float]
    infit: Mapping[str, float]
    outfit: Mapping[str, float]

    @property
    def severity_order(self) -> list[str]:
        """Return the judges, most severe first."""
        return sorted(self.severity, key=lambda judge: -self.severity[judge])

    @property
    def ability_order(self) -> list[str]:
        """Return the entries, best first."""
        return sorted(self.ability, key=lambda entry: -self.ability[entry])


@dataclass(frozen=True)
class _Model:
    """The ratings as positions, and the map from free parameters to all measures."""

    at: tuple[Ints, Ints, Ints]
    steps: Ints
    sizes: tuple[int, int, int, int]
    basis: Floats


def facet_fit(
    ratings: Sequence[Rating],
    entries: Sequence[str],
    judges: Sequence[str],
    criteria: Sequence[str],
    lowest: int,
    highest: int,
) -> FacetFit:
    """Return the fit of the ratings present; combinations may be missing.

    An entry rated only lowest or only highest has no finite measure: leave it out beforehand.
    """
    model = _model(ratings, (entries, judges, criteria), lowest, highest)
    b, c, d, f = _split(model, _maximum(model))
    expected, variance = _moments(b[model.at[0]] - c[model.at[1]] - d[model.at[2]], f)[:2]
    residual = model.steps - expected
    per_judge = np.bincount(model.at[1], minlength=len(judges))
    outfit = np.bincount(model.at[1], weights=residual**2 / variance, minlength=len(judges)) / per_judge
    squares = np.bincount(model.at[1], weights=residual**2, minlength=len(judges))
    infit = squares / np.bincount(model.at[1], weights=variance, minlength=len(judges))
    return FacetFit(
        ability=_named(entries, b),
        severity=_named(judges, c),
        difficulty=_named(criteria, d),
        thresholds=tuple(f.tolist()),
        fair_average=_named(entries, lowest + _moments(b, f)[0]),
        fair_judge_average=_named(judges, lowest + _moments(b.mean() - c, f)[0]),
        infit=_named(judges, infit),
        outfit=_named(judges, outfit),
    )


def _model(ratings: Sequence[Rating], facets: tuple[Sequence[str], ...], lowest: int, highest: int) -> _Model:
    places = [{name: position for position, name in enumerate(facet)} for facet in facets]
    names = zip(*(rating[:3] for rating in ratings), strict=True)
    at = tuple(np.array([place[name] for name in row]) for place, row in zip(places, names, strict=True))
    steps = np.array([rating[3] - lowest for rating in ratings])
    sizes = (*(len(facet) for facet in facets), highest - lowest)
    blocks = [np.eye(sizes[0]), *(_sum_zero(size) for size in sizes[1:])]
    return _Model(at, steps, sizes, _block_diagonal(blocks))  # type: ignore[arg-type]


def _sum_zero(size: int) -> Floats:
    """Return the map from size - 1 free numbers to `size` numbers that sum to 0."""
    return np.vstack([np.eye(size - 1), -np.ones(size - 1)])


def _block_diagonal(blocks: Sequence[Floats]) -> Floats:
    whole = np.zeros((sum(b.shape[0] for b in blocks), sum(b.shape[1] for b in blocks)))
    row = column = 0
    for block in blocks:
        whole[row : row + block.shape[0], column : column + block.shape[1]] = block
        row, column = row + block.shape[0], column + block.shape[1]
    return whole


def _split(model: _Model, free: Floats) -> list[Floats]:
    return np.split(model.basis @ free, np.cumsum(model.sizes)[:-1])


def _maximum(model: _Model) -> Floats:
    """Return the free parameters of greatest likelihood: Newton's method, halving steps that overshoot."""
    free = np.zeros(model.basis.shape[1])
    likelihood = _log_likelihood(model, free)
    for _ in range(MOST_STEPS):
        gradient, hessian = _slopes(model, free)
        step = np.linalg.lstsq(-hessian, gradient, rcond=None)[0]
        size = 1.0
        while size > ENOUGH and (reached := _log_likelihood(model, free + size * step)) < likelihood:
            size /= 2
        if size <= ENOUGH:
            break
        free, likelihood = free + size * step, reached
        if np.abs(step).max() < ENOUGH:
            break
    return free


def _log_likelihood(model: _Model, free: Floats) -> float:
    b, c, d, f = _split(model, free)
    chances = _moments(b[model.at[0]] - c[model.at[1]] - d[model.at[2]], f)[2]
    return float(np.log(chances[np.arange(len(model.steps)), model.steps]).sum())


def _slopes(model: _Model, free: Floats) -> tuple[Floats, Floats]:
    """Return gradient and Hessian of the log-likelihood in the free parameters.

    A rating of k has, per measure, the count of times it enters k's exponent: k for its entry, -k for
    judge and criterion, -1 for each step climbed. The gradient is observed less expected counts, the
    Hessian minus their covariance.
    """
    b, c, d, f = _split(model, free)
    chances = _moments(b[model.at[0]] - c[model.at[1]] - d[model.at[2]], f)[2]
    gradient = np.zeros(sum(model.sizes))
    covariance = np.zeros((sum(model.sizes), sum(model.sizes)))
    starts = np.cumsum((0, *model.sizes[:-1]))
    climbed = _climbed(model.sizes[3])
    signs = np.array([1.0, -1.0, -1.0])
    level = np.arange(model.sizes[3] + 1.0)
    columns = np.column_stack([level[:, None] * signs, -climbed])
    for row, chance in enumerate(chances):
        at = [starts[n] + model.at[n][row] for n in range(3)] + list(starts[3] + np.arange(model.sizes[3]))
        mean = chance @ columns
        gradient[at] += columns[model.steps[row]] - mean
        covariance[np.ix_(at, at)] += (columns * chance[:, None]).T @ columns - np.outer(mean, mean)
    return model.basis.T @ gradient, -(model.basis.T @ covariance @ model.basis)


def _climbed(steps: int) -> Floats:
    """Return, per category from the lowest up, which steps lie below it."""
    return np.tri(steps + 1, steps, -1)


def _moments(logits: Floats, thresholds: Floats) -> tuple[Floats, Floats, Floats]:
    """Return expected category (from 0), its variance, and the chance of each category."""
    level = np.arange(len(thresholds) + 1.0)
    exponents = np.outer(logits, level) - _climbed(len(thresholds)) @ thresholds
    weights = np.exp(exponents - exponents.max(axis=1, keepdims=True))
    chances = weights / weights.sum(axis=1, keepdims=True)
    expected = chances @ level
    return expected, chances @ level**2 - expected**2, chances


def _named(names: Sequence[str], values: Floats) -> dict[str, float]:
    return dict(zip(names, values.tolist(), strict=True))
