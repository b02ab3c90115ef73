"""Figures for the tests of wages: the national ones of 2020, and two invented areas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from union_lib.common.policies import DatedValue, Policy, PolicyBook
from union_lib.negotiation.rules import law as ids
from union_lib.negotiation.rules.law import Law

LONG_AGO = date(1995, 1, 1)
TOWN, VILLAGE, NOWHERE = "430202", "430225", "430211"
"""Areas with a higher and a lower minimum wage, and one for which neither it nor the allowance is known."""

NATIONAL: Mapping[str, Any] = {
    ids.PAID_DAYS: "21.75",
    ids.STANDARD_HOURS: {"per_day": 8, "per_week": 40},
    ids.OVERTIME_WORKDAY: "1.5",
    ids.OVERTIME_REST_DAY: "2",
    ids.OVERTIME_HOLIDAY: "3",
    ids.OVERTIME_CAP: {"usual_per_day": 1, "special_per_day": 3, "per_month": 36},
    ids.STANDSTILL_FIRST: "contract_wage",
    ids.STANDSTILL_WORKING: "not_below_minimum_wage",
    ids.CYCLE_RULE: "one_month_from_stop",
    ids.FULL_WAGE: "as_agreed",
    ids.QUARANTINE: "normal_wage",
    ids.WORK_FROM_HOME: "normal_wage",
    ids.SICK_SHARE: "0.80",
    ids.LEAVE_DAYS: [{"years": [1, 10], "days": 5}],
    ids.LEAVE_RATE: "3",
    ids.MATERNITY_WAGE: True,
    ids.MIN_WAGE_EXCLUDES: ["overtime"],
}


def book() -> PolicyBook:
    """Return the figures by hand: areas differ in minimum wage and living allowance."""
    values = {key: [_of(key, value)] for key, value in NATIONAL.items()}
    values[ids.MIN_WAGE] = [
        _of("town", "1540", TOWN),
        _of("village", "1220.5", VILLAGE),
        _of("later town", "1740", TOWN, date(2022, 4, 1)),
        _of("nowhere", None, NOWHERE),
    ]
    values[ids.LIVING_SHARE] = [
        _of("town", "0.8", TOWN),
        _of("village", "0.7", VILLAGE),
        _of("nowhere", None, NOWHERE),
    ]
    return PolicyBook({key: Policy(key, key, "", tuple(found)) for key, found in values.items()})


def _of(source: str, value: Any, area: str = "CN", valid_from: date = LONG_AGO) -> DatedValue:
    return DatedValue(value, valid_from, area, f"article of {source}", "source")


def law_of(area: str = TOWN, without: str = "") -> Law:
    """Return the law of an area; `without` names a figure nobody has recorded."""
    figures = book()
    if without:
        policy = figures.policies[without]
        unknown = tuple(replace(value, value=None) for value in policy.values)
        figures = PolicyBook({**figures.policies, without: replace(policy, values=unknown)})
    return Law(figures, area)
