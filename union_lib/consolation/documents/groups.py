"""A list summed up by district, industry or tier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from .kept import KeptLine

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Group(Generic[K]):
    """What the lines of one group come to, in fen."""

    key: K
    people: int
    entitled_fen: int
    amount_fen: int
    least_fen: int
    most_fen: int


def grouped(lines: Iterable[KeptLine], key: Callable[[KeptLine], K]) -> list[Group[K]]:
    """Return the groups of a list, in the order in which they are first met."""
    together: dict[K, list[KeptLine]] = defaultdict(list)
    for line in lines:
        together[key(line)].append(line)
    return [
        Group(
            held,
            len(own),
            sum(line.entitled_fen for line in own),
            sum(line.amount_fen for line in own),
            min(line.amount_fen for line in own),
            max(line.amount_fen for line in own),
        )
        for held, own in together.items()
    ]
