"""Payrolls of an employer's month: read in as a whole, taken back as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, insert

from ...common.errors import N_, NotFound
from ...common.tabular import Progress
from ...store.audit import note
from ...workspace import Workspace
from ..payroll_list import PayrollRow
from ..payrolls import facts_of, payroll_of
from ..queries import require_hand
from ..rules.stages import Hand
from ..rules.standstill import month_of
from ..tables import Payroll, PayrollLine
from ..wage_law import area_law
from .acting import acting

AT_ONCE = 1_000


def import_payroll(
    ws: Workspace,
    case_id: int,
    month: date,
    area: str,
    rows: Sequence[PayrollRow],
    file_hash: str,
    progress: Progress = lambda done, total: None,
) -> int:
    """Put a payroll on file with a case; return its id. One for the same month stays beside it.

    Raises `NotAllowed`, `NotFound`, `AreaUnknown`.
    """
    with acting(ws, case_id) as (session, case):
        area_law(session, area)
        payroll = Payroll(
            union_id=case.union_id,
            case_id=case.id,
            employer=case.employer,
            area=area,
            month=month_of(month)[0],
            file_hash=file_hash,
            made_by=ws.actor.account_id,
            made_at=ws.now,
        )
        session.add(payroll)
        session.flush()
        payroll_id = payroll.id or 0
        lines = [_line(payroll_id, position, row) for position, row in enumerate(rows, 1)]
        for start in range(0, len(lines), AT_ONCE):
            session.execute(insert(PayrollLine), lines[start : start + AT_ONCE])
            progress(min(start + AT_ONCE, len(lines)), len(lines))
        note(
            session,
            N_("Read a payroll of {month} with {n} workers for {number} (SHA-256 {digest})"),
            union_id=case.union_id,
            month=payroll.month.isoformat()[:7],
            n=len(lines),
            number=case.number,
            digest=file_hash[:16],
        )
        return payroll_id


def _line(payroll_id: int, position: int, row: PayrollRow) -> dict[str, object]:
    return {
        "payroll_id": payroll_id,
        "position": position,
        "worker": row.worker,
        "staff_number": row.staff_number,
        "contract_fen": row.contract_fen,
        "paid_fen": row.paid_fen,
        "facts": facts_of(row),
    }


def remove_payroll(ws: Workspace, payroll_id: int) -> None:
    """Take a payroll back as a whole; raises `NotAllowed`, `NotFound`."""
    with ws.transaction() as session:
        payroll = payroll_of(session, payroll_id, lock=True)
        require_hand(session, ws.actor.account_id, payroll.union_id, Hand.OFFICER)
        if payroll.case_id is None:
            raise NotFound
        session.execute(delete(PayrollLine).where(PayrollLine.payroll_id == payroll_id))
        note(
            session,
            N_("Took back the payroll of {month} of {employer}"),
            union_id=payroll.union_id,
            month=payroll.month.isoformat()[:7],
            employer=payroll.employer,
        )
        session.delete(payroll)
