"""Adapters for the kinds of negotiation that the common ground answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from union_lib.common import calendar
from union_lib.common.calendar import DayKind, Unit

Body = dict[str, Any]

OVERTIME_RATES = {DayKind.STATUTORY_HOLIDAY: 3.0, DayKind.REST_DAY: 2.0, DayKind.WORKDAY: 1.5}
"""劳动法 44, by the kind of day."""


def day_class(case: Body) -> Body:
    """What kind of day it is, and what overtime on it costs."""
    day = date.fromisoformat(case["date"])
    kind = calendar.day_kind(day)
    found: Body = {
        "date_class": str(kind),
        "overtime_rate": OVERTIME_RATES[kind],
        "is_workday": calendar.is_workday(day),
    }
    if kind == DayKind.WORKDAY:
        found["is_makeup_workday"] = calendar.is_makeup_workday(day)
    return found


def workdays_between(case: Body) -> Body:
    """Official workdays of a period."""
    first, last = date.fromisoformat(case["from"]), date.fromisoformat(case["to"])
    return {"workdays": calendar.workdays_between(first, last, case.get("inclusive", True))}


def deadline(case: Body) -> Body:
    """Last days of periods, as counted and as rolled."""
    found = calendar.deadline(
        date.fromisoformat(case["event_date"]),
        case["count"],
        Unit(case["unit"]),
        rolls=case["roll"] == "civil_code_203",
    )
    return {"raw_last_day": found.raw_last_day.isoformat(), "last_day": found.last_day.isoformat()}


KINDS: dict[str, Callable[[Body], Body]] = {
    adapter.__name__: adapter for adapter in (day_class, workdays_between, deadline)
}
