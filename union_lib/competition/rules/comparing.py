"""What becomes of places and awards when something is computed otherwise."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from .ranking import Rank, Standing


@dataclass(frozen=True)
class Change:
    """An entry whose place or award differs between two standings; None: not placed, no award."""

    entry: Hashable
    rank_before: Rank | None
    rank_after: Rank | None
    award_before: str | None
    award_after: str | None

    @property
    def is_award_changed(self) -> bool:
        """Tell whether the entry wins something else, or nothing, or something for the first time."""
        return self.award_before != self.award_after


def changes(before: Sequence[Standing], after: Sequence[Standing]) -> list[Change]:
    """Return the entries whose place or award changes, in the order of the standings before.

    >>> was = [Standing("A", 1, award="first"), Standing("B", 2)]
    >>> changes(was, [Standing("B", 1, award="first"), Standing("A", 2)])[1]
    Change(entry='B', rank_before=2, rank_after=1, award_before=None, award_after='first')
    """
    then = {standing.entry: standing for standing in after}
    nowhere = Standing("", None)
    pairs = [(was, then.get(was.entry, nowhere)) for was in before]
    return [
        Change(was.entry, was.rank, now.rank, was.award, now.award)
        for was, now in pairs
        if (was.rank, was.award) != (now.rank, now.award)
    ]
