"""A payroll beside the law: every payslip that was underpaid, part by part, with its articles, and the claim.

Money of one part never makes up for another: a bonus does not pay for overtime.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...common.errors import N_, RuleViolation
from .amounts import check_not_negative
from .law import Basis
from .payslip_law import OVERTIME_COLUMNS
from .payslips import Fen, Payslips
from .situations import Situation


class PayPart(StrEnum):
    """The parts of a payslip that are compared, each for itself."""

    WAGE = "wage"
    OVERTIME = "overtime"


@dataclass(eq=False)
class ColumnsUneven(RuleViolation):
    """What was paid is given for more or fewer payslips than what is due."""

    due: int
    paid: int

    what = N_("There are {due} payslips, but {paid} amounts paid.")
    todo = N_("Give one amount for every payslip; enter 0 where nothing was paid.")


@dataclass(frozen=True)
class DueLine:
    """One line of what is due on an underpaid payslip, with the figures it rests on."""

    situation: Situation
    due_fen: int
    bases: tuple[Basis, ...]


@dataclass(frozen=True)
class Underpayment:
    """One part of one payslip that was paid short; `row` is its position in the payroll."""

    row: int
    part: PayPart
    due_fen: int
    paid_fen: int
    lines: tuple[DueLine, ...]

    @property
    def shortfall_fen(self) -> int:
        """Return what is still owed."""
        return self.due_fen - self.paid_fen


@dataclass(frozen=True)
class PayrollCheck:
    """Shortfalls (n,) by part, in fen, and the rows that cannot be judged until a figure is known."""

    slips: Payslips
    due_fen: Mapping[PayPart, Fen]
    paid_fen: Mapping[PayPart, Fen]
    shortfalls_fen: Mapping[PayPart, Fen]

    @property
    def claim_fen(self) -> int:
        """Return the sum of all shortfalls."""
        return sum(int(short.sum()) for short in self.shortfalls_fen.values())

    @property
    def blocked_rows(self) -> NDArray[Any]:
        """Return the positions of payslips that lack a figure."""
        return np.flatnonzero(self.slips.is_blocked)

    def by_row_fen(self) -> Fen:
        """Return every payslip's shortfall (n,)."""
        return np.sum(list(self.shortfalls_fen.values()), axis=0, dtype=np.int64)

    def underpayments(self, most: int | None = None) -> list[Underpayment]:
        """Return the underpaid parts by row, at most so many."""
        rows = np.flatnonzero(self.by_row_fen())
        found = [one for row in (rows if most is None else rows[:most]) for one in self.of_row(int(row))]
        return found if most is None else found[:most]

    def of_row(self, row: int) -> list[Underpayment]:
        """Return the parts of one payslip that were paid short."""
        return [self._underpayment(row, part) for part in PayPart if self.shortfalls_fen[part][row]]

    def _underpayment(self, row: int, part: PayPart) -> Underpayment:
        lines = tuple(
            DueLine(situation, int(amounts[row]), self.slips.bases(situation, row))
            for situation, amounts in self.slips.due_fen.items()
            if part_of(situation) == part and amounts[row]
        )
        return Underpayment(row, part, int(self.due_fen[part][row]), int(self.paid_fen[part][row]), lines)


def part_of(situation: Situation) -> PayPart:
    """Return the part of a payslip a line belongs to."""
    return PayPart.OVERTIME if situation in OVERTIME_COLUMNS else PayPart.WAGE


def payroll_check(slips: Payslips, paid_fen: Mapping[PayPart, Any]) -> PayrollCheck:
    """Compare what is due with what was paid, (n,) fen by part; a part left out was not paid.

    Blocked payslips claim nothing. Raises `ColumnsUneven` or `QuantityNegative`.
    """
    count = slips.total_fen.size
    due = {part: np.zeros(count, dtype=np.int64) for part in PayPart}
    for situation, amounts in slips.due_fen.items():
        due[part_of(situation)] += amounts
    paid = {part: _paid(paid_fen.get(part), count) for part in PayPart}
    short = {part: np.where(slips.is_blocked, 0, np.maximum(due[part] - paid[part], 0)) for part in PayPart}
    return PayrollCheck(slips, due, paid, short)


def _paid(column: Any, count: int) -> Fen:
    if column is None:
        return np.zeros(count, dtype=np.int64)
    paid = np.asarray(column, dtype=np.int64)
    if paid.size != count:
        raise ColumnsUneven(count, int(paid.size))
    check_not_negative(amount_paid=int(paid.min(initial=0)))
    return paid
