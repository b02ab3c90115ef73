"""What may be divided: whole fen from 0 up, exact weights from 0 up, floors that the budget covers."""

from __future__ import annotations

from collections.abc import Sequence, Sized
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ...common.errors import N_, RuleViolation


@dataclass(eq=False)
class BudgetUnusable(RuleViolation):
    """A budget or step is not a whole number of fen, or below what it must be."""

    value: str

    what = N_("“{value}” is not an amount that can be divided.")
    todo = N_("Enter a whole number of fen, 0 or more.")


@dataclass(eq=False)
class AmountUnusable(RuleViolation):
    """An amount of one line is negative, broken, text or no number at all."""

    line: int
    value: str

    what = N_("Line {line}: “{value}” is not a usable amount.")
    todo = N_("Enter a whole number of fen, 0 or more.")


@dataclass(eq=False)
class WeightInexact(RuleViolation):
    """A weight of one line is negative, text, a binary float or no number at all."""

    line: int
    value: str

    what = N_("Line {line}: “{value}” is not a usable weight.")
    todo = N_("Enter an exact number, 0 or more.")


@dataclass(eq=False)
class NobodyListed(RuleViolation):
    """Nobody is there to divide among."""

    what = N_("Nobody is on the list, so nothing can be divided.")
    todo = N_("Put at least one recipient on the list.")


@dataclass(eq=False)
class WeightsAllZero(RuleViolation):
    """All weights are zero."""

    what = N_("All weights are 0, so nobody has a share.")
    todo = N_("Give at least one line a weight above 0.")


@dataclass(eq=False)
class LinesUnequal(RuleViolation):
    """Two columns that belong together are not equally long."""

    first: int
    second: int

    what = N_("Two columns of the list have {first} and {second} lines.")
    todo = N_("Give each line an entry in every column.")


@dataclass(eq=False)
class FloorsOverBudget(RuleViolation):
    """The floors alone come to more than the budget."""

    shortfall_fen: int

    what = N_("The floors alone exceed the budget by {shortfall_fen} fen.")
    todo = N_("Raise the budget, lower the floors, or shorten the list.")


@dataclass(eq=False)
class FloorOverCap(RuleViolation):
    """The floor of one line lies above its cap."""

    line: int

    what = N_("Line {line}: the floor lies above the cap.")
    todo = N_("Lower the floor, or raise the cap.")


def is_whole(value: Any) -> bool:
    """Tell whether a value is a whole number from 0 up; True and 20.0 are not.

    >>> [is_whole(value) for value in (0, 20, -1, 20.0, True, "20", None)]
    [True, True, False, False, False, False, False]
    """
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def check_budget(estate_fen: Any, granularity_fen: Any = 1) -> None:
    """Raise `BudgetUnusable` unless the budget is whole fen from 0 up and the step whole fen from 1 up."""
    if not is_whole(estate_fen):
        raise BudgetUnusable(str(estate_fen))
    if not is_whole(granularity_fen) or not granularity_fen:
        raise BudgetUnusable(str(granularity_fen))


def check_amounts(amounts_fen: Sequence[Any]) -> None:
    """Raise `NobodyListed` or `AmountUnusable`."""
    if not len(amounts_fen):
        raise NobodyListed
    for line, amount in enumerate(amounts_fen, 1):
        if not is_whole(amount):
            raise AmountUnusable(line, str(amount))


def check_weights(weights: Sequence[Any]) -> None:
    """Raise `NobodyListed`, `WeightInexact` or `WeightsAllZero`; fractions are welcome, floats are not."""
    if not len(weights):
        raise NobodyListed
    for line, weight in enumerate(weights, 1):
        if not is_whole(weight) and not (isinstance(weight, Fraction) and weight >= 0):
            raise WeightInexact(line, str(weight))
    if not any(weights):
        raise WeightsAllZero


def check_bounds(floors_fen: Sequence[Any], caps_fen: Sequence[Any], estate_fen: int | None = None) -> None:
    """Check floors and caps (None: no cap) of equal length, and the budget against the floors.

    Raises `LinesUnequal`, `AmountUnusable`, `FloorOverCap` or `FloorsOverBudget`.
    """
    check_amounts(floors_fen)
    check_equal_length(floors_fen, caps_fen)
    for line, (floor, cap) in enumerate(zip(floors_fen, caps_fen, strict=True), 1):
        if cap is not None and not is_whole(cap):
            raise AmountUnusable(line, str(cap))
        if cap is not None and floor > cap:
            raise FloorOverCap(line)
    if estate_fen is not None and sum(floors_fen) > estate_fen:
        raise FloorsOverBudget(sum(floors_fen) - estate_fen)


def check_equal_length(first: Sized, *others: Sized) -> None:
    """Raise `LinesUnequal` unless all columns are equally long."""
    for other in others:
        if len(other) != len(first):
            raise LinesUnequal(len(first), len(other))
