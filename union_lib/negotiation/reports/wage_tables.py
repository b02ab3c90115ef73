"""Payrolls on file for analysts: what each worker was to get and got; names masked.

Money is whole fen, so that offers can be computed on it exactly; divide by 100 for charts.
"""

from __future__ import annotations

import pandas as pd
from sqlmodel import select

from ...common.identifiers import masked_name
from ...common.policies import FigureUnknown, NoRuleInForce
from ...registry.figures import entered_values
from ...registry.tables import District
from ...workspace import Workspace
from ..figures import book_of, minimum_wage
from ..queries import unions_read_by
from ..tables import Case, Payroll
from .payrolls import payroll_audit

COLUMNS = [
    "payroll",
    "case",
    "employer",
    "district",
    "area",
    "industry",
    "month",
    "position",
    "worker",
    "contract_fen",
    "due_fen",
    "paid_fen",
    "short_fen",
    "is_blocked",
]


def payroll_table(ws: Workspace) -> pd.DataFrame:
    """Return every line of every payroll on file with a case the account may read.

    Columns: payroll (id), case (number), employer, district, area (code), industry, month (datetime64), position,
    worker (masked name), contract_fen, due_fen (by the law of month and area), paid_fen, short_fen, is_blocked (a
    figure is missing, so that what is due is not whole).
    """
    with ws.reading() as session:
        rows = session.exec(
            select(Payroll.id, Case.number, Case.industry, District.name)
            .join(Case, Case.id == Payroll.case_id)
            .join(District, District.code == Case.district_code)
            .where(Payroll.union_id.in_(unions_read_by(session, ws.actor.account_id)))
            .order_by(Payroll.id)
        ).all()
    lines = [line for payroll, *about in rows for line in _lines(ws, payroll or 0, *about)]
    table = pd.DataFrame(lines, columns=COLUMNS)
    return table.assign(month=pd.to_datetime(table["month"]))


def _lines(
    ws: Workspace, payroll_id: int, number: str, industry: str, district: str
) -> list[tuple[object, ...]]:
    audit = payroll_audit(ws, payroll_id)
    payroll = audit.payroll
    about = (payroll_id, number, payroll.employer, district, payroll.area, industry, payroll.month)
    return [
        (
            *about,
            line.position,
            masked_name(line.worker),
            line.contract_fen,
            line.due_fen,
            line.paid_fen,
            line.shortfall_fen,
            line.is_blocked,
        )
        for line in map(audit.line, range(len(audit.people)))
    ]


def least_wage_fen(ws: Workspace, area: str, month: pd.Timestamp) -> int | None:
    """Return the minimum wage of an area in a month, in fen; None where it is not known."""
    with ws.reading() as session:
        book = book_of(entered_values(session))
    try:
        return int(minimum_wage(book, month.date(), area).value)
    except (FigureUnknown, NoRuleInForce):
        return None
