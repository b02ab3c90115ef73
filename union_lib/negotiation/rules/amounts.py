"""Refusals of what cannot be a wage, a number of days or hours, or a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ...common.errors import N_, RuleViolation


@dataclass(eq=False)
class QuantityNegative(RuleViolation):
    """A wage, an amount, or a number of days or hours below zero."""

    name: str

    what = N_("“{name}” cannot be below 0.")
    todo = N_("Enter 0 or more.")


@dataclass(eq=False)
class DatesReversed(RuleViolation):
    """A period ends before it starts."""

    first: date
    last: date

    what = N_("The period ends on {last}, before it starts on {first}.")
    todo = N_("Correct one of the two dates.")


@dataclass(eq=False)
class PeriodOutsideMonth(RuleViolation):
    """A day lies outside the month that is being computed, or outside the employment."""

    on: date

    what = N_("{on} does not lie in the month being computed, or not in the time of employment.")
    todo = N_("Split the period at the end of the month, or correct the date.")


@dataclass(eq=False)
class PeriodsOverlap(RuleViolation):
    """Two periods of one worker claim the same day."""

    on: date

    what = N_("Two periods both contain {on}.")
    todo = N_("Correct the dates so that every day belongs to one period.")


def check_not_negative(**quantities: int | Fraction) -> None:
    """Refuse numbers below zero by name; raises `QuantityNegative`."""
    for name, quantity in quantities.items():
        if quantity < 0:
            raise QuantityNegative(name.replace("_fen", "").replace("_", " "))


def check_period(first: date, last: date) -> None:
    """Refuse a period that ends before it starts; raises `DatesReversed`."""
    if last < first:
        raise DatesReversed(first, last)
