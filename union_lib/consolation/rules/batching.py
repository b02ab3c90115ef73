"""Rest cures (疗休养) in batches: how many are needed, whether a number is enough, and an even split.

A batch has a capacity, a ward a limit of people away at once. Laying all people out ward by ward and sending
the k-th with batch k mod B gives every batch the average of each ward and of all, rounded down or up. So the
averages decide alone: B batches are enough exactly if no average, rounded up, is above its limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...common.errors import N_, RuleViolation


@dataclass(frozen=True)
class Ward:
    """A ward or workshop: who is to go, and how many may be away in one batch."""

    name: str
    staff: int
    max_away: int


@dataclass(frozen=True)
class Shortage:
    """Why a number of batches is not enough: a ward (None: all together) has `people` for `places`."""

    ward: str | None
    people: int
    batches: int
    per_batch: int

    @property
    def places(self) -> int:
        """Return how many could go in all the batches."""
        return self.batches * self.per_batch


@dataclass(eq=False)
class NobodyMayBeAway(RuleViolation):
    """A ward has people to send, but may spare none at a time."""

    ward: str
    people: int

    what = N_("{people} people of {ward} are to go, but {ward} may spare nobody at a time.")
    todo = N_("Raise the number of people who may be away at once, or take them off the list.")


@dataclass(eq=False)
class BatchWithoutPlaces(RuleViolation):
    """There are people to send and no place in a batch, or no batch."""

    people: int

    what = N_("{people} people are to go, but there is no place for anybody.")
    todo = N_("Enter at least one batch with at least one place.")


def fewest_batches(wards: Sequence[Ward], capacity: int) -> int:
    """Return the smallest number of batches in which everybody goes once.

    Raises `NobodyMayBeAway`, `BatchWithoutPlaces`.

    >>> fewest_batches([Ward("ICU", 8, 2), Ward("ER", 6, 2), Ward("Respiratory", 10, 3)], 6)
    4
    """
    people = sum(ward.staff for ward in wards)
    if people and capacity < 1:
        raise BatchWithoutPlaces(people)
    for ward in wards:
        if ward.staff and ward.max_away < 1:
            raise NobodyMayBeAway(ward.name, ward.staff)
    needed = [-(-ward.staff // ward.max_away) for ward in wards if ward.staff]
    return max([*needed, -(-people // capacity) if people else 0])


def shortage(wards: Sequence[Ward], batches: int, capacity: int) -> Shortage | None:
    """Return the first ward, or the whole, for which the batches have too few places; None if all can go.

    >>> found = shortage([Ward("ICU", 9, 2)], batches=4, capacity=50)
    >>> found.ward, found.people, found.places
    ('ICU', 9, 8)
    """
    tests = [Shortage(ward.name, ward.staff, batches, ward.max_away) for ward in wards]
    tests.append(Shortage(None, sum(ward.staff for ward in wards), batches, capacity))
    return next((test for test in tests if test.people > test.places), None)


def even_batches(people: int, batches: int) -> list[int]:
    """Return batch sizes that differ by one at most, the larger first; raises `BatchWithoutPlaces`.

    >>> even_batches(7, 3)
    [3, 2, 2]
    """
    if batches < 1:
        raise BatchWithoutPlaces(people)
    return [-((batch - people) // batches) for batch in range(batches)]


def ward_plan(wards: Sequence[Ward], batches: int) -> list[list[int]]:
    """Return how many of each ward go with each batch: `plan[batch][ward]`, all as even as can be.

    It keeps every limit for which `shortage` finds nothing. Raises `BatchWithoutPlaces`.

    >>> ward_plan([Ward("ICU", 3, 2), Ward("ER", 2, 1)], 2)
    [[2, 1], [1, 1]]
    """
    if batches < 1:
        raise BatchWithoutPlaces(sum(ward.staff for ward in wards))
    plan = [[0] * len(wards) for _ in range(batches)]
    turn = 0
    for column, ward in enumerate(wards):
        for batch in range(batches):
            plan[(turn + batch) % batches][column] = -((batch - ward.staff) // batches)
        turn += ward.staff
    return plan
