"""Whose wages are negotiated: the wages of a case's payroll, and the floors under them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from sqlmodel import Session, select

from ...common.policies import FigureUnknown, NoRuleInForce
from ...workspace import Workspace
from ..queries import case_of, require_reader
from ..rules.bargaining import Fen
from ..rules.law import Basis, Law
from ..tables import PayrollLine
from ..wage_law import area_law
from .payrolls import case_payroll

ON_COST = "employer_pension_rate"


@dataclass(frozen=True)
class Staff:
    """The wages (n,) of a case in fen, from its newest payroll, and the floors of today.

    `minimum` is None while the minimum wage of the area is not known; `missing` then names the figure.
    `on_cost` is the employer's contribution beside a yuan of wage, for estimates.
    """

    case_id: int
    number: str
    employer: str
    area: str
    workers: int
    month: date | None
    bases_fen: Fen
    minimum: Basis | None
    missing: str
    on_cost: Basis | None

    @property
    def minimum_fen(self) -> int | None:
        """Return the minimum wage of the area in fen."""
        return int(self.minimum.value) if self.minimum else None


def staff(ws: Workspace, case_id: int) -> Staff:
    """Return whose wages are negotiated in a case; raises `NotFound`, `NotAllowed`."""
    with ws.reading() as session:
        case = case_of(session, case_id)
        require_reader(session, ws.actor.account_id, case.union_id)
        law = area_law(session, case.district_code, union_id=case.union_id)
        payroll = case_payroll(session, case_id)
        minimum, missing = _minimum(law, ws.today)
        return Staff(
            case.id or 0,
            case.number,
            case.employer,
            case.district_code,
            case.workers,
            payroll.month if payroll else None,
            _wages(session, payroll.id or 0) if payroll else np.array([], dtype=np.int64),
            minimum,
            missing,
            _on_cost(law, ws.today),
        )


def _wages(session: Session, payroll_id: int) -> Fen:
    chosen: Any = select
    rows = session.exec(
        chosen(PayrollLine.contract_fen)
        .where(PayrollLine.payroll_id == payroll_id)
        .order_by(PayrollLine.position)
    ).all()
    return np.array(rows, dtype=np.int64)


def _minimum(law: Law, on: date) -> tuple[Basis | None, str]:
    try:
        return law.min_wage(on), ""
    except (FigureUnknown, NoRuleInForce) as missing:
        return None, missing.id


def _on_cost(law: Law, on: date) -> Basis | None:
    try:
        return law.basis(ON_COST, on)
    except (FigureUnknown, NoRuleInForce):
        return None
