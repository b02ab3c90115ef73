"""Ratings as positions, without the names that have no finite measure, and whether they can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from .arrays import Flags, Floats, Ints
from .connections import check_connected, group_of_each, grouped
from .refusals import CriteriaConfounded, NothingToMeasure

Rating = tuple[str, str, str, int]
"""Entry, judge, criterion, and the rating given."""

TOLD_APART = 1e-9
"""Criteria are told apart if what entries and judges leave of them is a larger share of the ratings."""


@dataclass(frozen=True)
class Ratings:
    """Ratings by position of entry, judge and criterion in `names`, and of the rating in `levels`."""

    names: tuple[list[str], list[str], list[str]]
    at: tuple[Ints, Ints, Ints]
    rated: Ints
    levels: Floats

    @property
    def sizes(self) -> tuple[int, int, int]:
        """Return how many entries, judges and criteria there are."""
        entries, judges, criteria = self.names
        return len(entries), len(judges), len(criteria)

    @cached_property
    def sums(self) -> tuple[Any, Any, Any]:
        """Return, per facet, the sparse matrix that adds up the ratings' values by name."""
        from scipy.sparse import csr_array

        each = np.arange(len(self.rated))
        return tuple(  # type: ignore[return-value]
            csr_array((np.ones(len(each)), (at, each)), shape=(size, len(each)))
            for at, size in zip(self.at, self.sizes, strict=True)
        )


def measurable(ratings: Sequence[Rating], facets: Sequence[Sequence[str]]) -> Ratings:
    """Return the ratings of names with a finite measure; the others go, until none is left to go.

    A name has no finite measure if it was rated only lowest or only highest of what is left. Raises
    `NothingToMeasure` if nothing is left.
    """
    columns = list(zip(*ratings, strict=True)) or [()] * 4
    at = [_places(facet, column) for facet, column in zip(facets, columns, strict=False)]
    given = np.array(columns[3], dtype=np.intp)
    stays = np.ones(len(given), dtype=bool)
    while stays.any() and not (next_ := stays & _is_between(at, given, stays))[stays].all():
        stays = next_
    if not stays.any():
        raise NothingToMeasure
    kept = [np.unique(one[stays], return_inverse=True) for one in at]
    levels, rated = np.unique(given[stays], return_inverse=True)
    return Ratings(
        names=tuple([facet[n] for n in present] for facet, (present, _) in zip(facets, kept, strict=True)),  # type: ignore[arg-type]
        at=tuple(place for _, place in kept),  # type: ignore[arg-type]
        rated=rated,
        levels=levels.astype(float),
    )


def _places(facet: Sequence[str], column: Sequence[str]) -> Ints:
    place = {name: number for number, name in enumerate(facet)}
    return np.fromiter((place[name] for name in column), dtype=np.intp)


def _is_between(at: Sequence[Ints], given: Ints, stays: Flags) -> Flags:
    """Return which ratings are of names that, in what stays, were not only rated at one end."""
    low, high = given[stays].min(), given[stays].max()
    above, below = stays & (given > low), stays & (given < high)
    return np.logical_and.reduce(
        [np.bincount(one, weights=side)[one] > 0 for one in at for side in (above, below)]
    )


def check_comparable(ratings: Ratings) -> None:
    """Raise `NotConnected` or `CriteriaConfounded` unless the ratings put all names on one scale."""
    group, _ = group_of_each(*ratings.at[:2], *ratings.sizes[:2])
    check_connected(grouped(ratings.names[0], group))
    if ratings.sizes[2] > 1 and _criteria_left(ratings)[1] <= TOLD_APART * len(ratings.rated):
        raise CriteriaConfounded


def _criteria_left(ratings: Ratings) -> Floats:
    """Return what entries and judges leave of the criteria: eigenvalues, ascending, the first one 0."""
    from scipy.sparse import vstack

    by_entry, by_judge, by_criterion = ratings.sums
    few = vstack([by_judge, by_criterion]).tocsr()
    cross = by_entry @ few.T
    left = (few @ few.T - cross.T @ (cross / by_entry.sum(axis=1)[:, None])).toarray()
    judges = ratings.sizes[1]
    shared = left[:judges, judges:]
    of_criteria = left[judges:, judges:] - shared.T @ np.linalg.solve(left[:judges, :judges] + 1.0, shared)
    return np.linalg.eigvalsh(of_criteria)
