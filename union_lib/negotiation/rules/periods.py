"""A period that a figure must set, where “promptly” is no answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...common.errors import N_, RuleViolation
from ...common.policies import Figure
from .procedure import Period, period_of


@dataclass(eq=False)
class PeriodUnset(RuleViolation):
    """A figure sets no number of days, months or years where a clock needs one."""

    citation: str

    what = N_("The figure on record ({citation}) sets no number of days.")
    todo = N_("Enter the period and the number of its notice under “Figures”.")


def set_period(figure: Figure, part: str = "") -> Period:
    """Return the period of a figure, or of one entry of it; raises `PeriodUnset`.

    >>> from datetime import date
    >>> year = {"count": 1, "unit": "year"}
    >>> set_period(Figure({"period": year}, "", "source", date(2008, 5, 1), "CN"), "period").count
    1
    """
    value = figure.value
    if part:
        value = value.get(part) if isinstance(value, Mapping) else None
    period = period_of(value)
    if period is None:
        raise PeriodUnset(figure.citation)
    return period
