"""From awards to honours: the shares of workers that a list of nominations must hold.

Notices for 五一 honours ask that so many of a hundred nominated be industrial workers, migrant workers or
from the non-public sector. The figures differ by year and place, so each comes with its notice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor


class WorkerClass(StrEnum):
    """A class of workers whose share counts."""

    INDUSTRIAL = "industrial"
    MIGRANT = "migrant"
    NON_PUBLIC = "non_public"
    WOMEN = "women"
    MANAGERS = "managers"


class Bound(StrEnum):
    """Whether a share must be reached or not exceeded."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True)
class ShareRule:
    """A share in percent of the nominated that a class must reach, or may not exceed, and its notice."""

    worker_class: WorkerClass
    share: Decimal
    citation: str
    bound: Bound = Bound.AT_LEAST


@dataclass(frozen=True)
class ShareCheck:
    """A rule held against a list: how many there are, how many there must (or may) be, how many lack."""

    rule: ShareRule
    count: int
    needed: int
    nominated: int

    @property
    def lacking(self) -> int:
        """Return how many more are needed, or how many are too many; 0 when the rule is kept."""
        if self.rule.bound == Bound.AT_MOST:
            return max(0, self.count - self.needed)
        return max(0, self.needed - self.count)


def share_checks(nominated: Sequence[frozenset[WorkerClass]], rules: Sequence[ShareRule]) -> list[ShareCheck]:
    """Return each rule held against the nominated; a person may belong to several classes.

    A share that must be reached is rounded up to whole people, one that may not be exceeded down.

    >>> people = [frozenset({WorkerClass.INDUSTRIAL}), frozenset(), frozenset({WorkerClass.MIGRANT})]
    >>> [check] = share_checks(people, [ShareRule(WorkerClass.INDUSTRIAL, Decimal(35), "notice")])
    >>> check.count, check.needed, check.lacking
    (1, 2, 1)
    """
    return [
        ShareCheck(
            rule,
            sum(rule.worker_class in one for one in nominated),
            _needed(rule, len(nominated)),
            len(nominated),
        )
        for rule in rules
    ]


def _needed(rule: ShareRule, nominated: int) -> int:
    share = Fraction(rule.share) * nominated / 100
    return ceil(share) if rule.bound == Bound.AT_LEAST else floor(share)
