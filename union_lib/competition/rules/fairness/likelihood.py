"""The rating scale model's likelihood, and Newton's way to its maximum.

A rating of x has exponent x * (B - C - D) - T[x], where T[x] adds up the steps F climbed to x. The model
leaves open where C, D and T lie: C and D sum to 0, and T is 0 at both ends of the categories observed,
so the F in between sum to 0. A category nobody used has an infinite T and takes no part.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .arrays import Floats
from .elimination import Eliminated
from .ratings import Ratings
from .refusals import NotConverged

MOST_STEPS = 60
ENOUGH = 1e-10
"""A step that moves no measure further, in logits, is the last."""

OPEN = 100.0
"""A measure with a larger standard error, in logits, has not been determined."""

SLACK = 1e-12
"""How far the likelihood may seem to fall by rounding, as a share of itself."""


@dataclass(frozen=True)
class Measures:
    """Entries' B, judges' C, criteria's D in logits, and T of the levels observed."""

    entries: Floats
    judges: Floats
    criteria: Floats
    climbed: Floats

    def moved(self, many: Floats, few: Floats, share: float) -> Measures:
        """Return the measures a share of a step further; `few` holds judges, criteria and inner levels."""
        judges, criteria, inner = np.split(few, np.cumsum([len(self.judges), len(self.criteria)]))
        return Measures(
            self.entries + share * many,
            self.judges + share * judges,
            self.criteria + share * criteria,
            self.climbed + share * np.pad(inner, (1, len(self.climbed) - 1 - len(inner))),
        )


@dataclass(frozen=True)
class State:
    """What the ratings say at some measures: chances of each level, expected rating, log-likelihood."""

    ratings: Ratings
    measures: Measures
    chances: Floats
    likelihood: float

    @cached_property
    def expected(self) -> Floats:
        """Return each rating's expected value."""
        return self.chances @ self.ratings.levels

    @cached_property
    def variance(self) -> Floats:
        """Return each rating's variance."""
        apart = self.ratings.levels - self.expected[:, None]
        return np.einsum("rl,rl->r", self.chances, apart**2)

    @cached_property
    def residual(self) -> Floats:
        """Return each rating less its expected value."""
        return self.ratings.levels[self.ratings.rated] - self.expected

    def slopes(self) -> tuple[Floats, Floats]:
        """Return the likelihood's gradient, in the entries and in the few others."""
        of_entry, of_judge, of_criterion = (total @ self.residual for total in self.ratings.sums)
        seen = np.bincount(self.ratings.rated, minlength=len(self.ratings.levels))
        inner = (self.chances.sum(axis=0) - seen)[1:-1]
        return of_entry, np.concatenate([-of_judge, -of_criterion, inner])

    def information(self) -> Eliminated:
        """Return Fisher's information: the covariance of what the gradient is made of."""
        from scipy.sparse import csr_array, hstack

        by_entry, by_judge, by_criterion = self.ratings.sums
        inner = self.chances[:, 1:-1]
        apart = inner * (self.ratings.levels[1:-1] - self.expected[:, None])
        weighted = [total * self.variance for total in self.ratings.sums]
        shared = (weighted[1] @ by_criterion.T).toarray()
        few = [by_judge @ apart, by_criterion @ apart]
        return Eliminated(
            own=by_entry @ self.variance,
            cross=hstack(
                [-weighted[0] @ by_judge.T, -weighted[0] @ by_criterion.T, csr_array(-(by_entry @ apart))],
                format="csr",
            ),
            rest=np.block(
                [
                    [np.diag(by_judge @ self.variance), shared, few[0]],
                    [shared.T, np.diag(by_criterion @ self.variance), few[1]],
                    [few[0].T, few[1].T, np.diag(inner.sum(axis=0)) - inner.T @ inner],
                ]
            ),
            free=_open(self.ratings),
        )


def _open(ratings: Ratings) -> Floats:
    """Return the directions the ratings cannot tell: all judges stricter, all criteria harder."""
    _, judges, criteria = ratings.sizes
    free = np.zeros((judges + criteria + len(ratings.levels) - 2, 2))
    free[:judges, 0] = free[judges : judges + criteria, 1] = 1.0
    return free


def state_at(ratings: Ratings, measures: Measures) -> State:
    """Return what the ratings say at these measures."""
    entry, judge, criterion = ratings.at
    logits = measures.entries[entry] - measures.judges[judge] - measures.criteria[criterion]
    chances = chances_of(logits, ratings.levels, measures.climbed)
    with np.errstate(divide="ignore"):
        likelihood = np.log(chances[np.arange(len(entry)), ratings.rated]).sum()
    return State(ratings, measures, chances, float(likelihood))


def chances_of(logits: Floats, levels: Floats, climbed: Floats) -> Floats:
    """Return the chance of each level (columns) at each logit (rows)."""
    chances = logits[:, None] * levels
    chances -= climbed
    chances -= chances.max(axis=1, keepdims=True)
    np.exp(chances, out=chances)
    chances /= chances.sum(axis=1, keepdims=True)
    return chances


def maximum(ratings: Ratings) -> tuple[State, Floats, Floats]:
    """Return the state of greatest likelihood, and the standard errors of the many and of the few.

    Raises `NotConverged` if no step is the last, or if one measure is left open: where measures grow
    without end, the likelihood becomes flat and steps die out all the same.
    """
    try:
        found = _top(ratings)
        of_many, of_few = (np.sqrt(variance) for variance in found.information().variances())
    except np.linalg.LinAlgError:
        raise NotConverged from None
    if max(of_many.max(), of_few.max()) > OPEN:
        raise NotConverged
    return found, of_many, of_few


def _top(ratings: Ratings) -> State:
    """Return where Newton's method, from all measures 0, takes its last step."""
    zeros = (np.zeros(size) for size in (*ratings.sizes, len(ratings.levels)))
    state = state_at(ratings, Measures(*zeros))
    for _ in range(MOST_STEPS):
        step = state.information().solved(*state.slopes())
        state = _moved(state, *step)
        if max(np.abs(part).max() for part in step) < ENOUGH:
            return state
    raise NotConverged


def _moved(state: State, many: Floats, few: Floats) -> State:
    """Return the state after the step, halved until the likelihood no longer falls."""
    least, share = state.likelihood * (1 + SLACK), 1.0
    while True:
        reached = state_at(state.ratings, state.measures.moved(many, few, share))
        if reached.likelihood >= least or share < ENOUGH:
            return reached
        share /= 2
