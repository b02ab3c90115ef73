"""Which entries can be compared: those linked through judges they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from .arrays import Ints, coded
from .refusals import NotConnected

NAMES_SHOWN = 3


@dataclass(frozen=True)
class Connectivity:
    """Groups of entries linked by common judges; marks of different groups cannot be compared."""

    groups: tuple[tuple[str, ...], ...]

    @property
    def is_comparable(self) -> bool:
        """Return whether all entries hang together."""
        return len(self.groups) == 1

    @property
    def smallest(self) -> str:
        """Return a few names of the smallest group, and how many it has if more.

        >>> Connectivity((("A", "B", "C", "D"),)).smallest
        'A、B、C … (4)'
        """
        group = min(self.groups, key=len)
        names = "、".join(group[:NAMES_SHOWN])
        return names if len(group) <= NAMES_SHOWN else f"{names} … ({len(group)})"


def connectivity(
    pairs: Sequence[tuple[str, Hashable]], removed: Collection[str] = frozenset()
) -> Connectivity:
    """Return which entries hang together through judges, from (entry, judge) pairs.

    >>> connectivity([("A", 1), ("B", 1), ("C", 2)]).groups
    (('A', 'B'), ('C',))
    """
    absent = frozenset(removed)
    kept = [pair for pair in pairs if pair[0] not in absent] if absent else pairs
    entries, at_entry = coded(entry for entry, _ in kept)
    judges, at_judge = coded(judge for _, judge in kept)
    return grouped(entries, group_of_each(at_entry, at_judge, len(entries), len(judges))[0])


def check_connected(found: Connectivity) -> None:
    """Raise `NotConnected` unless all entries hang together."""
    if not found.is_comparable:
        raise NotConnected(len(found.groups), found.smallest if found.groups else "")


def grouped(entries: Sequence[str], group: Ints) -> Connectivity:
    """Return the entries by group, sorted as text."""
    members: dict[int, list[str]] = defaultdict(list)
    for entry, number in zip(entries, group.tolist(), strict=True):
        members[number].append(entry)
    return Connectivity(tuple(sorted(tuple(sorted(group)) for group in members.values())))


def group_of_each(at_entry: Ints, at_judge: Ints, entries: int, judges: int) -> tuple[Ints, Ints]:
    """Return the number of the group of each entry and of each judge, from positions of pairs."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    size = entries + judges
    links = coo_array((np.ones(len(at_entry), np.int8), (at_entry, at_judge + entries)), shape=(size, size))
    labels = connected_components(links, directed=False)[1]
    return labels[:entries], labels[entries:]
