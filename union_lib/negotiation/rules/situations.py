"""In what situation a worker spends the days of a month, and the line of a wage that comes of it.

A line carries its formula and the figures it rests on, so that a screen can print both beside the amount.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from ...common.calendar import DayKind
from ...common.money import FEN_PER_YUAN
from .law import Basis, half_up

TO_BE_CONFIRMED = "memory"
"""The confidence of a figure that was recalled and not read."""


class Situation(StrEnum):
    """What a wage line is for; the order is that of the lines."""

    NORMAL = "normal"
    WORK_FROM_HOME = "work_from_home"
    QUARANTINE = "quarantine"
    ANNUAL_LEAVE = "annual_leave"
    MATERNITY = "maternity"
    STOPPAGE_FIRST_CYCLE = "stoppage_first_cycle"
    SICK = "sick"
    STOPPAGE_WORKING = "stoppage_working"
    STOPPAGE_IDLE = "stoppage_idle"
    ROTATION = "rotation"
    UNPAID = "unpaid"
    OVERTIME_WORKDAY = "overtime_workday"
    OVERTIME_REST_DAY = "overtime_rest_day"
    OVERTIME_HOLIDAY = "overtime_holiday"
    TIME_OFF_IN_LIEU = "time_off_in_lieu"
    UNUSED_LEAVE = "unused_leave"
    MINIMUM_TOP_UP = "minimum_top_up"


class PayRate(StrEnum):
    """By which month's figure a situation is paid."""

    CONTRACT = "contract"
    SICK = "sick"
    MINIMUM = "minimum"
    LIVING = "living"
    NOTHING = "nothing"


RATE_OF: Mapping[Situation, PayRate] = MappingProxyType(
    {
        Situation.NORMAL: PayRate.CONTRACT,
        Situation.WORK_FROM_HOME: PayRate.CONTRACT,
        Situation.QUARANTINE: PayRate.CONTRACT,
        Situation.ANNUAL_LEAVE: PayRate.CONTRACT,
        Situation.MATERNITY: PayRate.CONTRACT,
        Situation.STOPPAGE_FIRST_CYCLE: PayRate.CONTRACT,
        Situation.SICK: PayRate.SICK,
        Situation.STOPPAGE_WORKING: PayRate.MINIMUM,
        Situation.STOPPAGE_IDLE: PayRate.LIVING,
        Situation.ROTATION: PayRate.LIVING,
        Situation.UNPAID: PayRate.NOTHING,
    }
)
"""How each situation counted in days is paid."""

STOPPAGE = frozenset({Situation.STOPPAGE_WORKING, Situation.STOPPAGE_IDLE})
"""Situations whose days within the first wage cycle are paid at contract wage."""

LABOUR = frozenset({Situation.NORMAL, Situation.WORK_FROM_HOME})
"""Situations in which normal work is done, so that the minimum wage holds."""

OVERTIME_OF: Mapping[DayKind, Situation] = MappingProxyType(
    {
        DayKind.WORKDAY: Situation.OVERTIME_WORKDAY,
        DayKind.REST_DAY: Situation.OVERTIME_REST_DAY,
        DayKind.STATUTORY_HOLIDAY: Situation.OVERTIME_HOLIDAY,
    }
)


class Measure(StrEnum):
    """What a number in a formula counts."""

    YUAN = "yuan"
    DAY = "day"
    HOUR = "hour"
    MONTH = "month"
    RATIO = "ratio"


@dataclass(frozen=True)
class Term:
    """One step of a formula, from left to right: what is done with which number."""

    op: str
    number: Fraction
    unit: Measure


Formula = tuple[Term, ...]


@dataclass(frozen=True)
class WageLine:
    """What is due for one situation in a month.

    `amount_fen` is None while a figure is unknown; `missing` then names it by id.
    """

    first: date
    last: date
    situation: Situation
    quantity: Fraction
    unit: Measure
    formula: Formula = ()
    amount_fen: int | None = None
    bases: tuple[Basis, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def is_to_be_confirmed(self) -> bool:
        """Return whether the line rests on a figure that was recalled and not read."""
        return any(basis.figure.confidence == TO_BE_CONFIRMED for basis in self.bases)


def money(fen: int | Fraction, op: str = "") -> Term:
    """Return an amount as a step of a formula."""
    return Term(op, Fraction(fen) / FEN_PER_YUAN, Measure.YUAN)


def worked_out_fen(formula: Iterable[Term]) -> Fraction:
    """Return what a formula comes to, in fen, unrounded.

    >>> pay = (money(4_350_00), Term("÷", Fraction("21.75"), Measure.DAY), Term("×", Fraction(5), Measure.DAY))
    >>> worked_out_fen(pay)
    Fraction(100000, 1)
    """
    result = Fraction(0)
    for term in formula:
        if term.op == "×":
            result *= term.number
        elif term.op == "÷":
            result /= term.number
        else:
            result += -term.number if term.op == "−" else term.number
    return result * FEN_PER_YUAN


def formula_text(formula: Iterable[Term]) -> str:
    """Return a formula as people write it, without units.

    >>> formula_text((money(4_350_00), Term("÷", Fraction("21.75"), Measure.DAY)))
    '4350.00 ÷ 21.75'
    """
    return " ".join(f"{term.op} {_written(term)}".strip() for term in formula)


def _written(term: Term) -> str:
    if term.unit == Measure.YUAN:
        whole, rest = divmod(half_up(term.number * FEN_PER_YUAN), FEN_PER_YUAN)
        return f"{whole}.{rest:02}"
    down = term.number.denominator
    while down % 2 == 0 or down % 5 == 0:
        down //= 2 if down % 2 == 0 else 5
    return str(term.number) if down > 1 else f"{float(term.number):.10g}"
