"""How much places depend on who judged: intervals from panels drawn again, and places that run together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .arrays import CLOSE, Flags, Floats, Ints, close_ranks
from .refusals import TooFewForIntervals

FEWEST_JUDGES = 3
SURE = 0.95
"""Share of replicates that makes an interval, and that lets an order hold."""

BLOCK = 4_000_000
"""Marks drawn at once."""


@dataclass(frozen=True)
class PlaceIntervals:
    """Each entry's place, the lowest and highest number its 95 % interval holds, and `together`.

    `together` holds groups of entries (positions, best first) in which no neighbour is surely ahead of
    the next; an entry surely apart from both its neighbours is in no group. Such a chain may be long and
    its first surely ahead of its last. `order` holds the entries best first, and `alike` the largest runs of
    it (from, to) whose first is not surely ahead of the last; they may overlap.
    """

    place: tuple[int, ...]
    low: tuple[int, ...]
    high: tuple[int, ...]
    together: tuple[tuple[int, ...], ...]
    order: tuple[int, ...]
    alike: tuple[tuple[int, int], ...]


def place_intervals(
    totals: Floats, drop_high: int = 0, drop_low: int = 0, replicates: int = 1000, seed: int = 1
) -> PlaceIntervals:
    """Return how far each entry's place might move with other judges of the same kind.

    `totals` are entries by judges, NaN where a judge did not mark. Judges are drawn again with
    replacement: the same ones for all entries where everybody marked everything, otherwise each entry's
    own. Every draw is trimmed (nothing, if no more marks are present than would be dropped), averaged and
    placed (1224). The same seed gives the same answer. With few judges the intervals are rather too narrow.
    Raises `TooFewForIntervals` if an entry has marks of fewer than three.

    >>> place_intervals(np.array([[9.0, 9, 9], [7, 8, 9], [8, 7, 8]])).together
    ((1, 2),)
    """
    marks = np.array(totals, dtype=float)
    counts = (~np.isnan(marks)).sum(axis=1)
    fewest = int(counts.min()) if len(counts) else 0
    if fewest < FEWEST_JUDGES:
        raise TooFewForIntervals(fewest, FEWEST_JUDGES)
    stays = _stays(counts, marks.shape[1], drop_high, drop_low)
    observed = _means(marks[:, None, :], stays)[:, 0]
    means = _drawn_means(marks, counts, stays, replicates, np.random.default_rng(seed))
    places = _places(means)
    order = np.argsort(-observed, kind="stable")
    return PlaceIntervals(
        place=tuple(close_ranks(observed.tolist())),
        low=tuple(np.quantile(places, (1 - SURE) / 2, axis=1, method="lower").tolist()),
        high=tuple(np.quantile(places, (1 + SURE) / 2, axis=1, method="higher").tolist()),
        together=_together(means[order], order),
        order=tuple(order.tolist()),
        alike=_alike(means[order]),
    )


def _stays(counts: Ints, judges: int, drop_high: int, drop_low: int) -> Flags:
    """Return, per entry, which of its marks in ascending order are averaged (entries by judges)."""
    trims = (counts > drop_high + drop_low)[:, None]
    position, present = np.arange(judges), counts[:, None]
    return (position >= drop_low * trims) & (position < present - drop_high * trims)


def _means(drawn: Floats, stays: Flags) -> Floats:
    """Return trimmed means (entries by replicates) of marks drawn (entries by replicates by judges)."""
    ascending = np.sort(drawn, axis=2)
    ascending[~np.broadcast_to(stays[:, None, :], ascending.shape)] = 0.0
    return ascending.sum(axis=2) / stays.sum(axis=1)[:, None]


def _drawn_means(
    marks: Floats, counts: Ints, stays: Flags, replicates: int, rng: np.random.Generator
) -> Floats:
    """Return the trimmed means of all replicates, as many at once as memory allows."""
    draw = _drawn_jointly if counts.min() == marks.shape[1] else _drawn_within
    size = max(1, BLOCK // marks.size)
    sizes = [min(size, replicates - start) for start in range(0, replicates, size)]
    return np.concatenate([_means(draw(marks, counts, n, rng), stays) for n in sizes], axis=1)


def _drawn_jointly(marks: Floats, counts: Ints, replicates: int, rng: np.random.Generator) -> Floats:
    """Return the marks of judges drawn with replacement, the same judges for all entries."""
    return marks[:, rng.integers(marks.shape[1], size=(replicates, marks.shape[1]))]


def _drawn_within(marks: Floats, counts: Ints, replicates: int, rng: np.random.Generator) -> Floats:
    """Return as many marks as each entry has, drawn with replacement from its own; NaN beyond."""
    entries, judges = marks.shape
    present_first, present = np.sort(marks, axis=1), counts[:, None, None]
    drawn = (rng.random((entries, replicates, judges)) * present).astype(np.intp)
    found = np.take_along_axis(present_first[:, None, :], drawn, axis=2)
    return np.where(np.arange(judges) < present, found, np.nan)


def _places(means: Floats) -> Ints:
    """Return the places (1224) within each column; means at most 1e-9 below the one before share its place."""
    order = np.argsort(-means, axis=0, kind="stable")
    falls = np.diff(np.take_along_axis(means, order, axis=0), axis=0) < -CLOSE
    is_new = np.vstack([np.ones((1, means.shape[1]), bool), falls])
    numbers = np.where(is_new, np.arange(1, len(means) + 1)[:, None], 1)
    places = np.empty_like(order)
    np.put_along_axis(places, order, np.maximum.accumulate(numbers, axis=0), axis=0)
    return places


def _together(means: Floats, order: Ints) -> tuple[tuple[int, ...], ...]:
    """Return runs of neighbours, means and positions best first, of whom none is surely ahead."""
    is_ahead = (means[:-1] - means[1:] > CLOSE).mean(axis=1) >= SURE
    runs = np.split(order, np.flatnonzero(is_ahead) + 1)
    return tuple(tuple(run.tolist()) for run in runs if len(run) > 1)


def _alike(means: Floats) -> tuple[tuple[int, int], ...]:
    """Return the largest runs of entries, means best first, whose first is not surely ahead of the last.

    How far each reaches is found by halving: an entry surely ahead of one is so of whoever stands behind.
    """
    first = np.arange(len(means))
    reach, beyond = first.copy(), np.full(len(means), len(means))
    while len(at := np.flatnonzero(beyond - reach > 1)):
        middle = (reach[at] + beyond[at]) // 2
        is_ahead = _share_ahead(means, at, middle) >= SURE
        beyond[at[is_ahead]], reach[at[~is_ahead]] = middle[is_ahead], middle[~is_ahead]
    reach = np.maximum.accumulate(reach)
    is_run = (np.diff(reach, prepend=-1) > 0) & (reach > first)
    return tuple(zip(first[is_run].tolist(), reach[is_run].tolist(), strict=True))


def _share_ahead(means: Floats, ahead: Ints, behind: Ints) -> Floats:
    """Return in which share of the draws each entry of one list is ahead of its like in the other."""
    rows = max(1, BLOCK // max(means.shape[1], 1))
    parts = [slice(start, start + rows) for start in range(0, len(ahead), rows)]
    return np.concatenate([(means[ahead[p]] - means[behind[p]] > CLOSE).mean(axis=1) for p in parts])
