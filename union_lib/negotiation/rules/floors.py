"""What an agreement promises, held against what the law guarantees: clause by clause, worker by worker.

Source: 劳动合同法 55 (an agreement may not fall below the local minimum; a contract not below the agreement).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from ...common.errors import N_, RuleViolation
from ...common.policies import Figure
from .clauses import ClauseText


class Promise(StrEnum):
    """A number in a clause that can be held against the law."""

    BASE_WAGE_FEN = "base_wage_fen"
    OVERTIME_WORKDAY = "overtime_workday"
    OVERTIME_REST_DAY = "overtime_rest_day"
    OVERTIME_HOLIDAY = "overtime_holiday"
    HOURS_PER_DAY = "hours_per_day"
    HOURS_PER_WEEK = "hours_per_week"
    OVERTIME_PER_MONTH = "overtime_per_month"
    SICK_PAY_SHARE = "sick_pay_share"
    LIVING_ALLOWANCE_SHARE = "living_allowance_share"
    MATERNITY_DAYS = "maternity_days"
    DEFERRAL_DAYS = "deferral_days"
    DEDUCTION_SHARE = "deduction_share"
    TERM_YEARS = "term_years"


@dataclass(frozen=True)
class Floor:
    """Which figure a promise is held against; `part` names the number inside a compound figure."""

    policy: str
    part: str = ""
    is_ceiling: bool = False


FLOORS: Mapping[Promise, Floor] = MappingProxyType(
    {
        Promise.BASE_WAGE_FEN: Floor("minimum_wage"),
        Promise.OVERTIME_WORKDAY: Floor("overtime_rate_workday"),
        Promise.OVERTIME_REST_DAY: Floor("overtime_rate_rest_day"),
        Promise.OVERTIME_HOLIDAY: Floor("overtime_rate_statutory_holiday"),
        Promise.HOURS_PER_DAY: Floor("standard_hours", "per_day", is_ceiling=True),
        Promise.HOURS_PER_WEEK: Floor("standard_hours", "per_week", is_ceiling=True),
        Promise.OVERTIME_PER_MONTH: Floor("overtime_cap", "per_month", is_ceiling=True),
        Promise.SICK_PAY_SHARE: Floor("sick_pay_floor_share"),
        Promise.LIVING_ALLOWANCE_SHARE: Floor("living_allowance_share_of_min_wage"),
        Promise.MATERNITY_DAYS: Floor("maternity_leave", "birth"),
        Promise.DEFERRAL_DAYS: Floor("deferred_payment_max_days", is_ceiling=True),
        Promise.DEDUCTION_SHARE: Floor("damage_deduction_cap", "share_of_month_wage", is_ceiling=True),
        Promise.TERM_YEARS: Floor("nego_term_collective_contract", "max", is_ceiling=True),
    }
)
"""The national floors and ceilings a clause is held against; the minimum wage is the one of the place."""


class Standing(StrEnum):
    """How a promise stands to the law."""

    KEPT = "kept"
    BELOW = "below"
    ABOVE = "above"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Finding:
    """One promise of one clause against its figure; without a figure nobody can tell."""

    clause: str
    promise: Promise
    promised: Fraction
    bound: Fraction | None
    figure: Figure | None
    standing: Standing


@dataclass(eq=False)
class PromiseUnreadable(RuleViolation):
    """What stands beside a checkable number is not a number."""

    text: str

    what = N_("“{text}” is not a number.")
    todo = N_("Enter a number without unit, such as 1.5 or 36.")


def check_floors(clauses: Iterable[ClauseText], figures: Mapping[str, Figure | None]) -> list[Finding]:
    """Return how every promise of the clauses stands; `figures` are those in force, None where not known.

    Raises `PromiseUnreadable`.
    """
    return [
        _found(clause.key, Promise(name), promised_number(value), figures)
        for clause in clauses
        for name, value in clause.figures.items()
    ]


def promised_number(value: Any) -> Fraction:
    """Return a promised number as written; raises `PromiseUnreadable`.

    >>> promised_number("1.5"), promised_number("80%")
    (Fraction(3, 2), Fraction(4, 5))
    """
    text = str(value).strip()
    try:
        return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise PromiseUnreadable(text) from None


def _found(
    clause: str, promise: Promise, promised: Fraction, figures: Mapping[str, Figure | None]
) -> Finding:
    floor = FLOORS[promise]
    figure = figures.get(floor.policy)
    if figure is None:
        return Finding(clause, promise, promised, None, None, Standing.UNKNOWN)
    bound = Fraction(str(figure.value[floor.part] if floor.part else figure.value))
    is_wrong = promised > bound if floor.is_ceiling else promised < bound
    wrong = Standing.ABOVE if floor.is_ceiling else Standing.BELOW
    return Finding(clause, promise, promised, bound, figure, wrong if is_wrong else Standing.KEPT)
