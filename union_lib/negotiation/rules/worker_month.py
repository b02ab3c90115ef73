"""What one worker is due for one month: line by line, with the checks the law asks for.

The facts are the contract wage, dated periods by situation, and overtime by day; workdays that no period
covers are normal work. The law is an argument: another day's or area's law answers "what if".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from ...common.calendar import days, is_published, workdays, workdays_between
from . import law as ids
from .extra_lines import leave_line, overtime_lines, overtime_over_cap, top_up
from .law import Basis, Law
from .minimum import MinimumCheck
from .month_facts import WorkerMonth, check_facts
from .month_rates import Share, day_lines, known, month_rate
from .overtime import CapViolation
from .situations import LABOUR, STOPPAGE, Situation, WageLine
from .standstill import CycleRule, first_cycle_end, month_of


@dataclass(frozen=True)
class Reading:
    """The month under one reading of "one wage cycle"."""

    rule: CycleRule
    first_cycle_end: date
    total_fen: int | None
    is_adopted: bool


@dataclass(frozen=True)
class MonthWage:
    """What is due. `total_fen` is None while a line lacks a figure; `missing` names those, by id.

    `unchecked` names figures without which a check could not be made. `cycle_basis` is None where a person
    chose the reading. Provisional: the year's calendar is not published, so weekends alone are known.
    """

    lines: tuple[WageLine, ...]
    minimum: MinimumCheck | None
    over_cap: tuple[CapViolation, ...]
    readings: tuple[Reading, ...] = ()
    cycle_basis: Basis | None = None
    unchecked: tuple[str, ...] = ()
    is_provisional: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the ids of figures without which a line has no amount."""
        return tuple(dict.fromkeys(figure_id for line in self.lines for figure_id in line.missing))

    @property
    def total_fen(self) -> int | None:
        """Return the sum of the lines, or None while one has no amount."""
        return sum_of(self.lines)


def sum_of(lines: tuple[WageLine, ...]) -> int | None:
    """Return the sum of lines in fen; None while one has no amount."""
    amounts = [line.amount_fen for line in lines]
    return None if None in amounts else sum(amount or 0 for amount in amounts)


def monthly_wage(facts: WorkerMonth, law: Law) -> MonthWage:
    """Return what is due for the month, line by line.

    Raises `QuantityNegative`, `DatesReversed`, `PeriodOutsideMonth`, `PeriodsOverlap`, `StopDayMissing`,
    `StoppageBeforeStop` or `NotADaySituation`.
    """
    check_facts(facts)
    first, _ = month_of(facts.month)
    chosen = facts.cycle_rule
    basis = None if chosen or not _stops(facts) else _cycle_basis(law, facts.stopped_on or first)
    adopted = chosen or (CycleRule(basis.value) if basis else None)
    lines, check, unchecked = _lines(facts, law, adopted)
    over_cap, no_cap = overtime_over_cap(facts.overtime, law, facts.has_special_reason, facts.is_emergency)
    return MonthWage(
        lines,
        check,
        over_cap,
        tuple(_readings(facts, law, adopted)),
        basis,
        tuple(dict.fromkeys((*unchecked, *no_cap))),
        not is_published(first),
    )


def _stops(facts: WorkerMonth) -> bool:
    return any(segment.situation in STOPPAGE for segment in facts.segments)


def _cycle_basis(law: Law, on: date) -> Basis | None:
    bases, _ = known(law, [ids.CYCLE_RULE], on)
    return bases[0] if bases else None


def _readings(facts: WorkerMonth, law: Law, adopted: CycleRule | None) -> Iterator[Reading]:
    if not _stops(facts) or facts.stopped_on is None:
        return
    for rule in CycleRule:
        lines, _, _ = _lines(facts, law, rule)
        yield Reading(rule, first_cycle_end(facts.stopped_on, rule), sum_of(lines), rule == adopted)


def _lines(
    facts: WorkerMonth, law: Law, rule: CycleRule | None
) -> tuple[tuple[WageLine, ...], MinimumCheck | None, tuple[str, ...]]:
    first, last = month_of(facts.month)
    shares, undecided = _shares(facts, law, rule)
    lines = day_lines(shares, workdays_between(first, last), law)
    lines = [
        replace(line, amount_fen=None, missing=(*line.missing, ids.CYCLE_RULE))
        if share in undecided
        else line
        for share, line in zip(shares, lines, strict=True)
    ]
    lines += overtime_lines(facts.overtime, facts.agreed.contract_fen, law)
    if facts.unused_leave:
        leave = facts.unused_leave
        lines.append(leave_line(leave.days, leave.average_fen, leave.is_wage_paid, law, first, last))
    if not all(share.situation in LABOUR for share in shares) or not _is_whole_month(facts):
        return tuple(lines), None, ()
    check, line, missing = top_up(facts.agreed.contract_fen, facts.excluded_fen, law, first, last)
    return (*lines, *([line] if line else [])), check, missing


def _is_whole_month(facts: WorkerMonth) -> bool:
    first, last = month_of(facts.month)
    return (facts.employed_from or first) <= first and (facts.employed_to or last) >= last


def _shares(facts: WorkerMonth, law: Law, rule: CycleRule | None) -> tuple[list[Share], list[Share]]:
    """Return the month's workdays by situation and month's figure, and the shares that wait for a reading."""
    counted: dict[tuple[Situation, bool, Fraction | None], Share] = {}
    for day, situation in _day_by_day(facts):
        placed, is_open = _placed(situation, day, facts.stopped_on, rule)
        rate = month_rate(placed, facts.agreed, law, day)
        key = (placed, is_open, rate.monthly_fen)
        share = counted.get(key, Share(day, day, placed, Fraction(0), rate))
        counted[key] = replace(share, last=day, days=share.days + 1, rate=rate)
    order = list(Situation)
    shares = sorted(counted.values(), key=lambda share: (order.index(share.situation), share.first))
    return shares, [share for key, share in counted.items() if key[1]]


def _day_by_day(facts: WorkerMonth) -> Iterator[tuple[date, Situation]]:
    """Yield every workday of the month within the employment, and what it was."""
    first, last = month_of(facts.month)
    entered = {
        day: segment.situation for segment in facts.segments for day in days(segment.first, segment.last)
    }
    start, end = max(first, facts.employed_from or first), min(last, facts.employed_to or last)
    for day in workdays(start, end):
        yield day, entered.get(day, Situation.NORMAL)


def _placed(
    situation: Situation, day: date, stopped_on: date | None, rule: CycleRule | None
) -> tuple[Situation, bool]:
    """Return where a day belongs: within the first cycle, or after it; and whether that waits for a reading."""
    if situation not in STOPPAGE or stopped_on is None:
        return situation, False
    ends = [first_cycle_end(stopped_on, r) for r in ([rule] if rule else CycleRule)]
    if day <= min(ends):
        return Situation.STOPPAGE_FIRST_CYCLE, False
    return situation, day <= max(ends)
