"""The facts of one worker's month as they are typed and kept: texts in, facts out, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from unicodedata import normalize

from ..common.errors import N_, RuleViolation
from ..common.money import FEN_PER_YUAN, parse_yuan
from ..common.typed import DayUnreadable, day
from .rules.month_facts import NotADaySituation, Segment, UnusedLeave, WorkerMonth
from .rules.month_rates import Agreed
from .rules.overtime import OvertimeRow
from .rules.situations import Situation
from .rules.standstill import CycleRule

HOURS_A_DAY, DAYS_A_YEAR = 24, 366
MOST_ROWS = 62
MOST_FEN = 10**11


@dataclass(eq=False)
class QuantityUnreadable(RuleViolation):
    """A number of days or hours was typed that is none."""

    text: str
    most: int

    what = N_("“{text}” is not a number of days or hours.")
    todo = N_("Enter a number from 0 to {most}, such as 2 or 1.5.")


@dataclass(eq=False)
class WageTooLarge(RuleViolation):
    """An amount is larger than any wage."""

    text: str

    what = N_("The amount “{text}” is too large for a wage.")
    todo = N_("Enter yuan, not fen.")


@dataclass(eq=False)
class WageBelowZero(RuleViolation):
    """An amount below zero was typed."""

    text: str

    what = N_("The amount “{text}” is below 0.")
    todo = N_("Enter 0 or more.")


@dataclass(eq=False)
class TooManyRows(RuleViolation):
    """More periods or overtime days were sent than a month can have."""

    most: int

    what = N_("A month cannot have more than {most} periods or days of overtime.")
    todo = N_("Put days of the same kind together.")


def amount(text: Any) -> int:
    """Return the fen of an amount in yuan, 0 for nothing typed.

    >>> amount("4,500"), amount("")
    (450000, 0)
    """
    plain = str(text if text is not None else "").strip()
    fen = parse_yuan(plain) if plain else 0
    if fen < 0:
        raise WageBelowZero(plain)
    if fen > MOST_FEN:
        raise WageTooLarge(plain)
    return fen


def quantity(text: Any, most: int) -> Fraction:
    """Return a number of days or hours as it is typed; raises `QuantityUnreadable`.

    >>> quantity("１.５", 24), quantity("1/2", 24)
    (Fraction(3, 2), Fraction(1, 2))
    """
    plain = normalize("NFKC", str(text if text is not None else "")).replace("。", ".").strip()
    try:
        found = Fraction(plain[:20])
    except (ValueError, ZeroDivisionError):
        raise QuantityUnreadable(plain, most) from None
    if not 0 <= found <= most:
        raise QuantityUnreadable(plain, most)
    return found


def month(text: Any) -> date:
    """Return the first day of a month as a month field gives it.

    >>> month("2020-02"), month("2020-02-17")
    (datetime.date(2020, 2, 1), datetime.date(2020, 2, 1))
    """
    plain = str(text or "").strip()
    if len(plain) < len("2020-02"):
        raise DayUnreadable(plain)
    return day(f"{plain[:7]}-01")


def read_facts(typed: Mapping[str, Any]) -> WorkerMonth:
    """Return the facts of what was typed; raises what an amount, a day or a number of hours raises."""
    segments, overtime = list(typed.get("segments") or ()), list(typed.get("overtime") or ())
    if max(len(segments), len(overtime)) > MOST_ROWS:
        raise TooManyRows(MOST_ROWS)
    cycle = str(typed.get("cycle") or "")
    return WorkerMonth(
        month=month(typed.get("month")),
        agreed=Agreed(
            amount(typed.get("contract")), amount(typed.get("sick")), amount(typed.get("stoppage"))
        ),
        segments=tuple(_segment(one) for one in segments),
        overtime=tuple(_overtime(one) for one in overtime),
        stopped_on=_day_or_none(typed.get("stopped_on")),
        cycle_rule=CycleRule(cycle) if cycle in set(CycleRule) else None,
        employed_from=_day_or_none(typed.get("employed_from")),
        employed_to=_day_or_none(typed.get("employed_to")),
        excluded_fen=amount(typed.get("excluded")),
        unused_leave=_leave(typed),
        has_special_reason=bool(typed.get("special")),
        is_emergency=bool(typed.get("emergency")),
    )


def _day_or_none(text: Any) -> date | None:
    return day(text) if text else None


def _segment(row: Mapping[str, Any]) -> Segment:
    kind = str(row.get("situation") or "")
    if kind not in set(Situation):
        raise NotADaySituation(Situation.NORMAL)
    first = day(row.get("first"))
    return Segment(first, day(row["last"]) if row.get("last") else first, Situation(kind))


def _overtime(row: Mapping[str, Any]) -> OvertimeRow:
    return OvertimeRow(day(row.get("on")), quantity(row.get("hours"), HOURS_A_DAY), bool(row.get("in_lieu")))


def _leave(typed: Mapping[str, Any]) -> UnusedLeave | None:
    """Return the leave not taken; without an average wage the contract's counts."""
    if not str(typed.get("leave_days") or "").strip():
        return None
    days = quantity(typed["leave_days"], DAYS_A_YEAR)
    average = amount(typed.get("leave_average")) or amount(typed.get("contract"))
    return UnusedLeave(days, average, not typed.get("leave_wage_unpaid")) if days else None


def facts_record(facts: WorkerMonth) -> dict[str, Any]:
    """Return facts as `read_facts` reads them again, to be kept and shown.

    >>> kept = facts_record(read_facts({"month": "2020-02", "contract": "4500"}))
    >>> kept["month"], kept["contract"], read_facts(kept).agreed.contract_fen
    ('2020-02', '4500.00', 450000)
    """
    leave = facts.unused_leave
    return {
        "month": facts.month.isoformat()[:7],
        "contract": _typed(facts.agreed.contract_fen),
        "sick": _typed(facts.agreed.sick_fen),
        "stoppage": _typed(facts.agreed.stoppage_fen),
        "excluded": _typed(facts.excluded_fen),
        "segments": [
            {"first": str(one.first), "last": str(one.last), "situation": one.situation.value}
            for one in facts.segments
        ],
        "overtime": [
            {"on": str(row.on), "hours": _number(row.hours), "in_lieu": row.is_compensated}
            for row in facts.overtime
        ],
        "stopped_on": str(facts.stopped_on or ""),
        "cycle": facts.cycle_rule.value if facts.cycle_rule else "",
        "employed_from": str(facts.employed_from or ""),
        "employed_to": str(facts.employed_to or ""),
        "leave_days": _number(leave.days) if leave else "",
        "leave_average": _typed(leave.average_fen) if leave else "",
        "leave_wage_unpaid": bool(leave and not leave.is_wage_paid),
        "special": facts.has_special_reason,
        "emergency": facts.is_emergency,
    }


def _typed(fen: int) -> str:
    return f"{fen // FEN_PER_YUAN}.{fen % FEN_PER_YUAN:02}" if fen else ""


def _number(number: Fraction) -> str:
    whole = number.denominator == 1
    return str(number) if whole or 100 % number.denominator else f"{float(number):.10g}"
