"""Which law counted on a day: regulations that had or had not yet come, and figures they set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from ...common.errors import N_, RuleViolation
from ...common.policies import COUNTRY, NoRuleInForce, PolicyBook

NOT_IN_FORCE = "not_in_force"


class Law(StrEnum):
    """What may be asked about a day; each is a policy of the same id."""

    MONTHLY_WORK_DAYS = "monthly_work_days"
    STATUTORY_HOLIDAYS_PER_YEAR = "statutory_holidays_per_year"
    MIGRANT_WAGE_REGULATION = "migrant_wage_regulation"
    WAGE_ARREARS_BLACKLIST = "wage_arrears_blacklist"
    PETITION_RULE = "petition_rule"
    UNION_MAY_DEMAND_AND_REFER_ARREARS = "union_may_demand_and_refer_arrears"


NUMBERS = frozenset({Law.MONTHLY_WORK_DAYS, Law.STATUTORY_HOLIDAYS_PER_YEAR})
"""What is answered with a number; the others with words."""


@dataclass(eq=False)
class LawUnknown(RuleViolation):
    """Nothing is recorded about a law of that name."""

    law: str

    what = N_("There is no record of a law called “{law}”.")
    todo = N_("Choose one of the list.")


@dataclass(frozen=True)
class LawInForce:
    """What the law said on a day, with its source; before its first day it is not in force."""

    value: Fraction | str
    citation: str = ""
    confidence: str = ""
    valid_from: date | None = None


def law_in_force(book: PolicyBook, law: str, on: date, area: str = COUNTRY) -> LawInForce:
    """Return what a law said on a day: a number of days, the name or article in force, or in force at all.

    Raises `LawUnknown`; `FigureUnknown` where nobody has recorded what was in force.
    """
    try:
        asked = Law(law)
    except ValueError:
        raise LawUnknown(law) from None
    try:
        found = book.figure(asked, on, area)
    except NoRuleInForce:
        return LawInForce(NOT_IN_FORCE)
    value = Fraction(found.value) if asked in NUMBERS else str(found.value)
    return LawInForce(value, found.citation, found.confidence, found.valid_from)


def is_in_force(book: PolicyBook, law: str, on: date, area: str = COUNTRY) -> bool:
    """Return whether a law had come into force by that day."""
    return law_in_force(book, law, on, area).value != NOT_IN_FORCE
