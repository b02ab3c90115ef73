"""The facts of one worker and month: agreed amounts, periods by situation, overtime; and what they cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from ...common.errors import N_, RuleViolation
from .amounts import PeriodOutsideMonth, PeriodsOverlap, check_not_negative, check_period
from .month_rates import Agreed
from .overtime import OvertimeRow
from .situations import RATE_OF, STOPPAGE, Situation
from .standstill import CycleRule, month_of


@dataclass(eq=False)
class StopDayMissing(RuleViolation):
    """A stoppage without the day it began."""

    what = N_("The first day of the stoppage is not given.")
    todo = N_("Enter the day on which work stopped; it may lie in an earlier month.")


@dataclass(eq=False)
class StoppageBeforeStop(RuleViolation):
    """A period of stoppage starts before the stoppage does."""

    stopped_on: date

    what = N_("A period of stoppage begins before {stopped_on}, the day on which work stopped.")
    todo = N_("Correct the period, or the day on which work stopped.")


@dataclass(eq=False)
class NotADaySituation(RuleViolation):
    """A period was given a situation that is not counted in days, or that only the rules may give."""

    situation: Situation

    what = N_("A period cannot be entered as “{situation}”.")
    todo = N_("Choose one of the situations of the list.")


@dataclass(frozen=True)
class Segment:
    """A period of the month, both days included, and what the worker did."""

    first: date
    last: date
    situation: Situation


@dataclass(frozen=True)
class UnusedLeave:
    """Days of annual leave not taken; the average month is without overtime."""

    days: Fraction
    average_fen: int
    is_wage_paid: bool = True


@dataclass(frozen=True)
class WorkerMonth:
    """The facts of one worker and month; `month` is any day of it.

    `cycle_rule` is a reading of "one wage cycle" a person chose; without it the area's counts.
    `excluded_fen` is the part of the contract wage that does not count against the minimum wage.
    """

    month: date
    agreed: Agreed
    segments: tuple[Segment, ...] = ()
    overtime: tuple[OvertimeRow, ...] = ()
    stopped_on: date | None = None
    cycle_rule: CycleRule | None = None
    employed_from: date | None = None
    employed_to: date | None = None
    excluded_fen: int = 0
    unused_leave: UnusedLeave | None = None
    has_special_reason: bool = False
    is_emergency: bool = False


def check_facts(facts: WorkerMonth) -> None:
    """Refuse facts that cannot be; see `monthly_wage`."""
    agreed = facts.agreed
    check_not_negative(
        contract_wage=agreed.contract_fen,
        agreed_sick_pay=agreed.sick_fen,
        agreed_stoppage_wage=agreed.stoppage_fen,
        excluded_allowances=facts.excluded_fen,
    )
    first, last = month_of(facts.month)
    if facts.employed_from and facts.employed_to:
        check_period(facts.employed_from, facts.employed_to)
    start, end = max(first, facts.employed_from or first), min(last, facts.employed_to or last)
    for row in facts.overtime:
        check_not_negative(overtime_hours=row.hours)
        if not start <= row.on <= end:
            raise PeriodOutsideMonth(row.on)
    for segment in facts.segments:
        _check_segment(segment, facts.stopped_on, start, end)
    ordered = sorted(facts.segments, key=lambda segment: segment.first)
    for before, after in pairwise(ordered):
        if after.first <= before.last:
            raise PeriodsOverlap(after.first)


def _check_segment(segment: Segment, stopped_on: date | None, start: date, end: date) -> None:
    check_period(segment.first, segment.last)
    if segment.situation not in RATE_OF or segment.situation == Situation.STOPPAGE_FIRST_CYCLE:
        raise NotADaySituation(segment.situation)
    for day in (segment.first, segment.last):
        if not start <= day <= end:
            raise PeriodOutsideMonth(day)
    if segment.situation in STOPPAGE and stopped_on is None:
        raise StopDayMissing
    if segment.situation in STOPPAGE and stopped_on is not None and segment.first < stopped_on:
        raise StoppageBeforeStop(stopped_on)
