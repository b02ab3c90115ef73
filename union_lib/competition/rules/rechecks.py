"""Rechecking a signed result: the leading group whole, a sample of the rest, and all when errors are many.

Source: the recheck clause of the national vocational skills competitions' rule books: the leading 30 % by
total are all rechecked, of the others a sample of no less than 15 %; when more than 5 % are found wrong,
every result is rechecked.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil
from random import Random

LEAST_SAMPLE = 15  # percent
MOST_ERRORS = Fraction(5, 100)


class RecheckCause(StrEnum):
    """Why an entry is rechecked."""

    LEADING = "leading"
    SAMPLE = "sample"
    ALL = "all"


class Verdict(StrEnum):
    """What a recheck found."""

    RIGHT = "right"
    WRONG = "wrong"


@dataclass(frozen=True)
class RecheckRule:
    """How much is rechecked: the share of the leading group and of the sample, in percent."""

    leading: int = 30
    sample: int = LEAST_SAMPLE


def recheck_plan(
    placed: Sequence[Hashable], ranks: Sequence[int], rule: RecheckRule, seed: str
) -> dict[Hashable, RecheckCause]:
    """Return which entries are rechecked and why; `placed` run from the best down with their ranks.

    The leading group takes in everybody tied with its last. The sample is at least the share of the rest,
    rounded up; its seed is the hash of what was signed, so nobody chooses it and anybody can draw it again.

    >>> plan = recheck_plan("ABCDEFGHIJ", range(1, 11), RecheckRule(30, 15), "seed")
    >>> [cause.value for cause in plan.values()]
    ['leading', 'leading', 'leading', 'sample', 'sample']
    """
    leading = ceil(Fraction(rule.leading * len(placed), 100))
    last = ranks[leading - 1] if leading else 0
    first = [entry for entry, rank in zip(placed, ranks, strict=True) if rank <= last]
    rest = [entry for entry, rank in zip(placed, ranks, strict=True) if rank > last]
    size = ceil(Fraction(rule.sample * len(rest), 100))
    drawn = set(Random(seed).sample(range(len(rest)), size))
    return dict.fromkeys(first, RecheckCause.LEADING) | {
        entry: RecheckCause.SAMPLE for at, entry in enumerate(rest) if at in drawn
    }


@dataclass(frozen=True)
class RecheckState:
    """How far a recheck has come: entries to look at, looked at, and found wrong."""

    to_do: int
    done: int
    wrong: int

    @property
    def error_share(self) -> Fraction:
        """Return the share of the entries looked at that were wrong."""
        return Fraction(self.wrong, self.done) if self.done else Fraction(0)

    @property
    def must_widen(self) -> bool:
        """Tell whether so many were wrong that every entry must be rechecked.

        >>> RecheckState(20, 20, 1).must_widen, RecheckState(20, 20, 2).must_widen
        (False, True)
        """
        return self.error_share > MOST_ERRORS

    @property
    def is_passed(self) -> bool:
        """Tell whether everything was looked at and nothing is wrong any more."""
        return self.done == self.to_do and not self.wrong
