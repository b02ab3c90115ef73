"""A payroll that was read in, in the words of the rules: columns of whole numbers, and what was paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session, select

from ..common.errors import NotFound
from .payroll_list import HALVES, PayrollRow
from .rules.law import Law
from .rules.payroll_check import PayPart, PayrollCheck, payroll_check
from .rules.payslip_law import DAY_COLUMNS, OVERTIME_COLUMNS, payslip_law
from .rules.payslips import Payroll as Columns
from .rules.payslips import Payslips, payslips
from .rules.situations import Situation
from .tables import Payroll, PayrollLine

UNTOLD = -1


def facts_of(row: PayrollRow) -> dict[str, Any]:
    """Return what is kept of a row beside the name and the two amounts; what is 0 is left out."""
    kept: dict[str, Any] = {
        "days": {s.value: n for s, n in row.days.items()},
        "quarters": {s.value: n for s, n in row.quarters.items()},
    }
    if row.paid_overtime_fen is not None:
        kept["paid_overtime_fen"] = row.paid_overtime_fen
    if row.excluded_fen:
        kept["excluded_fen"] = row.excluded_fen
    return kept


def payroll_of(session: Session, payroll_id: int, *, lock: bool = False) -> Payroll:
    """Return a payroll, or `NotFound`."""
    chosen = select(Payroll).where(Payroll.id == payroll_id)
    found = session.exec(chosen.with_for_update() if lock else chosen).first()
    if found is None:
        raise NotFound
    return found


def lines_of(session: Session, payroll_id: int) -> Sequence[Any]:
    """Return the lines of a payroll as plain rows: worker, staff_number, contract_fen, paid_fen, facts."""
    columns: Sequence[Any] = (
        PayrollLine.worker,
        PayrollLine.staff_number,
        PayrollLine.contract_fen,
        PayrollLine.paid_fen,
        PayrollLine.facts,
    )
    chosen: Any = select
    return session.exec(
        chosen(*columns).where(PayrollLine.payroll_id == payroll_id).order_by(PayrollLine.position)
    ).all()


def checked(lines: Sequence[Any], payroll: Payroll, law: Law) -> PayrollCheck:
    """Return a payroll held against the law of its area and month."""
    slips = payslips(_columns(lines), payslip_law(law, [payroll.area], payroll.month))
    return payroll_check(slips, _paid(lines, slips))


def _columns(lines: Sequence[Any]) -> Columns:
    facts = [line.facts for line in lines]
    return Columns(
        contract_fen=np.array([line.contract_fen for line in lines], dtype=np.int64),
        days=_by_situation(facts, "days", DAY_COLUMNS),
        quarter_hours=_by_situation(facts, "quarters", OVERTIME_COLUMNS),
        excluded_fen=np.array([one.get("excluded_fen", 0) for one in facts], dtype=np.int64),
        day_parts=HALVES,
    )


def _by_situation(
    facts: Sequence[Mapping[str, Any]], part: str, situations: Sequence[Situation]
) -> dict[Situation, NDArray[np.int64]]:
    counts = [one.get(part) or {} for one in facts]
    return {s: np.array([one.get(s.value, 0) for one in counts], dtype=np.int64) for s in situations}


def _paid(lines: Sequence[Any], slips: Payslips) -> dict[PayPart, NDArray[np.int64]]:
    """Return what was paid by part; where overtime pay is not told apart, the wage is paid first."""
    total = np.array([line.paid_fen for line in lines], dtype=np.int64)
    told = np.array([line.facts.get("paid_overtime_fen", UNTOLD) for line in lines], dtype=np.int64)
    wages = slips.total_fen.copy()
    for situation, amounts in slips.due_fen.items():
        if situation in OVERTIME_COLUMNS:
            wages -= amounts
    overtime = np.where(told == UNTOLD, np.maximum(total - wages, 0), told)
    return {PayPart.WAGE: total - overtime, PayPart.OVERTIME: overtime}
